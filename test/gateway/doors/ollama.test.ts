import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Ollama, type ChatResponse, type GenerateResponse, type Message, type Tool } from "ollama";
import { NO_USAGE } from "../../../src/models/engine/stream.ts";
import type { EngineEvent, EngineRequest } from "../../../src/models/engine/types.ts";
import { ask, openWorld, type World } from "./_setup.ts";

const clientOf = ({ url, token }: World): Ollama =>
  new Ollama({ host: url, headers: { authorization: `Bearer ${token}` } });

const hello: Message[] = [{ role: "user", content: "Hello" }];
const WEATHER: Tool = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Weather of a city.",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
const end: EngineEvent = { type: "end", reason: "stop", usage: { ...NO_USAGE, promptTokens: 7, completionTokens: 3 } };

/** The smallest PNG: one white point. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

describe("Ollama's client", () => {
  test("chats and generates, as a whole and as a stream", async (t) => {
    const world = await openWorld(t, { answer: () => "Good morning to you." });
    const client = clientOf(world);
    const whole = await client.chat({ model: "auto", messages: hello });
    assert.deepEqual(
      [whole.model, whole.message.role, whole.message.content, whole.done, whole.done_reason, whole.eval_count],
      ["auto", "assistant", "Good morning to you.", true, "stop", 4],
    );
    assert.ok(whole.prompt_eval_count > 0 && whole.total_duration > 0);
    const chunks: ChatResponse[] = [];
    for await (const chunk of await client.chat({ model: "auto:latest", messages: hello, stream: true }))
      chunks.push(chunk);
    assert.equal(chunks.map(({ message }) => message.content).join(""), "Good morning to you.");
    assert.deepEqual([chunks.length > 2, chunks.at(-1)?.done, chunks.at(-1)?.eval_count], [true, true, 4]);
    const generated = await client.generate({ model: "stub/m1", prompt: "Hello", system: "Be kind." });
    assert.equal(generated.response, "Good morning to you.");
    const pieces: GenerateResponse[] = [];
    for await (const piece of await client.generate({ model: "auto", prompt: "Hello", stream: true }))
      pieces.push(piece);
    assert.equal(pieces.map(({ response }) => response).join(""), "Good morning to you.");
    assert.equal((await world.usage()).length, 4);
  });

  test("one call of a tool and its result", async (t) => {
    const answer = ({ messages }: EngineRequest): EngineEvent[] | string =>
      messages.some(({ content }) => content === "sunny")
        ? "It is sunny."
        : [{ type: "toolCall", call: { id: "x", name: "get_weather", input: { city: "Kiel" } } }, end];
    const client = clientOf(await openWorld(t, { callsTools: true, answer }));
    const messages: Message[] = [{ role: "user", content: "Weather in Kiel?" }];
    const { message } = await client.chat({ model: "auto", messages, tools: [WEATHER] });
    assert.deepEqual(message.tool_calls, [{ function: { name: "get_weather", arguments: { city: "Kiel" } } }]);
    messages.push(message, { role: "tool", content: "sunny", tool_name: "get_weather" });
    const done = await client.chat({ model: "auto", messages, tools: [WEATHER] });
    assert.equal(done.message.content, "It is sunny.");
  });

  test("structured output", async (t) => {
    const client = clientOf(await openWorld(t));
    const format = { type: "object", properties: { n: { type: "integer", minimum: 3, maximum: 5 } }, required: ["n"] };
    const { message } = await client.chat({ model: "auto", messages: hello, format });
    const { n } = JSON.parse(message.content) as { n: number };
    assert.ok(n >= 3 && n <= 5);
    const loose = await client.generate({ model: "auto", prompt: "Hello", format: "json" });
    assert.equal(typeof JSON.parse(loose.response ?? ""), "object");
  });

  test("lists, shows, loads, and says what is in memory", async (t) => {
    const client = clientOf(await openWorld(t));
    const names = (await client.list()).models.map(({ name }) => name);
    assert.equal(names[0], "auto");
    assert.ok(names.includes("stub/m1") && names.includes("multilingual-e5-small"));
    const shown = await client.show({ model: "stub/m1" });
    assert.deepEqual(shown.capabilities, ["completion", "tools"]);
    assert.deepEqual((await client.show({ model: "auto" })).modelfile, "FROM stub/m1");
    assert.deepEqual((await client.show({ model: "multilingual-e5-small" })).capabilities, ["embedding"]);
    const loaded = await client.generate({ model: "auto", prompt: "" });
    assert.deepEqual([loaded.done, loaded.done_reason], [true, "load"]);
    assert.deepEqual((await client.ps()).models, [], "one on a server takes no memory here");
    assert.match((await client.version()).version, /^\d+\.\d+\.\d+$/);
  });

  test("who leaves ends the answer", async (t) => {
    const world = await openWorld(t, { tokenMs: 5 });
    const client = clientOf(world);
    const stream = await client.chat({ model: "auto", messages: hello, stream: true });
    await assert.rejects(async () => {
      for await (const { done } of stream) if (!done) client.abort();
    });
    const asked = world.stub.asked.findLast(({ path }) => path === "/v1/chat/completions");
    if (asked && !asked.signal.aborted) {
      await new Promise((resolve) => asked.signal.addEventListener("abort", resolve, { once: true }));
    }
    const [entry] = await world.usage();
    assert.ok(entry && entry.completionTokens < 400);
  });

  test("what is refused is said in its form", async (t) => {
    const world = await openWorld(t);
    const client = clientOf(world);
    const chat = (changes: object) => client.chat({ model: "auto", messages: hello, ...changes });
    await assert.rejects(chat({ model: "llama3" }), /There is no model "llama3" here/);
    await assert.rejects(client.show({ model: "llama3" }), /There is no model/);
    await assert.rejects(chat({ messages: [{ role: "user", content: "many words ".repeat(2_000) }] }), /context of/);
    await assert.rejects(chat({ messages: [{ role: "tool", content: "x" }] }), /answers no call/);
    await assert.rejects(client.embed({ model: "stub/m1", input: "x" }), /makes no vectors/);
    await assert.rejects(chat({ messages: [{ role: "user", content: "x", images: ["AAAA"] }] }), /neither PNG/);
    assert.equal((await ask(world, "/api/chat", { model: "llama3", messages: hello })).status, 404);
    const raw = await ask(world, "/api/pull", { model: "llama3" });
    assert.deepEqual([raw.status, Object.keys((await raw.json()) as object)], [404, ["error", "code"]]);
    assert.equal((await ask({ ...world, token: "x" }, "/api/tags", {})).status, 401);
  });

  test("pictures go along with the message they belong to", async (t) => {
    const world = await openWorld(t, { answer: () => "A white point." });
    const messages = [{ role: "user", content: "What is this?", images: [PNG] }];
    const { message } = await clientOf(world).chat({ model: "auto", messages });
    assert.equal(message.content, "A white point.");
    const sent = JSON.stringify(world.stub.asked.at(-1)?.body);
    assert.ok(sent.includes(`data:image/png;base64,${PNG}`));
    const generated = await clientOf(world).generate({ model: "auto", prompt: "What is this?", images: [PNG] });
    assert.equal(generated.response, "A white point.");
  });
});
