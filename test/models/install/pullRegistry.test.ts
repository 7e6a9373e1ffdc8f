import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import { listCatalogue, listStarters } from "../../../src/models/catalogue/index.ts";
import {
  installedModels,
  pullNamed,
  removeModel,
  verifyModel,
  type NamedPull,
} from "../../../src/models/install/index.ts";
import { sha256, toManifest, type Fault, type ServedModels } from "./modelServer.ts";
import { createContext, createOptions, MB, PATIENT, tempFolder } from "./support.ts";
import { ask, eyes, failure, q4, q8, REPO, serve, served } from "./tinyServer.ts";
import { createTinyModel } from "./tinyModels.ts";

describe("a model that sees pictures", () => {
  const vision: ServedModels = {
    ollama: {
      "library/llava:1b": {
        layers: [
          ["model", q4],
          ["projector", eyes],
        ],
      },
    },
    hub: served.hub ?? {},
  };

  test("comes with its projector, from either source; both are verified and removed together", async (t) => {
    const server = await serve(t, vision);
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url, KRALLE_OLLAMA_REGISTRY: server.url });
    for (const name of [`hf:${REPO}`, "ollama:llava:1b"]) {
      const { installed } = await pullNamed(ask(name), options, createContext());
      assert.deepEqual(readFileSync(installed.projector?.path ?? ""), eyes);
      assert.equal((await installedModels(home, createContext())).length, 1);
      assert.equal(options.events.filter(({ phase }) => phase === "done").length, 1);
      await verifyModel(home, installed.sha256, () => undefined, createContext());
      const { freedBytes } = await removeModel(home, installed.sha256, createContext());
      assert.equal(freedBytes, q4.length + eyes.length);
      assert.equal(existsSync(installed.projector?.path ?? ""), false);
      options.events.length = 0;
    }
  });

  test("another projector under the same name is refused, and so is a damaged one", async (t) => {
    const server = await serve(t, served);
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url });
    const { installed } = await pullNamed(ask(`hf:${REPO}`), options, createContext());
    writeFileSync(installed.projector?.path ?? "", Buffer.alloc(eyes.length));
    const damaged = await failure(verifyModel(home, installed.id, () => undefined, createContext()));
    assert.equal(damaged.code, "E_MODEL_CORRUPT");
    await removeModel(home, installed.id, createContext());
    const files = { "Tiny-Q4_K_M.gguf": q4, "mmproj-F16.gguf": createTinyModel(1000, 8) };
    const changed = await serve(t, { hub: { [REPO]: { files } } });
    const refused = await failure(
      pullNamed(ask(`hf:${REPO}`), createOptions(home, { KRALLE_HUB_URL: changed.url }), createContext()),
    );
    assert.equal(refused.code, "E_DIGEST_MISMATCH");
    assert.ok(refused.message.includes(sha256(eyes)), refused.message);
  });
});

