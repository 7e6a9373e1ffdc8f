import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { cancelUnfinished, defineWorkflow, openWorkflows } from "../../src/durable/index.ts";
import { createBackup, listBackups, openStore } from "../../src/store/index.ts";
import { createContext, isError, tempFolder } from "../store/_setup.ts";

const ctx = createContext();

test("the file of an engine at work is copied by its owner; nothing of the copy begins by itself", async (t) => {
  const home = join(await tempFolder(t), "home");
  const store = await openStore(home, ctx);
  t.after(() => store.close());
  let ran = 0;
  const quick = defineWorkflow<null, string>("quick", (_input, run) => run.step("x", () => "done"));
  const waits = defineWorkflow<null, null>("waits", async (_input, run) => {
    await run.waitForSignal("go");
    await run.step("effect", () => void (ran += 1));
    return null;
  });
  const list = [quick, waits];
  const engine = await openWorkflows({ database: { file: join(home, "durable.db") }, workflows: list }, ctx);
  t.after(() => engine.close());
  await (await engine.start(quick, null, { id: "a" })).result();
  await engine.start(waits, null, { id: "b" });

  // While transactions of its own go on beside.
  const beside = Promise.all(Array.from({ length: 20 }, (_, n) => engine.start(quick, null, { id: `n${n}` })));
  const copiers = new Map([["durable.db", (target: string) => engine.copyTo(target)]]);
  const made = await createBackup(home, { copiers }, ctx);
  await beside;
  assert.equal(made.isPartial, false);
  const held = await createBackup(home, {}, ctx);
  assert.equal(held.isPartial, true, "control: nobody else can read it");
  assert.ok((await listBackups(join(home, "backups"), ctx, { check: true })).every(({ state }) => state === "good"));
  await engine.close();

  const file = join(made.folder, "durable.db");
  cancelUnfinished(file);
  const copy = await openWorkflows({ database: { file }, workflows: list }, ctx);
  t.after(() => copy.close());
  assert.equal((await copy.find("a"))?.state, "done");
  assert.equal((await copy.find("b"))?.state, "cancelled");
  await copy.signal("b", "go", null);
  await assert.rejects(copy.result("b"), isError("E_CANCELLED"));
  assert.equal(ran, 0);
});

test("a file of another version is left out", async (t) => {
  const file = join(await tempFolder(t), "durable.db");
  const raw = new DatabaseSync(file);
  raw.exec("PRAGMA user_version = 7; CREATE TABLE x (y)");
  raw.close();
  cancelUnfinished(file);
  assert.throws(() => new DatabaseSync(file, { readOnly: true }));
});
