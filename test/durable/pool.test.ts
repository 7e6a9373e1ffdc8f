import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test, type TestContext } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import * as fc from "fast-check";
import { openPool, type SqlitePool } from "../../src/durable/sqlite/pool.ts";
import { isError, tempFolder } from "../store/_setup.ts";

async function tempPool(t: TestContext): Promise<{ pool: SqlitePool; file: string }> {
  const file = join(await tempFolder(t), "workflows.db");
  const pool = openPool(file, "NORMAL");
  t.after(() => pool.close());
  return { pool, file };
}

const INSERT = "INSERT INTO queues (name, concurrency) VALUES ($1, $2)";
const READ = "SELECT concurrency FROM queues WHERE name = $1";
const WRITE = "UPDATE queues SET concurrency = $2 WHERE name = $1";

interface Add {
  amount: number;
  turns: number[];
  commit: boolean;
}

/** Reads, lets others run, writes what it read plus the amount: a lost update if anybody writes in between. */
async function add(pool: SqlitePool, { amount, turns, commit }: Add, alone: boolean): Promise<void> {
  const client = await pool.connect();
  const wait = async (at: number): Promise<void> => {
    for (let left = turns[at] ?? 0; left > 0; left--) await turn();
  };
  await wait(0);
  if (alone) await client.query("BEGIN ISOLATION LEVEL READ COMMITTED");
  const { rows } = await client.query(READ, ["q"]);
  await wait(1);
  await client.query(WRITE, ["q", Number(rows[0]?.["concurrency"]) + amount]);
  await wait(2);
  if (alone && commit) await client.query("COMMIT");
  else if (alone && amount % 2 === 0) await client.query("ROLLBACK");
  client.release();
}

const ADDS = fc.array(
  fc.record({
    amount: fc.integer({ min: 1, max: 1000 }),
    turns: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
    commit: fc.boolean(),
  }),
  { minLength: 2, maxLength: 8 },
);