describe("Ollama's registry", () => {
  const weights = createTinyModel(3 * MB, 4);
  const layers: [string, Buffer][] = [
    ["model", weights],
    ["template", Buffer.from("{{ .Prompt }}")],
    ["params", Buffer.from('{"stop":["<|im_end|>"]}')],
    ["license", Buffer.from("Apache License\nVersion 2.0")],
  ];
  const registry: ServedModels = { ollama: { "library/tiny:1b": { layers } } };
  const PARALLEL = { ...PATIENT, parallelFromBytes: MB };

  test("manifest and layers are read, the weights come over several connections", async (t) => {
    const server = await serve(t, registry, undefined, 2);
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_OLLAMA_REGISTRY: server.url }, { limits: PARALLEL });
    const { installed } = await pullNamed(ask("ollama:tiny:1b"), options, createContext());
    assert.deepEqual(readFileSync(installed.path), weights);
    assert.deepEqual([installed.id, installed.details?.quantisation], ["tiny:1b", "Q4_K_M"]);
    assert.equal(installed.licence, "Apache License");
    const ranges = server.requests.filter((line) => line.includes("/cdn/") && line.includes(sha256(weights)));
    assert.equal(ranges.length, Math.ceil(weights.length / PARALLEL.rangeBytes));
    const beside: unknown = JSON.parse(readFileSync(installed.path.replace(/\.gguf$/, ".layers.json"), "utf8"));
    assert.deepEqual(beside, {
      template: "{{ .Prompt }}",
      params: { stop: ["<|im_end|>"] },
      licences: ["Apache License\nVersion 2.0"],
    });
  });

  test("several pulls of one tag at once all end well, and fetch its weights once", async (t) => {
    const server = await serve(t, registry);
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_OLLAMA_REGISTRY: server.url });
    const pulls = Array.from({ length: 4 }, () => pullNamed(ask("ollama:tiny:1b"), options, createContext()));
    for (const { installed } of await Promise.all(pulls)) assert.equal(installed.sha256, sha256(weights));
    assert.ok(server.sent() < weights.length * 1.1, "the weights came once");
  });

  test("ranges that break, stall or ask to wait are gone on with; no byte is wrong", async (t) => {
    let count = 0;
    const faults: Fault[] = [
      { kind: "cut", after: 100_000 },
      { kind: "stall", after: 200_000 },
      { kind: "status", status: 429, headers: { "retry-after": "0" } },
      { kind: "status", status: 503 },
      { kind: "short", after: 70_000 },
    ];
    const server = await serve(t, registry, (kind) => (kind === "bytes" ? (faults[count++] ?? null) : null));
    const limits = { ...PARALLEL, stallMs: 500 };
    const options = createOptions(tempFolder(t), { KRALLE_OLLAMA_REGISTRY: server.url }, { limits });
    const { installed } = await pullNamed(ask("ollama:tiny:1b"), options, createContext());
    assert.deepEqual(readFileSync(installed.path), weights);
    assert.ok(count > faults.length);
  });

  test("a registry that ignores Range delivers once, over one connection", async (t) => {
    const server = await serve(t, registry, (kind) => (kind === "bytes" ? { kind: "noRange" } : null));
    const options = createOptions(tempFolder(t), { KRALLE_OLLAMA_REGISTRY: server.url }, { limits: PARALLEL });
    const { installed } = await pullNamed(ask("ollama:tiny:1b"), options, createContext());
    assert.deepEqual(readFileSync(installed.path), weights);
    assert.ok(server.sent() < weights.length + 10_000, `sent ${server.sent()}`);
  });

  test("weights of a form that only Ollama loads, cloud models and other manifests are told with what to do", async (t) => {
    const tag = (config: Record<string, unknown>, list = layers) => ({ config, layers: list });
    const odd: ServedModels = {
      ollama: {
        "library/gemma3:4b": tag({ model_family: "gemma3" }),
        "library/big:cloud": tag({ remote_host: "https://ollama.com:443" }, []),
        "library/tensors:1b": tag({}, [["tensor", Buffer.from("x")]]),
      },
    };
    const server = await serve(t, odd);
    const options = createOptions(tempFolder(t), { KRALLE_OLLAMA_REGISTRY: server.url });
    const told = async (name: string) => failure(pullNamed(ask(name), options, createContext()));
    const own = await told("ollama:gemma3:4b");
    assert.equal(own.code, "E_MODEL_UNKNOWN");
    assert.match(own.message, /only Ollama can load/);
    assert.match(own.hint ?? "", /kralle engine add/);
    assert.match((await told("ollama:big:cloud")).message, /runs only on the servers of/);
    assert.match((await told("ollama:tensors:1b")).message, /0 GGUF files/);
    assert.match((await told("ollama:none:1b")).message, /does not have it/);
  });

  test("control: the server's manifest is of the shape that Ollama's own has", () => {
    const manifest = toManifest(registry, "/v2/library/tiny/manifests/1b");
    assert.deepEqual(Object.keys(Object(manifest)), ["schemaVersion", "mediaType", "config", "layers"]);
  });
});

