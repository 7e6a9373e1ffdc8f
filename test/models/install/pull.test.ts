import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import {
  installedModels,
  pruneFiles,
  pullFrom,
  pullModel,
  removeModel,
  SourceFault,
  verifyModel,
  type Piece,
  type Source,
} from "../../../src/models/install/index.ts";
import { storePaths } from "../../../src/models/install/paths.ts";
import { withLock } from "../../../src/models/install/lock.ts";
import { startHub } from "./hubServer.ts";
import { createBytes, createContext, createModel, createOptions, HUB, MB, tempFolder } from "./support.ts";

const bytes = createBytes(2 * MB);
const evil = createBytes(2 * MB, 99);
const model = createModel(bytes, [HUB]);

/** A source that delivers from `content`, up to `until`, and notes the offsets it was asked for. */
function scripted(name: string, content: Buffer, until = content.length): Source & { offsets: number[] } {
  const offsets: number[] = [];
  async function* pieces(offset: number): AsyncIterable<Piece> {
    for (let at = offset; at < until; at += 100_000) {
      yield { type: "bytes", bytes: content.subarray(at, Math.min(at + 100_000, until)) };
    }
    if (until < content.length) throw new SourceFault("the line broke");
  }
  return {
    name,
    offsets,
    space: (remaining) => remaining,
    open: (offset) => {
      offsets.push(offset);
      return Promise.resolve({ kind: "pieces", pieces: pieces(offset) });
    },
  };
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await promise.then(
    () => assert.fail("it succeeded"),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  return thrown;
}

test("another source goes on where one broke off", async (t) => {
  const [first, second] = [scripted("first", bytes, MB), scripted("second", bytes)];
  const pulled = await pullFrom([first, second], model, createOptions(tempFolder(t), {}), createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.deepEqual(second.offsets, [MB]);
  assert.equal(pulled.source, "first + second");
});

test("a source that lies is named in a warning, and an honest one is asked from the start", async (t) => {
  const [liar, honest] = [scripted("liar", evil), scripted("honest", bytes)];
  const context = createContext();
  const pulled = await pullFrom([liar, honest], model, createOptions(tempFolder(t), {}), context);
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.equal(pulled.source, "honest");
  assert.deepEqual(honest.offsets, [0]);
  assert.equal(context.warnings[0]?.fields["source"], "liar");
});

test("when every source lies, nothing stays and the error names them", async (t) => {
  const home = tempFolder(t);
  const sources = [scripted("liar one", evil), scripted("broken", bytes, 0), scripted("liar two", evil)];
  const error = await failure(pullFrom(sources, model, createOptions(home, {}), createContext()));
  assert.equal(error.code, "E_DIGEST_MISMATCH");
  assert.match(error.message, /liar one: delivered bytes with another SHA-256/);
  assert.match(error.message, /liar two: delivered/);
  assert.match(error.message, /broken: the line broke/);
  const paths = storePaths(home, model.sha256);
  assert.equal(existsSync(paths.file), false);
  assert.equal(existsSync(paths.partialState), false);
});

test("a lie in a resumed beginning does not spoil an honest source", async (t) => {
  const home = tempFolder(t);
  await failure(pullFrom([scripted("liar", evil, MB)], model, createOptions(home, {}), createContext()));
  const honest = scripted("honest", bytes);
  const context = createContext();
  const pulled = await pullFrom([honest], model, createOptions(home, {}), context);
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.deepEqual(honest.offsets, [MB, 0]);
  assert.equal(context.warnings[0]?.fields["source"], "liar + honest");
});

test("a source that delivers too much is cut off", async (t) => {
  const long = scripted("long", Buffer.concat([bytes, bytes]));
  const error = await failure(pullFrom([long], model, createOptions(tempFolder(t), {}), createContext()));
  assert.match(error.message, /more bytes than the model has/);
});

test("a full disk is said before anything is fetched, with figures", async (t) => {
  const hub = await startHub(t, bytes);
  const statfs = () => Promise.resolve({ bavail: 10, bsize: 4096 });
  const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: hub.url }, { statfs });
  const error = await failure(pullModel(model, options, createContext()));
  assert.equal(error.code, "E_DISK_FULL");
  assert.equal(error.data?.["freeBytes"], 40_960);
  assert.ok(Number(error.data?.["neededBytes"]) > bytes.length);
  assert.equal(hub.requests.length, 0);
});

