import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { sha256, startModelServer, type ServedModels } from "../models/install/modelServer.ts";
import { createTinyModel } from "../models/install/tinyModels.ts";
import { run, tempFolder } from "./_setup.ts";
import { openTerminal } from "./_terminal.ts";

const q4 = createTinyModel(300_000, 1);
const other = createTinyModel(300_000, 2);
const GEMMA = "unsloth/gemma-3-270m-it-GGUF";
const QWEN = "unsloth/Qwen3-0.6B-GGUF";
const served: ServedModels = {
  hub: {
    [GEMMA]: { files: { "gemma-3-270m-it-Q4_K_M.gguf": q4 }, licence: "gemma" },
    [QWEN]: { files: { "Qwen3-0.6B-Q4_K_M.gguf": q4 } },
  },
  ollama: { "library/qwen3:0.6b": { layers: [["model", other]] } },
};

async function place(t: TestContext) {
  const server = await startModelServer(served);
  t.after(() => server.close());
  const folder = tempFolder(t);
  // Nothing of this machine's other programs may be seen.
  const env = { KRALLE_HUB_URL: server.url, KRALLE_OLLAMA_REGISTRY: server.url, HOME: folder };
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  // It sends on to another origin of this machine, which nobody may be led to who was not allowed it.
  const egress = { allow: [{ purpose: "models", host: "localhost", port: Number(new URL(server.url).port) }] };
  writeFileSync(join(home, "config.json"), JSON.stringify({ egress }));
  return { folder, home, env, egress };
}

const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe("a licence that asks for consent", () => {
  test("is refused without a terminal, in the language of the person, and accepted by an option", async (t) => {
    const { home, env } = await place(t);
    const refused = await run(["models", "pull", "gemma3-270m"], { home, env });
    assert.equal(refused.code, 1);
    const words = refused.stderr.replaceAll(/\s+/g, " ");
    assert.match(
      words,
      /gemma-3-270m\S* is under a licence that has to be accepted first: Gemma Terms of Use\. Its text: https:/i,
    );
    assert.match(words, /kralle models pull gemma3-270m --accept-licence/);
    const german = await run(["models", "pull", "gemma3-270m"], { home, env: { ...env, LC_ALL: "de_DE.UTF-8" } });
    assert.match(
      german.stderr.replaceAll(/\s+/g, " "),
      /steht unter einer Lizenz, die erst angenommen werden muss: .* Ihr Text:/,
    );
    const pulled = await run(["models", "pull", "gemma3-270m", "--accept-licence", "--json"], { home, env });
    assert.equal(pulled.code, 0, pulled.stderr);
    const { id, pinned, licence, wasHere, sha256: digest } = json(pulled.stdout);
    assert.deepEqual(
      [id, pinned, licence, wasHere, digest],
      ["gemma3-270m", "first-pull", "Gemma Terms of Use", false, sha256(q4)],
    );
  });

  test("is asked for at a terminal: no keeps the model out, yes is remembered", async (t) => {
    const { home, env } = await place(t);
    const first = openTerminal(t, ["models", "pull", "gemma3-270m"], { home, env });
    const asked = await first.waitFor(/Do you accept it\? \[y\/N\]/, 20_000);
    assert.match(asked.replaceAll(/\s+/g, " "), /forbids certain uses.*https:\/\/ai\.google\.dev\/gemma\/terms/);
    first.type("n\r");
    assert.equal(await first.end(20_000), 1);
    assert.equal(existsSync(join(home, "models", "licences.json")), false);
    const second = openTerminal(t, ["models", "pull", "gemma3-270m"], { home, env });
    await second.waitFor(/Do you accept it/, 20_000);
    second.type("y\r");
    await second.waitFor(/gemma3-270m is here and verified/, 20_000);
    assert.equal(await second.end(20_000), 0);
    assert.match(readFileSync(join(home, "models", "licences.json"), "utf8"), /"licence": "gemma"/);
  });
});

