import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { installedModels, pullNamed, removeModel, verifyModel } from "../../../src/models/install/index.ts";
import { sha256, type Fault, type RequestKind } from "./modelServer.ts";
import { createContext, createOptions, QUICK, tempFolder } from "./support.ts";
import { ask, eyes, failure, q4, q8, REPO, serve, served } from "./tinyServer.ts";
import { createTinyModel, createTinyParts, partName } from "./tinyModels.ts";

describe("a repository of the hub", () => {
  test("the usual quantisation is taken, its digest pinned, and the second pull asks nobody", async (t) => {
    const server = await serve(t, served);
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url });
    const { installed, wasHere } = await pullNamed(ask(`hf:${REPO}`), options, createContext());
    assert.deepEqual(readFileSync(installed.path), q4);
    assert.equal(installed.sha256, sha256(q4));
    assert.equal(wasHere, false);
    assert.equal(installed.id, "tiny:q4_k_m");
    assert.equal(installed.contextTokens, 2048);
    assert.deepEqual(installed.details, {
      quantisation: "Q4_K_M",
      origin: "hub",
      pinned: "first-pull",
      reference: `hf:${REPO}`,
      architecture: "llama",
      projector: { bytes: eyes.length, sha256: sha256(eyes) },
    });
    const asked = server.requests.length;
    assert.equal((await pullNamed(ask(`hf:${REPO}`), options, createContext())).wasHere, true);
    assert.equal(server.requests.length, asked);
  });

  test("a quantisation or a file can be named; what is not there is told with what is", async (t) => {
    const server = await serve(t, served);
    const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: server.url });
    for (const request of [
      ask(`hf:${REPO}:q8_0`),
      ask(`hf:${REPO}`, { quantisation: "Q8_0" }),
      ask(`hf:${REPO}:Tiny-Q8_0.gguf`),
    ]) {
      const { installed } = await pullNamed(request, options, createContext());
      assert.deepEqual(readFileSync(installed.path), q8);
    }
    const missing = await failure(pullNamed(ask(`hf:${REPO}:Q3_K_S`), options, createContext()));
    assert.equal(missing.code, "E_MODEL_UNKNOWN");
    assert.equal(missing.hint, "It has: Q4_K_M, Q8_0.");
  });

  test("other bytes under the same name are refused with both digests, and taken when that is asked for", async (t) => {
    const server = await serve(t, served);
    const home = tempFolder(t);
    await pullNamed(ask(`hf:${REPO}`), createOptions(home, { KRALLE_HUB_URL: server.url }), createContext());
    await removeModel(home, "tiny:q4_k_m", createContext());
    const other = createTinyModel(300_000, 9);
    const changed = await serve(t, { hub: { [REPO]: { files: { "Tiny-Q4_K_M.gguf": other } } } });
    const options = createOptions(home, { KRALLE_HUB_URL: changed.url });
    const refused = await failure(pullNamed(ask(`hf:${REPO}`), options, createContext()));
    assert.equal(refused.code, "E_DIGEST_MISMATCH");
    assert.ok(refused.message.includes(sha256(q4)) && refused.message.includes(sha256(other)), refused.message);
    assert.equal(changed.sent(), 0);
    const taken = await pullNamed(ask(`hf:${REPO}`, { repin: true }), options, createContext());
    assert.equal(taken.installed.sha256, sha256(other));
    await removeModel(home, "tiny:q4_k_m", createContext());
    await pullNamed(ask(`hf:${REPO}`), options, createContext());
  });

  test("bytes that are not what the hub said are never installed", async (t) => {
    const claims = { "Tiny-Q4_K_M.gguf": sha256(Buffer.from("something else")) };
    const server = await serve(t, { hub: { [REPO]: { files: { "Tiny-Q4_K_M.gguf": q4 }, claims } } });
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url });
    const refused = await failure(pullNamed(ask(`hf:${REPO}`), options, createContext()));
    assert.equal(refused.code, "E_DIGEST_MISMATCH");
    assert.deepEqual(await installedModels(home, createContext()), []);
    assert.equal(existsSync(join(home, "models", "pins.json")), false);
  });

  test("what is no GGUF file is not installed either, whatever its name is", async (t) => {
    const server = await serve(t, { hub: { [REPO]: { files: { "Tiny-Q4_K_M.gguf": Buffer.from("<html>") } } } });
    const home = tempFolder(t);
    const refused = await failure(
      pullNamed(ask(`hf:${REPO}`), createOptions(home, { KRALLE_HUB_URL: server.url }), createContext()),
    );
    assert.equal(refused.code, "E_MODEL_CORRUPT");
    assert.deepEqual(await installedModels(home, createContext()), []);
  });

  test("a mirror that does not answer gives way to the next one", async (t) => {
    const server = await serve(t, served);
    const mirrors = { hub: ["http://127.0.0.1:9", server.url], ollama: [] };
    const options = createOptions(tempFolder(t), {}, { mirrors });
    const { installed } = await pullNamed(ask(`hf:${REPO}`), options, createContext());
    assert.deepEqual(readFileSync(installed.path), q4);
  });

  test("a mirror that serves files and no list of them says the digest of a file that is named", async (t) => {
    const noApi = (kind: RequestKind): Fault | null => (kind === "api" ? { kind: "status", status: 404 } : null);
    const server = await serve(t, served, noApi);
    const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: server.url });
    const { installed } = await pullNamed(ask(`hf:${REPO}:Tiny-Q8_0.gguf`), options, createContext());
    assert.deepEqual([installed.sha256, installed.details?.pinned], [sha256(q8), "first-pull"]);
    assert.match((await failure(pullNamed(ask(`hf:${REPO}`), options, createContext()))).message, /does not have it/);
  });

  const strange: [string, (kind: RequestKind) => Fault | null, RegExp][] = [
    ["HTML", (kind) => (kind === "api" ? { kind: "html" } : null), /no JSON where a repository belongs/],
    ["half JSON", (kind) => (kind === "api" ? { kind: "cut", after: 0 } : null), /no JSON/],
    ["401", () => ({ kind: "status", status: 401 }), /wants an account/],
    ["404", () => ({ kind: "status", status: 404 }), /does not have it/],
    ["silence", () => ({ kind: "mute" }), /did not answer in time/],
    ["429 for an hour", () => ({ kind: "status", status: 429, headers: { "retry-after": "3600" } }), /answered 429/],
  ];
  for (const [name, faultOf, reason] of strange) {
    test(`a hub that answers with ${name} is told so`, async (t) => {
      const server = await serve(t, served, faultOf);
      const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: server.url }, { limits: QUICK });
      const told = await failure(pullNamed(ask(`hf:${REPO}`), options, createContext()));
      assert.equal(told.code, "E_MODEL_SOURCES");
      assert.match(told.message, reason);
    });
  }
});

