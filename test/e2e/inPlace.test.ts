import assert from "node:assert/strict";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { homeWithModels, run, tempFolder } from "../cli/_setup.ts";
import { splitGguf } from "../models/gguf/splitGguf.ts";
import { sha256 } from "../models/install/modelServer.ts";

const SMOL = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

/** An Ollama store with one model under a name of its owner, as Ollama 0.32.15 writes it. */
function createStore(root: string, weights: string): string {
  const blobs = join(root, "blobs");
  const tags = join(root, "manifests/registry.ollama.ai/library/smol");
  for (const folder of [blobs, tags]) mkdirSync(folder, { recursive: true });
  const blob = join(blobs, `sha256-${SMOL}`);
  try {
    linkSync(weights, blob);
  } catch {
    symlinkSync(weights, blob); // on another disk
  }
  const config = Buffer.from(
    '{"model_format":"gguf","model_family":"llama","model_families":["llama"],"model_type":"134.52M","file_type":"Q4_1","architecture":"amd64","os":"linux"}',
  );
  writeFileSync(join(blobs, `sha256-${sha256(config)}`), config);
  const layer = (mediaType: string, digest: string, size: number) => ({ mediaType, digest: `sha256:${digest}`, size });
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: layer("application/vnd.docker.container.image.v1+json", sha256(config), config.length),
    layers: [layer("application/vnd.ollama.image.model", SMOL, statSync(weights).size)],
  };
  writeFileSync(join(tags, "mine"), JSON.stringify(manifest));
  return blob;
}

test("a model out of an Ollama store is loaded where it lies, and answers; nothing is copied or written there", async (t) => {
  const shared = homeWithModels(t);
  const folder = tempFolder(t);
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  symlinkSync(join(shared, "packs"), join(home, "packs"));
  const store = join(folder, "ollama");
  const blob = createStore(store, join(shared, "models", `sha256-${SMOL}.gguf`));
  const before = readdirSync(store, { recursive: true }).toSorted();
  const env = { OLLAMA_MODELS: store, HOME: folder, KRALLE_OFFLINE: "1" };
  const listed = await run(["models"], { home, env });
  assert.match(listed.stdout, /smol:mine .*Ollama: can be used in place/);
  const ready = await run(["setup", "--model", "smol:mine"], { home, env });
  assert.equal(ready.code, 0, ready.stderr);
  assert.match(ready.stderr + ready.stdout, /smol:mine is loaded/);
  const record = JSON.parse(readFileSync(join(home, "models", `sha256-${SMOL}.json`), "utf8")) as { path: string };
  assert.equal(record.path, blob);
  assert.equal(existsSync(join(home, "models", `sha256-${SMOL}.gguf`)), false);
  assert.deepEqual(readdirSync(store, { recursive: true }).toSorted(), before);
  const again = await run(["models", "--json"], { home, env });
  const { installed } = JSON.parse(again.stdout) as { installed: { inPlace: boolean; verified: boolean }[] };
  assert.deepEqual(
    installed.map(({ inPlace, verified }) => [inPlace, verified]),
    [[true, true]],
  );
});

test("a split model is imported by any of its parts, and loads with its parts side by side", async (t) => {
  const shared = homeWithModels(t);
  const folder = tempFolder(t);
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  symlinkSync(join(shared, "packs"), join(home, "packs"));
  const whole = readFileSync(join(shared, "models", `sha256-${SMOL}.gguf`));
  const names = [1, 2, 3].map((number) => `smol-Q4_1-0000${number}-of-00003.gguf`);
  for (const [at, part] of splitGguf(whole, 3).entries()) writeFileSync(join(folder, names[at] ?? ""), part);
  const env = { HOME: folder, KRALLE_OFFLINE: "1" };
  const taken = await run(["models", "import", join(folder, names[1] ?? ""), "--name", "smol-split", "--json"], {
    home,
    env,
  });
  assert.equal(taken.code, 0, taken.stderr);
  const { files, path } = JSON.parse(taken.stdout) as { files: number; path: string };
  assert.deepEqual([files, basename(path)], [3, names[0]]);
  for (const name of names) rmSync(join(folder, name)); // the store has them as links or copies of its own
  const ready = await run(["setup", "--model", "smol-split"], { home, env });
  assert.equal(ready.code, 0, ready.stderr);
  assert.match(ready.stderr + ready.stdout, /smol-split is loaded/);
  rmSync(join(dirname(path), names[2] ?? ""));
  const torn = await run(["setup", "--model", path], { home, env });
  assert.match(torn.stderr.replaceAll(/\s+/g, " "), /00003-of-00003\.gguf does not lie beside it/);
});
