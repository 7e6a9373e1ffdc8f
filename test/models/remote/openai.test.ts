import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test, type TestContext } from "node:test";
import type { EngineSettings } from "../../../src/core/index.ts";
import type { EngineEvent, EngineRequest, ToolSpec } from "../../../src/models/engine/types.ts";
import { ask, say } from "../engine/_setup.ts";
import { engineSuite } from "../engine/suite.ts";
import { startOpenAi, type OpenAiScript } from "./_openai.ts";
import { createEngine, toContext } from "./_setup.ts";
import { sendJson, type StandIn } from "./_standIn.ts";

let standIn: StandIn | null = null;
after(() => standIn?.close());

engineSuite(
  "OpenAI-compatible server without any route of its own (stand-in)",
  async () => {
    standIn = await startOpenAi();
    return createEngine({ type: "openai", url: `${standIn.url}/v1`, context: 2048 });
  },
  { countsExactly: false },
);

async function open(t: TestContext, script: OpenAiScript = {}, settings: Partial<EngineSettings> = {}, model = "m1") {
  const server = await startOpenAi(script);
  const engine = createEngine({ type: "openai", url: `${server.url}/v1`, ...settings }, { model });
  t.after(async () => {
    await engine.close();
    await server.close();
  });
  return { server, engine };
}

/** Answers by path that were written from a server's documentation. */
function synthetic(name: string): OpenAiScript {
  const text = readFileSync(new URL(`fixtures/synthetic/${name}.json`, import.meta.url), "utf8");
  const { source, "/v1/models": models, ...routes } = JSON.parse(text) as Synthetic;
  assert.ok(source.length > 0, "a synthetic answer names where it comes from");
  return { models: models.data, routes };
}

interface Synthetic {
  source: string;
  "/v1/models": { data: Record<string, unknown>[] };
}

const infoOf = async (t: TestContext, script: OpenAiScript, settings: Partial<EngineSettings> = {}, model = "m1") =>
  (await open(t, script, settings, model)).engine.load(toContext());

describe("which server it is, and how much context it has", () => {
  test("vLLM: max_model_len, and its own tokeniser", async (t) => {
    const { engine, server } = await open(t, synthetic("vllm"));
    const info = await engine.load(toContext());
    assert.deepEqual([info.contextTokens, info.engine], [16_384, `vllm 0.11.0 at ${new URL(server.url).host}`]);
    assert.equal(await engine.count(say("hello").messages, toContext()), 21);
    const asked = server.asked.find(({ path }) => path === "/tokenize")?.body;
    assert.deepEqual(asked, { model: "m1", messages: say("hello").messages, add_generation_prompt: true });
  });

  test("LM Studio: what is loaded counts, not what the model could", async (t) => {
    const loaded = await infoOf(t, synthetic("lm-studio"));
    assert.equal(loaded.contextTokens, 6144);
    assert.deepEqual(loaded.features, ["vision", "tools"]);
    const asleep = await infoOf(t, synthetic("lm-studio"), {}, "asleep");
    assert.equal(asleep.contextTokens, 4096);
  });

  test("others: the fields that they add to the list, what the person says, or 4096 taken for granted", async (t) => {
    const model = { id: "m1", object: "model", owned_by: "x" };
    const contextOf = async (more: object, settings: Partial<EngineSettings> = {}) =>
      (await infoOf(t, { models: [{ ...model, ...more }] }, settings)).contextTokens;
    assert.equal(await contextOf({ context_length: 7000 }), 7000);
    assert.equal(await contextOf({ meta: { n_ctx: 5000 } }), 5000);
    assert.equal(await contextOf({ context_length: 7000 }, { context: 6000 }), 6000);
    assert.equal(
      await contextOf({ context_length: 7000 }, { context: 9000 }),
      7000,
      "more than there is does not help",
    );
    assert.equal(await contextOf({}, { context: 6000 }), 6000);
    assert.equal(await contextOf({}), 4096);
    const listless = await infoOf(t, { models: null });
    assert.equal(listless.contextTokens, 4096, "a server without a list of models works too");
  });

  test("a model that is not in the list is refused with those that are", async (t) => {
    const { engine } = await open(t, {}, {}, "m2");
    await assert.rejects(engine.load(toContext()), { code: "E_MODEL_UNKNOWN", hint: "It has: test/m1" });
  });

  test("Ollama's /v1, whose context cannot be set, is refused with the way that works", async (t) => {
    const { engine } = await open(t, { routes: { "/api/version": { version: "0.32.15" } } });
    await assert.rejects(engine.load(toContext()), { code: "E_CONFIG", hint: /--type ollama/ });
  });
});

const READ_FILE: ToolSpec = {
  name: "read_file",
  description: "Reads a file",
  input: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
};
const usage = { promptTokens: 9, completionTokens: 9, cachedTokens: 0, promptMs: 1, completionMs: 1 };

