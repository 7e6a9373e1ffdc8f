import assert from "node:assert/strict";
import { describe, test } from "node:test";
import OpenAI, { APIError } from "openai";
import type { ChatCompletionMessageParam, ChatCompletionTool } from "openai/resources";
import type { EngineEvent, EngineRequest } from "../../../src/models/engine/types.ts";
import { NO_USAGE } from "../../../src/models/engine/stream.ts";
import { createContext } from "../../store/_setup.ts";
import { openWorld, type World } from "./_setup.ts";

const clientOf = ({ url, token }: World): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });

const end: EngineEvent = { type: "end", reason: "stop", usage: { ...NO_USAGE, promptTokens: 7, completionTokens: 3 } };
const WEATHER: ChatCompletionTool = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Weather of a city.",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
const hello: ChatCompletionMessageParam[] = [{ role: "user", content: "Hello" }];
const last = ({ messages }: EngineRequest): string => messages.at(-1)?.content ?? "";

describe("OpenAI's client", () => {
  test("chats, as a whole and as a stream, and both are counted", async (t) => {
    const world = await openWorld(t, { answer: () => "Good morning to you." });
    const client = clientOf(world);
    const whole = await client.chat.completions.create({ model: "auto", messages: hello });
    assert.deepEqual(
      [whole.model, whole.object, whole.choices[0]?.message.content, whole.choices[0]?.finish_reason],
      ["stub/m1", "chat.completion", "Good morning to you.", "stop"],
    );
    assert.ok((whole.usage?.prompt_tokens ?? 0) > 0 && whole.usage?.completion_tokens === 4);
    const stream = client.chat.completions.stream({
      model: "stub/m1",
      messages: hello,
      stream_options: { include_usage: true },
    });
    const deltas: string[] = [];
    stream.on("content", (delta) => deltas.push(delta));
    const final = await stream.finalChatCompletion();
    assert.equal(deltas.join(""), "Good morning to you.");
    assert.ok(deltas.length > 1, "it came in pieces");
    assert.deepEqual(final.usage?.completion_tokens, 4);
    const entries = await world.usage();
    assert.deepEqual(
      entries.map(({ task, session, run, model, ok }) => [task, session, run, model, ok]),
      [1, 2].map(() => ["chat", null, null, "stub/m1", true]),
    );
  });

  test("what was said goes to the model as it was: roles, limits, order", async (t) => {
    const world = await openWorld(t, { answer: () => "Fine." });
    const client = clientOf(world);
    await client.chat.completions.create({
      model: "auto",
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "One" },
            { type: "text", text: "Two" },
          ],
        },
        { role: "assistant", content: "Three" },
        { role: "developer", content: "Be short." },
        { role: "user", content: "Four" },
      ],
      max_completion_tokens: 50,
      temperature: 0.5,
      seed: 7,
      stop: "END",
    });
    const body = world.stub.asked.findLast(({ path }) => path === "/v1/chat/completions")?.body ?? {};
    assert.deepEqual(
      (body["messages"] as { role: string; content: unknown }[]).map(({ role, content }) => [
        role,
        typeof content === "string" ? content : (content as { text: string }[])[0]?.text,
      ]),
      [
        ["system", "Be short."],
        ["user", "One\nTwo"],
        ["assistant", "Three"],
        ["user", "Four"],
      ],
    );
    assert.deepEqual([body["max_tokens"], body["temperature"], body["seed"]], [50, 0.5, 7]);
  });

  for (const callsTools of [true, false]) {
    test(`one call of a tool and its result; a model that ${callsTools ? "calls" : "chooses under a grammar"}`, async (t) => {
      const calling = (request: EngineRequest): EngineEvent[] | string => {
        if (request.messages.some(({ content }) => content === "sunny"))
          return callsTools ? "It is sunny." : '{"answer":"It is sunny."}';
        const input = { city: "Kiel" };
        if (!callsTools) return JSON.stringify({ tool: "get_weather", input });
        return [{ type: "toolCall", call: { id: "x", name: "get_weather", input } }, end];
      };
      const world = await openWorld(t, { callsTools, answer: calling });
      const client = clientOf(world);
      const asked: ChatCompletionMessageParam[] = [{ role: "user", content: "Weather in Kiel?" }];
      const first = await client.chat.completions.create({ model: "auto", messages: asked, tools: [WEATHER] });
      const [choice] = first.choices;
      const call = choice?.message.tool_calls?.[0];
      assert.ok(choice && call?.type === "function");
      assert.deepEqual(
        [choice.finish_reason, choice.message.content, call.function.name, JSON.parse(call.function.arguments)],
        ["tool_calls", null, "get_weather", { city: "Kiel" }],
      );
      const result = { role: "tool", tool_call_id: call.id, content: "sunny" } as const;
      const stream = client.chat.completions.stream({
        model: "auto",
        messages: [...asked, choice.message, result],
        tools: [WEATHER],
      });
      assert.equal((await stream.finalMessage()).content, "It is sunny.");
      const again = client.chat.completions.stream({ model: "auto", messages: asked, tools: [WEATHER] });
      const streamed = (await again.finalMessage()).tool_calls?.[0];
      assert.ok(streamed?.type === "function" && streamed.id !== call.id);
      assert.deepEqual(JSON.parse(streamed.function.arguments), { city: "Kiel" });
    });
  }

  test("a call written as text is one, and its text is not shown; what only looks like one is text", async (t) => {
    const say = { text: "" };
    const world = await openWorld(t, { callsTools: true, answer: () => say.text });
    const client = clientOf(world);
    const ask = async () => {
      const stream = client.chat.completions.stream({ model: "auto", messages: hello, tools: [WEATHER] });
      const { content, tool_calls } = await stream.finalMessage();
      return [content, tool_calls?.length ?? 0];
    };
    say.text = 'Let me look. <tool_call> {"name": "get_weather", "arguments": {"city": "Kiel"}} </tool_call>';
    assert.deepEqual(await ask(), ["Let me look. ", 1]);
    say.text = 'get_weather(city="Kiel")';
    assert.deepEqual(await ask(), ["", 1]);
    say.text = "Use a list [1, 2] and a <b> tag { so }.";
    assert.deepEqual(await ask(), [say.text, 0]);
    say.text = "get_weather is what I would call.";
    assert.deepEqual(await ask(), [say.text, 0]);
  });

  test("a call that has to come comes: it is the only thing that the grammar allows", async (t) => {
    const world = await openWorld(t, { callsTools: true });
    const client = clientOf(world);
    const forced = await client.chat.completions.create({
      model: "auto",
      messages: hello,
      tools: [WEATHER],
      tool_choice: { type: "function", function: { name: "get_weather" } },
    });
    const call = forced.choices[0]?.message.tool_calls?.[0];
    assert.ok(call?.type === "function" && call.function.name === "get_weather");
    const none = await client.chat.completions.create({
      model: "auto",
      messages: hello,
      tools: [WEATHER],
      tool_choice: "none",
      max_tokens: 5,
    });
    assert.equal(none.choices[0]?.message.tool_calls, undefined);
    assert.equal(none.choices[0]?.finish_reason, "length");
  });

  test("structured output, with a schema and as any object", async (t) => {
    const world = await openWorld(t);
    const client = clientOf(world);
    const schema = {
      type: "object",
      properties: { colour: { enum: ["red", "blue"] }, size: { type: "integer", minimum: 1, maximum: 9 } },
      required: ["colour", "size"],
      additionalProperties: false,
    };
    const answer = await client.chat.completions.create({
      model: "auto",
      messages: hello,
      response_format: { type: "json_schema", json_schema: { name: "thing", schema, strict: true } },
    });
    const value = JSON.parse(answer.choices[0]?.message.content ?? "") as { colour: string; size: number };
    assert.ok(["red", "blue"].includes(value.colour) && value.size >= 1 && value.size <= 9);
    const asked = world.stub.asked.at(-1)?.body?.["response_format"] as { json_schema: { schema: object } };
    assert.deepEqual(Object.keys(asked.json_schema.schema).includes("properties"), true);
  });

  test("responses: text, a stream of events, and a tool's call with its result", async (t) => {
    const answer = (request: EngineRequest): EngineEvent[] | string => {
      if (/weather/i.test(last(request)))
        return [{ type: "toolCall", call: { id: "x", name: "get_weather", input: { city: "Kiel" } } }, end];
      return "Short and good.";
    };
    const world = await openWorld(t, { callsTools: true, answer });
    const client = clientOf(world);
    const plain = await client.responses.create({ model: "auto", input: "Hello", instructions: "Be short." });
    assert.deepEqual(
      [plain.status, plain.output_text, plain.usage?.output_tokens],
      ["completed", "Short and good.", 3],
    );
    const types: string[] = [];
    const numbers: number[] = [];
    for await (const event of await client.responses.create({ model: "auto", input: "Hello", stream: true })) {
      types.push(event.type);
      numbers.push(event.sequence_number);
    }
    assert.deepEqual(
      [...new Set(types)],
      [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
      ],
    );
    assert.deepEqual(numbers, [...numbers.keys()]);
    const { name, description = null, parameters = {} } = WEATHER.type === "function" ? WEATHER.function : { name: "" };
    const tool = { type: "function", name, description, parameters, strict: false } as const;
    const streamed = client.responses.stream({ model: "auto", input: "The weather?", tools: [tool] });
    const final = await streamed.finalResponse();
    const [call] = final.output;
    assert.ok(call?.type === "function_call");
    assert.deepEqual([call.name, JSON.parse(call.arguments)], ["get_weather", { city: "Kiel" }]);
    const done = await client.responses.create({
      model: "auto",
      input: [
        { role: "user", content: "The weather?" },
        { type: "function_call", call_id: call.call_id, name: call.name, arguments: call.arguments },
        { type: "function_call_output", call_id: call.call_id, output: "sunny" },
      ],
    });
    assert.equal(done.output_text, "Short and good.");
  });

  test("the list has auto first, and every model that can be named", async (t) => {
    const client = clientOf(await openWorld(t));
    const listed = (await client.models.list()).data.map(({ id }) => id);
    assert.equal(listed[0], "auto");
    assert.ok(listed.includes("stub/m1") && listed.includes("multilingual-e5-small"));
    assert.equal((await client.models.retrieve("stub/m1")).owned_by, "stub");
    assert.equal((await client.models.retrieve("auto")).id, "auto");
  });

  test("who leaves ends the answer, and what was used is kept", async (t) => {
    const world = await openWorld(t, { tokenMs: 5 }); // 500 words
    const client = clientOf(world);
    const stream = await client.chat.completions.create({ model: "auto", messages: hello, stream: true });
    for await (const chunk of stream) if ((chunk.choices[0]?.delta.content ?? "") !== "") break;
    const asked = world.stub.asked.findLast(({ path }) => path === "/v1/chat/completions");
    if (asked && !asked.signal.aborted) {
      await new Promise((resolve) => asked.signal.addEventListener("abort", resolve, { once: true }));
    }
    const [entry] = await world.usage();
    assert.ok(entry && entry.completionTokens < 400);
  });
});

