import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { moveStore, openStore, type MoveProgress } from "../../src/store/index.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { usePostgres } from "../_postgres.ts";
import { createRandom } from "./_random.ts";
import { fillHome, killMoves, readAll } from "./_moving.ts";
import { createContext, isError, tempFolder } from "./_setup.ts";

const postgres = usePostgres();
const options = { skip: postgres.skip };
const ctx = createContext();
const silent = (): void => undefined;

async function filled(t: TestContext, messages = 30): Promise<{ home: string; url: string; expected: unknown }> {
  const home = join(await tempFolder(t), "home");
  await fillHome(home, messages);
  const store = await openStore(home, ctx);
  const expected = await readAll(store);
  await store.close();
  return { home, url: await postgres.freshDatabase(), expected };
}

test("a home moves whole, tells how far it is, and keeps its old file", options, async (t) => {
  const { home, url, expected } = await filled(t, 160);
  const seen: MoveProgress[] = [];
  const report = await moveStore(home, { databaseUrl: url, onProgress: (one) => seen.push(one) }, ctx);
  assert.ok(report.isNew && report.rows > 300 && !report.to.includes("SWORDFISH"));
  assert.ok(seen.some(({ phase, table, done, total }) => phase === "copy" && table === "messages" && done < total));
  assert.ok(
    seen.some(({ phase, table, done, total }) => phase === "compare" && table === "messages" && done === total),
  );
  const store = await openStore(home, ctx, { databaseUrl: url });
  t.after(() => store.close());
  assert.deepEqual(await readAll(store), expected);
  const [session] = await store.sessions.list(1);
  const { message } = await store.messages.accept(
    { session: session?.id ?? "", key: null, text: "Neues Prüfwort" },
    ctx,
  );
  assert.equal(
    (await store.search.messages("neues prufw"))[0]?.message,
    message.id,
    "counters go on behind the last row",
  );
  assert.ok(existsSync(join(home, "kralle.db.moved")));
  assert.equal(existsSync(join(home, "kralle.db")), false);
  await assert.rejects(openStore(home, ctx), isError("E_STORE", /are in the database postgresql:.*DATABASE_URL/));
  assert.deepEqual(await moveStore(home, { databaseUrl: url, onProgress: silent }, ctx), {
    to: report.to,
    isNew: false,
    tables: 0,
    rows: 0,
  });
  const elsewhere = await postgres.freshDatabase();
  await assert.rejects(
    moveStore(home, { databaseUrl: elsewhere, onProgress: silent }, ctx),
    isError("E_EXISTS", /before/),
  );
});

test("a database that is not empty is refused, and nothing is changed", options, async (t) => {
  const { home, url, expected } = await filled(t);
  const other = await openStore(join(await tempFolder(t), "other"), ctx, { databaseUrl: url });
  await other.sessions.create({ title: "schon da" }, ctx);
  await assert.rejects(
    moveStore(home, { databaseUrl: url, onProgress: silent }, ctx),
    isError("E_EXISTS", /sessions is not empty.*empty database/),
  );
  assert.equal((await other.sessions.list(10)).length, 1);
  await other.close();
  const store = await openStore(home, ctx);
  t.after(() => store.close());
  assert.deepEqual(await readAll(store), expected);
});

test("a home without tables says so", options, async (t) => {
  const home = await tempFolder(t);
  const databaseUrl = await postgres.freshDatabase();
  await assert.rejects(moveStore(home, { databaseUrl, onProgress: silent }, ctx), isError("E_NOT_FOUND"));
  assert.deepEqual(await readdir(home), []);
});

test("a move that is cancelled leaves both as they were", options, async (t) => {
  const { home, url, expected } = await filled(t);
  const controller = new AbortController();
  const onProgress = ({ phase }: MoveProgress): void => {
    if (phase === "compare") controller.abort();
  };
  await assert.rejects(moveStore(home, { databaseUrl: url, onProgress }, createContext({ signal: controller.signal })));
  const db = await openPostgres(url, ctx);
  t.after(() => db.close());
  assert.equal(await db.get("SELECT id FROM sessions LIMIT 1"), null);
  const store = await openStore(home, ctx);
  t.after(() => store.close());
  assert.deepEqual(await readAll(store), expected);
});

test("a row that arrives otherwise than it was sent is noticed", options, async (t) => {
  const { home, url } = await filled(t);
  const blank = await openStore(join(await tempFolder(t), "other"), ctx, { databaseUrl: url });
  await blank.db.run("ALTER TABLE undo_changes ALTER COLUMN modified TYPE REAL"); // half the digits of a time
  await blank.close();
  const move = moveStore(home, { databaseUrl: url, onProgress: silent }, ctx);
  await assert.rejects(move, isError("E_STORE", /undo_changes did not arrive.*nothing was changed/));
  assert.ok(existsSync(join(home, "kralle.db")));
});

/** As it lies there when the process ends right behind the commit: everything has arrived, and the home does not know. */
async function forgetMove(home: string): Promise<void> {
  const { id, to } = JSON.parse(await readFile(join(home, "moved.json"), "utf8")) as { id: string; to: string };
  await writeFile(join(home, "moving.json"), JSON.stringify({ id, to }));
  await rm(join(home, "moved.json"));
  await rename(join(home, "kralle.db.moved"), join(home, "kralle.db"));
}

test("what had arrived before the process ended is not copied again", options, async (t) => {
  const { home, url, expected } = await filled(t);
  const first = await moveStore(home, { databaseUrl: url, onProgress: silent }, ctx);
  await forgetMove(home);
  const phases = new Set<string>();
  const again = await moveStore(home, { databaseUrl: url, onProgress: ({ phase }) => phases.add(phase) }, ctx);
  assert.deepEqual([again, [...phases]], [first, ["read"]]);
  const store = await openStore(home, ctx, { databaseUrl: url });
  t.after(() => store.close());
  assert.deepEqual(await readAll(store), expected);
});

test("a home that went on after everything had arrived is not taken for moved", options, async (t) => {
  const { home, url } = await filled(t);
  await moveStore(home, { databaseUrl: url, onProgress: silent }, ctx);
  await forgetMove(home);
  const store = await openStore(home, ctx);
  await store.sessions.create({ title: "danach" }, ctx);
  await store.close();
  await assert.rejects(
    moveStore(home, { databaseUrl: url, onProgress: silent }, ctx),
    isError("E_EXISTS", /earlier state.*DROP SCHEMA/),
  );
  assert.ok(existsSync(join(home, "kralle.db")));
});

test("a move killed at any moment is carried to its end by the next one", options, async (t) => {
  const seed = Number(process.env["KRALLE_SEED"] ?? Date.now() % 1_000_000);
  t.diagnostic(`seed ${seed}`);
  const counts = await killMoves(await tempFolder(t), () => postgres.freshDatabase(), {
    kills: Number(process.env["KRALLE_KILLS"] ?? 10),
    messages: 60,
    random: createRandom(seed).next,
  });
  t.diagnostic(JSON.stringify(counts));
  assert.ok(
    counts.killed >= 3 && counts.halfway >= 1,
    `kills came too late to show anything: ${JSON.stringify(counts)}`,
  );
});
