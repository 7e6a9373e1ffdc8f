import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { Client } from "pg";
import { openPool } from "../../src/durable/sqlite/pool.ts";
import { usePostgres } from "../_postgres.ts";
import { tempFolder } from "../store/_setup.ts";
import { doneTwice } from "./_ledger.ts";
import { runChild, type Ended } from "./kills/process.ts";
import { runKills } from "./kills/run.ts";

const postgres = usePostgres();

test("kill -9 amid 60 workflows of 20 steps, twice: all end, and no step that was recorded runs again", async (t) => {
  const folder = await tempFolder(t);
  const options = { where: join(folder, "workflows.db"), ledger: join(folder, "ledger"), workflows: 60 };
  const { again, finishMs, faults } = await runKills({ ...options, killAt: [200, 350] });
  assert.deepEqual(faults, []);
  t.diagnostic(`${again} of 1200 steps were running at a kill, and ran again; the rest took ${finishMs} ms`);
});

test("the same on PostgreSQL with 40 workflows", { skip: postgres.skip }, async (t) => {
  const where = await postgres.freshDatabase();
  const options = { where, ledger: join(await tempFolder(t), "ledger"), workflows: 40 };
  const { again, finishMs, faults } = await runKills({ ...options, killAt: [300], between: () => giveUp(where) });
  assert.deepEqual(faults, []);
  t.diagnostic(`${again} of 800 steps were running at the kill, and ran again; the rest took ${finishMs} ms`);
});

test("control: the judge sees a recorded step that runs again", () => {
  assert.deepEqual(
    doneTwice(["begin a/1", "recorded a/1", "begin a/2", "begin a/2", "recorded a/2", "recorded a/1"]),
    [],
  );
  assert.deepEqual(doneTwice(["begin a/1", "recorded a/1", "begin a/2", "begin a/1"]), ["a/1"]);
});

/** The killed process counts as dead at once: that it takes seconds is tried in nodes.test.ts. */
async function giveUp(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`UPDATE "dbos".kralle_nodes SET beat_at = '-infinity'`);
  await client.end();
}

async function expectGivenUp(where: string, between = (): Promise<void> => Promise.resolve()): Promise<void> {
  let ended: Ended = { said: "", code: null, ms: 0 };
  let starts = 0;
  while (ended.code === null && starts < 8) {
    starts += 1;
    ended = await runChild(["poison", where]);
    await between();
  }
  assert.match(ended.said, /^end gaveUp AppError: The work p was given up/);
  assert.equal(starts, 3, "the first run, one recovery, and the start that gives up");
}

test("work that ends the process each time is given up after the recoveries that it has", async (t) => {
  await expectGivenUp(join(await tempFolder(t), "workflows.db"));
});

test("on PostgreSQL too", { skip: postgres.skip }, async () => {
  const url = await postgres.freshDatabase();
  await expectGivenUp(url, () => giveUp(url));
});

test("a file that a process works with is refused to every other one", async (t) => {
  const file = join(await tempFolder(t), "workflows.db");
  const pool = openPool(file, "NORMAL");
  t.after(() => pool.close());
  const { said, code } = await runChild(["idle", file]);
  assert.equal(code, 1);
  assert.match(said, /E_HOME_LOCKED/);
});

test("close leaves nothing that keeps the process alive", async (t) => {
  const file = join(await tempFolder(t), "workflows.db");
  const { code, ms } = await runChild(["idle", file]);
  assert.equal(code, 0);
  assert.ok(ms < 5_000, `${ms} ms`);
});
