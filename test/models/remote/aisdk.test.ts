import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { leavesMachine, openWire, requireDoor } from "../../../src/models/index.ts";
import { ask, say } from "../engine/_setup.ts";
import { tempFolder } from "../../store/_setup.ts";
import { startOpenAi } from "./_openai.ts";
import { createEngine, toContext, toServer } from "./_setup.ts";

/** Installs a provider package as npm would: one that answers by itself, in the words of a version of the specification. */
async function install(t: TestContext, name: string, source: string): Promise<string> {
  const folder = await tempFolder(t);
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  const manifest = {
    name,
    version: "1.0.0",
    type: "module",
    exports: { "./package.json": "./package.json", ".": { import: "./index.js" } },
  };
  writeFileSync(join(place, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(place, "index.js"), source);
  return folder;
}

const provider = (version: string, parts: unknown[]): string => `
  export function createToy(settings) {
    return { languageModel: (modelId) => ({
      specificationVersion: "${version}", provider: "toy", modelId,
      async doStream(options) {
        await settings.fetch(settings.baseURL + "/toy", { method: "POST", body: JSON.stringify(options.prompt), headers: { "x-key": settings.apiKey ?? "" } });
        return { stream: new ReadableStream({ start(c) { for (const part of ${JSON.stringify(parts)}) c.enqueue(part); c.close(); } }) };
      },
    }) };
  }`;

const TEXT = [
  { type: "stream-start", warnings: [] },
  { type: "reasoning-delta", id: "r", delta: "hm" },
  { type: "text-start", id: "t" },
  { type: "text-delta", id: "t", delta: "yes" },
  { type: "tool-call", toolCallId: "c1", toolName: "read_file", input: '{"path":"a"}' },
];
const FINISH = {
  v2: {
    type: "finish",
    finishReason: "stop",
    usage: { inputTokens: 90, outputTokens: 2, totalTokens: 92, cachedInputTokens: 1 },
  },
  v3: {
    type: "finish",
    finishReason: { unified: "stop", raw: "stop" },
    usage: { inputTokens: { total: 90, noCache: 89, cacheRead: 1 }, outputTokens: { total: 2 } },
  },
};

describe("provider packages of the AI SDK", () => {
  for (const [version, finish] of [
    ["v2", FINISH.v2],
    ["v3", FINISH.v3],
    ["v4", FINISH.v3],
  ] as const) {
    test(`specification ${version}`, async (t) => {
      const server = await startOpenAi({ routes: { "/toy": {} } });
      t.after(() => server.close());
      const dir = await install(t, "toy-provider", provider(version, [...TEXT, finish]));
      const settings = { type: "aisdk", package: "toy-provider", url: server.url, context: 8192 } as const;
      const engine = createEngine(settings, { packageDirs: [dir], key: "k" });
      const info = await engine.load(toContext());
      assert.deepEqual([info.contextTokens, info.system], [8192, `AI SDK provider ${version}`]);
      const { thinking, text, events, end } = await ask(engine, say("x", 20));
      assert.deepEqual([thinking, text, end.reason], ["hm", "yes", "stop"]);
      assert.deepEqual(events[2], { type: "toolCall", call: { id: "c1", name: "read_file", input: { path: "a" } } });
      assert.deepEqual([end.usage.promptTokens, end.usage.completionTokens, end.usage.cachedTokens], [90, 2, 1]);
      assert.equal(server.asked.at(-1)?.headers["x-key"], "k");
      const image = { mediaType: "image/png", bytes: new Uint8Array([1]) } as const;
      await ask(engine, { messages: [{ role: "user", content: "u", images: [image] }], maxTokens: 4 });
      const sent = JSON.stringify(server.asked.at(-1)?.body);
      assert.equal(/"data":\{"type":"data"/.test(sent), version === "v4", "pictures in the form of this version");
      assert.match(sent, /"mediaType":"image\/png"/);
    });
  }

  test("one that stops without saying how it ended is an error; parts of wrong form too", async (t) => {
    const ends = [
      [],
      [{ type: "finish", finishReason: "unknown", usage: {} }],
      [{ type: "finish", finishReason: { unified: "other" }, usage: {} }],
      [{ type: "text-delta", delta: 17 }],
      [{ type: "error", error: { message: "quota is used up" } }],
    ];
    const server = await startOpenAi({ routes: { "/toy": {} } });
    t.after(() => server.close());
    for (const [index, end] of ends.entries()) {
      const name = `toy-${index}`;
      const dir = await install(t, name, provider("v3", [...TEXT, ...end]));
      const engine = createEngine({ type: "aisdk", package: name, url: server.url }, { packageDirs: [dir] });
      const last = (await ask(engine, say("x", 20))).end;
      assert.deepEqual([last.reason, last.error?.code], ["error", "E_ENGINE_DIED"], JSON.stringify(end));
      if (index === 4) assert.match(last.error?.message ?? "", /quota is used up/);
    }
  });

  test("a real package of that ecosystem, found among the dependencies of the program", async (t) => {
    const server = await startOpenAi();
    t.after(() => server.close());
    const engine = createEngine({ type: "aisdk", package: "@ai-sdk/openai-compatible", url: `${server.url}/v1` });
    const { text, end } = await ask(engine, say("x", 6));
    assert.ok(text.length > 0);
    assert.deepEqual([end.reason, end.usage.completionTokens], ["length", 6]);
  });

  test("missing, broken, and no provider at all: each said, with the command that helps", async (t) => {
    const server = (name: string, dir: string) =>
      toServer({ type: "aisdk", package: name, url: "http://127.0.0.1:9" }, { packageDirs: [dir] });
    const inspect = async (name: string, dir: string) => (await openWire(server(name, dir))).inspect(toContext());
    await assert.rejects(inspect("@ai-sdk/nothing", "/somewhere"), {
      code: "E_CONFIG",
      hint: "Install it: npm install --prefix /somewhere @ai-sdk/nothing",
    });
    const broken = await install(t, "toy-broken", "export const x = ;");
    await assert.rejects(inspect("toy-broken", broken), { code: "E_CONFIG", message: /cannot be loaded/ });
    const other = await install(t, "toy-other", "export const createdAt = 1;");
    await assert.rejects(inspect("toy-other", other), { code: "E_CONFIG", message: /no provider/ });
    const old = await install(t, "toy-old", provider("v1", []));
    const engine = createEngine(
      { type: "aisdk", package: "toy-old", url: "http://127.0.0.1:9" },
      { packageDirs: [old] },
    );
    await assert.rejects(engine.load(toContext()), { code: "E_CONFIG", message: /no provider/ });
  });

  test("a package may send only to the address of its engine", async (t) => {
    const source = provider("v3", []).replace('settings.baseURL + "/toy"', '"http://127.0.0.2:9/"');
    const dir = await install(t, "toy-stray", source);
    const engine = createEngine(
      { type: "aisdk", package: "toy-stray", url: "http://127.0.0.1:9" },
      { packageDirs: [dir] },
    );
    await assert.rejects(ask(engine, say("x", 4)), { code: "E_REFUSED", message: /127\.0\.0\.2:9/ });
  });
});

describe("the door to other machines", () => {
  const leaves = (url?: string): boolean => leavesMachine({ type: "openai", ...(url === undefined ? {} : { url }) });

  test("is needed for everything but loopback", () => {
    for (const url of [
      "http://localhost:1",
      "http://127.0.0.1",
      "http://127.9.9.9:2/v1",
      "http://[::1]:3",
      "http://x.localhost",
    ]) {
      assert.equal(leaves(url), false, url);
    }
    const others = ["http://127.0.0.1.example.com", "http://localhost.example.com", "https://api.example.com/v1"];
    for (const url of [...others, "http://192.168.0.2", "http://0.0.0.0", "http://[::2]", undefined]) {
      assert.equal(leaves(url), true, url);
    }
  });

  test("is asked for before anything is sent, also when somebody edited the settings", async () => {
    const settings = { type: "openai", url: "https://api.example.com/v1" } as const;
    assert.throws(() => requireDoor("far", settings), { code: "E_REFUSED", hint: /--allow-remote/ });
    requireDoor("far", { ...settings, allowRemote: true });
    await assert.rejects(openWire(toServer(settings)), { code: "E_REFUSED" });
  });
});
