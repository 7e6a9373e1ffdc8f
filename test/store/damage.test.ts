import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { createRandom } from "../../bench/search/words.ts";
import { AppError } from "../../src/core/index.ts";
import { createBackup, diagnoseStore, openStore, restoreNewest, type Store } from "../../src/store/index.ts";
import { createContext, isError, tempFolder } from "./_setup.ts";

const ctx = createContext();
const CHILD = join(import.meta.dirname, "_child.ts");
const PAGE = 4_096;
const BEFORE = 40;

/** A home with a backup of 40 messages and ten more since. */
async function tempHome(t: TestContext): Promise<{ home: string; session: string }> {
  const home = join(await tempFolder(t), "home");
  const store = await openStore(home, ctx);
  const { id: session } = await store.sessions.create({ title: "x" }, ctx);
  const accept = (n: number) =>
    store.messages.accept({ session, key: `k${n}`, text: `Nachricht ${n} ${"z".repeat(400)}` }, ctx);
  for (let n = 0; n < BEFORE; n += 1) await accept(n);
  await createBackup(home, {}, ctx);
  for (let n = 0; n < 10; n += 1) await accept(BEFORE + n);
  await store.close();
  return { home, session };
}

/** Reads all there is; throws where a page cannot be read. */
async function readAll(store: Store, session: string): Promise<number> {
  for await (const _ of store.sessions.allEvents(session));
  await store.search.messages("nachricht");
  await store.sessions.page();
  return (await store.messages.list(session)).length;
}

type Damage = (path: string, random: () => number) => Promise<void>;

const DAMAGES: Record<string, Damage> = {
  "a flipped byte in every page": async (path, random) => {
    const bytes = await readFile(path);
    for (let at = 0; at < bytes.length; at += PAGE) {
      const where = at + Math.floor(random() * 100);
      bytes[where] = (bytes[where] ?? 0) ^ (1 + Math.floor(random() * 255));
    }
    await writeFile(path, bytes);
  },
  "a page of zeros": async (path, random) => {
    const bytes = await readFile(path);
    const page = 1 + Math.floor(random() * (bytes.length / PAGE - 1));
    await writeFile(path, bytes.fill(0, page * PAGE, (page + 1) * PAGE));
  },
  "a file cut off": async (path, random) => {
    const { length } = await readFile(path);
    await truncate(path, PAGE + Math.floor(random() * (length - PAGE)));
  },
  "a first page of zeros": async (path) => writeFile(path, (await readFile(path)).fill(0, 0, PAGE)),
  "other bytes": async (path) => writeFile(path, "no database at all ".repeat(1_000)),
};

for (const [what, damage] of Object.entries(DAMAGES)) {
  test(`${what}: it is noticed, and the newest good backup takes its place`, async (t) => {
    const { home, session } = await tempHome(t);
    const path = join(home, "kralle.db");
    const sound = await diagnoseStore(home, ctx);
    assert.deepEqual(sound.damaged, [], "control: before, nothing is wrong");
    await damage(path, createRandom(what.length));
    const spoilt = await readFile(path);

    const seen = await openStore(home, ctx).then(
      async (store) => readAll(store, session).finally(() => store.close()),
      (thrown: unknown) => thrown,
    );
    assert.ok(seen instanceof AppError && seen.code === "E_STORE", String(seen));
    const found = await diagnoseStore(home, ctx);
    assert.equal(found.damaged[0]?.file, path);
    assert.equal(found.best?.state, "good");

    const { aside } = await restoreNewest(home, {}, ctx);
    assert.deepEqual(await readFile(join(aside ?? "", "kralle.db")), spoilt, "the damaged file is kept");
    const store = await openStore(home, ctx);
    t.after(() => store.close());
    assert.equal(await readAll(store, session), BEFORE);
  });
}

test("a backup that is damaged too is passed over; without a good one nothing is touched", async (t) => {
  const { home, session } = await tempHome(t);
  const store = await openStore(home, ctx);
  const newest = await createBackup(home, {}, ctx);
  await store.close();
  await DAMAGES["a page of zeros"]?.(join(newest.folder, "kralle.db"), createRandom(3));
  const { backups, best } = await diagnoseStore(home, ctx);
  assert.deepEqual(
    backups.map(({ state }) => state),
    ["damaged", "good"],
  );
  await restoreNewest(home, {}, ctx);
  const again = await openStore(home, ctx);
  assert.equal(await readAll(again, session), BEFORE);
  await again.close();

  await rm(best?.folder ?? "", { recursive: true });
  const before = await readdir(home);
  await assert.rejects(restoreNewest(home, {}, ctx), isError("E_NOT_FOUND", /no good backup/));
  assert.deepEqual(await readdir(home), before);
});

const STRACE = "strace";
const canInject = spawnSync(STRACE, ["-f", "-e", "trace=none", "true"]).status === 0;

test(
  "a restore that is killed at any of its renames leaves the old data or the new, and ends by itself",
  { skip: canInject ? false : "no strace that may trace here" },
  async (t) => {
    const { home, session } = await tempHome(t);
    await writeFile(join(home, "config.json"), "{}");
    const [name = ""] = await readdir(join(home, "backups"));
    const outcomes = new Set<number>();
    let killed = 0;
    for (let nth = 1; nth <= 12; nth += 1) {
      const copy = join(await tempFolder(t), "home");
      await cp(home, copy, { recursive: true });
      const inject = `inject=rename,renameat,renameat2:signal=KILL:when=${nth}`;
      const args = ["-f", "-o", "/dev/null", "-e", "trace=rename,renameat,renameat2", "-e", inject];
      const env = { ...process.env, UV_THREADPOOL_SIZE: "1" }; // One thread, so that they are counted together.
      const child = spawnSync(STRACE, [...args, process.execPath, CHILD, "restore", copy, name], {
        encoding: "utf8",
        env,
      });
      if (child.stdout.includes("restored")) break;
      killed += 1;
      const store = await openStore(copy, ctx);
      const count = await readAll(store, session);
      outcomes.add(count);
      await store.close();
      assert.ok(count === BEFORE || count === BEFORE + 10, `killed at rename ${nth}: ${count} messages`);
      const left = (await readdir(copy)).filter(
        (one) => one === "restore.json" || (count === BEFORE && one.startsWith(".restore")),
      );
      assert.deepEqual(left, [], `killed at rename ${nth}`);
    }
    assert.ok(killed >= 4, `${killed} were killed`);
    assert.equal(outcomes.size, 2, "control: before the marker the old data, after it the new");
  },
);
