import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { AppError } from "../../../src/core/index.ts";
import type { EngineEvent } from "../../../src/models/engine/types.ts";
import { toContext } from "../engine/_setup.ts";
import { createBench, lastMessage, SEARCH, toRequest, USED } from "./_setup.ts";

const Animal = z.object({ kind: z.enum(["cat", "dog"]), age: z.number().int() });
const Even = z.object({ number: z.number().refine((number) => number % 2 === 0, "must be even") });

describe("answers with a schema", () => {
  it("returns the validated value of an answer under a grammar", async () => {
    const bench = createBench(['{"kind":"cat","age":3}']);
    const { value, toolCalls, stopped } = await bench.models.generate(toRequest({ schema: Animal }), bench.ctx);
    assert.deepEqual(value, { kind: "cat", age: 3 });
    assert.deepEqual([toolCalls, stopped], [[], "stop"]);
    assert.equal(bench.engine.requests.length, 1);
    assert.equal(bench.engine.requests[0]?.schema?.type, "object");
  });

  it("tells the model the fault and takes the repaired answer", async () => {
    const bench = createBench(['{"number":3}', '{"number":4}']);
    const { value, usage } = await bench.models.generate(toRequest({ schema: Even }), bench.ctx);
    assert.deepEqual(value, { number: 4 });
    assert.match(lastMessage(bench, 1), /"number": must be even/);
    assert.equal(bench.engine.requests[1]?.messages.at(-2)?.content, '{"number":3}');
    assert.equal(usage.calls, 2);
  });

  it("gives up after the allowed repairs", async () => {
    for (const [repairs, calls] of [
      [undefined, 2],
      [0, 1],
      [3, 4],
    ] as const) {
      const bench = createBench(['{"number":3}']);
      const request = toRequest({ schema: Even, ...(repairs === undefined ? {} : { budget: { repairs } }) });
      await assert.rejects(bench.models.generate(request, bench.ctx), {
        code: "E_SCHEMA_OUTPUT",
        message: /must be even/,
      });
      assert.equal(bench.engine.requests.length, calls);
    }
  });

  it("allows a cut document more tokens", async () => {
    const cut: EngineEvent[] = [
      { type: "text", text: '{"kind":"c' },
      { type: "end", reason: "length", usage: USED },
    ];
    const bench = createBench([cut, '{"kind":"cat","age":3}']);
    const { value } = await bench.models.generate(toRequest({ schema: Animal, task: "classify" }), bench.ctx);
    assert.deepEqual(value, { kind: "cat", age: 3 });
    const [first, second] = bench.engine.requests;
    assert.ok(first !== undefined && second?.maxTokens === first.maxTokens * 2);
    assert.deepEqual(second.messages, first.messages, "a cut answer is no example for the next one");
  });

  it("says that the caller's own limit cut a document", async () => {
    const bench = createBench(['{"kind" :"cat", "age" :3}']);
    const request = toRequest({ schema: Animal, budget: { maxTokens: 2 } });
    await assert.rejects(bench.models.generate(request, bench.ctx), { code: "E_SCHEMA_OUTPUT", hint: /more tokens/ });
    assert.deepEqual(
      bench.engine.requests.map(({ maxTokens }) => maxTokens),
      [2],
    );
  });
});

describe("answers in words", () => {
  it("hands out text and thinking as they come", async () => {
    const bench = createBench(["<think>Let me see.</think> All is well."]);
    const seen = { text: "", thinking: "", pieces: 0 };
    const onText = (text: string): void => void ((seen.text += text), (seen.pieces += 1));
    const onThinking = (text: string): void => void (seen.thinking += text);
    const result = await bench.models.generate(toRequest({ onText, onThinking }), bench.ctx);
    assert.equal(result.value.trim(), "All is well.");
    assert.deepEqual([seen.text, seen.thinking], [result.text, result.thinking]);
    assert.equal(result.thinking.trim(), "Let me see.");
    assert.ok(seen.pieces > 1);
  });

  it("sends system, history and input in this order", async () => {
    const bench = createBench(["Fine."]);
    await bench.models.generate(toRequest({ history: [{ role: "user", content: "Earlier." }], seed: 5 }), bench.ctx);
    const [request] = bench.engine.requests;
    assert.deepEqual(
      request?.messages.map(({ content }) => content),
      ["You are brief.", "Earlier.", "Say something."],
    );
    assert.deepEqual([request?.seed, request?.temperature], [5, 0]);
  });

  it("says whether a person waits, where the caller says so", async () => {
    const bench = createBench(["a"]);
    await bench.models.generate(toRequest({ priority: "background" }), bench.ctx);
    await bench.models.generate(toRequest(), bench.ctx);
    assert.deepEqual(
      bench.engine.requests.map(({ priority }) => priority),
      ["background", undefined],
    );
  });

  it("says length when the limit cut the text", async () => {
    const bench = createBench(["one two three four"]);
    const { stopped, value } = await bench.models.generate(toRequest({ budget: { maxTokens: 2 } }), bench.ctx);
    assert.deepEqual([stopped, value], ["length", "one two"]);
  });

  it("shrinks its own limit to the context, never the caller's", async () => {
    const bench = createBench(["Fine."], 0, { contextTokens: 200 });
    await bench.models.generate(toRequest(), bench.ctx);
    assert.ok((bench.engine.requests.at(-1)?.maxTokens ?? 0) < 200);
    const own = toRequest({ budget: { maxTokens: 500 } });
    await assert.rejects(bench.models.generate(own, bench.ctx), { code: "E_PROMPT_TOO_LONG" });
  });
});

