import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test, type TestContext } from "node:test";

import { findForeign, installedModels, pullModel, removeModel, takeFound } from "../../../src/models/install/index.ts";
import { findFound } from "../../../src/models/install/named.ts";
import { sha256, toManifest, type OllamaTag } from "./modelServer.ts";
import { createContext, createModel, createOptions, HUB, tempFolder } from "./support.ts";
import { failure } from "./tinyServer.ts";
import { createTinyModel, createTinyParts, partName } from "./tinyModels.ts";

const weights = createTinyModel(5000, 1);

function put(path: string, bytes: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** A store as Ollama lays it out: manifests by host, namespace, model and tag; blobs by digest. */
function createOllamaStore(root: string, tags: Record<string, OllamaTag>): void {
  for (const [tag, model] of Object.entries(tags)) {
    const [name = "", version = ""] = tag.split(":");
    const key = name.split("/").slice(1).join("/");
    const manifest = toManifest({ ollama: { [`${key}:${version}`]: model } }, `/v2/${key}/manifests/${version}`);
    put(join(root, "manifests", name, version), JSON.stringify(manifest));
    const config = JSON.stringify({
      model_format: "gguf",
      model_family: "llama",
      file_type: "Q4_K_M",
      ...model.config,
    });
    for (const bytes of [Buffer.from(config), ...model.layers.map(([, layer]) => layer)]) {
      put(join(root, "blobs", `sha256-${sha256(bytes)}`), bytes);
    }
  }
}

/** Everything of a folder with its size and time: what must not change. */
function snapshot(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${statSync(path).size} ${statSync(path).mtimeMs} ${statSync(path).nlink}`)
    .toSorted();
}

function places(t: TestContext) {
  const root = tempFolder(t);
  const env = { HOME: join(root, "person"), OLLAMA_MODELS: join(root, "ollama") };
  return { root, env, home: join(root, "home"), hub: join(root, "person/.cache/huggingface/hub") };
}

describe("an Ollama store", () => {
  const own = "registry.ollama.ai/library";
  const tags: Record<string, OllamaTag> = {
    [`${own}/qwen3:0.6b`]: { layers: [["model", weights]], config: { model_family: "qwen3" } },
    [`${own}/gemma3:1b`]: { layers: [["model", createTinyModel(900, 2)]], config: { model_family: "gemma3" } },
    "hf.co/firm/gemma:Q4_K_M": { layers: [["model", createTinyModel(900, 3)]], config: { model_family: "gemma3" } },
    [`${own}/big:cloud`]: { layers: [], config: { remote_host: "https://ollama.com" } },
    [`${own}/safe:1b`]: { layers: [["tensor", Buffer.from("x")]] },
  };

  test("is listed: what can be loaded, and why the rest cannot", async (t) => {
    const { env } = places(t);
    createOllamaStore(env.OLLAMA_MODELS, tags);
    const found = await findForeign(env, createContext());
    const told = found.map(({ id, reference, reason }) => [id, reference, reason === null ? "" : reason.slice(0, 30)]);
    assert.deepEqual(told, [
      ["big:cloud", "ollama:big:cloud", "it runs on the servers of Olla"],
      ["firm-gemma:Q4_K_M", "hf:firm/gemma:Q4_K_M", ""],
      ["gemma3:1b", "ollama:gemma3:1b", "its weights (gemma3) are in Ol"],
      ["qwen3:0.6b", "ollama:qwen3:0.6b", ""],
      ["safe:1b", "ollama:safe:1b", "it is no GGUF file but in Olla"],
    ]);
    assert.match(found.find(({ id }) => id === "gemma3:1b")?.reason ?? "", /kralle engine add/);
  });

  test("a model of it is used where it lies, by its name, and nothing there is changed", async (t) => {
    const { env, home } = places(t);
    createOllamaStore(env.OLLAMA_MODELS, tags);
    const before = snapshot(env.OLLAMA_MODELS);
    const found = findFound(await findForeign(env, createContext()), "qwen3:0.6b");
    assert.ok(found);
    const options = createOptions(home, env);
    const taken = await takeFound(found, options, createContext());
    assert.equal(taken.path, join(env.OLLAMA_MODELS, "blobs", `sha256-${sha256(weights)}`));
    assert.deepEqual([taken.inPlace, taken.verified, taken.details?.origin], [true, true, "ollama"]);
    assert.deepEqual([...new Set(options.events.map(({ phase }) => phase))], ["verify", "done"]);
    assert.equal((await installedModels(home, createContext())).length, 1);
    assert.deepEqual(await removeModel(home, "qwen3:0.6b", createContext()), { id: "qwen3:0.6b", freedBytes: 0 });
    assert.deepEqual(snapshot(env.OLLAMA_MODELS), before);
  });

  test("control: a damaged blob is refused, and one in Ollama's own form whatever its manifest says", async (t) => {
    const { env, home } = places(t);
    createOllamaStore(env.OLLAMA_MODELS, {
      ...tags,
      [`${own}/sly:1b`]: { layers: [["model", withArchitecture("gptoss")]] },
    });
    const blob = join(env.OLLAMA_MODELS, "blobs", `sha256-${sha256(weights)}`);
    const damaged = Buffer.from(weights);
    damaged[4000] = (damaged[4000] ?? 0) ^ 1;
    writeFileSync(blob, damaged);
    const all = await findForeign(env, createContext());
    const take = (name: string) => {
      const found = findFound(all, name);
      assert.ok(found);
      return failure(takeFound(found, createOptions(home, env), createContext()));
    };
    const refused = await take("qwen3:0.6b");
    assert.equal(refused.code, "E_MODEL_CORRUPT");
    assert.ok(refused.message.includes(sha256(damaged)) && refused.message.includes(sha256(weights)));
    assert.match((await take("sly:1b")).message, /form that only Ollama can load/);
    assert.match((await take("gemma3:1b")).message, /only Ollama can load/);
    assert.deepEqual(await installedModels(home, createContext()), []);
  });

  test("manifests that are none are passed over", async (t) => {
    const { env } = places(t);
    const folder = join(env.OLLAMA_MODELS, "manifests/registry.ollama.ai/library/odd");
    put(join(folder, "a"), "{");
    put(join(folder, "b"), JSON.stringify({ schemaVersion: 2, config: {}, layers: "no" }));
    put(join(folder, "c"), Buffer.alloc(3 * 1024 * 1024));
    put(join(env.OLLAMA_MODELS, "manifests/stray"), "x");
    const digest = `sha256:${"../".repeat(5)}`;
    put(
      join(folder, "d"),
      JSON.stringify({ schemaVersion: 2, config: { mediaType: "x", digest, size: 1 }, layers: [] }),
    );
    assert.deepEqual(await findForeign(env, createContext()), []);
  });
});

const withArchitecture = (name: string): Buffer => {
  const bytes = createTinyModel(900, 7);
  const at = bytes.indexOf("llama");
  assert.equal(name.length, 6);
  const longer = Buffer.concat([
    bytes.subarray(0, at - 8),
    Buffer.from([6, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from(name),
    bytes.subarray(at + 5),
  ]);
  return longer;
};

describe("LM Studio and the Hugging Face cache", () => {
  test("files of LM Studio, split ones too; projectors are no models", async (t) => {
    const { env, home } = places(t);
    const folder = join(env.HOME, ".lmstudio/models/firm/Tiny-GGUF");
    put(join(folder, "Tiny-Q8_0.gguf"), weights);
    put(join(folder, "mmproj-model-f16.gguf"), weights);
    put(join(folder, "README.md"), "x");
    createTinyParts(2, 3000).forEach((bytes, at) => put(join(folder, partName("Big-Q4_K_M", at, 2)), bytes));
    createTinyParts(3, 3000)
      .slice(0, 2)
      .forEach((bytes, at) => put(join(folder, partName("Torn-Q4_0", at, 3)), bytes));
    const found = await findForeign(env, createContext());
    const tiny = findFound(found, "tiny-q8_0");
    assert.ok(tiny);
    const seeing = await takeFound(tiny, createOptions(home, env), createContext());
    assert.equal(seeing.projector?.path, join(folder, "mmproj-model-f16.gguf"));
    assert.equal((await installedModels(home, createContext()))[0]?.projector?.sha256, sha256(weights));
    assert.deepEqual(
      found.map(({ id, files, quantisation, reason }) => [id, files.length, quantisation, reason]),
      [
        ["big-q4_k_m", 2, "Q4_K_M", null],
        ["tiny-q8_0", 1, "Q8_0", null],
        ["torn-q4_0", 0, "Q4_0", "only 2 of its 3 parts are there"],
      ],
    );
    const big = findFound(found, "big-q4_k_m");
    assert.ok(big);
    const taken = await takeFound(big, createOptions(home, env), createContext());
    assert.deepEqual([taken.files.length, taken.verified, dirname(taken.path)], [2, true, folder]);
  });

  test("files of the cache by their links; their digest is the name of the blob", async (t) => {
    const { env, home, hub } = places(t);
    const repo = join(hub, "models--firm--Tiny-GGUF");
    const blob = put(join(repo, "blobs", sha256(weights)), weights);
    for (const commit of ["aaa", "bbb"]) {
      mkdirSync(join(repo, "snapshots", commit), { recursive: true });
      symlinkSync(blob, join(repo, "snapshots", commit, "Tiny-Q4_K_M.gguf"));
    }
    symlinkSync(join(repo, "blobs/gone"), join(repo, "snapshots/aaa/Gone-Q4_0.gguf"));
    const [only, ...more] = await findForeign({ ...env, HF_HUB_CACHE: hub }, createContext());
    assert.ok(only);
    assert.equal(more.length, 0);
    assert.deepEqual([only.reference, only.files[0]?.sha256], ["hf:firm/Tiny-GGUF:Tiny-Q4_K_M.gguf", sha256(weights)]);
    const taken = await takeFound(only, createOptions(home, env), createContext());
    assert.deepEqual([taken.details?.origin, taken.inPlace], ["hub", true]);
  });

  test("a pull by digest takes what is there already, without the network and without a copy", async (t) => {
    const { env, home, hub } = places(t);
    const blob = put(join(hub, "models--a--b/blobs", sha256(weights)), weights);
    const pulled = await pullModel(
      createModel(weights, [HUB]),
      createOptions(home, { ...env, KRALLE_OFFLINE: "1" }),
      createContext(),
    );
    assert.equal(pulled.path, blob);
    assert.equal(existsSync(join(home, "models", `sha256-${sha256(weights)}.gguf`)), false);
    assert.deepEqual(readFileSync(blob), weights);
  });

  test("no store at all is no fault", async (t) => {
    const { env } = places(t);
    assert.deepEqual(await findForeign(env, createContext()), []);
  });
});
