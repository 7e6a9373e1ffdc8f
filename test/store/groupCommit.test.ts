import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../../src/store/index.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { countCommits } from "./_commits.ts";
import { isError, tempFolder } from "./_setup.ts";

const INSERT = "INSERT INTO t (k, v) VALUES (?, ?)";

/** Without `isPatient`, batches are as short as those of the program. */
async function openTable(t: TestContext, { isPatient = true } = {}): Promise<{ db: Database; path: string }> {
  const path = join(await tempFolder(t), "x.db");
  // A machine that stands still for a moment splits no batch.
  const db = openSqlite(path, isPatient ? { batchMs: 10_000 } : {});
  t.after(() => db.close());
  await db.run("CREATE TABLE t (k BIGINT PRIMARY KEY, v BIGINT NOT NULL CHECK (v >= 0))");
  return { db, path };
}

test("calls that wait at the same moment share one commit; calls made one after another do not", async (t) => {
  const { db, path } = await openTable(t);
  const before = countCommits(`${path}-wal`);
  await Promise.all(Array.from({ length: 20 }, (_, k) => db.run(INSERT, [k, k])));
  assert.equal(countCommits(`${path}-wal`) - before, 1);
  const whole = (k: number): Promise<unknown> =>
    db.transaction(async (tx) => [await tx.run(INSERT, [k, k]), await tx.run(INSERT, [k + 1, k])]);
  await Promise.all([whole(20), db.run(INSERT, [30, 0]), whole(22), db.all("SELECT * FROM t"), whole(24)]);
  assert.equal(countCommits(`${path}-wal`) - before, 2, "transactions share it too");
  for (let k = 40; k < 45; k += 1) await db.run(INSERT, [k, k]);
  assert.equal(countCommits(`${path}-wal`) - before, 7);
  assert.equal((await db.get("SELECT COUNT(*) AS n FROM t"))?.["n"], 32);
});

test("a call that resolved is seen by others: it is committed by then", async (t) => {
  const { db, path } = await openTable(t);
  const other = new DatabaseSync(path);
  t.after(() => other.close());
  const find = other.prepare("SELECT v FROM t WHERE k = ?");
  let early = 0;
  const calls = Array.from({ length: 300 }, async (_, k) => {
    const work = k % 3 === 0 ? db.transaction((tx) => tx.run(INSERT, [k, 1])) : db.run(INSERT, [k, 1]);
    if (find.get(k)) early += 1;
    await work;
    assert.equal(find.get(k)?.["v"], 1);
  });
  await Promise.all(calls);
  assert.equal(early, 0, "control: nothing is there before its call resolved");
});

test("a statement that fails in a batch touches only its own call", async (t) => {
  const { db, path } = await openTable(t);
  const before = countCommits(`${path}-wal`);
  const [a, twice, broken, syntax, undone, b] = await Promise.allSettled([
    db.run(INSERT, [1, 1]),
    db.run(INSERT, [1, 2]),
    db.run("INSERT INTO t (k, v) VALUES (2, 0), (3, 0), (4, -1)"),
    db.run("INSERT INTO nowhere VALUES (1)"),
    db.transaction(async (tx) => {
      await tx.run(INSERT, [5, 5]);
      await tx.run(INSERT, [1, 5]);
    }),
    db.run(INSERT, [6, 6]),
  ]);
  assert.deepEqual(
    [a, twice, broken, syntax, undone, b].map(({ status }) => status),
    ["fulfilled", "rejected", "rejected", "rejected", "rejected", "fulfilled"],
  );
  assert.deepEqual(await db.all("SELECT k, v FROM t ORDER BY k"), [
    { k: 1, v: 1 },
    { k: 6, v: 6 },
  ]);
  assert.equal(countCommits(`${path}-wal`) - before, 1);
});

