import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { defineWorkflow, openWorkflows } from "../../src/durable/index.ts";
import { SCHEMA } from "../../src/durable/sqlite/schema.ts";
import { createContext, isError, tempFolder } from "../store/_setup.ts";
import { openSqliteEngine } from "./_setup.ts";
import { describeWorkflows } from "./_suite.ts";

describeWorkflows("SQLite", openSqliteEngine);

describe("the engine in one process", () => {
  const twenty = defineWorkflow("twenty", async (_input: number, run) => {
    for (let at = 0; at < 20; at++) await run.step(`s${at}`, () => at);
  });

  test("it is opened once; what fails to open leaves it closed", async (t) => {
    const folder = await tempFolder(t);
    const options = { database: { file: join(folder, "a.db") }, workflows: [twenty] };
    const first = await openWorkflows(options, createContext());
    await assert.rejects(
      openWorkflows({ ...options, database: { file: join(folder, "b.db") } }, createContext()),
      isError("E_HOME_LOCKED"),
    );
    await first.close();
    await first.close();
    await assert.rejects(
      openWorkflows({ ...options, database: { file: folder } }, createContext()),
      isError("E_STORE"),
    );
    await assert.rejects(openWorkflows({ ...options, workflows: [twenty, twenty] }, createContext()), isError("E_BUG"));
    const again = await openWorkflows(options, createContext());
    await (await again.start(twenty, 1, { id: "x" })).result();
    await again.close();
  });

  test("a second start of the work from inside a step is work of its own, not a part of the first", async (t) => {
    const inner = defineWorkflow("inner", (input: number, run) => run.step("double", () => input * 2));
    let start = (_input: number): Promise<unknown> => Promise.reject(new Error("not open"));
    const outer = defineWorkflow("outer", (input: number, run) => run.step("ask", () => start(input)));
    const { workflows } = await openSqliteEngine(t, [inner, outer]);
    start = async (input) => (await workflows.start(inner, input, { id: "inner" })).result();
    assert.equal(await (await workflows.start(outer, 4, { id: "outer" })).result(), 8);
    assert.deepEqual(
      (await workflows.steps("outer")).map(({ name }) => name),
      ["ask"],
    );
    assert.deepEqual(
      (await workflows.list()).map(({ id }) => id),
      ["outer", "inner"],
    );
  });

  test("the room of what was removed is given back, also of a file that was made without that", async (t) => {
    const file = join(await tempFolder(t), "workflows.db");
    const old = new DatabaseSync(file);
    old.exec(`PRAGMA journal_mode = WAL; ${SCHEMA}`);
    old.close();
    const bulk = defineWorkflow("bulk", (_input: null, run) => run.step("a", () => "x".repeat(50_000)));
    const engine = await openWorkflows({ database: { file }, workflows: [bulk] }, createContext());
    t.after(() => engine.close());
    const ids = Array.from({ length: 60 }, (_, at) => `b${at}`);
    await Promise.all(ids.map(async (id) => (await engine.start(bulk, null, { id })).result()));
    const { removed, bytesBefore, bytes } = await engine.prune({ olderThanMs: 0 });
    assert.equal(removed, 60);
    assert.ok(bytesBefore > 60 * 50_000 && bytes < 600_000, `${bytesBefore} -> ${bytes} bytes`);
    assert.equal(await engine.size(), bytes);
  });

  test("it records at least 300 steps a second, also on a busy machine", async (t) => {
    const { workflows } = await openSqliteEngine(t, [twenty]);
    const from = performance.now();
    await Promise.all(
      Array.from({ length: 50 }, async (_, at) => (await workflows.start(twenty, at, { id: `w${at}` })).result()),
    );
    const rate = (1_000 * 1_000) / (performance.now() - from);
    t.diagnostic(`${Math.round(rate)} steps/s`);
    assert.ok(rate > 300, `${rate} steps/s`);
  });
});