describe("a split model", () => {
  const parts = createTinyParts(3, 200_000);
  const files = Object.fromEntries(
    parts.map((bytes, at) => [`Q4_K_M/Big-Q4_K_M-${partName("x", at, 3).slice(2)}`, bytes]),
  );
  const big = { hub: { "firm/Big-GGUF": { files } } };

  test("is fetched, verified and kept as one model, with its parts side by side", async (t) => {
    const server = await serve(t, big);
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url });
    const { installed } = await pullNamed(ask("hf:firm/Big-GGUF"), options, createContext());
    assert.equal(installed.files.length, 3);
    assert.ok(installed.path.endsWith("Big-Q4_K_M-00001-of-00003.gguf"), installed.path);
    for (const [at, { path }] of installed.files.entries()) {
      assert.equal(dirname(path), dirname(installed.path));
      assert.deepEqual(readFileSync(path), parts[at]);
    }
    assert.equal(
      installed.bytes,
      parts.reduce((sum, part) => sum + part.length, 0),
    );
    const totals = new Set(options.events.map(({ totalBytes }) => totalBytes));
    assert.deepEqual([...totals], [installed.bytes]);
    assert.equal(options.events.filter(({ phase }) => phase === "done").length, 1);
    assert.equal((await installedModels(home, createContext())).length, 1);
    await verifyModel(home, installed.id, () => undefined, createContext());
    const { freedBytes } = await removeModel(home, installed.id, createContext());
    assert.equal(freedBytes, installed.bytes);
    assert.equal(existsSync(dirname(installed.path)), false);
  });

  test("parts that are there are not fetched again, and one that is missing is told", async (t) => {
    const home = tempFolder(t);
    let broken = true;
    const faultOf = (kind: RequestKind, path: string): Fault | null =>
      broken && kind === "bytes" && path.includes("00002") ? { kind: "status", status: 404 } : null;
    const server = await serve(t, big, faultOf);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url });
    assert.equal((await failure(pullNamed(ask("hf:firm/Big-GGUF"), options, createContext()))).code, "E_MODEL_SOURCES");
    assert.deepEqual(await installedModels(home, createContext()), []);
    broken = false;
    await pullNamed(ask("hf:firm/Big-GGUF"), options, createContext());
    const first = server.requests.filter((line) => line.includes("/cdn/") && line.includes("00001"));
    assert.equal(first.length, 1);
    const { "Q4_K_M/Big-Q4_K_M-00002-of-00003.gguf": _gone, ...incomplete } = files;
    const half = await serve(t, { hub: { "firm/Big-GGUF": { files: incomplete } } });
    const missing = await failure(
      pullNamed(ask("hf:firm/Big-GGUF"), createOptions(tempFolder(t), { KRALLE_HUB_URL: half.url }), createContext()),
    );
    assert.match(missing.hint ?? "", /no whole GGUF file/);
  });

  test("a part that came whole and was killed before it was recorded is taken as it is", async (t) => {
    const server = await serve(t, big);
    const home = tempFolder(t);
    const options = createOptions(home, { KRALLE_HUB_URL: server.url });
    const { installed } = await pullNamed(ask("hf:firm/Big-GGUF"), options, createContext());
    const models = join(home, "models");
    rmSync(join(models, `sha256-${installed.sha256}.json`));
    for (const { path } of installed.files) rmSync(`${path}.json`);
    for (const { path } of installed.files.slice(1)) rmSync(path);
    const sent = server.sent();
    await pullNamed(ask("hf:firm/Big-GGUF"), options, createContext());
    assert.equal(server.sent() - sent, installed.bytes - (parts[0]?.length ?? 0));
  });

  test("a file that is another part than its name says is refused", async (t) => {
    const swapped = Object.fromEntries(Object.keys(files).map((name, at) => [name, parts[(at + 1) % 3] as Buffer]));
    const server = await serve(t, { hub: { "firm/Big-GGUF": { files: swapped } } });
    const home = tempFolder(t);
    const refused = await failure(
      pullNamed(ask("hf:firm/Big-GGUF"), createOptions(home, { KRALLE_HUB_URL: server.url }), createContext()),
    );
    assert.equal(refused.code, "E_MODEL_CORRUPT");
    assert.deepEqual(await installedModels(home, createContext()), []);
  });
});