test("a disk that fills up in the middle is E_DISK_FULL and resumable", async (t) => {
  const home = tempFolder(t);
  const full: Source = {
    ...scripted("full", bytes),
    open: () => {
      async function* pieces(): AsyncIterable<Piece> {
        yield { type: "bytes", bytes: bytes.subarray(0, MB) };
        throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      }
      return Promise.resolve({ kind: "pieces", pieces: pieces() });
    },
  };
  assert.equal((await failure(pullFrom([full], model, createOptions(home, {}), createContext()))).code, "E_DISK_FULL");
  const rest = scripted("rest", bytes);
  await pullFrom([rest], model, createOptions(home, {}), createContext());
  assert.deepEqual(rest.offsets, [MB]);
});

test("a home that is a file is E_HOME_UNWRITABLE with a hint", async (t) => {
  const file = join(tempFolder(t), "file");
  writeFileSync(file, "");
  const error = await failure(pullFrom([scripted("any", bytes)], model, createOptions(file, {}), createContext()));
  assert.equal(error.code, "E_HOME_UNWRITABLE");
  assert.match(error.hint ?? "", /KRALLE_HOME/);
});

test("who does not want to wait for another pull is told", async (t) => {
  const home = tempFolder(t);
  const context = createContext();
  const { lock } = storePaths(home, model.sha256);
  await withLock(
    lock,
    { what: "it" },
    async () => {
      const options = createOptions(home, {}, { waitMs: 0 });
      assert.equal((await failure(pullFrom([], model, options, context))).code, "E_PULL_BUSY");
    },
    context,
  );
});

test("lists, verifies, removes what is installed", async (t) => {
  const home = tempFolder(t);
  const context = createContext();
  assert.deepEqual(await installedModels(home, context), []);
  assert.equal((await failure(verifyModel(home, "tiny", () => undefined, context))).code, "E_MODEL_UNKNOWN");
  const { path } = await pullFrom([scripted("any", bytes)], model, createOptions(home, {}), context);
  const [installed] = await installedModels(home, context);
  assert.equal(installed?.id, "tiny");
  assert.equal(installed?.verified, true);
  const damaged = Buffer.from(bytes);
  damaged[0] = (damaged[0] ?? 0) ^ 255;
  writeFileSync(path, damaged);
  assert.equal((await installedModels(home, context))[0]?.verified, false);
  assert.equal((await failure(verifyModel(home, "tiny", () => undefined, context))).code, "E_MODEL_CORRUPT");
  writeFileSync(path, bytes);
  assert.equal((await verifyModel(home, model.sha256, () => undefined, context)).verified, true);
  assert.deepEqual(await removeModel(home, "tiny", context), { id: "tiny", freedBytes: bytes.length });
  assert.deepEqual(await installedModels(home, context), []);
});

test("prune removes leftovers, but not what somebody works on", async (t) => {
  const home = tempFolder(t);
  const context = createContext();
  await failure(pullFrom([scripted("half", bytes, MB)], model, createOptions(home, {}), context));
  const paths = storePaths(home, model.sha256);
  mkdirSync(paths.parts, { recursive: true });
  writeFileSync(join(paths.parts, "0.whl"), "x".repeat(100));
  await withLock(
    paths.lock,
    { what: "it" },
    async () => {
      assert.deepEqual(await pruneFiles(home, context), { files: [], freedBytes: 0 });
    },
    context,
  );
  const pruned = await pruneFiles(home, context);
  assert.ok(pruned.freedBytes >= MB + 100);
  assert.equal(existsSync(paths.partial), false);
  assert.equal(existsSync(paths.parts), false);
});
