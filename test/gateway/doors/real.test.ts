import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";
import { Ollama } from "ollama";
import OpenAI, { APIError } from "openai";
import { homeWithModels } from "../../cli/_setup.ts";
import { openOver } from "./_setup.ts";

// The real small model and the real encoder, through the three clients; what is said is not judged, its form is.
test("a real model answers all clients, and is listed as what is in memory", async (t) => {
  const home = homeWithModels(t);
  const id = "qwen2.5-coder-0.5b";
  await writeFile(join(home, "config.json"), JSON.stringify({ models: { default: id }, doors: { port: 0 } }));
  const stub = { url: "", asked: [], close: () => Promise.resolve() };
  const world = await openOver(t, home, stub, { ...process.env });
  const client = new OpenAI({ baseURL: `${world.url}/v1`, apiKey: world.token, maxRetries: 0 });
  const ollama = new Ollama({ host: world.url, headers: { authorization: `Bearer ${world.token}` } });
  const messages = [{ role: "user" as const, content: "What is the capital of France? One word." }];

  const stream = client.chat.completions.stream({ model: "auto", messages, max_tokens: 12 });
  const chat = await stream.finalChatCompletion();
  assert.match(chat.choices[0]?.message.content ?? "", /Paris/);
  assert.equal(chat.model, id);

  const schema = {
    type: "object",
    properties: { city: { type: "string", maxLength: 20 }, country: { enum: ["France", "Spain"] } },
    required: ["city", "country"],
    additionalProperties: false,
  };
  const filled = await client.chat.completions.create({
    model: id,
    messages,
    response_format: { type: "json_schema", json_schema: { name: "place", schema } },
  });
  const place = JSON.parse(filled.choices[0]?.message.content ?? "") as { city: string; country: string };
  assert.deepEqual(Object.keys(place), ["city", "country"]);

  const parameters = { type: "object", properties: { city: { enum: ["Kiel", "Paris"] } }, required: ["city"] };
  const called = await client.chat.completions.create({
    model: id,
    messages: [{ role: "user", content: "How is the weather in Kiel?" }],
    tools: [{ type: "function", function: { name: "get_weather", description: "Weather of a city.", parameters } }],
    tool_choice: "required",
  });
  const call = called.choices[0]?.message.tool_calls?.[0];
  assert.ok(call?.type === "function");
  assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ["get_weather", { city: "Kiel" }]);

  const [short, long] = await Promise.all([
    client.embeddings.create({ model: "auto", input: "Wie hoch ist die Miete?" }),
    ollama.embed({ model: "multilingual-e5-small", input: ["The rent is 900 euros.", "Cats sleep a lot."] }),
  ]);
  const dot = (a: number[], b: number[]): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  const question = short.data[0]?.embedding ?? [];
  const [rent = [], cats = []] = long.embeddings;
  assert.equal(question.length, 384);
  assert.ok(dot(question, rent) > dot(question, cats));

  const said = await ollama.chat({ model: id, messages, options: { num_predict: 12 } });
  assert.match(said.message.content, /Paris/);
  const model = createOpenAICompatible({ name: "kralle", baseURL: `${world.url}/v1`, apiKey: world.token })("auto");
  const text = await streamText({ model, messages, maxOutputTokens: 12 }).text;
  assert.match(text, /Paris/);

  const listed = (await ollama.list()).models.map(({ name }) => name);
  assert.ok(listed.includes(id) && listed[0] === "auto");
  const [resident] = (await ollama.ps()).models;
  assert.ok(resident?.name === id && resident.size > 2e8);
  await assert.rejects(
    client.chat.completions.create({ model: id, messages: [{ role: "user", content: "word ".repeat(40_000) }] }),
    (thrown) => thrown instanceof APIError && thrown.status === 400 && thrown.code === "context_length_exceeded",
  );
});
