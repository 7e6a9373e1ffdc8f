import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test, type TestContext } from "node:test";
import type { EngineEvent, EngineRequest, ToolSpec } from "../../../src/models/engine/types.ts";
import { openWire, recogniseToolCalls } from "../../../src/models/index.ts";
import { ask, say } from "../engine/_setup.ts";
import { engineSuite } from "../engine/suite.ts";
import { startOllama, type OllamaScript, type OllamaStandIn } from "./_ollama.ts";
import { createEngine, toContext, toServer } from "./_setup.ts";
import { sendJson, sendPieces, type Handler } from "./_standIn.ts";

let standIn: OllamaStandIn | null = null;
after(() => standIn?.close());

// The real one passes the same suite: KRALLE_TEST_OLLAMA_URL and KRALLE_TEST_OLLAMA_MODEL name one that runs.
const real = process.env["KRALLE_TEST_OLLAMA_URL"];
engineSuite(
  real === undefined ? "Ollama (stand-in)" : "Ollama (real)",
  async () => {
    const model = real === undefined ? "m1" : (process.env["KRALLE_TEST_OLLAMA_MODEL"] ?? "m1");
    standIn = real === undefined ? await startOllama() : null;
    return createEngine({ type: "ollama", url: real ?? standIn?.url, context: 2048 }, { model });
  },
  { countsExactly: false },
);

const FOLDER = new URL("fixtures/ollama-0.32.15/", import.meta.url);
const recorded = (name: string): Buffer => readFileSync(new URL(name, FOLDER));

async function open(t: TestContext, script: OllamaScript = {}, context: number | null = 2048) {
  const server = await startOllama(script);
  const engine = createEngine({ type: "ollama", url: server.url, ...(context === null ? {} : { context }) });
  t.after(async () => {
    await engine.close();
    await server.close();
  });
  return { server, engine };
}

/** Plays recorded bytes on one route; the others are those of the stand-in. */
const play =
  (route: string, name: string): Handler =>
  async (asked, response) => {
    if (asked.path !== route) return false;
    const status = /\.(\d{3})\./.exec(name)?.[1];
    if (status !== undefined) return sendJson(response, Number(status), JSON.parse(recorded(name).toString()));
    if (name.endsWith(".json")) return sendJson(response, 200, JSON.parse(recorded(name).toString()));
    await sendPieces(response, "application/x-ndjson", [recorded(name)]);
  };

