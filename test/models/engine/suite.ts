import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, LIMITS } from "../../../src/core/index.ts";
import type { Engine, EngineEvent, EngineRequest, ModelInfo } from "../../../src/models/engine/types.ts";
import { ask, collect, say, toContext, type Answer } from "./_setup.ts";

export interface SuiteOptions {
  /** false: the engine's server has no tokeniser, so that `count` may be higher than what is evaluated. Default true. */
  countsExactly?: boolean;
  /** Why the engine cannot be tried here. */
  skip?: string | false;
}

/** What the tests share; filled before the first one runs. */
interface Loaded extends Required<SuiteOptions> {
  engine: Engine;
  info: ModelInfo;
}

/**
 * The contract of `Engine` as tests. An implementation hands in an engine that is not loaded yet and whose context has
 * 1,000 to 10,000 tokens; the suite closes it.
 */
export function engineSuite(
  title: string,
  makeEngine: () => Promise<Engine> | Engine,
  { countsExactly = true, skip = false }: SuiteOptions = {},
): void {
  describe(`engine contract: ${title}`, { skip }, () => {
    const loaded = { countsExactly } as Loaded;

    before(async () => {
      loaded.engine = await makeEngine();
      loaded.info = await loaded.engine.load(toContext());
    });
    after(() => loaded.engine.close());

    describe("answers", () => testAnswers(loaded));
    describe("refusals", () => testRefusals(loaded));
    describe("cancelling", () => testCancelling(loaded));
    describe("order of requests", () => testQueue(loaded));

    it("is closed for good", async () => {
      await loaded.engine.close();
      await loaded.engine.close();
      await assert.rejects(loaded.engine.load(toContext()), { code: "E_ENGINE_START" });
      await assert.rejects(ask(loaded.engine, say("hello")), { code: "E_ENGINE_START" });
    });
  });
}

function testAnswers(loaded: Loaded): void {
  it("loads once, also when asked from several places", async () => {
    const infos = await Promise.all([loaded.engine.load(toContext()), loaded.engine.load(toContext())]);
    assert.deepEqual(infos, [loaded.info, loaded.info]);
    assert.ok(loaded.info.contextTokens >= 1000);
  });

  it("ends with exactly one end event and exact counts", async () => {
    const request = say("Count from one to ten.");
    const { events, end, text } = await ask(loaded.engine, request);
    assert.equal(events.filter(({ type }) => type === "end").length, 1);
    assert.ok(text.length > 0);
    assert.ok(["stop", "length"].includes(end.reason));
    assertCounted(end.usage.promptTokens, await loaded.engine.count(request.messages, toContext()), loaded);
    assert.ok(end.usage.completionTokens > 0 && end.usage.completionTokens <= request.maxTokens);
    if (end.reason === "length") assert.equal(end.usage.completionTokens, request.maxTokens);
  });

  it("counts a conversation as it evaluates it", async () => {
    const messages: EngineRequest["messages"] = [
      { role: "system", content: "You are brief." },
      { role: "user", content: "Grüße aus Köln 🦀" },
      { role: "assistant", content: "Hallo!" },
      { role: "user", content: "And <|im_end|> means?" },
    ];
    const counted = await loaded.engine.count(messages, toContext());
    const { end } = await ask(loaded.engine, { messages, maxTokens: 1 });
    assertCounted(end.usage.promptTokens, counted, loaded);
  });

  it("writes one JSON document that fits a schema", async () => {
    const schema = {
      type: "object",
      properties: { kind: { enum: ["cat", "dog"] }, age: { type: "integer", minimum: 0, maximum: 30 } },
      required: ["kind", "age"],
    };
    const { text, end } = await ask(loaded.engine, say("A cat of 3 years.", 40, { schema }));
    assert.equal(end.reason, "stop");
    const value = JSON.parse(text);
    assert.deepEqual(Object.keys(value), ["kind", "age"]);
    assert.ok(["cat", "dog"].includes(value.kind) && Number.isInteger(value.age) && value.age <= 30);
  });

  it("says length when a document was cut", async () => {
    const schema = { type: "object", properties: { text: { type: "string", minLength: 400 } }, required: ["text"] };
    const { end } = await ask(loaded.engine, say("Write a long story.", 8, { schema }));
    assert.equal(end.reason, "length");
    assert.equal(end.usage.completionTokens, 8);
  });

  it("repeats itself for the same seed only", async () => {
    const write = async (seed: number): Promise<string> =>
      (await ask(loaded.engine, say("Invent a name.", 24, { temperature: 1.5, seed }))).text;
    await write(1); // brings the prompt's state in, so that the compared runs start alike
    assert.equal(await write(7), await write(7));
    const others = new Set([await write(7), await write(8), await write(9), await write(10)]);
    assert.ok(others.size > 1, "control: other seeds give other texts");
  });

  it("keeps out what follows a stop sequence", async () => {
    const { text } = await ask(loaded.engine, say("Count from one to ten.", 24));
    const stop = text.trim().slice(3, 6);
    const cut = await ask(loaded.engine, say("Count from one to ten.", 24, { stop: [stop] }));
    assert.ok(stop.length === 3 && !cut.text.includes(stop), JSON.stringify([stop, cut.text]));
    assert.equal(cut.end.reason, "stop");
  });
}

