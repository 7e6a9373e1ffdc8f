import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore, type Database } from "../../src/store/index.ts";
import { migrate, MIGRATIONS, type Migration } from "../../src/store/migrations.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { createRandom } from "./_random.ts";
import { createContext, tempFolder } from "./_setup.ts";

const ctx = createContext();
const CHILD = join(import.meta.dirname, "_child.ts");
/** Before messages were numbered and indexed: what comes then takes a while. */
const OLD = MIGRATIONS.filter(({ id }) => id <= 4);
const MESSAGES = 3_000;
const seed = Number(process.env["KRALLE_SEED"] ?? Date.now() % 1_000_000);
const kills = Number(process.env["KRALLE_KILLS"] ?? 10);

async function makeOld(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const db = openSqlite(join(home, "kralle.db"));
  await migrate(db, () => 0, OLD);
  await db.run("INSERT INTO sessions (id, title, created) VALUES ('ses_1', 'alt', 1)");
  await db.transaction(async (tx) => {
    for (let n = 1; n <= MESSAGES; n += 1) {
      await tx.run(
        `INSERT INTO messages (id, session, seq, role, key, text, state, data, at)
         VALUES (?, 'ses_1', ?, 'user', NULL, ?, 'done', 'null', ?)`,
        [`msg_${String(n).padStart(6, "0")}`, n, `Nachricht ${n} Prüfung ${"und mehr ".repeat(20)}`, n],
      );
    }
  });
  await db.close();
}

const schemaOf = async (db: Database): Promise<unknown> =>
  db.all("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name");
const appliedIn = async (db: Database): Promise<number[]> =>
  (await db.all("SELECT id FROM schema_migrations ORDER BY id")).map(({ id }) => Number(id));

/** Null, or what of the schema is half. */
async function findHalf(home: string, scratch: string): Promise<string | null> {
  const db = openSqlite(join(home, "kralle.db"));
  const whole = openSqlite(scratch);
  try {
    const applied = await appliedIn(db);
    await migrate(
      whole,
      () => 0,
      MIGRATIONS.filter(({ id }) => applied.includes(id)),
    );
    const same = JSON.stringify(await schemaOf(db)) === JSON.stringify(await schemaOf(whole));
    return same ? null : `migrations ${applied.join(", ")} are noted, and the schema is another`;
  } finally {
    await db.close();
    await whole.close();
    await rm(scratch);
  }
}

test("an upgrade killed at any moment leaves whole migrations, and the next start ends it", async (t) => {
  const folder = await tempFolder(t);
  const old = join(folder, "old");
  await makeOld(old);
  const random = createRandom(seed);
  const upgrade = async (home: string, killAfterMs: number | null): Promise<{ ms: number; wasKilled: boolean }> => {
    const child = spawn(process.execPath, [CHILD, "open", home], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    await once(child.stdout, "data");
    const from = performance.now();
    if (killAfterMs !== null) await Promise.race([sleep(killAfterMs), ended]);
    if (killAfterMs !== null) child.kill("SIGKILL");
    await ended;
    return { ms: performance.now() - from, wasKilled: child.signalCode === "SIGKILL" };
  };
  await cp(old, join(folder, "whole"), { recursive: true });
  let { ms } = await upgrade(join(folder, "whole"), null);
  const counts = { killed: 0, amid: 0 };
  for (let n = 0; n < kills; n += 1) {
    const home = join(folder, `home${n}`);
    await cp(old, home, { recursive: true });
    const tried = await upgrade(home, random.next() * ms);
    if (tried.wasKilled) counts.killed += 1;
    else ms = Math.min(ms, tried.ms); // what a busy machine took before is no measure
    assert.equal(await findHalf(home, join(folder, "scratch.db")), null, `seed ${seed}, kill ${n}`);
    const before = openSqlite(join(home, "kralle.db"));
    if ((await appliedIn(before)).length < MIGRATIONS.length) counts.amid += 1;
    await before.close();
    const store = await openStore(home, ctx);
    assert.equal((await store.messages.list("ses_1")).length, MESSAGES);
    assert.equal((await store.search.messages(`prufung ${MESSAGES - n}`))[0]?.seq, MESSAGES - n);
    await store.close();
    await rm(home, { recursive: true });
  }
  t.diagnostic(`seed ${seed}: ${JSON.stringify(counts)} of ${kills}`);
  assert.ok(counts.amid >= kills / 5, `kills came too late to show anything: ${JSON.stringify(counts)}`);
});

test("control: half a migration is seen", async (t) => {
  const folder = await tempFolder(t);
  await makeOld(folder);
  assert.equal(await findHalf(folder, join(folder, "scratch.db")), null);
  const db = openSqlite(join(folder, "kralle.db"));
  const [next] = MIGRATIONS.filter(({ id }) => id > 4) as [Migration];
  await db.run(String(next.statements[0]));
  await db.close();
  assert.match((await findHalf(folder, join(folder, "scratch.db"))) ?? "", /the schema is another/);
});
