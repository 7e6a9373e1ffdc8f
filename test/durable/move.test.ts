import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";
import { Pool } from "pg";
import { defineWorkflow, moveWorkflows, openWorkflows } from "../../src/durable/index.ts";
import { TABLES } from "../../src/durable/sqlite/schema.ts";
import { usePostgres } from "../_postgres.ts";
import { createContext, isError, tempFolder } from "../store/_setup.ts";
import { until } from "./_gate.ts";
import { doneTwice } from "./_ledger.ts";
import { createMoving } from "./_moving.ts";

const postgres = usePostgres();
const { skip } = postgres;
const MOVING = join(import.meta.dirname, "_moving.ts");
const PLAIN = 60;

async function killAmid(t: TestContext): Promise<{ file: string; ledger: string }> {
  const folder = await tempFolder(t);
  const [file, ledger] = [join(folder, "workflows.db"), join(folder, "ledger")];
  const child = spawn(process.execPath, [MOVING, file, ledger, String(PLAIN)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const done = () => readFileSync(ledger, "utf8").split("recorded").length - 1;
  await until("a third is done", () => done() > 400);
  child.kill("SIGKILL");
  await once(child, "exit");
  return { file, ledger };
}

test("what a kill left in a file finishes on PostgreSQL: runs, children, signals and timers", { skip }, async (t) => {
  const { file, ledger } = await killAmid(t);
  const url = await postgres.freshDatabase();
  const told: string[] = [];
  const onRows = (done: number, total: number): void => void told.push(`${done}/${total}`);
  const moved = await moveWorkflows({ file, url, onRows }, createContext());
  assert.equal(moved.runs, PLAIN + 3 + 3 + 1 + 10);
  assert.equal(told.at(-1), `${moved.rows}/${moved.rows}`);
  await assert.rejects(moveWorkflows({ file, url }, createContext()), isError("E_EXISTS"));

  const { workflows, queues } = createMoving(ledger);
  const engine = await openWorkflows({ database: { url }, workflows, queues }, createContext());
  t.after(() => engine.close());
  for (let at = 0; at < 3; at++) await engine.signal(`waits${at}`, "go", "later");
  const results = async (name: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => engine.result(`${name}${at}`)));
  assert.deepEqual(new Set(await results("plain", PLAIN)), new Set([190]));
  assert.deepEqual(await results("waits", 3), [
    [0, "later"],
    [1, "later"],
    [2, "later"],
  ]);
  assert.deepEqual(await results("sleeps", 3), [1, 1, 1]);
  assert.equal(await engine.result("parent"), 100);
  assert.equal(await engine.event("waits1", "state"), "waiting");
  const lines = readFileSync(ledger, "utf8").trim().split("\n");
  assert.deepEqual(doneTwice(lines), []);
  const begun = lines.filter((line) => line.startsWith("begin"));
  assert.equal(new Set(begun).size, PLAIN * 20 + 10 * 5 + 3 * 2);
  t.diagnostic(`${moved.rows} rows; ${begun.length - new Set(begun).size} steps were running and ran again`);
});

test(
  "a move that is cancelled leaves nothing, and can be made again; columns are the same on both sides",
  { skip },
  async (t) => {
    const file = join(await tempFolder(t), "workflows.db");
    const job = defineWorkflow("job", (_input: null, run) => run.step("x", () => "ü\u0000"));
    const options = { workflows: [job] };
    const engine = await openWorkflows({ database: { file }, ...options }, createContext());
    for (let at = 0; at < 20; at++)
      await (await engine.start(job, null, { id: `j${at}`, attributes: { at } })).result();
    const url = await postgres.freshDatabase();
    await assert.rejects(moveWorkflows({ file, url }, createContext()), isError("E_HOME_LOCKED"));
    await engine.close();

    const stop = new AbortController();
    const cancelled = moveWorkflows({ file, url, onRows: () => stop.abort() }, createContext({ signal: stop.signal }));
    await assert.rejects(cancelled);
    const { rows } = await moveWorkflows({ file, url }, createContext());
    const raw = new DatabaseSync(file, { readOnly: true });
    assert.ok(rows >= 60);
    raw.close();
    const next = await openWorkflows({ database: { url }, ...options }, createContext());
    t.after(() => next.close());
    assert.equal(await next.result("j7"), "ü\u0000");
    assert.deepEqual(
      (await next.list({ attributes: { at: 7 } })).map(({ id }) => id),
      ["j7"],
    );
  },
);

test("the tables of the file have the columns that PostgreSQL's have", { skip }, async (t) => {
  const pool = new Pool({ connectionString: await postgres.freshDatabase(), max: 1 });
  t.after(() => pool.end());
  const file = join(await tempFolder(t), "workflows.db");
  await (await openWorkflows({ database: { file }, workflows: [] }, createContext())).close();
  await moveWorkflows({ file, url: String(pool.options.connectionString) }, createContext());
  const { rows } = await pool.query<{ place: string }>(
    "SELECT table_name || '.' || column_name AS place FROM information_schema.columns WHERE table_schema = 'dbos'",
  );
  const raw = new DatabaseSync(file, { readOnly: true });
  const ours = [...TABLES].flatMap((table) =>
    raw
      .prepare("SELECT name FROM pragma_table_info(?)")
      .all(table)
      .map(({ name }) => `${table}.${String(name)}`),
  );
  raw.close();
  const theirs = rows.map(({ place }) => place).filter((place) => TABLES.has(place.split(".")[0] ?? ""));
  assert.deepEqual(ours.toSorted(), theirs.toSorted());
});