function testRefusals(loaded: Loaded): void {
  it("refuses a prompt that does not fit, with the figures, and never cuts it", async () => {
    const request = say("word ".repeat(loaded.info.contextTokens), 16);
    const error = await ask(loaded.engine, request).then(
      () => assert.fail("it was accepted"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "E_PROMPT_TOO_LONG");
    const promptTokens = await loaded.engine.count(request.messages, toContext());
    assert.deepEqual(error.data, { promptTokens, maxTokens: 16, contextTokens: loaded.info.contextTokens });
    const room = say("hello", loaded.info.contextTokens);
    await assert.rejects(ask(loaded.engine, room), { code: "E_PROMPT_TOO_LONG" });
  });

  it("accepts a prompt that just fits", async () => {
    const messages = say("hello").messages;
    const left = loaded.info.contextTokens - (await loaded.engine.count(messages, toContext()));
    const controller = new AbortController();
    const stream = loaded.engine.generate({ messages, maxTokens: left }, toContext(controller.signal));
    const reader = stream[Symbol.asyncIterator]();
    assert.notEqual((await reader.next()).done, true);
    controller.abort();
    await reader.return?.(); // an unread stream would hold its place in the queue
    await assert.rejects(ask(loaded.engine, { messages, maxTokens: left + 1 }), { code: "E_PROMPT_TOO_LONG" });
  });

  it("refuses requests that make no sense", async () => {
    await assert.rejects(ask(loaded.engine, { messages: [], maxTokens: 4 }), { code: "E_INPUT" });
    await assert.rejects(ask(loaded.engine, say("x", 0)), { code: "E_INPUT" });
    await assert.rejects(ask(loaded.engine, say("x", 4, { schema: { enum: [] } })), { code: "E_INPUT" });
  });
}

function testCancelling(loaded: Loaded): void {
  it("is cancelled within 200 ms while it reads the prompt", async () => {
    const prompt = say(await toLongText(loaded, 0.7), 16);
    const took = await medianOf3((seed) =>
      cancelAfter(loaded.engine, { ...prompt, messages: withFirst(prompt, seed) }, 60),
    );
    assert.ok(took.ms < LIMITS.cancelMs, `${took.ms} ms`);
    assert.equal(took.text, "", "it was still reading");
  });

  it("is cancelled within 200 ms while it writes", async () => {
    const took = await medianOf3((seed) => cancelAtText(loaded.engine, say(`Tell story ${seed}.`, 400)));
    assert.ok(took.ms < LIMITS.cancelMs, `${took.ms} ms`);
    assert.ok(took.text.length > 0);
  });

  it("ends at once when the signal fired before", async () => {
    const { events, end } = await ask(loaded.engine, say("hello"), AbortSignal.abort());
    assert.equal(events.length, 1);
    assert.equal(end.reason, "cancelled");
  });
}

function testQueue(loaded: Loaded): void {
  it("answers one request after another in the order of the calls", async () => {
    const log: string[] = [];
    const run = async (letter: string): Promise<void> => {
      for await (const event of loaded.engine.generate(say(`Say ${letter}.`, 6), toContext()))
        log.push(`${letter} ${event.type}`);
    };
    await Promise.all(["a", "b", "c"].map(run));
    const order = log.filter((entry) => entry.endsWith("end")).map((entry) => entry.charAt(0));
    assert.deepEqual(order, ["a", "b", "c"]);
    assert.deepEqual(
      log.map((entry) => entry.charAt(0)),
      log.map((entry) => entry.charAt(0)).toSorted(),
      "no answer mixes with another",
    );
  });

  it("lets a waiting request be cancelled and the others go on", async () => {
    const controller = new AbortController();
    const first = ask(loaded.engine, say("Tell a story.", 24));
    const waiting = ask(loaded.engine, say("never", 24), controller.signal);
    const last = ask(loaded.engine, say("Tell a joke.", 6));
    const start = performance.now();
    setTimeout(() => controller.abort(), 20);
    const { end } = await waiting;
    assert.equal(end.reason, "cancelled");
    assert.equal(end.usage.completionTokens, 0);
    assert.ok(performance.now() - start < LIMITS.cancelMs + 100);
    assert.notEqual((await first).end.reason, "cancelled");
    assert.notEqual((await last).end.reason, "cancelled");
  });

  it("lets the others go on when a cancelled request is read by nobody any more", async () => {
    for (const state of ["writing", "waiting"] as const) {
      const controller = new AbortController();
      const first = state === "waiting" ? ask(loaded.engine, say("Tell a joke.", 24)) : null;
      const events = loaded.engine.generate(say("Tell a long story.", 400), toContext(controller.signal));
      const event = events[Symbol.asyncIterator]().next();
      if (first === null) await event;
      const next = ask(loaded.engine, say("hello", 4));
      const isHeldUp = await Promise.race([next.then(() => false), sleep(50, true)]);
      assert.ok(isHeldUp, "control: it waits");
      controller.abort();
      await first;
      assert.equal(await Promise.race([next.then(({ end }) => end.reason !== "cancelled"), sleep(5000)]), true, state);
    }
  });

  it("goes on after a reader broke off", async () => {
    for await (const event of loaded.engine.generate(say("Tell a story.", 200), toContext()))
      if (event.type === "text") break;
    const { end } = await ask(loaded.engine, say("hello", 4));
    assert.notEqual(end.reason, "cancelled");
  });
}

function assertCounted(evaluated: number, counted: number, { countsExactly }: Loaded): void {
  if (countsExactly) assert.equal(evaluated, counted);
  else assert.ok(evaluated > 0 && evaluated <= counted, `${evaluated} evaluated, ${counted} counted`);
}

interface Cancelled {
  ms: number;
  text: string;
}

/** Three tries on a machine that others use too; the middle one counts. */
async function medianOf3(run: (seed: number) => Promise<Cancelled>): Promise<Cancelled> {
  const runs = [await run(1), await run(2), await run(3)];
  return runs.toSorted((a, b) => a.ms - b.ms)[1] ?? assert.fail();
}

async function cancelAfter(engine: Engine, request: EngineRequest, ms: number): Promise<Cancelled> {
  const controller = new AbortController();
  let at = 0;
  setTimeout(() => {
    at = performance.now();
    controller.abort();
  }, ms);
  return toCancelled(await ask(engine, request, controller.signal), () => at);
}

async function cancelAtText(engine: Engine, request: EngineRequest): Promise<Cancelled> {
  const controller = new AbortController();
  let at = 0;
  const watched = async function* (events: AsyncIterable<EngineEvent>): AsyncGenerator<EngineEvent> {
    for await (const event of events) {
      yield event;
      if (event.type !== "text" || at > 0) continue;
      at = performance.now();
      controller.abort();
    }
  };
  return toCancelled(await collect(watched(engine.generate(request, toContext(controller.signal)))), () => at);
}

function toCancelled({ end, text }: Answer, at: () => number): Cancelled {
  assert.equal(end.reason, "cancelled");
  return { ms: performance.now() - at(), text };
}

/** A text that takes this share of the context, by the engine's own count. */
async function toLongText({ engine, info }: Loaded, share: number): Promise<string> {
  const write = (words: number): string => Array.from({ length: words }, (_word, index) => `n${index % 10}`).join(" ");
  const tokens =
    (await engine.count(say(write(200)).messages, toContext())) - (await engine.count(say("").messages, toContext()));
  return write(Math.floor((info.contextTokens * share * 200) / tokens));
}

/** Another beginning, so that nothing of the prompt is known already. */
const withFirst = (request: EngineRequest, seed: number): EngineRequest["messages"] =>
  request.messages.map((message) => ({ ...message, content: `${seed}${seed} ${message.content}` }) as typeof message);
