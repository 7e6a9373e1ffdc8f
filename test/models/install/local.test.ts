import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import { pullModel } from "../../../src/models/install/index.ts";
import { storePaths } from "../../../src/models/install/paths.ts";
import { startHub } from "./hubServer.ts";
import { createBytes, createContext, createModel, createOptions, HUB, MB, tempFolder } from "./support.ts";

const bytes = createBytes(MB + 3);
const model = createModel(bytes, [HUB]);

test("takes a file without a second copy of its bytes, and leaves it where it is", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "mine.gguf");
  writeFileSync(file, bytes);
  const home = join(folder, "home");
  const options = createOptions(
    home,
    { KRALLE_MODEL_PATH: file },
    { statfs: () => Promise.resolve({ bavail: 0, bsize: 1 }) },
  );
  const pulled = await pullModel(model, options, createContext());
  assert.equal(pulled.path, storePaths(home, model.sha256).file);
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.ok(existsSync(file));
  assert.equal(pulled.source, file);
});

test("finds the file in a folder by size and digest, also behind a link and deep inside", async (t) => {
  const folder = tempFolder(t);
  const cache = join(folder, "cache", "models--firm--tiny", "snapshots", "abc");
  mkdirSync(join(folder, "cache", "blobs"), { recursive: true });
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(folder, "cache", "blobs", "aaa"), createBytes(MB + 3, 7)); // same size, other content
  writeFileSync(join(folder, "real"), bytes);
  symlinkSync(join(folder, "real"), join(cache, "tiny.gguf"));
  const context = createContext();
  const options = createOptions(join(folder, "home"), { KRALLE_MODEL_PATH: join(folder, "cache") });
  const pulled = await pullModel(model, options, context);
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.equal(context.warnings.length, 1, "the file with other content is named");
});

test("a wrong file is named, left alone, and the next source is asked", async (t) => {
  const folder = tempFolder(t);
  const file = join(folder, "mine.gguf");
  const wrong = createBytes(MB + 3, 9);
  writeFileSync(file, wrong);
  const hub = await startHub(t, bytes);
  const context = createContext();
  const env = { KRALLE_MODEL_PATH: file, KRALLE_HUB_URL: hub.url };
  await pullModel(model, createOptions(join(folder, "home"), env), context);
  assert.deepEqual(readFileSync(file), wrong);
  assert.equal(hub.requests.length, 1);
  assert.match(context.warnings[0]?.message ?? "", /another SHA-256/);
});

test("says what is wrong with a path", async (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, "short.gguf"), "GGUF");
  mkdirSync(join(folder, "empty"));
  const reasons: [string, RegExp][] = [
    ["nothing", /does not exist/],
    ["short.gguf", /has 4 bytes where the model has/],
    ["empty", /holds no file of/],
  ];
  for (const [name, reason] of reasons) {
    const env = { KRALLE_MODEL_PATH: join(folder, name), KRALLE_OFFLINE: "1" };
    await assert.rejects(pullModel(model, createOptions(join(folder, "home"), env), createContext()), (thrown) => {
      assert.ok(thrown instanceof AppError);
      assert.match(thrown.message, reason);
      return true;
    });
  }
});

test("a file found in the store without a record is verified once; a changed one is fetched again", async (t) => {
  const home = tempFolder(t);
  const paths = storePaths(home, model.sha256);
  mkdirSync(paths.folder, { recursive: true });
  writeFileSync(paths.file, bytes);
  const hub = await startHub(t, bytes);
  const options = createOptions(home, { KRALLE_HUB_URL: hub.url });
  await pullModel(model, options, createContext());
  assert.equal(hub.requests.length, 0);
  const context = createContext();
  const damaged = Buffer.from(bytes);
  damaged[5] = (damaged[5] ?? 0) ^ 1;
  writeFileSync(paths.file, damaged);
  await pullModel(model, options, context);
  assert.equal(hub.requests.length, 1);
  assert.deepEqual(readFileSync(paths.file), bytes);
  assert.match(context.warnings[0]?.message ?? "", /changed or damaged/);
});

test("a touched but equal file is verified again, not fetched", async (t) => {
  const home = tempFolder(t);
  const hub = await startHub(t, bytes);
  const options = createOptions(home, { KRALLE_HUB_URL: hub.url });
  const { path } = await pullModel(model, options, createContext());
  const { mtime } = statSync(path);
  utimesSync(path, mtime, new Date(mtime.getTime() + 5000));
  options.events.length = 0;
  await pullModel(model, options, createContext());
  assert.equal(hub.requests.length, 1);
  assert.ok(options.events.some(({ phase }) => phase === "verify"));
});
