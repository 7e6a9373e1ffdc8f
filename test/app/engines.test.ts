import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { openApp, type App, type InputOf, type WorkEvent } from "../../src/app/index.ts";
import { startOllama } from "../models/remote/_ollama.ts";
import { startOpenAi } from "../models/remote/_openai.ts";
import { toContext } from "../models/remote/_setup.ts";
import { isError, tempFolder } from "../store/_setup.ts";

async function openIn(
  t: TestContext,
  env: Record<string, string> = {},
): Promise<{ app: App; home: string; workspace: string }> {
  const folder = await tempFolder(t);
  const [home, workspace] = [join(folder, "home"), join(folder, "files")];
  await mkdir(workspace);
  const app = await openApp({ home, env, interactive: false }, toContext());
  t.after(() => app.close());
  return { app, home, workspace };
}

const OLLAMA: InputOf<"addEngine"> = { name: "ol", type: "ollama" };

describe("engines in the settings", () => {
  test("are added, changed, listed and removed; the file keeps no secret and is for its owner alone", async (t) => {
    const { app, home } = await openIn(t, { MY_KEY: "s3cret" });
    const ctx = toContext();
    assert.deepEqual(await app.run("addEngine", OLLAMA, {}, ctx), {
      name: "ol",
      type: "ollama",
      url: "http://127.0.0.1:11434",
      package: null,
      keyEnv: null,
      context: null,
      leaves: false,
      replaced: false,
    });
    const again = await app.run("addEngine", { ...OLLAMA, keyEnv: "MY_KEY", context: 4096 }, {}, ctx);
    assert.deepEqual([again.replaced, again.keyEnv, again.context], [true, "MY_KEY", 4096]);
    const path = join(home, "config.json");
    assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), {
      engines: { ol: { type: "ollama", url: "http://127.0.0.1:11434", keyEnv: "MY_KEY", context: 4096 } },
    });
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const made = readdirSync(home).filter((name) => !/^(?:blobs|kralle\.db(?:-wal|-shm)?)$/.test(name));
    assert.deepEqual(made, ["config.json"], "nothing else was made beside the store, which has the audit log");
    assert.equal((await app.run("engines", {}, {}, ctx)).engines.length, 1);
    assert.deepEqual(await app.run("removeEngine", { name: "ol" }, {}, ctx), { name: "ol", wasDefault: false });
    await assert.rejects(app.run("removeEngine", { name: "ol" }, {}, ctx), isError("E_NOT_FOUND", /no engine ol/));
  });

  test("addresses are taken as people give them", async (t) => {
    const { app } = await openIn(t);
    const urlOf = async (type: "ollama" | "openai", url: string) =>
      (await app.run("addEngine", { name: "x", type, url }, {}, toContext())).url;
    assert.equal(await urlOf("ollama", "http://localhost:11434/v1/"), "http://localhost:11434");
    assert.equal(await urlOf("openai", "http://127.0.0.1:1234"), "http://127.0.0.1:1234/v1");
    assert.equal(await urlOf("openai", "http://127.0.0.1:1234/api/v1/"), "http://127.0.0.1:1234/api/v1");
  });

  const wrong: [InputOf<"addEngine">, "E_INPUT" | "E_REFUSED", RegExp][] = [
    [{ name: "Ol", type: "ollama" }, "E_INPUT", /"Ol" cannot be the name/],
    [{ name: "a/b", type: "ollama" }, "E_INPUT", /cannot be the name/],
    [{ name: "x", type: "openai" }, "E_INPUT", /needs an address/],
    [{ name: "x", type: "openai", url: "ftp://127.0.0.1" }, "E_INPUT", /no address/],
    [{ name: "x", type: "openai", url: "127.0.0.1:80" }, "E_INPUT", /no address/],
    [{ name: "x", type: "openai", url: "http://me:pw@127.0.0.1" }, "E_INPUT", /holds a password/],
    [{ name: "x", type: "ollama", keyEnv: "sk-123 456" }, "E_INPUT", /no name of an environment variable/],
    [{ name: "x", type: "ollama", context: 3 }, "E_INPUT", /too small/],
    [{ name: "x", type: "aisdk" }, "E_INPUT", /needs the package/],
    [{ name: "x", type: "ollama", package: "p" }, "E_INPUT", /Only an engine of the type aisdk/],
    [
      { name: "x", type: "openai", url: "https://api.example.com/v1" },
      "E_REFUSED",
      /api\.example\.com.*--allow-remote/,
    ],
    [{ name: "x", type: "aisdk", package: "@ai-sdk/mistral" }, "E_REFUSED", /its provider.*--allow-remote/],
  ];
  for (const [input, code, message] of wrong) {
    test(`refused: ${JSON.stringify(input)}`, async (t) => {
      const { app, home } = await openIn(t);
      await assert.rejects(app.run("addEngine", input, {}, toContext()), isError(code, message));
      assert.equal(existsSync(home), false);
    });
  }

  test("with --allow-remote one elsewhere is kept, and said to be elsewhere", async (t) => {
    const { app } = await openIn(t);
    const url = "https://api.example.com/v1";
    const added = await app.run("addEngine", { name: "far", type: "openai", url, allowRemote: true }, {}, toContext());
    assert.equal(added.leaves, true);
  });
});