describe("the pool over SQLite", () => {
  test("transactions in any order never lose an update", async (t) => {
    const { pool } = await tempPool(t);
    await pool.query(INSERT, ["q", 0]);
    await fc.assert(
      fc.asyncProperty(ADDS, async (adds) => {
        await pool.query(WRITE, ["q", 0]);
        await Promise.all(adds.map((one) => add(pool, one, true)));
        const { rows } = await pool.query(READ, ["q"]);
        const expected = adds.filter(({ commit }) => commit).reduce((sum, { amount }) => sum + amount, 0);
        assert.equal(rows[0]?.["concurrency"], expected);
      }),
      { numRuns: 60 },
    );
  });

  test("control: without transactions the same work does lose some", async (t) => {
    const { pool } = await tempPool(t);
    await pool.query(INSERT, ["q", 0]);
    const adds = [1, 2, 3].map((amount) => ({ amount, turns: [0, 1, 0], commit: true }));
    await Promise.all(adds.map((one) => add(pool, one, false)));
    assert.notEqual((await pool.query(READ, ["q"])).rows[0]?.["concurrency"], 6);
  });

  test("nobody sees what is not committed", async (t) => {
    const { pool } = await tempPool(t);
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query(INSERT, ["q", 1]);
    const read = pool.query(READ, ["q"]);
    await turn();
    await client.query("ROLLBACK");
    client.release();
    assert.deepEqual((await read).rows, []);
  });

  test("errors that the engine decides by have PostgreSQL's codes", async (t) => {
    const { pool } = await tempPool(t);
    const start = "INSERT INTO workflow_status (workflow_uuid, queue_name, deduplication_id) VALUES ($1, $2, $3)";
    await pool.query(start, ["a", "q", "d"]);
    await assert.rejects(pool.query(start, ["a", "q", "e"]), { code: "23505", constraint: undefined });
    await assert.rejects(pool.query(start, ["b", "q", "d"]), {
      code: "23505",
      constraint: "uq_workflow_status_dedup_id",
    });
    const send = "INSERT INTO notifications (destination_uuid, topic, message) VALUES ($1, $2, $3)";
    await assert.rejects(pool.query(send, ["nobody", "t", "m"]), { code: "23503" });
    await pool.query(send, ["a", "t", "m"]);
    await pool.query("DELETE FROM workflow_status WHERE workflow_uuid = ANY($1)", [["a"]]);
    assert.deepEqual((await pool.query("SELECT COUNT(*) FROM notifications")).rows, [{ count: 0 }]);
  });

  test("a statement that is not known fails with its text, and so does a column that nobody named", async (t) => {
    const { pool } = await tempPool(t);
    await assert.rejects(pool.query("SELECT pg_sleep(1)"), isError("E_BUG", /SELECT pg_sleep\(1\)/));
    await assert.rejects(pool.query("SELECT MAX(priority) FROM workflow_status"), isError("E_BUG", /not known here/));
    await assert.rejects(pool.query("SELECT name FROM"), isError("E_BUG", /SELECT name FROM/));
    assert.deepEqual((await pool.query("SELECT MAX(priority) AS top FROM workflow_status")).rows, [{ top: null }]);
  });

  test("notices come after the commit, and not at all after a rollback", async (t) => {
    const { pool } = await tempPool(t);
    await pool.query("INSERT INTO workflow_status (workflow_uuid) VALUES ($1)", ["w"]);
    const [listener, sender] = [await pool.connect(), await pool.connect()];
    const heard: string[] = [];
    listener.on("notification", ({ payload }: { payload: string }) => heard.push(payload));
    await listener.query("LISTEN dbos_notifications_channel;");
    const send = "INSERT INTO notifications (destination_uuid, topic, message) VALUES ($1, $2, $3)";
    await sender.query("BEGIN");
    await sender.query(send, ["w", "lost", "m"]);
    await pool.query("NOTIFY dbos_notifications_channel, 'by another'");
    await turn();
    await sender.query("ROLLBACK");
    await sender.query("BEGIN");
    await sender.query(send, ["w", "kept", "m"]);
    await turn();
    assert.deepEqual(heard, ["by another"]);
    await sender.query("COMMIT");
    assert.deepEqual(heard, ["by another"]);
    await turn();
    await sender.query("SELECT pg_notify($1, p) FROM unnest($2::text[]) AS p", ["dbos_streams_channel", ["x"]]);
    await sender.query("SELECT pg_notify($1, p) FROM unnest($2::text[]) AS p", [
      "dbos_notifications_channel",
      ["y", "z"],
    ]);
    await turn();
    assert.deepEqual(heard, ["by another", "w::kept", "y", "z"]);
    listener.release();
    await pool.query("NOTIFY dbos_notifications_channel, 'late'");
    await turn();
    assert.equal(heard.length, 4);
  });

  test("after close everything is refused, and an open transaction is taken back", async (t) => {
    const { pool, file } = await tempPool(t);
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query(INSERT, ["q", 1]);
    const waiting = assert.rejects(pool.query(READ, ["q"]), isError("E_STORE"));
    pool.close();
    await waiting;
    await assert.rejects(client.query("COMMIT"), isError("E_STORE"));
    await assert.rejects(pool.connect(), isError("E_STORE"));
    client.release();
    const again = openPool(file, "FULL");
    assert.deepEqual((await again.query(READ, ["q"])).rows, []);
    await again.end();
  });

  test("only recoveries in a row that lead nowhere count", async (t) => {
    const { pool, file } = await tempPool(t);
    const start = "INSERT INTO workflow_status (workflow_uuid, status, recovery_attempts) VALUES ($1, $2, $3)";
    for (const id of ["stuck", "works", "waits"]) await pool.query(start, [id, "PENDING", 3]);
    await pool.query(start, ["over", "ERROR", 3]);
    await pool.query("INSERT INTO operation_outputs (workflow_uuid, function_id) VALUES ($1, $2)", ["works", 0]);
    await pool.forgive("waits");
    const attempts = "SELECT workflow_uuid, recovery_attempts FROM workflow_status ORDER BY workflow_uuid";
    const read = async (from: SqlitePool): Promise<unknown[]> => (await from.query(attempts)).rows.map(Object.values);
    assert.deepEqual(await read(pool), [
      ["over", 3],
      ["stuck", 3],
      ["waits", 1],
      ["works", 1],
    ]);
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("UPDATE workflow_status SET recovery_attempts = $1", [9]);
    pool.close();
    const again = openPool(file, "NORMAL");
    t.after(() => again.close());
    assert.deepEqual(await read(again), [
      ["over", 3],
      ["stuck", 1],
      ["waits", 1],
      ["works", 1],
    ]);
  });

  test("one file has one user, is private, and is refused when it is damaged or of another release", async (t) => {
    const { pool, file } = await tempPool(t);
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.throws(() => openPool(file, "NORMAL"), isError("E_HOME_LOCKED"));
    pool.close();
    const db = new DatabaseSync(file);
    db.exec("PRAGMA user_version = 7");
    db.close();
    assert.throws(() => openPool(file, "NORMAL"), isError("E_STORE", /another version/));
    assert.throws(() => openPool(import.meta.filename.replace("pool.test.ts", ""), "NORMAL"), isError("E_STORE"));
  });
});