describe("names of the catalogue", () => {
  test("its models are fetched from their repository, else from their tag; a licence is asked for first", async (t) => {
    const repo = "unsloth/gemma-3-270m-it-GGUF";
    const server = await serve(t, {
      hub: { [repo]: { files: { "gemma-3-270m-it-Q4_K_M.gguf": q4 }, licence: "gemma" } },
    });
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url });
    const asked = await failure(pullNamed(ask("gemma3-270m"), options, createContext()));
    assert.equal(asked.code, "E_LICENCE");
    assert.match(asked.message, /Gemma Terms of Use.*https:/);
    assert.equal(server.sent(), 0);
    const { installed } = await pullNamed(ask("gemma3-270m", { acceptLicence: true }), options, createContext());
    assert.equal(installed.id, "gemma3-270m");
    assert.equal(installed.licence, "Gemma Terms of Use");
    const kept: unknown = JSON.parse(readFileSync(join(home, "models", "licences.json"), "utf8"));
    assert.equal(Object(kept).accepted[0].licence, "gemma");
    assert.equal(statSync(join(home, "models", "licences.json")).mode & 0o777, 0o600);
    await removeModel(home, "gemma3-270m", createContext());
    await pullNamed(ask("gemma3-270m"), options, createContext()); // asked once only
  });

  test("the hub does not answer, the registry does", async (t) => {
    const registry = {
      ollama: {
        "library/qwen3:0.6b": { layers: [["model", q4]] as [string, Buffer][], config: { model_family: "qwen3" } },
      },
    };
    const server = await serve(t, registry);
    const env = { KRALLE_HUB_URL: "http://127.0.0.1:9", KRALLE_OLLAMA_REGISTRY: server.url };
    const { installed } = await pullNamed(ask("qwen3-0.6b"), createOptions(tempFolder(t), env), createContext());
    assert.deepEqual([installed.id, installed.details?.origin], ["qwen3-0.6b", "ollama"]);
  });

  test("the same name from two sources is told apart", async (t) => {
    const models: ServedModels = {
      hub: { "unsloth/Qwen3-0.6B-GGUF": { files: { "Qwen3-0.6B-Q4_K_M.gguf": q4 } } },
      ollama: { "library/qwen3:0.6b": { layers: [["model", q8]] } },
    };
    const server = await serve(t, models);
    const env = { KRALLE_HUB_URL: server.url, KRALLE_OLLAMA_REGISTRY: server.url };
    const home = tempFolder(t);
    const options = createOptions(home, env);
    await pullNamed(ask("qwen3-0.6b"), options, createContext());
    await pullNamed(ask("qwen3-0.6b", { from: "ollama" }), options, createContext());
    const clash = await failure(removeModel(home, "qwen3-0.6b", createContext()));
    assert.equal(clash.hint, "Say which: hub:qwen3-0.6b, ollama:qwen3-0.6b.");
    await removeModel(home, "ollama:qwen3-0.6b", createContext());
    const left = await installedModels(home, createContext());
    assert.deepEqual(
      left.map(({ sha256: digest }) => digest),
      [sha256(q4)],
    );
  });

  test("every model of the catalogue is pulled by its name; one whose digest is known takes no other bytes", async (t) => {
    const home = tempFolder(t);
    const hub: NonNullable<ServedModels["hub"]> = {};
    for (const [at, { ggufRepo, digests, sizes }] of listCatalogue().entries()) {
      if (ggufRepo === null) continue;
      const known = [...digests.keys()].filter((path) => path.startsWith(`${ggufRepo}/`));
      const names = known.map((path) => path.slice(ggufRepo.length + 1));
      const label = Object.keys(sizes)[0] ?? "Q4_K_M";
      const all = names.length > 0 ? names : [`model-${label}.gguf`];
      hub[ggufRepo] = { files: Object.fromEntries(all.map((name) => [name, createTinyModel(100 + at, at)])) };
    }
    const server = await serve(t, { hub });
    const options = createOptions(home, { KRALLE_HUB_URL: server.url, KRALLE_OLLAMA_REGISTRY: server.url });
    const ends = new Map<string, number>();
    for (const { id, ggufRepo, digests } of listCatalogue()) {
      const isKnown = [...digests.keys()].some((path) => path.startsWith(`${ggufRepo}/`) && !path.includes("mmproj"));
      const request = ask(id, { acceptLicence: true, from: ggufRepo === null ? "ollama" : "hub" });
      // Starters are fetched by their digest, which these bytes do not have either.
      const isStarter = listStarters().some((starter) => starter.id === id);
      const end = await pullNamed(request, options, createContext()).then(
        ({ installed }) => installed.id,
        (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown)),
      );
      const wanted = isStarter ? "E_MODEL_SOURCES" : isKnown ? "E_DIGEST_MISMATCH" : id;
      assert.equal(end, wanted, id);
      ends.set(wanted === id ? "installed" : wanted, (ends.get(wanted === id ? "installed" : wanted) ?? 0) + 1);
    }
    assert.ok((ends.get("installed") ?? 0) >= 35, JSON.stringify([...ends]));
    assert.ok((ends.get("E_DIGEST_MISMATCH") ?? 0) >= 15, JSON.stringify([...ends]));
  });

  test("unknown names, quantisations and sources are told before anybody is asked", async (t) => {
    const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: "http://127.0.0.1:9" });
    const told = async (request: NamedPull) => failure(pullNamed(request, options, createContext()));
    assert.match((await told(ask("qwen3-5b"))).hint ?? "", /Nearest: qwen3-/);
    assert.equal((await told(ask("qwen3-8b", { quantisation: "best" }))).code, "E_INPUT");
    assert.match((await told(ask("glm-4.7", { from: "ollama" }))).hint ?? "", /It can be had from: hub/);
    assert.equal((await told(ask("hf:a/b:Q4_0", { quantisation: "Q8_0" }))).code, "E_INPUT");
    assert.equal((await told(ask("ollama:a:b", { from: "hub" }))).code, "E_INPUT");
    assert.equal((await told(ask("hf:../b"))).code, "E_INPUT");
  });
});