describe("what Ollama was recorded to say", () => {
  test("a model's context, digest, size and abilities, and its list", async (t) => {
    const { server } = await open(t, { before: play("/api/show", "show.json") });
    const engine = createEngine({ type: "ollama", url: server.url });
    const info = await engine.load(toContext());
    assert.deepEqual(info, {
      digest: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
      name: "test/m1",
      contextTokens: 8192,
      parameters: 134_515_008,
      engine: `ollama 0.32.15 at ${new URL(server.url).host}`,
      system: "llama Q4_1",
      features: [],
    });
    const listed = await open(t, { before: play("/api/tags", "tags.json") });
    const wire = await openWire(toServer({ type: "ollama", url: listed.server.url }));
    const { models } = await wire.inspect(toContext());
    assert.deepEqual(
      models.map(({ id, contextTokens }) => [id, contextTokens]),
      [
        ["qwen05:latest", 8192],
        ["smol:latest", 8192],
      ],
    );
  });

  test("an older server that tells less in its list is asked for each model", async (t) => {
    const { server } = await open(t, {
      capabilities: ["completion", "tools"],
      before: ({ path }, response) =>
        path === "/api/tags" ? sendJson(response, 200, { models: [{ name: "m1:latest" }] }) : false,
    });
    const { models } = await (await openWire(toServer({ type: "ollama", url: server.url }))).inspect(toContext());
    assert.deepEqual(models, [{ id: "m1:latest", contextTokens: 8192, features: ["tools"], parameters: 135_000_000 }]);
  });

  test("an answer with its counts and times", async (t) => {
    const { engine } = await open(t, { before: play("/api/chat", "chat.ndjson") });
    const { text, end } = await ask(engine, say("Say hello in German.", 8));
    assert.equal(text, "In German ist es ein Haus");
    assert.equal(end.reason, "length");
    assert.deepEqual([end.usage.promptTokens, end.usage.completionTokens], [14, 8]);
    assert.ok(end.usage.promptMs > 0 && end.usage.completionMs > 0);
  });

  test("thinking is told apart", async (t) => {
    const capabilities = ["completion", "thinking"];
    const { engine, server } = await open(t, { capabilities, before: play("/api/chat", "thinking.ndjson") });
    const { text, thinking } = await ask(engine, say("think", 60));
    assert.deepEqual([thinking, text], ["two and two", "four"]);
    assert.equal(server.asked.at(-1)?.body?.["think"], true);
  });

  test("a tool call that came as text is recognised above the engine", async (t) => {
    const capabilities = ["completion", "tools"];
    const { engine, server } = await open(t, { capabilities, before: play("/api/chat", "tool-call.text.ndjson") });
    const { text, thinking, events } = await ask(engine, say("Read notes.txt", 60, { tools: [READ_FILE] }));
    assert.equal(events.filter(({ type }) => type === "toolCall").length, 0);
    const found = recogniseToolCalls(text, thinking, [READ_FILE]);
    assert.equal(found.kind, "calls");
    assert.deepEqual(found.kind === "calls" && found.calls.map(({ name, input }) => ({ name, input })), [
      { name: "read_file", input: { path: "notes.txt" } },
    ]);
    const tools = server.asked.at(-1)?.body?.["tools"];
    assert.ok(Array.isArray(tools) && tools.length === 1);
  });

  test("a death in the middle of an answer is its end event", async (t) => {
    const { engine } = await open(t, { before: play("/api/chat", "died.ndjson") });
    const { text, end } = await ask(engine, say("Tell a story", 300));
    assert.ok(text.length > 0);
    assert.equal(end.reason, "error");
    assert.equal(end.error?.code, "E_ENGINE_DIED");
    assert.match(end.error?.message ?? "", /unexpected EOF/);
  });

  test("refusals: too long, no tools, no eyes, no such model", async (t) => {
    const cases = [
      ["/api/chat", "too-long.400.json", "E_PROMPT_TOO_LONG", /request \(5010 tokens\) exceeds/],
      ["/api/chat", "no-tools.400.json", "E_INPUT", /does not support tools/],
      ["/api/chat", "no-eyes.400.json", "E_INPUT", /refuses the images/],
      ["/api/show", "unknown.404.json", "E_MODEL_UNKNOWN", /Ollama has no model m1/],
    ] as const;
    for (const [route, name, code, message] of cases) {
      const { engine } = await open(t, { before: play(route, name) });
      await assert.rejects(ask(engine, say("x")), { code, message }, name);
    }
  });
});

const READ_FILE: ToolSpec = {
  name: "read_file",
  description: "Reads a file",
  input: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
};

describe("the context of Ollama", () => {
  test("is set with every request, and cutting is forbidden", async (t) => {
    const { engine, server } = await open(t);
    await ask(engine, say("hello", 4));
    const chat = server.asked.find(({ path }) => path === "/api/chat")?.body;
    assert.deepEqual([chat?.["truncate"], chat?.["shift"]], [false, false]);
    assert.deepEqual(chat?.["options"], { num_ctx: 2048, num_predict: 4, temperature: 0 });
    assert.equal(server.loaded(), 2048);
  });

  test("is at most what the model can, and really what the server loaded", async (t) => {
    const small = await open(t, { most: 2000 }, null);
    assert.equal((await small.engine.load(toContext())).contextTokens, 2000);
    const short = await open(t, { loads: 2048 }, null);
    assert.equal((await short.engine.load(toContext())).contextTokens, 2048, "a server with a 2k window");
    await assert.rejects(ask(short.engine, say("word ".repeat(2500), 16)), { code: "E_PROMPT_TOO_LONG" });
    assert.equal(short.server.asked.filter(({ path }) => path === "/api/chat").length, 0, "nothing was sent");
  });

  test("one that is loaded already with more is kept, so that nothing is loaded twice", async (t) => {
    const { server, engine } = await open(t, { most: 32_768 }, null);
    await fetch(`${server.url}/api/generate`, {
      method: "POST",
      body: JSON.stringify({ model: "m1", options: { num_ctx: 16_384 } }),
    });
    assert.equal((await engine.load(toContext())).contextTokens, 16_384);
  });

  test("a prompt that was cut all the same is never an answer", async (t) => {
    // The estimate says that it fits; the server reads half of its window and says 200, as it was recorded to do.
    const { engine } = await open(t, { most: 16_384, before: play("/api/chat", "cut.ndjson") }, 16_384);
    const request = say("word ".repeat(5000), 8);
    const { end } = await ask(engine, request);
    assert.equal(end.reason, "error");
    assert.equal(end.error?.code, "E_PROMPT_TOO_LONG");
    const promptTokens = await engine.count(request.messages, toContext());
    assert.deepEqual(end.error?.data, { promptTokens, evaluatedTokens: 1026 });
  });
});

