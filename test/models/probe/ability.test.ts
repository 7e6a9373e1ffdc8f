import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EngineRequest } from "../../../src/models/engine/types.ts";
import { createModels } from "../../../src/models/generate/index.ts";
import { probeAbility } from "../../../src/models/probe/index.ts";
import { CHOOSE, SCHEMA, TOOLS } from "../../../src/models/probe/cases.ts";
import { toContext } from "../engine/_setup.ts";
import { createScriptedEngine, type ScriptedEngine } from "../engine/scriptedEngine.ts";

/** Knows every case; without `callsTools` it answers those in words. */
function createKnowing(callsTools: boolean): ScriptedEngine {
  const answer = ({ messages }: EngineRequest): string => {
    const input = messages.at(-1)?.content ?? "";
    const choose = CHOOSE.find((one) => input.startsWith(one.input));
    if (choose !== undefined) return JSON.stringify({ choice: choose.right });
    const schema = SCHEMA.find((one) => one.input === input);
    if (schema !== undefined) return JSON.stringify(schema.right);
    const tool = TOOLS.find((one) => one.input === input)?.right;
    if (tool === null || tool === undefined || !callsTools) return "Hello there.";
    return `<tool_call>${JSON.stringify({ name: tool.name, arguments: tool.input })}</tool_call>`;
  };
  return createScriptedEngine({ tokenMs: 0, answer });
}

const probe = async (engine: ScriptedEngine): ReturnType<typeof probeAbility> =>
  probeAbility({ engine, info: await engine.load(toContext()) }, toContext());

describe("probe of what a model can do", () => {
  it("finds all right in a model that knows all", async () => {
    const engine = createKnowing(true);
    const { choose, schema, tools, model, contextTokens } = await probe(engine);
    assert.deepEqual({ choose, schema, tools }, { choose: 1, schema: 1, tools: 1 });
    assert.deepEqual([model, contextTokens], ["scripted", 2000]);
    assert.equal(engine.requests.length, CHOOSE.length + SCHEMA.length + TOOLS.length);
    assert.ok(engine.requests.every(({ temperature }) => temperature === 0));
  });

  it("tells a model that calls no tools from one that does", async () => {
    const { tools, schema } = await probe(createKnowing(false));
    assert.deepEqual([schema, tools], [1, 1 / TOOLS.length]);
  });

  it("sees a call where none was needed, also one that was cut", async () => {
    for (const text of ['{"name": "send_mail", "argu', '```json\n{\n "name": "say_hello",', "send_mail(to="]) {
      const answer = ({ tools = [] }: EngineRequest): string => (tools.length > 0 ? text : "{}");
      assert.equal((await probe(createScriptedEngine({ tokenMs: 0, answer }))).tools, 0, text);
    }
  });

  it("finds nothing right in a model that babbles", async () => {
    const { choose, schema, tools } = await probe(createScriptedEngine({ tokenMs: 0, answer: () => "{}" }));
    assert.deepEqual([choose, schema], [0, 0]);
    assert.ok(tools <= 1 / TOOLS.length);
  });

  it("is made once for a model, and again after it failed", async () => {
    const engine = createKnowing(true);
    let probes = 0;
    const models = createModels({
      engines: async (_task, ctx) => ({ engine, info: await engine.load(ctx) }),
      onUsage: () => {},
      ability: async (picked, ctx) => {
        probes += 1;
        if (probes === 1) throw new Error("The first probe fails.");
        return probeAbility(picked, ctx);
      },
    });
    await assert.rejects(models.ability("chat", toContext()));
    const all = await Promise.all([models.ability("chat", toContext()), models.ability("code", toContext())]);
    assert.equal(all[0], all[1]);
    assert.equal(probes, 2);
  });
});
