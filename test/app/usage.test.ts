import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createAgent } from "../../src/agent/index.ts";
import { modelsFor } from "../../src/app/runtime.ts";
import { AppError } from "../../src/core/index.ts";
import { createRefusingSandbox } from "../../src/guard/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createScriptedEngine } from "../models/engine/scriptedEngine.ts";
import { createContext } from "../store/_setup.ts";

test("every call of a model is recorded for its run", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "kralle-usage-"));
  const workspace = join(root, "files");
  mkdirSync(workspace);
  const ctx = createContext();
  const store = await openStore(join(root, "home"), ctx);
  t.after(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });
  const engine = { ...createScriptedEngine({ tokenMs: 0, answer: () => "Hello there." }), child: null };
  const ready = engine.load(ctx);
  const models = modelsFor({ id: "scripted", name: "Scripted", engine, ready }, store, "session_1", ctx);
  const sandbox = createRefusingSandbox(new AppError("E_SANDBOX_MISSING", "none"));
  const agent = createAgent({ store, models, sandbox, modelName: "Scripted", interactive: false });
  const result = await agent.ask({ text: "hello", workspace }, ctx);
  assert.equal(result.ok, true, result.error?.message);
  const [run] = await store.runs.list(1);
  assert.ok(run);
  const sum = await store.usage.sum({ run: run.id });
  assert.deepEqual([sum.calls, sum.promptTokens], [1, result.usage.promptTokens]);
  assert.deepEqual(await store.usage.list({ session: "session_1" }), await store.usage.list({ run: run.id }));
});