test("an error that ends the transaction fails the whole batch, and the next one works", async (t) => {
  const { db } = await openTable(t);
  const { page_count: pages } = (await db.get("PRAGMA page_count")) ?? {};
  await db.run("CREATE TABLE large (x TEXT)");
  await db.run(`PRAGMA max_page_count = ${Number(pages) + 1}`);
  const large = "INSERT INTO large (x) VALUES (?)";
  let swallowed = 0;
  const settled = await Promise.allSettled([
    db.run(INSERT, [1, 1]),
    db.transaction(async (tx) => {
      await tx.run(INSERT, [2, 2]);
      await tx.run(large, ["x".repeat(100_000)]).catch(() => (swallowed += 1));
      // What was done before is void, so going on alone would keep a half.
      await tx.run(INSERT, [3, 3]).catch(() => (swallowed += 1));
    }),
  ]);
  assert.equal(swallowed, 2);
  for (const one of settled) {
    assert.ok(one.status === "rejected" && isError("E_DISK_FULL")(one.reason), JSON.stringify(one));
  }
  assert.equal((await db.get("SELECT COUNT(*) AS n FROM t"))?.["n"], 0);
  await assert.rejects(db.run(large, ["x".repeat(100_000)]), isError("E_DISK_FULL"));
  await db.run("PRAGMA max_page_count = 100000");
  await Promise.all([db.run(INSERT, [1, 1]), db.run(large, ["x".repeat(100_000)])]);
  assert.equal((await db.get("SELECT COUNT(*) AS n FROM t"))?.["n"], 1);
});

test("when no transaction can begin, all that wait are told, in one wait", async (t) => {
  const { db, path } = await openTable(t);
  await db.run("PRAGMA busy_timeout = 50");
  const other = new DatabaseSync(path);
  t.after(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, k) => db.run(INSERT, [k, k])));
  for (const one of settled) assert.ok(one.status === "rejected" && isError("E_STORE", /locked/)(one.reason));
  assert.deepEqual(await db.all("SELECT * FROM t"), [], "reading goes on");
  other.exec("COMMIT");
  await db.run(INSERT, [1, 1]);
});

test("statements that would end the transaction of others are refused", async (t) => {
  const { db } = await openTable(t);
  const outcomes = await Promise.allSettled([
    db.run(INSERT, [1, 1]),
    ...["COMMIT", " rollback", "BEGIN", "SAVEPOINT x", "INSERT OR ROLLBACK INTO t (k, v) VALUES (1, 1)"].map((sql) =>
      db.run(sql),
    ),
    db.transaction((tx) => tx.run("COMMIT")),
    db.run(INSERT, [2, 2]),
  ]);
  const refused = outcomes.slice(1, -1);
  for (const one of refused) assert.ok(one.status === "rejected" && isError("E_BUG")(one.reason));
  assert.equal((await db.get("SELECT COUNT(*) AS n FROM t"))?.["n"], 2);
});

test("the work of a transaction runs in the asynchronous context of its caller", async (t) => {
  const { db } = await openTable(t);
  const who = new AsyncLocalStorage<string>();
  const seen = await Promise.all(
    ["a", "b"].map((name) => who.run(name, () => db.transaction(async () => who.getStore()))),
  );
  assert.deepEqual(seen, ["a", "b"]);
});

test("closing waits for what was called before and refuses what comes after", async (t) => {
  const { db, path } = await openTable(t);
  const calls = [db.run(INSERT, [1, 1]), db.run(INSERT, [2, 2])];
  const closed = db.close();
  const late = assert.rejects(db.run(INSERT, [3, 3]), isError("E_STORE", /closed already/));
  await Promise.all(calls);
  await closed;
  await late;
  await db.close();
  const again = openSqlite(path);
  t.after(() => again.close());
  assert.equal((await again.get("SELECT COUNT(*) AS n FROM t"))?.["n"], 2);
});

test("the event loop is not held by a thousand calls", async (t) => {
  const { db } = await openTable(t, { isPatient: false });
  let turns = 0;
  const ended = new AbortController();
  const all = Promise.all(Array.from({ length: 1_500 }, (_, k) => db.run(INSERT, [k, k]))).then(() => ended.abort());
  while (!ended.signal.aborted) {
    await nextTurn();
    turns += 1;
  }
  await all;
  assert.ok(turns >= 5, `${turns} turns of the event loop while 1500 calls were stored`);
});
