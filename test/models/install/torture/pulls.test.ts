import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pullNamed } from "../../../../src/models/install/index.ts";
import { startModelServer } from "../modelServer.ts";
import { createContext, createOptions, tempFolder } from "../support.ts";
import { createRandom, createScene, HASTY } from "./faults.ts";
import { findCorruption, findLeftovers } from "./judge.ts";
import { runSeed } from "./runSeed.ts";

const SEEDS = Array.from({ length: 12 }, (_seed, at) => at + 1);

test("seeded runs through bad servers, with kills: nothing corrupt is ever installed", async (t) => {
  const folder = tempFolder(t);
  const wrong: string[] = [];
  let kills = 0;
  const queue = [...SEEDS];
  const work = async (): Promise<void> => {
    for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
      const result = await runSeed(seed, folder);
      kills += result.kills;
      wrong.push(...result.faults.map((fault) => `seed ${seed}: ${fault}`));
    }
  };
  await Promise.all([work(), work()]);
  assert.deepEqual(wrong, []);
  assert.ok(kills >= 5, `${kills} processes were killed`);
});

test("control: the judge sees a wrong byte, a cut file, bytes of another model, and what is left behind", async (t) => {
  const folder = tempFolder(t);
  for (const seed of [1, 3]) {
    const home = join(folder, `home-${seed}`);
    const scene = createScene(seed, createRandom(seed));
    const truth = [...scene.truth, ...(scene.projector ? [scene.projector] : [])];
    const server = await startModelServer(scene.served);
    t.after(() => server.close());
    const env = { KRALLE_HUB_URL: server.url, KRALLE_OLLAMA_REGISTRY: server.url };
    const request = { name: scene.name, quantisation: null, from: null, acceptLicence: false, repin: false };
    const { installed } = await pullNamed(request, createOptions(home, env, { limits: HASTY }), createContext());
    assert.deepEqual(findCorruption(home, truth), []);
    assert.deepEqual(findCorruption(home, []).length, truth.length);
    const path = installed.files.at(-1)?.path ?? "";
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    assert.equal(findCorruption(home, truth).length, 2);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 9] = (flipped[bytes.length - 9] ?? 0) ^ 1;
    writeFileSync(path, flipped);
    assert.equal(findCorruption(home, truth).length, 2);
    mkdirSync(join(home, "models/.partial"), { recursive: true });
    writeFileSync(join(home, "models/.partial/x"), "x");
    assert.deepEqual(findLeftovers(home), ["x"]);
    assert.ok(readdirSync(join(home, "models")).length > 1);
  }
});
