import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Pool } from "pg";
import { openWorkflows } from "../../src/durable/index.ts";
import { createNode } from "../../src/durable/postgres/node.ts";
import { takeOver } from "../../src/durable/postgres/takeOver.ts";
import { usePostgres } from "../_postgres.ts";
import { createContext } from "../store/_setup.ts";
import { until } from "./_gate.ts";

const postgres = usePostgres();
const { skip } = postgres;

async function openDatabase(t: TestContext): Promise<Pool> {
  const url = await postgres.freshDatabase();
  await (await openWorkflows({ database: { url }, workflows: [] }, createContext())).close();
  const pool = new Pool({ connectionString: url, max: 4 });
  t.after(() => pool.end());
  return pool;
}

/** A clock that is set, and whose sleepers wake when they are told to. */
function createHandClock() {
  let ahead = 0;
  let wake = (): void => undefined;
  return {
    now: () => Date.now() + ahead,
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted) return resolve();
        wake = resolve;
        signal?.addEventListener("abort", () => resolve());
      }),
    jump: (ms: number) => void (ahead += ms),
    tick: () => wake(),
  };
}

test(
  "a process that has not shown itself is not sure of its work, and looks whose it is before it is again",
  { skip },
  async (t) => {
    const pool = await openDatabase(t);
    const clock = createHandClock();
    const node = createNode("me", pool, createContext({ clock }));
    let looked = 0;
    await node.start(() => Promise.resolve(void (looked += 1)));
    assert.deepEqual([node.isSure(), looked], [true, 1]);
    clock.tick();
    await until("it showed itself", async () => (await beats(pool, "me")) > 0);
    assert.deepEqual([node.isSure(), looked], [true, 1], "control: in time, nothing is looked at");

    clock.jump(4_000);
    assert.equal(node.isSure(), false);
    await until("it is sure again", () => {
      clock.tick(); // may come while it is at work, and wakes nobody then
      return node.isSure();
    });
    assert.equal(looked, 2);
    await node.leave();
    assert.equal(await beats(pool, "me"), 0);
  },
);

test("a process that was given up finds out by its next sign, whatever its clock says", { skip }, async (t) => {
  const pool = await openDatabase(t);
  const clock = createHandClock();
  const node = createNode("me", pool, createContext({ clock }));
  let looked = 0;
  await node.start(() => Promise.resolve(void (looked += 1)));
  await pool.query(`INSERT INTO "dbos".workflow_status (workflow_uuid, status, executor_id, owner_xid, application_version, application_name)
    VALUES ('w', 'PENDING', 'me', 'mine', '1', 'kralle'), ('u', 'PENDING', 'unknown', 'whose', '1', 'kralle')`);
  assert.equal(
    await takeOver(pool, "other", 60_000),
    1,
    "what nobody alive has at once, what one has that shows itself not",
  );
  const owners = async () =>
    (await pool.query('SELECT workflow_uuid, status, owner_xid FROM "dbos".workflow_status ORDER BY 1')).rows.map(
      (row) => `${row.workflow_uuid} ${row.status} ${row.owner_xid}`,
    );
  assert.deepEqual(await owners(), ["u ENQUEUED null", "w PENDING mine"]);
  assert.equal(await takeOver(pool, "me", -60_000), 0, "nobody takes over from itself");
  assert.equal(await takeOver(pool, "other", -60_000), 1);
  assert.deepEqual(await owners(), ["u ENQUEUED null", "w ENQUEUED null"]);
  clock.tick();
  await until("it looked", () => looked === 2);
  await node.leave();
});

async function beats(pool: Pool, name: string): Promise<number> {
  const { rowCount } = await pool.query('SELECT 1 FROM "dbos".kralle_nodes WHERE executor_id = $1', [name]);
  return rowCount ?? 0;
}

test(
  "a process that was stopped amid a transaction keeps nobody from taking over what others left",
  { skip },
  async (t) => {
    const pool = await openDatabase(t);
    await pool.query(`INSERT INTO "dbos".workflow_status (workflow_uuid, status, executor_id, owner_xid, application_version, application_name)
    VALUES ('f', 'PENDING', 'frozen', 'x', '1', 'kralle'), ('k', 'PENDING', 'killed', 'y', '1', 'kralle')`);
    const frozen = await pool.connect();
    await frozen.query("BEGIN");
    await frozen.query(`UPDATE "dbos".workflow_status SET updated_at = 1 WHERE workflow_uuid = 'f'`);
    const left = async (): Promise<string[]> =>
      (await pool.query(`SELECT workflow_uuid FROM "dbos".workflow_status WHERE status = 'PENDING'`)).rows.map((row) =>
        String(row.workflow_uuid),
      );
    try {
      const taken = await Promise.race([
        takeOver(pool, "me", 60_000),
        new Promise<string>((resolve) => setTimeout(() => resolve("waits for the lock"), 2_000).unref()),
      ]);
      assert.equal(taken, 1);
      assert.deepEqual(await left(), ["f"]);
    } finally {
      await frozen.query("ROLLBACK");
      frozen.release();
    }
    assert.equal(await takeOver(pool, "me", 60_000), 1, "it is not forgotten");
    assert.deepEqual(await left(), []);
  },
);
