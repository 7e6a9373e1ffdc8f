import assert from "node:assert/strict";
import { test } from "node:test";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, Output, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import type { EngineEvent, EngineRequest } from "../../../src/models/engine/types.ts";
import { NO_USAGE } from "../../../src/models/engine/stream.ts";
import { openWorld, type World } from "./_setup.ts";

const modelOf = ({ url, token }: World, name = "auto") =>
  createOpenAICompatible({
    name: "kralle",
    baseURL: `${url}/v1`,
    apiKey: token,
    includeUsage: true,
    supportsStructuredOutputs: true,
  })(name);

const end: EngineEvent = { type: "end", reason: "stop", usage: { ...NO_USAGE, promptTokens: 7, completionTokens: 3 } };

test("the AI SDK chats, streams, and fills a schema", async (t) => {
  const world = await openWorld(t, {
    answer: ({ schema }) => (schema === undefined ? "Good morning to you." : '{"colour":"red"}'),
  });
  const model = modelOf(world);
  const whole = await generateText({ model, prompt: "Hello" });
  assert.deepEqual([whole.text, whole.finishReason, whole.usage.outputTokens], ["Good morning to you.", "stop", 4]);
  const streamed = streamText({ model, prompt: "Hello" });
  let text = "";
  for await (const delta of streamed.textStream) text += delta;
  assert.deepEqual([text, (await streamed.usage).outputTokens], ["Good morning to you.", 4]);
  const schema = z.object({ colour: z.enum(["red", "blue"]) });
  const { output } = await generateText({ model, prompt: "Hello", output: Output.object({ schema }) });
  assert.deepEqual(output, { colour: "red" });
});

test("the AI SDK runs a tool and goes on with its result", async (t) => {
  const answer = ({ messages }: EngineRequest): EngineEvent[] | string =>
    messages.some(({ role }) => role === "tool")
      ? "It is sunny."
      : [{ type: "toolCall", call: { id: "x", name: "get_weather", input: { city: "Kiel" } } }, end];
  const world = await openWorld(t, { callsTools: true, answer });
  const asked: string[] = [];
  const get_weather = tool({
    description: "Weather of a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => {
      asked.push(city);
      return "sunny";
    },
  });
  const { text, steps } = await generateText({
    model: modelOf(world),
    prompt: "Weather in Kiel?",
    tools: { get_weather },
    stopWhen: stepCountIs(3),
  });
  assert.deepEqual([text, steps.length, asked], ["It is sunny.", 2, ["Kiel"]]);
});

test("the AI SDK hears what is wrong", async (t) => {
  const world = await openWorld(t);
  await assert.rejects(generateText({ model: modelOf(world, "gpt-4o"), prompt: "x", maxRetries: 0 }), (thrown) => {
    return APICallError.isInstance(thrown) && thrown.statusCode === 404 && /There is no model/.test(thrown.message);
  });
});
