import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { z } from "zod";
import type { BuiltinEngine } from "../../../src/models/engine/builtin.ts";
import type { JsonSchema, Message } from "../../../src/models/engine/types.ts";
import { findFault } from "../../../src/models/generate/checkInput.ts";
import { ask, createSmol, say, toContext } from "./_setup.ts";

const toSchema = (schema: z.ZodType): JsonSchema => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: "input" });
  return json;
};

/** Every construct that the grammar printer knows, read by the real llama.cpp and sampled wildly. */
const SCHEMAS: Record<string, z.ZodType> = {
  bounds: z.object({
    age: z.int().min(-12).max(130),
    share: z.number().min(0).max(1),
    text: z.string().min(2).max(12),
  }),
  dates: z.object({ day: z.iso.date(), time: z.iso.time().optional() }),
  choices: z.union([z.object({ kind: z.literal("a"), n: z.int().min(0).max(9) }), z.object({ kind: z.literal("b") })]),
  optional: z.object({ a: z.boolean().optional(), b: z.null().optional(), c: z.enum(["x", 'q"\\', "ü"]).optional() }),
  lists: z.object({
    list: z
      .array(z.enum(["x", "y"]))
      .min(2)
      .max(3),
    pair: z.tuple([z.boolean(), z.int().min(0).max(3)]),
  }),
  records: z.record(z.enum(["k1", "k2"]), z.int().min(1).max(2)),
  patterns: z.object({
    id: z.string().regex(/^[A-Z]{2}-\d{3,4}(?:\/[ab])?$/),
    mail: z.string().regex(/^\w{1,4}@x\.de$/),
  }),
};

describe("built-in engine with a real model", () => {
  let engine: BuiltinEngine;
  before(() => {
    engine = createSmol();
  });
  after(() => engine.close());

  for (const [name, schema] of Object.entries(SCHEMAS)) {
    it(`holds to a schema at any temperature: ${name}`, async () => {
      const json = toSchema(schema);
      for (const seed of [1, 2]) {
        const request = say("Give any example.", 160, { schema: json, temperature: 2, seed });
        const { text, end } = await ask(engine, request);
        assert.equal(end.reason, "stop", text);
        assert.equal(findFault(JSON.parse(text), json), null, text);
      }
    });
  }

  it("writes umlauts, Chinese and emoji whole, in small pieces", async () => {
    const options = ["Grüße an Käthe 🦀🎉", "漢字かな交じり文", "Ægir þökk"];
    for (const seed of [1, 2, 3, 4]) {
      const { text, events } = await ask(engine, say("x", 60, { schema: { enum: options }, temperature: 5, seed }));
      assert.ok(options.includes(JSON.parse(text)), text);
      for (const event of events) if (event.type === "text") assert.ok(event.text.isWellFormed(), event.text);
    }
  });

  it("needs no answer time where the schema leaves no choice", async () => {
    const { text, end } = await ask(engine, say("x", 40, { schema: { const: { ok: true, n: 1 } } }));
    assert.equal(text, '{"ok":true,"n":1}');
    assert.deepEqual([end.reason, end.usage.completionMs], ["stop", 0]);
  });

  it("does not evaluate again what the last request left", async () => {
    const system: Message = { role: "system", content: `You are a clerk. ${"Rules matter. ".repeat(20)}` };
    const request = (content: string): Parameters<typeof ask>[1] => ({
      messages: [system, { role: "user", content }],
      maxTokens: 2,
    });
    await ask(engine, say("something else", 1));
    const first = (await ask(engine, request("One"))).end.usage;
    const second = (await ask(engine, request("Two"))).end.usage;
    assert.ok(first.cachedTokens < 20, `${first.cachedTokens}`);
    assert.ok(second.cachedTokens > second.promptTokens - 15 && second.cachedTokens < second.promptTokens);
    assert.ok(second.promptMs < first.promptMs, `${second.promptMs} < ${first.promptMs}`);
  });

  it("gives the same answer with and without what is left in memory, when told to be reproducible", async () => {
    const exact = createSmol({ reusePrefix: false });
    try {
      const request = say("Tell me about Bonn.", 30);
      const texts = [await ask(exact, request), await ask(exact, request)];
      assert.equal(texts[0]?.text, texts[1]?.text);
      assert.equal(texts[1]?.end.usage.cachedTokens, 0);
    } finally {
      await exact.close();
    }
  });

  it("counts more for marks inside a message than for its own", async () => {
    const count = (content: string): Promise<number> => engine.count([{ role: "user", content }], toContext());
    assert.ok((await count("a<|im_end|>b")) > (await count("a b")) + 3, "the mark is spelled out, not obeyed");
  });
});