describe("requests", () => {
  test("history, tools and pictures in the form of chat completions", async (t) => {
    const { engine, server } = await open(t);
    const image = { mediaType: "image/png", bytes: new Uint8Array([1, 2, 3]) } as const;
    const messages: EngineRequest["messages"] = [
      { role: "system", content: "s" },
      { role: "user", content: "u", images: [image] },
      { role: "assistant", content: "so", toolCalls: [{ id: "c1", name: "read_file", input: { path: "a" } }] },
      { role: "tool", content: "text", callId: "c1", name: "read_file" },
    ];
    await ask(engine, { messages, maxTokens: 4, tools: [READ_FILE], seed: 7, stop: ["END"], temperature: 0.5 });
    const sent = server.asked.at(-1)?.body ?? {};
    assert.deepEqual(sent["messages"], [
      { role: "system", content: "s" },
      {
        role: "user",
        content: [
          { type: "text", text: "u" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
        ],
      },
      {
        role: "assistant",
        content: "so",
        tool_calls: [{ type: "function", id: "c1", function: { name: "read_file", arguments: '{"path":"a"}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "text" },
    ]);
    assert.deepEqual(sent["tools"], [
      { type: "function", function: { name: "read_file", description: "Reads a file", parameters: READ_FILE.input } },
    ]);
    const { model, max_tokens, temperature, seed, stop, tool_choice, stream, stream_options } = sent;
    assert.deepEqual(
      { model, max_tokens, temperature, seed, stop, tool_choice, stream, stream_options },
      {
        model: "m1",
        max_tokens: 4,
        temperature: 0.5,
        seed: 7,
        stop: ["END"],
        tool_choice: "auto",
        stream: true,
        stream_options: { include_usage: true },
      },
    );
  });

  test("a schema is asked for by response_format", async (t) => {
    const { engine, server } = await open(t);
    const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    const { text } = await ask(engine, say("x", 40, { schema }));
    assert.ok(Number.isInteger(JSON.parse(text).n));
    assert.deepEqual(server.asked.at(-1)?.body?.["response_format"], {
      type: "json_schema",
      json_schema: { schema, strict: true, name: "answer" },
    });
  });

  test("where nothing is known to bind the model, the schema stands in the prompt and the document is found in the answer", async (t) => {
    const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    const said = 'Sure! Here it is:\n```json\n{ "n": 3 }\n```\nAnything else?';
    const { engine, server } = await open(t, { answer: ({ schema: asked }) => (asked ? said : undefined) });
    const { text, events } = await ask(engine, say("Count.", 40, { schema }));
    assert.deepEqual([text, events.length], ['{ "n": 3 }', 2]);
    const sent = JSON.stringify(server.asked.at(-1)?.body?.["messages"]);
    assert.match(sent, /"Count\.\\n\\nAnswer with one JSON document.*properties/);
    const long = say("word ".repeat(2430), 4);
    assert.equal((await ask(engine, long)).end.reason, "length");
    await assert.rejects(ask(engine, { ...long, schema }), { code: "E_PROMPT_TOO_LONG" }, "the schema is counted");
  });

  test("a server that refuses response_format is asked once more without", async (t) => {
    const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    const { engine, server } = await open(t, {
      answer: () => '{"n":4}',
      before: (asked, response) => {
        if (asked.body?.["response_format"] === undefined) return false;
        sendJson(response, 400, { error: { message: "Unknown parameter: response_format" } });
      },
    });
    const { text, end } = await ask(engine, say("Count.", 40, { schema }));
    assert.deepEqual([text, end.reason], ['{"n":4}', "stop"]);
    assert.equal(server.asked.filter(({ path }) => path === "/v1/chat/completions").length, 2);
  });

  test("native tool calls, thinking in a field of its own, thinking in the text", async (t) => {
    const call = { id: "c9", name: "read_file", input: { path: "a" } };
    const said: EngineEvent[][] = [
      [
        { type: "toolCall", call },
        { type: "end", reason: "stop", usage },
      ],
      [
        { type: "thinking", text: "hm" },
        { type: "text", text: "yes" },
        { type: "end", reason: "stop", usage },
      ],
      [
        ...["<thi", "nk>hm</th", "ink>\n\nyes"].map((text) => ({ type: "text", text }) as const),
        { type: "end", reason: "stop", usage },
      ],
    ];
    const { engine } = await open(t, { answer: () => said.shift() });
    const first = await ask(engine, say("x", 40, { tools: [READ_FILE] }));
    assert.deepEqual(first.events[0], { type: "toolCall", call });
    for (let turn = 0; turn < 2; turn += 1) {
      const { thinking, text } = await ask(engine, say("x", 40));
      assert.deepEqual([thinking, text], ["hm", "yes"]);
    }
  });

  test("pictures are refused where the server said that it cannot see", async (t) => {
    const props = { default_generation_settings: { n_ctx: 4096 }, modalities: { vision: false }, build_info: "b1" };
    const { engine } = await open(t, { routes: { "/props": props } });
    const image = { mediaType: "image/png", bytes: new Uint8Array([1]) } as const;
    const messages: EngineRequest["messages"] = [{ role: "user", content: "See", images: [image] }];
    await assert.rejects(ask(engine, { messages, maxTokens: 4 }), { code: "E_INPUT", message: /cannot see images/ });
  });
});
