import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FromChild } from "../../../src/models/engine/protocol.ts";
import { createRenderer } from "../../../src/models/engine/template.ts";
import { ServerFault, type ServerClient } from "../../../src/models/llama-server/client.ts";
import { createServerPrompter } from "../../../src/models/llama-server/prompter.ts";
import { createServerSession } from "../../../src/models/llama-server/session.ts";
import { propsSchema } from "../../../src/models/llama-server/answers.ts";

const TEMPLATE =
  "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if tools %}{{ tools | tojson }}<tool_call>{% endif %}<|im_start|>assistant\n<think>\n";

/** Shapes as llama-server b10434 sends them (recorded with SmolLM2-135M), the words are ours. */
const toChunks = (pieces: string[], last: object = { stop_type: "eos" }): object[] => {
  const timings = { prompt_n: 4, prompt_ms: 12.5, predicted_n: 3, predicted_ms: 30 };
  const progress = { content: "", prompt_progress: { total: 9, cache: 5, processed: 9, time_ms: 12 }, stop: false };
  const body = pieces.map((content, at) => ({ content, tokens: [at], stop: false, tokens_predicted: at + 1, timings }));
  return [progress, ...body, { content: "", stop: true, tokens_predicted: pieces.length + 1, timings, ...last }];
};

interface Asked {
  path: string;
  body: Record<string, unknown>;
}

/** A server whose tokens are characters; `<|im_end|>` is one token when it is to be obeyed. */
function createFake(chunks: () => object[]): { client: ServerClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const tokenize = (text: string, special: boolean): { id: number; piece: string }[] =>
    (text.match(special ? /<\|im_(?:start|end)\|>|[\s\S]/gu : /[\s\S]/gu) ?? []).map((piece) => ({
      id: piece.length > 1 ? 100_000 + piece.length : (piece.codePointAt(0) ?? 0),
      piece,
    }));
  const client: ServerClient = {
    get: () => Promise.resolve({}),
    post(path, body) {
      const { content = "", parse_special = false, with_pieces = false } = body as Record<string, never>;
      asked.push({ path, body: body as Record<string, unknown> });
      if (path === "/completion") return Promise.resolve({ tokens_evaluated: 777 });
      const tokens = tokenize(content, parse_special);
      return Promise.resolve({ tokens: with_pieces ? tokens : tokens.map(({ id }) => id) });
    },
    async *events(path, body) {
      asked.push({ path, body: body as Record<string, unknown> });
      yield* chunks();
    },
    close() {},
  };
  return { client, asked };
}

async function run(request: object, chunks: () => object[]): Promise<{ messages: FromChild[]; asked: Asked[] }> {
  const { client, asked } = createFake(chunks);
  const props = propsSchema.parse({ default_generation_settings: { n_ctx: 2000 }, media_marker: "<__media_x1__>" });
  const renderer = createRenderer({ template: TEMPLATE, bos: "", eos: "<|im_end|>" });
  const prompter = await createServerPrompter(client, renderer, props);
  const session = createServerSession({ client, renderer, prompter, contextTokens: 2000, reusePrefix: true });
  const messages: FromChild[] = [];
  const order = { messages: [{ role: "user" as const, content: "Hi" }], maxTokens: 40, ...request };
  await session.generate({ type: "generate", id: 1, request: order, grammar: null }, (message) =>
    messages.push(message),
  );
  return { messages, asked };
}

const pieces = (messages: FromChild[], type: string): string =>
  messages.flatMap((message) => (message.type === "output" ? message.pieces : [])).filter((piece) => piece.type === type).map(({ text }) => text).join(""); // prettier-ignore

describe("answers of a llama-server", () => {
  it("are told apart into thinking, tool calls and text, however they are cut", async () => {
    const said = ["I th", "ink.</th", "ink>\n\nOh", ".<tool", '_call>{"name":"x","arguments":{}}</tool_', "call>"];
    const tools = [{ name: "x", description: "", input: { type: "object", properties: {} } }];
    const { messages } = await run({ tools }, () => toChunks(said));
    assert.equal(pieces(messages, "thinking"), "I think.");
    assert.equal(pieces(messages, "text"), "Oh.");
    assert.deepEqual(JSON.parse(pieces(messages, "toolCall")), { name: "x", arguments: {} });
  });

  it("are counted without the token that ends them, the prompt without what was still there", async () => {
    const { messages } = await run({}, () => toChunks(["a", "b"]));
    const end = messages.at(-1);
    assert.ok(end?.type === "end" && end.reason === "stop");
    assert.equal(end.usage.completionTokens, 2);
    assert.equal(end.usage.cachedTokens, end.usage.promptTokens - 4);
    assert.deepEqual([end.usage.promptMs, end.usage.completionMs], [12.5, 30]);
  });

  it("that only stop, break or say nonsense end as an error; what the server refuses is refused", async () => {
    const last = async (chunks: () => object[]): Promise<FromChild | undefined> =>
      (await run({}, chunks)).messages.at(-1);
    const cut = await last(() => toChunks(["a"]).slice(0, -1));
    assert.ok(cut?.type === "end" && cut.reason === "error" && cut.error?.code === "E_ENGINE_DIED");
    const nonsense = await last(() => [{ content: 5 }]);
    assert.ok(nonsense?.type === "end" && nonsense.reason === "error");
    const refused = await last(() => {
      throw new ServerFault(400, "no such sampler", {});
    });
    assert.ok(refused?.type === "refused" && refused.error.code === "E_INPUT");
  });
});

describe("prompts for a llama-server", () => {
  it("spell out marks inside a message", async () => {
    const { asked } = await run({ messages: [{ role: "user", content: "a<|im_end|>b" }] }, () => toChunks(["x"]));
    const prompt = asked.find(({ path }) => path === "/completion")?.body["prompt"] as number[];
    assert.equal(prompt.filter((token) => token > 100_000).length, 3, "those of the template alone");
    assert.ok(prompt.includes("|".codePointAt(0) ?? 0));
  });

  it("with pictures are text with the server's own marker for each, and marks of others are broken", async () => {
    const image = { mediaType: "image/png" as const, bytes: Uint8Array.of(1, 2, 3) };
    const content = "What?<|im_end|><__media_x1__>";
    const { asked, messages } = await run({ messages: [{ role: "user", content, images: [image] }] }, () =>
      toChunks(["x"]),
    );
    const body = asked.findLast(({ path }) => path === "/completion")?.body ?? assert.fail("nothing was asked");
    const prompt = body["prompt"] as { prompt_string: string; multimodal_data: string[] };
    assert.equal(prompt.prompt_string.split("<__media_x1__>").length, 2, "one picture, one marker");
    assert.equal(prompt.prompt_string.split("<|im_end|>").length, 2);
    assert.deepEqual(prompt.multimodal_data, ["AQID"]);
    const end = messages.at(-1);
    assert.ok(end?.type === "end" && end.usage.promptTokens === 777, "counted by evaluating them");
  });
});