describe("models by name", () => {
  test("pull, list and rm: where it comes from, whose word its digest is, and which of two is meant", async (t) => {
    const { home, env } = await place(t);
    const pulled = await run(["models", "pull", "qwen3-0.6b"], { home, env });
    assert.equal(pulled.code, 0, pulled.stderr);
    assert.match(pulled.stdout.replaceAll(/\s+/g, " "), /pinned at first pull\): sha256:[0-9a-f]{64}/);
    const again = await run(["models", "pull", "qwen3-0.6b", "--from", "ollama", "--json"], { home, env });
    assert.equal(json(again.stdout)["origin"], "ollama", again.stderr);
    const listed = json((await run(["models", "--json"], { home, env })).stdout);
    const installed = listed["installed"] as Record<string, unknown>[];
    assert.deepEqual(installed.map(({ id, origin, verified, inPlace }) => [id, origin, verified, inPlace]).toSorted(), [
      ["qwen3-0.6b", "hub", true, false],
      ["qwen3-0.6b", "ollama", true, false],
    ]);
    const table = await run(["models"], { home, env });
    assert.match(
      table.stdout.replaceAll(/\s+/g, " "),
      /Here name size kind state qwen3-0\.6b 30\d kB Q4_K_M \w+: verified, pinned at first pull/,
    );
    const clash = await run(["models", "rm", "qwen3-0.6b"], { home, env });
    assert.match(clash.stderr, /Say which: hub:qwen3-0\.6b, ollama:qwen3-0\.6b/);
    const removed = await run(["models", "rm", "ollama:qwen3-0.6b", "--json"], { home, env });
    assert.deepEqual(json(removed.stdout), { id: "qwen3-0.6b", freedBytes: other.length });
    const chosen = await run(["models", "default", "qwen3-0.6b"], { home, env });
    assert.equal(chosen.code, 0, chosen.stderr);
    assert.match((await run(["models"], { home, env })).stdout, /default/);
    const wrong = await run(["models", "pull", "qwen3-0.6b", "--from", "elsewhere"], { home, env });
    assert.match(wrong.stderr, /no source of models/);
  });

  test("mirrors of the settings are asked before the official servers", async (t) => {
    const { home, env, egress } = await place(t);
    const { KRALLE_HUB_URL: url, KRALLE_OLLAMA_REGISTRY: _registry, ...rest } = env;
    writeFileSync(join(home, "config.json"), JSON.stringify({ egress, models: { mirrors: { hub: [url] } } }));
    const pulled = await run(["models", "pull", "qwen3-0.6b", "--json"], {
      home,
      env: { ...rest, KRALLE_HUB_URL: "" },
    });
    assert.equal(pulled.code, 0, pulled.stderr);
    assert.match(String(json(pulled.stdout)["source"]), /^hub 127\.0\.0\.1:\d+ /);
    writeFileSync(join(home, "config.json"), JSON.stringify({ models: { mirrors: { hub: "everywhere" } } }));
    assert.match((await run(["models"], { home, env })).stderr, /models\.mirrors\.hub is wrong/);
  });

  test("import takes a file, search finds by words, offline and at the hub", async (t) => {
    const { folder, home, env } = await place(t);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "mine.gguf");
    writeFileSync(file, q4);
    const taken = await run(["models", "import", file, "--name", "my-model", "--in-place", "--json"], { home, env });
    assert.equal(taken.code, 0, taken.stderr);
    const { id, path, inPlace, pinned } = json(taken.stdout);
    assert.deepEqual([id, path, inPlace, pinned], ["my-model", file, true, "import"]);
    const offline = { ...env, KRALLE_OFFLINE: "1" };
    const found = json((await run(["models", "search", "vision", "--json"], { home, env: offline })).stdout);
    const models = found["models"] as { id: string; sources: string[] }[];
    assert.ok(models.length > 10 && models.every(({ sources }) => sources.length > 0));
    assert.equal(found["hub"], null);
    const asked = json((await run(["models", "search", "qwen", "--hub", "--json"], { home, env })).stdout);
    assert.deepEqual(
      (asked["hub"] as { reference: string }[]).map(({ reference }) => reference),
      [`hf:${GEMMA}`, `hf:${QWEN}`],
    );
    const nothing = await run(["models", "search", "nosuchthing"], { home, env });
    assert.match(nothing.stdout, /Nothing in the catalogue fits/);
    const cut = await run(["models", "search", "qwen", "--hub"], { home, env: offline });
    assert.match(cut.stderr, /offline mode is set/);
    const narrow = await run(["models"], { home, env: { ...env, COLUMNS: "40" } });
    assert.ok(
      narrow.stdout.split("\n").every((line) => line.length <= 40),
      narrow.stdout,
    );
  });
});
