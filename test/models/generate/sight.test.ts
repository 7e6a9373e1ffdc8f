import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message, ModelFeature } from "../../../src/models/engine/types.ts";
import { createModels } from "../../../src/models/generate/index.ts";
import { toContext } from "../engine/_setup.ts";
import { createScriptedEngine } from "../engine/scriptedEngine.ts";
import { toRequest } from "./_setup.ts";

test("pictures go only to a model that is not known to be blind", async () => {
  const engine = createScriptedEngine({ tokenMs: 0 });
  const look = async (features: readonly ModelFeature[] | null, isShown: boolean): Promise<string> => {
    const models = createModels({
      engines: async (_task, ctx) => ({ engine, info: { ...(await engine.load(ctx)), features } }),
      onUsage: () => undefined,
      ability: () => Promise.reject(new Error("It is not asked.")),
    });
    const images = isShown ? [{ mediaType: "image/png" as const, bytes: new Uint8Array([1]) }] : [];
    const history: Message[] = [
      { role: "user", content: "Look.", images },
      { role: "assistant", content: "I see." },
    ];
    return (await models.generate(toRequest({ history }), toContext())).text;
  };
  await assert.rejects(look(["tools"], true), { code: "E_INPUT", message: "The model scripted cannot see images." });
  await assert.rejects(look([], true), { code: "E_INPUT" });
  for (const features of [["vision"] as const, null]) assert.notEqual(await look(features, true), "");
  assert.notEqual(await look([], false), "");
});