describe("what ends an answer early", () => {
  it("is cancelled", async () => {
    const bench = createBench(["word ".repeat(500)], 0, { tokenMs: 2 });
    const controller = new AbortController();
    const request = toRequest({ onText: () => controller.abort() });
    await assert.rejects(bench.models.generate(request, toContext(controller.signal)), { code: "E_CANCELLED" });
    assert.equal(bench.usages.length, 1);
    assert.ok((bench.usages[0]?.completionTokens ?? 0) > 0);
  });

  it("has used up its seconds", async () => {
    const bench = createBench(["word ".repeat(2000)], 0, { tokenMs: 5 });
    const start = performance.now();
    await assert.rejects(bench.models.generate(toRequest({ budget: { seconds: 0.05 } }), bench.ctx), {
      code: "E_BUDGET",
    });
    assert.ok(performance.now() - start < 2000);
    assert.equal(bench.usages.length, 1);
  });

  it("passes on the engine's own error", async () => {
    const error = new AppError("E_ENGINE_BROKEN", "It crashed too often.");
    const bench = createBench([[{ type: "end", reason: "error", usage: USED, error }]]);
    await assert.rejects(bench.models.generate(toRequest(), bench.ctx), error);
    assert.equal(bench.engine.requests.length, 1);
    const nameless = createBench([[{ type: "end", reason: "error", usage: USED }]]);
    await assert.rejects(nameless.models.generate(toRequest(), nameless.ctx), { code: "E_ENGINE_DIED" });
  });

  it("asks a dead engine once more, but not when the person has seen a word", async () => {
    const dead: EngineEvent[] = [
      { type: "text", text: "Half" },
      { type: "end", reason: "error", usage: USED, error: new AppError("E_ENGINE_DIED", "It died.") },
    ];
    const unseen = createBench([dead, "Whole."]);
    assert.equal((await unseen.models.generate(toRequest(), unseen.ctx)).value, "Whole.");
    const seen = createBench([dead, "Whole."]);
    await assert.rejects(seen.models.generate(toRequest({ onText: () => {} }), seen.ctx), { code: "E_ENGINE_DIED" });
  });
});

describe("usage", () => {
  it("is recorded once with the sum of all calls", async () => {
    const call = (text: string): EngineEvent[] => [
      { type: "text", text },
      { type: "end", reason: "stop", usage: USED },
    ];
    const bench = createBench([call('{"number":3}'), call('{"number":4}')]);
    const { usage } = await bench.models.generate(toRequest({ schema: Even, task: "extract" }), bench.ctx);
    assert.deepEqual(bench.usages, [usage]);
    const { wallMs, ...rest } = usage;
    const sum = { promptTokens: 14, completionTokens: 6, cachedTokens: 4, promptMs: 10, completionMs: 8 };
    assert.deepEqual(rest, { task: "extract", model: "scripted", calls: 2, ...sum });
    assert.ok(wallMs >= 0);
  });

  it("is recorded for the run that asked", async () => {
    const bench = createBench(["Fine."]);
    await bench.models.generate(toRequest({ run: "run_7" }), bench.ctx);
    await bench.models.generate(toRequest(), bench.ctx);
    assert.deepEqual(bench.runs, ["run_7", null]);
  });

  it("is recorded once also when nothing came of it", async () => {
    const failed = createBench([[{ type: "end", reason: "error", usage: USED }]]);
    await assert.rejects(failed.models.generate(toRequest(), failed.ctx));
    assert.equal(failed.usages.length, 1);
    assert.equal(failed.usages[0]?.promptTokens, 2 * USED.promptTokens, "a dead engine was asked twice");
    const unfit = createBench(['{"number":3}']);
    await assert.rejects(unfit.models.generate(toRequest({ schema: Even }), unfit.ctx));
    assert.equal(unfit.usages.length, 1);
    const refused = createBench(["Fine."]);
    const both = toRequest({ schema: Even, tools: [SEARCH] });
    await assert.rejects(refused.models.generate(both, refused.ctx), { code: "E_INPUT" });
    assert.deepEqual([refused.usages.length, refused.usages[0]?.calls], [1, 0]);
  });
});

it("counts tokens of a text without those of a message", async () => {
  const { models, ctx } = createBench([]);
  assert.equal(await models.count("one two three four", "chat", ctx), 3);
});
