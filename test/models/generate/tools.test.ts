import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EngineEvent, ToolSpec } from "../../../src/models/engine/types.ts";
import { recogniseToolCalls } from "../../../src/models/generate/index.ts";
import { createBench, lastMessage, READ, SEARCH, toRequest, USED } from "./_setup.ts";

const TOOLS = [SEARCH, READ];
const NATIVE = 1;
const CALL = { name: "search", input: { query: "rent", limit: 3 } };
const JSON_CALL = '{"name": "search", "arguments": {"query": "rent", "limit": 3}}';

const FORMS: Record<string, string> = {
  "fenced JSON": `I will look.\n\`\`\`json\n${JSON_CALL}\n\`\`\``,
  "bare JSON with arguments": JSON_CALL,
  "bare JSON with parameters": `Sure: ${JSON_CALL.replace("arguments", "parameters")}`,
  "arguments as a JSON string": '{"name": "search", "arguments": "{\\"query\\": \\"rent\\", \\"limit\\": 3}"}',
  "<tool_call>": `<tool_call>\n${JSON_CALL}\n</tool_call>`,
  "<tool_call> left open": `<tool_call>${JSON_CALL}`,
  "<function=…>":
    "<tool_call><function=search><parameter=query>rent</parameter><parameter=limit>3</parameter></function></tool_call>",
  "<invoke>":
    '<invoke name="search"><parameter name="query">rent</parameter><parameter name="limit">3</parameter></invoke>',
  "[TOOL_CALLS]": `[TOOL_CALLS][${JSON_CALL}]`,
  Python: "search(query='rent', limit=3)",
  "Python with places": 'search("rent", 3)',
  "Python in a list": '[search(query="rent", limit=3)]',
};

describe("tool calls as text", () => {
  for (const [form, text] of Object.entries(FORMS)) {
    it(`are read: ${form}`, async () => {
      const bench = createBench([text], NATIVE);
      const { toolCalls } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
      assert.deepEqual(
        toolCalls.map(({ name, input }) => ({ name, input })),
        [CALL],
      );
      assert.equal(bench.engine.requests.length, 1);
    });
  }

  it("are read inside thinking when the answer has none", async () => {
    const bench = createBench([`<think>I should search. ${FORMS["<tool_call>"]}</think>`], NATIVE);
    const { toolCalls } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
    assert.deepEqual([toolCalls[0]?.name, toolCalls.length], ["search", 1]);
  });

  it("leave the words around them as the text", async () => {
    const bench = createBench([FORMS["fenced JSON"] ?? ""], NATIVE);
    const { text, value } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
    assert.deepEqual([text, value], ["I will look.", "I will look."]);
  });

  it("may be several when they are marked", () => {
    const both = `<tool_call>${JSON_CALL}</tool_call><tool_call>{"name":"read_file","arguments":{"path":"a"}}</tool_call>`;
    const found = recogniseToolCalls(both, "", TOOLS);
    assert.deepEqual(found.kind === "calls" && found.calls.map(({ name }) => name), ["search", "read_file"]);
  });

  it("are not seen in words and data that only look alike", () => {
    const texts = [
      "I searched (query: rent).",
      '{"name": "Ann", "args": 3}',
      "```json\n[1, 2]\n```",
      "search the files",
    ];
    for (const text of texts) assert.equal(recogniseToolCalls(text, "", TOOLS).kind, "none", text);
  });
});

const UNCLEAR: Record<string, string> = {
  "two alternatives": `${JSON_CALL}\nor\n{"name": "read_file", "arguments": {"path": "a.txt"}}`,
  "an unknown tool": '<tool_call>{"name": "delete_all", "arguments": {}}</tool_call>',
  "a wrong input": '{"name": "search", "arguments": {"query": 3}}',
  "two inputs": '{"name": "search", "arguments": {"query": "a"}, "parameters": {"query": "b"}}',
  "a broken call": '<tool_call>{"name": "search", "argum</tool_call>',
};