describe("what is refused, in OpenAI's form", () => {
  const failure = async (work: Promise<unknown>): Promise<APIError> => {
    const thrown: unknown = await work.then(
      () => null,
      (error: unknown) => error,
    );
    assert.ok(thrown instanceof APIError, String(thrown));
    return thrown;
  };
  const say = (client: OpenAI, changes: object) =>
    client.chat.completions.create({ model: "auto", messages: hello, ...changes });

  test("unknown models, whatever they are called, and nothing is fetched for them", async (t) => {
    const world = await openWorld(t);
    const client = clientOf(world);
    const names = [
      "gpt-4o",
      "stub/other/../..",
      "/etc/passwd",
      "../model.gguf",
      "/tmp/a.gguf",
      "smollm2-135m",
      "nobody/m1",
    ];
    for (const model of names) {
      const { status, code, type } = await failure(say(client, { model }));
      if (model.startsWith("stub/")) assert.ok(status !== 200);
      else assert.deepEqual([model, status, code, type], [model, 404, "model_not_found", "invalid_request_error"]);
    }
    assert.equal((await failure(client.models.retrieve("gpt-4o"))).status, 404);
    const embed = client.embeddings.create({ model: "text-embedding-3-small", input: "x" });
    assert.equal((await failure(embed)).status, 404);
  });

  test("a prompt that is too long says so, and is not cut", async (t) => {
    const world = await openWorld(t);
    const before = world.stub.asked.filter(({ path }) => path.endsWith("completions")).length;
    const content = "many words ".repeat(2_000);
    const error = await failure(say(clientOf(world), { messages: [{ role: "user", content }] }));
    assert.deepEqual([error.status, error.code], [400, "context_length_exceeded"]);
    const streamed = await failure(say(clientOf(world), { messages: [{ role: "user", content }], stream: true }));
    assert.deepEqual([streamed.status, streamed.code], [400, "context_length_exceeded"]);
    assert.equal(world.stub.asked.filter(({ path }) => path.endsWith("completions")).length, before);
  });

  test("what makes no sense", async (t) => {
    const client = clientOf(await openWorld(t));
    const deep = JSON.parse(`${'{"items":'.repeat(100)}{}${"}".repeat(100)}`) as object;
    const picture = (url: string) => [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }];
    const wrong: [object, RegExp][] = [
      [{ messages: [] }, /messages is wrong/],
      [{ n: 2 }, /one answer a request/],
      [{ messages: [{ role: "nobody", content: "x" }] }, /messages\.0\.role/],
      [{ messages: [{ role: "tool", tool_call_id: "x", content: "y" }] }, /answers the call "x"/],
      [{ messages: picture("http://127.0.0.1:1/x.png") }, /data: address/],
      [{ messages: picture("data:image/png;base64,AAAA") }, /neither PNG/],
      [{ tools: [WEATHER], tool_choice: { type: "function", function: { name: "other" } } }, /"other"/],
      [{ response_format: { type: "json_schema", json_schema: { name: "x", schema: deep } } }, /too deep/],
      [{ temperature: -1 }, /temperature/],
    ];
    for (const [changes, message] of wrong) {
      const { status, message: said } = await failure(say(client, changes));
      assert.equal(status, 400, said);
      assert.match(said, message);
    }
    const previous = { model: "auto", input: "x", previous_response_id: "resp_1" };
    assert.match((await failure(client.responses.create(previous))).message, /whole conversation/);
  });

  test("a server that fails before it said anything gives a status, in mid-answer the last event says it", async (t) => {
    const state = { isBroken: true };
    const died: EngineEvent = { type: "end", reason: "stop", usage: NO_USAGE };
    const world = await openWorld(t, {
      answer: () => [{ type: "text", text: "Half of" }, died],
      before: ({ path }, response) => {
        if (path !== "/v1/chat/completions") return false;
        if (state.isBroken) response.writeHead(500, { "content-type": "application/json" }).end("{}");
        else {
          response.writeHead(200, { "content-type": "text/event-stream" });
          const delta = { index: 0, delta: { content: "Half of" }, finish_reason: null };
          response.write(`data: ${JSON.stringify({ id: "c", created: 1, model: "m1", choices: [delta] })}\n\n`);
          setImmediate(() => response.destroy());
        }
        return true;
      },
    });
    const client = clientOf(world);
    assert.ok(((await failure(say(client, { stream: true }))).status ?? 0) >= 500);
    state.isBroken = false;
    const stream = await client.chat.completions.create({ model: "auto", messages: hello, stream: true });
    let text = "";
    const broken = async (): Promise<void> => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    };
    assert.match((await failure(broken())).message, /m1|engine|server/i);
    assert.equal(text, "Half of");
  });

  test("a wrong token, no token, and one that may only read", async (t) => {
    const world = await openWorld(t);
    const input = { name: "reader", scope: "read" } as const;
    const { token: reader } = await world.app.run("createToken", input, {}, createContext());
    const withToken = (token: string) => clientOf({ ...world, token });
    const wrong = await failure(say(withToken("kralle_x"), {}));
    assert.deepEqual([wrong.status, wrong.code, wrong.type], [401, "invalid_api_key", "authentication_error"]);
    assert.equal((await failure(say(withToken(reader), {}))).status, 403);
    assert.equal(world.stub.asked.filter(({ path }) => path.endsWith("completions")).length, 0);
  });
});
