import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRenderer, type Renderer } from "../../../src/models/engine/template.ts";
import type { Message, ToolSpec } from "../../../src/models/engine/types.ts";

const render = (template: string | null): Renderer => createRenderer({ template, bos: "<s>", eos: "</s>" });
const SYSTEM: Message = { role: "system", content: "Be brief." };
const USER: Message = { role: "user", content: "Hi" };
const TOOL: ToolSpec = {
  name: "weather",
  description: "Weather of a city",
  input: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const CALL: Message = {
  role: "assistant",
  content: "",
  toolCalls: [{ id: "call_1", name: "weather", input: { city: "Bonn" } }],
};
const RESULT: Message = { role: "tool", content: "rain", callId: "call_1", name: "weather" };

/** Like Gemma's: no system, strictly in turn, tools unknown. */
const STRICT = `{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}
{%- for message in messages %}{% if (message.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}
<start>{{ 'model' if message.role == 'assistant' else message.role }}: {{ message.content | trim }}<end>{% endfor %}
{%- if add_generation_prompt %}<start>model: {% endif %}`;

/** Like ChatML with tools and results. */
const FULL = `{% if tools %}TOOLS{% for tool in tools %}{{ tool | tojson }}{% endfor %}{% endif %}
{%- for message in messages %}<|{{ message.role }}|>{{ message.content }}
{%- if message.tool_calls %}{% for call in message.tool_calls %}<tool_call>{{ call.function | tojson }}</tool_call>{% endfor %}{% endif %}{% endfor %}
{%- if add_generation_prompt %}<|assistant|>{% endif %}`;

describe("chat template", () => {
  it("is the model's own, with its tools, calls and results", () => {
    const text = render(FULL).render([SYSTEM, USER, CALL, RESULT], [TOOL]);
    for (const part of ["<|system|>Be brief.", '"weather"', '{"city": "Bonn"}', "<|tool|>rain"]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.ok(text.endsWith("<|assistant|>"));
    assert.deepEqual(render(FULL).toolCall, ["<tool_call>", "</tool_call>"]);
  });

  it("gets the system message inside the first user message where it knows no system", () => {
    assert.equal(render(STRICT).render([SYSTEM, USER], []), "<s><start>user: Be brief.\n\nHi<end><start>model: ");
  });

  it("gets neighbours of one role as one message where it wants turns", () => {
    const text = render(STRICT).render([USER, { role: "user", content: "there" }], []);
    assert.equal(text, "<s><start>user: Hi\n\nthere<end><start>model: ");
  });

  it("gets tools, calls and results in words where it knows none", () => {
    const text = render(STRICT).render([USER, CALL, RESULT], [TOOL]);
    for (const part of ["Weather of a city", '"city":"Bonn"', "Result of weather:\nrain"])
      assert.ok(text.includes(part), part);
    assert.ok(!render(STRICT).render([USER], []).includes("Functions"), "control: without tools none are described");
  });

  it("says in its own words why it refuses", () => {
    const turns: Message[] = [{ role: "assistant", content: "first" }, USER];
    assert.throws(() => render(STRICT).render(turns, []), { code: "E_INPUT", message: /Roles must alternate/ });
  });

  it("may be missing: base models get plain turns", () => {
    assert.equal(render(null).render([SYSTEM, USER], []), "system: Be brief.\n\nuser: Hi\n\nassistant: ");
  });

  it("does not depend on the day", () => {
    const dated = "{% if strftime_now is defined %}{{ strftime_now('%d %b %Y') }}{% else %}fixed{% endif %}";
    assert.equal(render(dated).render([USER], []), "fixed");
    assert.equal(render("Today: {{ strftime_now('%Y') }}.").render([USER], []), "Today: .");
  });

  it("declares thinking, and how a constrained answer goes without it", () => {
    const none = render(FULL);
    assert.deepEqual([none.declaresThinking, none.thinking[0]?.[0], none.skipThinking("x")], [false, "<think>", ""]);
    const switched = render(`${FULL}{% if not enable_thinking %}<think></think>{% endif %}`);
    assert.deepEqual([switched.declaresThinking, switched.skipThinking("x")], [true, "<think>\n\n</think>\n\n"]);
    const opened = render(`${FULL}<think>\n`);
    const prompt = opened.render([USER], []);
    assert.equal(opened.openThinking(prompt), "</think>");
    assert.equal(opened.skipThinking(prompt), "\n</think>\n\n");
    assert.deepEqual(render(`${FULL}[THINK] [/THINK]`).thinking, [["[THINK]", "[/THINK]"]]);
  });
});