describe("unclear tool calls", () => {
  for (const [what, text] of Object.entries(UNCLEAR)) {
    it(`are asked again: ${what}`, async () => {
      const bench = createBench([text, '{"tool":"search","input":{"query":"rent"}}'], NATIVE);
      const { toolCalls } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
      assert.deepEqual(toolCalls, [{ id: "call_1", name: "search", input: { query: "rent" } }]);
      assert.match(lastMessage(bench, 1), /unclear: /);
      assert.notEqual(bench.engine.requests[1]?.schema, undefined);
    });
  }

  it("end in an error when asking again does not help, and when it is not allowed", async () => {
    const unclear = UNCLEAR["two alternatives"] ?? "";
    const twice = createBench([unclear, '{"tool":"search","input":{}}'], NATIVE);
    await assert.rejects(twice.models.generate(toRequest({ tools: TOOLS }), twice.ctx), { code: "E_TOOL_AMBIGUOUS" });
    assert.deepEqual([twice.engine.requests.length, twice.usages.length], [2, 1]);
    const once = createBench([unclear], NATIVE);
    const request = toRequest({ tools: TOOLS, budget: { repairs: 0 } });
    await assert.rejects(once.models.generate(request, once.ctx), { code: "E_TOOL_AMBIGUOUS" });
    assert.equal(once.engine.requests.length, 1);
  });
});

describe("the way of calling tools", () => {
  const toCall = (name: string, input: unknown): EngineEvent[] => [
    { type: "toolCall", call: { id: "native_1", name, input } },
    { type: "end", reason: "stop", usage: USED },
  ];

  it("is the model's own when it was measured to be able", async () => {
    const bench = createBench([toCall("search", { query: "rent" })], NATIVE);
    const { toolCalls } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
    assert.deepEqual(toolCalls, [{ id: "native_1", name: "search", input: { query: "rent" } }]);
    const [request] = bench.engine.requests;
    assert.deepEqual([request?.tools, request?.schema], [TOOLS, undefined]);
    assert.equal(lastMessage(bench, 0), "Say something.");
  });

  it("checks the model's own calls too", async () => {
    const bench = createBench([toCall("search", { path: 1 }), '{"answer":"No."}'], NATIVE);
    const { toolCalls, value } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
    assert.deepEqual([toolCalls, value], [[], "No."]);
  });

  it("is one step under a grammar otherwise, with the tools in the last message", async () => {
    const bench = createBench(['{"tool":"read_file","input":{"path":"a.txt"}}'], 0.75);
    const { toolCalls, value } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
    assert.deepEqual([toolCalls[0]?.name, toolCalls[0]?.input, value], ["read_file", { path: "a.txt" }, ""]);
    assert.equal(bench.engine.requests[0]?.tools, undefined);
    assert.match(lastMessage(bench, 0), /search\(query: string, limit\?: integer\)[\s\S]*Say something\.$/);
    assert.equal(bench.engine.requests[0]?.messages[0]?.content, "You are brief.");
  });

  it("lets a step be an answer in words", async () => {
    const bench = createBench(['{"answer":"Good morning."}']);
    let shown = "";
    const onText = (text: string): void => void (shown += text);
    const { value, toolCalls } = await bench.models.generate(toRequest({ tools: TOOLS, onText }), bench.ctx);
    assert.deepEqual([value, shown, toolCalls], ["Good morning.", "Good morning.", []]);
  });

  it("repairs a step that does not fit", async () => {
    const bench = createBench(['{"tool":"search","input":{}}', '{"tool":"search","input":{"query":"x"}}']);
    const { toolCalls } = await bench.models.generate(toRequest({ tools: TOOLS }), bench.ctx);
    assert.deepEqual(toolCalls[0]?.input, { query: "x" });
    assert.match(lastMessage(bench, 1), /input of search is wrong/);
  });

  it("takes six tools and refuses a seventh", async () => {
    const many = (count: number): ToolSpec[] =>
      Array.from({ length: count }, (_item, at) => ({ ...READ, name: `t${at}` }));
    const bench = createBench(['{"answer":"Fine."}']);
    assert.equal((await bench.models.generate(toRequest({ tools: many(6) }), bench.ctx)).value, "Fine.");
    await assert.rejects(bench.models.generate(toRequest({ tools: many(7) }), bench.ctx), { code: "E_INPUT" });
    assert.equal(bench.engine.requests.length, 1);
  });
});