describe("what engines answer", () => {
  test("is checked side by side: one that has models, one that is off, one without its key", async (t) => {
    const server = await startOllama({ capabilities: ["completion", "tools", "vision"] });
    t.after(() => server.close());
    const { app } = await openIn(t);
    const ctx = toContext();
    await app.run("addEngine", { ...OLLAMA, url: server.url }, {}, ctx);
    await app.run("addEngine", { name: "off", type: "openai", url: "http://127.0.0.1:9" }, {}, ctx);
    await app.run(
      "addEngine",
      { name: "keyless", type: "openai", url: "http://127.0.0.1:9", keyEnv: "NOT_SET" },
      {},
      ctx,
    );
    const { engines } = await app.run("checkEngines", {}, {}, ctx);
    const [good, off, keyless] = engines;
    assert.deepEqual([good?.ok, good?.kind, good?.version, good?.error], [true, "ollama", "0.32.15", null]);
    assert.deepEqual(good?.models, [
      { id: "ol/m1:latest", contextTokens: 8192, features: ["tools", "vision"], isDefault: false },
    ]);
    assert.deepEqual([off?.ok, off?.error?.code], [false, "E_ENGINE_REMOTE"]);
    assert.deepEqual([keyless?.ok, keyless?.error?.code], [false, "E_CONFIG"]);
    assert.equal((await app.run("checkEngines", { name: "ol" }, {}, ctx)).engines.length, 1);
    await assert.rejects(
      app.run("checkEngines", { name: "none" }, {}, ctx),
      isError("E_NOT_FOUND", /ol, off, keyless/),
    );
    const listed = await app.run("models", {}, {}, ctx);
    assert.deepEqual(
      listed.engines.map(({ name, ok }) => [name, ok]),
      [
        ["ol", true],
        ["off", false],
        ["keyless", false],
      ],
    );
  });

  test("a default may be one of theirs; with its engine it goes", async (t) => {
    const server = await startOllama();
    t.after(() => server.close());
    const { app, home } = await openIn(t);
    const ctx = toContext();
    await app.run("addEngine", { ...OLLAMA, url: server.url }, {}, ctx);
    assert.deepEqual(await app.run("setDefault", { name: "ol/m1" }, {}, ctx), {
      id: "ol/m1",
      installed: true,
      engine: "ol",
    });
    await assert.rejects(
      app.run("setDefault", { name: "ol/m2" }, {}, ctx),
      isError("E_MODEL_UNKNOWN", /ol\/m1:latest/),
    );
    assert.deepEqual(await app.run("readiness", {}, {}, ctx), { model: "ol/m1", name: "ol/m1", installed: true });
    assert.equal(
      (await app.run("models", {}, {}, ctx)).models.some(({ isDefault }) => isDefault),
      false,
    );
    await server.close();
    const silent = await app.run("setDefault", { name: "ol/m1" }, {}, ctx);
    assert.deepEqual(silent, { id: "ol/m1", installed: false, engine: "ol" });
    assert.deepEqual(await app.run("removeEngine", { name: "ol" }, {}, ctx), { name: "ol", wasDefault: true });
    assert.deepEqual(JSON.parse(readFileSync(join(home, "config.json"), "utf8")), { engines: {}, models: {} });
  });
});

describe("work with a model of an engine", () => {
  test("on an empty home: nothing is fetched, the answer is the server's", async (t) => {
    const server = await startOpenAi({ answer: () => "Hello there." });
    t.after(() => server.close());
    const { app, home, workspace } = await openIn(t);
    const ctx = toContext();
    await app.run("addEngine", { name: "test", type: "openai", url: server.url }, {}, ctx);
    const events: string[] = [];
    const onEvent = (event: WorkEvent): void => {
      if (event.type !== "accepted") events.push(event.event.type);
    };
    const result = await app.run("ask", { text: "hello", workspace, model: "test/m1" }, { onEvent }, ctx);
    assert.deepEqual([result.ok, result.answer, result.model], [true, "Hello there.", "test/m1"]);
    assert.ok(result.usage.completionTokens > 0);
    assert.ok(!["pack", "weights", "model"].some((type) => events.includes(type)), events.join(" "));
    assert.ok(!existsSync(join(home, "packs")) && !existsSync(join(home, "models")));
    const usage = await app.run("why", {}, {}, ctx);
    assert.ok(usage);
  });

  test("set-up tries and measures it; what was measured is kept by engine, version and model", async (t) => {
    const server = await startOllama();
    t.after(() => server.close());
    const { app } = await openIn(t);
    const ctx = toContext();
    await app.run("addEngine", { ...OLLAMA, url: server.url }, {}, ctx);
    const first = await app.run("setup", { model: "ol/m1" }, {}, ctx);
    assert.equal(first.engine, `ollama 0.32.15 at ${new URL(server.url).host}`);
    assert.ok(first.ability && first.ability.contextTokens === 8192);
    const asked = server.asked.length;
    const second = await app.run("setup", { model: "ol/m1" }, {}, ctx);
    assert.deepEqual(second.ability, first.ability);
    assert.ok(server.asked.length - asked < 10, "it was not measured again");
  });

  test("a server that is off, a model that it has not, a door that is shut: results that say so", async (t) => {
    const server = await startOpenAi();
    t.after(() => server.close());
    const { app, home, workspace } = await openIn(t);
    const ctx = toContext();
    await app.run("addEngine", { name: "test", type: "openai", url: server.url }, {}, ctx);
    await app.run("addEngine", { name: "off", type: "openai", url: "http://127.0.0.1:9" }, {}, ctx);
    const codeOf = async (model: string) =>
      (await app.run("ask", { text: "hello", workspace, model }, {}, ctx)).error?.code;
    assert.equal(await codeOf("off/m1"), "E_ENGINE_REMOTE");
    assert.equal(await codeOf("test/m2"), "E_MODEL_UNKNOWN");
    assert.equal(await codeOf("none/m1"), "E_MODEL_UNKNOWN");
    const edited = { engines: { far: { type: "openai", url: "https://api.example.com/v1" } } };
    writeFileSync(join(home, "config.json"), JSON.stringify(edited));
    assert.equal(await codeOf("far/m1"), "E_REFUSED");
  });
});