describe("requests to Ollama", () => {
  test("schema, tools, history and pictures in the form of its API", async (t) => {
    const capabilities = ["completion", "tools", "vision", "thinking"];
    const { engine, server } = await open(t, { capabilities });
    const image = { mediaType: "image/png", bytes: new Uint8Array([1, 2, 3]) } as const;
    const messages: EngineRequest["messages"] = [
      { role: "system", content: "s" },
      { role: "user", content: "u", images: [image] },
      { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "read_file", input: { path: "a" } }] },
      { role: "tool", content: "text", callId: "c1", name: "read_file" },
    ];
    await ask(engine, { messages, maxTokens: 4, tools: [READ_FILE], seed: 7, stop: ["END"] });
    const sent = server.asked.at(-1)?.body ?? {};
    assert.deepEqual(sent["messages"], [
      { role: "system", content: "s" },
      { role: "user", content: "u", images: ["AQID"] },
      {
        role: "assistant",
        content: "",
        tool_calls: [{ function: { name: "read_file", arguments: { path: "a" } } }],
      },
      { role: "tool", content: "text", tool_name: "read_file" },
    ]);
    assert.deepEqual(sent["options"], { num_ctx: 2048, num_predict: 4, temperature: 0, seed: 7, stop: ["END"] });
    const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    await ask(engine, say("x", 40, { schema }));
    assert.deepEqual(server.asked.at(-1)?.body?.["format"], schema);
    assert.equal(server.asked.at(-1)?.body?.["think"], false, "a document comes without thinking");
  });

  test("native tool calls", async (t) => {
    const call = { id: "", name: "read_file", input: { path: "a" } };
    const usage = { promptTokens: 9, completionTokens: 9, cachedTokens: 0, promptMs: 1, completionMs: 1 };
    const answer = (): EngineEvent[] => [
      { type: "toolCall", call },
      { type: "end", reason: "stop", usage },
    ];
    const { engine } = await open(t, { capabilities: ["completion", "tools"], answer });
    const { events } = await ask(engine, say("x", 40, { tools: [READ_FILE] }));
    assert.deepEqual(events[0], {
      type: "toolCall",
      call: { id: "call_1_1", name: "read_file", input: { path: "a" } },
    });
  });

  test("a model without tools gets them as words; one without eyes refuses pictures; one for embeddings all", async (t) => {
    const { engine, server } = await open(t);
    await ask(engine, say("Read it.", 4, { tools: [READ_FILE] }));
    const sent = server.asked.at(-1)?.body ?? {};
    assert.equal(sent["tools"], undefined);
    assert.match(JSON.stringify(sent["messages"]), /read_file.*Read it\./);
    const image = { mediaType: "image/png", bytes: new Uint8Array([1]) } as const;
    const messages: EngineRequest["messages"] = [{ role: "user", content: "See", images: [image] }];
    await assert.rejects(ask(engine, { messages, maxTokens: 4 }), { code: "E_INPUT", message: /cannot see images/ });
    const embedding = await open(t, { capabilities: ["embedding"] });
    await assert.rejects(embedding.engine.load(toContext()), { code: "E_INPUT", message: /only compute embeddings/ });
  });
});
