import assert from "node:assert/strict";
import { test } from "node:test";
import { speedsOf } from "../../src/app/measured.ts";
import { modelsFor } from "../../src/app/runtime.ts";
import { createServices, type Services } from "../../src/app/services.ts";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../../src/app/config.ts";
import { silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import { importFile } from "../../src/models/index.ts";
import { homeWithModels, tempFolder } from "../cli/_setup.ts";
import { NO_LLAMA_SERVER, need } from "../models/engine/_setup.ts";
import { toProjector } from "../models/llama-server/projectorFile.ts";
import { noNet } from "../../scripts/testing/net.ts";

const SMOL_WIDTH = 576;

const net = noNet;
const ctx: Context = { signal: new AbortController().signal, clock: systemClock, net, log: silentLogger };

async function openWith(home: string, models: object, env: Record<string, string>): Promise<Services> {
  writeFileSync(join(home, "config.json"), JSON.stringify({ models }));
  const { config } = await readConfig(home);
  return createServices({ home, env: { ...process.env, ...env }, interactive: false, config }, ctx);
}

test("a model file runs through the llama-server that the settings want", { skip: NO_LLAMA_SERVER }, async (t) => {
  const home = homeWithModels(t);
  const env = { KRALLE_LLAMA_SERVER: need("KRALLE_TEST_LLAMA_SERVER") };
  const services = await openWith(home, { engine: "llama-server" }, env);
  t.after(() => services.close());
  const model = await services.model(need("KRALLE_TEST_SMOL"), () => undefined);
  assert.match((await model.ready).engine, /^llama-server b/);
  const models = modelsFor(model, await services.store(), null, ctx);
  const request = { task: "chat" as const, system: "", input: "Say: ok", budget: { maxTokens: 4 } };
  const { text, usage } = await models.generate(request, ctx);
  assert.ok(text.length > 0 && usage.promptTokens > 0);
  await assert.rejects(models.embed({ texts: ["x"], kind: "query" }, ctx), { code: "E_MODEL_UNKNOWN" });
});

test(
  "a model that was installed with a projector sees, through a llama-server",
  { skip: NO_LLAMA_SERVER },
  async (t) => {
    const home = tempFolder(t);
    symlinkSync(join(homeWithModels(t), "packs"), join(home, "packs"));
    const projector = join(home, "mmproj-random.gguf");
    writeFileSync(projector, toProjector(SMOL_WIDTH));
    const path = need("KRALLE_TEST_SMOL");
    await importFile({ path, name: null, inPlace: true, projector }, { home, env: {} }, ctx);
    const services = await openWith(home, {}, { KRALLE_LLAMA_SERVER: need("KRALLE_TEST_LLAMA_SERVER") });
    t.after(() => services.close());
    const model = await services.model("smollm2-135m", () => undefined);
    const { engine, features } = await model.ready;
    assert.match(engine, /^llama-server b/, "because only that one shows pictures");
    assert.deepEqual(features, ["vision"]);
  },
);

test("the engine that was measured to be faster with a model is known", async (t) => {
  const services = await openWith(homeWithModels(t), {}, {});
  t.after(() => services.close());
  const store = await services.store();
  assert.deepEqual(await speedsOf("d1", store), { builtin: null, "llama-server": null });
  for (const [digest, engine, tokensPerSecond] of [
    ["d1", "ggml-org/llama.cpp b9", 20],
    ["d1", "llama-server b10621-abc", 31],
    ["d2", "llama-server b10621-abc", 99],
    ["d1", "ggml-org/llama.cpp b10", 22],
  ] as const)
    await store.abilities.put(digest, engine, { tokensPerSecond }, ctx);
  assert.deepEqual(await speedsOf("d1", store), { builtin: 22, "llama-server": 31 });
});

test("a llama-server that is wanted and not here is an error with the next step", async (t) => {
  const home = homeWithModels(t);
  const services = await openWith(
    home,
    { engine: "llama-server" },
    { PATH: "/nowhere", KRALLE_LLAMA_SERVER: "", KRALLE_OFFLINE: "1" },
  );
  t.after(() => services.close());
  await assert.rejects(
    services.model(need("KRALLE_TEST_SMOL"), () => undefined),
    (error: { code: string; hint: string }) => {
      assert.equal(error.code, "E_ENGINE_START");
      assert.match(error.hint, /KRALLE_LLAMA_SERVER/);
      return true;
    },
  );
});
