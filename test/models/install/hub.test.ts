import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import { pullModel } from "../../../src/models/install/index.ts";
import { parseContentRange, readRetryAfter } from "../../../src/models/install/sources/http/answer.ts";
import { startHub } from "./hubServer.ts";
import {
  createBytes,
  createContext,
  createModel,
  createOptions,
  HUB,
  MB,
  PATIENT,
  QUICK,
  tempFolder,
} from "./support.ts";

const bytes = createBytes(3 * MB + 17);
const model = createModel(bytes, [HUB]);

/** Pulls from one hub and returns what a caller sees; E_MODEL_SOURCES has the hub's reason in its message. */
async function failure(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (thrown) {
    assert.ok(thrown instanceof AppError);
    return thrown;
  }
  return assert.fail("it succeeded");
}

test("fetches through the redirect, verifies, reports progress", async (t) => {
  const hub = await startHub(t, bytes);
  const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: `${hub.url}/` });
  const pulled = await pullModel(model, options, createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.equal(pulled.sha256, model.sha256);
  assert.deepEqual(hub.requests, ["/cdn/firm/tiny-GGUF/main/tiny.gguf bytes=0-"]);
  const phases = [...new Set(options.events.map(({ phase }) => phase))];
  assert.deepEqual(phases, ["probe", "download", "verify", "done"]);
  const last = options.events.findLast(({ phase }) => phase === "download");
  assert.equal(last?.receivedBytes, bytes.length);
  assert.ok(options.events.every(({ totalBytes }) => totalBytes === bytes.length));
});

test("the second pull asks nobody and reads no weights", async (t) => {
  const hub = await startHub(t, bytes);
  const options = createOptions(tempFolder(t), { HF_ENDPOINT: hub.url });
  await pullModel(model, options, createContext());
  options.events.length = 0;
  await pullModel(model, options, createContext());
  assert.equal(hub.requests.length, 1);
  assert.deepEqual(
    options.events.map(({ phase }) => phase),
    ["done"],
  );
});

test("KRALLE_HUB_URL wins over HF_ENDPOINT", async (t) => {
  const [own, other] = [await startHub(t, bytes), await startHub(t, bytes)];
  await pullModel(
    model,
    createOptions(tempFolder(t), { KRALLE_HUB_URL: own.url, HF_ENDPOINT: other.url }),
    createContext(),
  );
  assert.deepEqual([own.requests.length, other.requests.length], [1, 0]);
});

test("goes on where the connection broke, and fetches no byte twice", async (t) => {
  const hub = await startHub(t, bytes, { cutAfter: MB, times: 2 });
  const pulled = await pullModel(model, createOptions(tempFolder(t), { KRALLE_HUB_URL: hub.url }), createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.equal(hub.requests.length, 3);
  assert.ok(hub.sent() < bytes.length + 2 * MB, `sent ${hub.sent()}`);
  assert.match(hub.requests[2] ?? "", / bytes=[1-9]\d+-$/);
});

test("a stall is noticed and the rest asked for again", async (t) => {
  const hub = await startHub(t, bytes, { stallAfter: 2 * MB, times: 1 });
  const start = performance.now();
  const limits = { ...PATIENT, stallMs: 400 };
  const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: hub.url }, { limits });
  const pulled = await pullModel(model, options, createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
  assert.equal(hub.requests.length, 2);
  assert.ok(performance.now() - start >= 400, "the stall limit was waited for");
});

test("429 with Retry-After and 503 are asked again", async (t) => {
  const first = [{ status: 429, headers: { "retry-after": "1" } }, { status: 503 }];
  const hub = await startHub(t, bytes, { first });
  const start = performance.now();
  await pullModel(model, createOptions(tempFolder(t), { KRALLE_HUB_URL: hub.url }), createContext());
  assert.equal(hub.requests.length, 3);
  assert.ok(performance.now() - start >= 1000, "Retry-After was kept");
});

test("a hub that drips is given up after a bounded number of tries", async (t) => {
  const hub = await startHub(t, bytes, { cutAfter: 1000 });
  const error = await failure(
    pullModel(model, createOptions(tempFolder(t), { KRALLE_HUB_URL: hub.url }), createContext()),
  );
  assert.equal(error.code, "E_MODEL_SOURCES");
  assert.equal(hub.requests.length, 4);
});

const refusals: [string, Parameters<typeof startHub>[2], RegExp][] = [
  ["not found", { first: [{ status: 404 }] }, /answered 404/],
  [
    "too many requests for long",
    { first: [{ status: 429, headers: { "retry-after": "3600" } }] },
    /asks to wait 3600 s/,
  ],
  ["server error without end", { first: Array.from({ length: 9 }, () => ({ status: 500 })) }, /answered 500/],
  ["another file", { announceExtra: 5 }, new RegExp(`has ${bytes.length + 5} bytes`)],
  ["no answer", { mute: true }, /did not answer in time/],
];
for (const [name, faults, reason] of refusals) {
  test(`gives up with a reason: ${name}`, async (t) => {
    const hub = await startHub(t, bytes, faults);
    const limits = name === "no answer" ? QUICK : PATIENT;
    const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: hub.url }, { limits });
    const error = await failure(pullModel(model, options, createContext()));
    assert.equal(error.code, "E_MODEL_SOURCES");
    assert.match(error.message, reason);
    assert.match(error.hint ?? "", /KRALLE_MODEL_PATH/);
    assert.ok(hub.requests.length <= 4);
  });
}

test("a hub without ranges still serves a resumed pull", async (t) => {
  const home = tempFolder(t);
  const broken = await startHub(t, bytes, { cutAfter: 2 * MB });
  await failure(
    pullModel(
      model,
      createOptions(home, { KRALLE_HUB_URL: broken.url }, { limits: { ...PATIENT, tries: 1 } }),
      createContext(),
    ),
  );
  const hub = await startHub(t, bytes, { noRanges: true });
  const pulled = await pullModel(model, createOptions(home, { KRALLE_HUB_URL: hub.url }), createContext());
  assert.deepEqual(readFileSync(pulled.path), bytes);
});

test("an unreachable hub costs little and says why", async (t) => {
  const start = performance.now();
  const options = createOptions(tempFolder(t), { KRALLE_HUB_URL: "http://127.0.0.1:9" });
  const error = await failure(pullModel(model, options, createContext()));
  assert.match(error.message, /127\.0\.0\.1:9.*cannot be reached/);
  assert.ok(performance.now() - start < 3000);
});

test("an address that is none, and offline mode, are reasons too", async (t) => {
  const bad = await failure(
    pullModel(model, createOptions(tempFolder(t), { HF_ENDPOINT: "ftp://x" }), createContext()),
  );
  assert.match(bad.message, /no http\(s\) address/);
  const hub = await startHub(t, bytes);
  const env = { KRALLE_HUB_URL: hub.url, KRALLE_OFFLINE: "1" };
  const offline = await failure(pullModel(model, createOptions(tempFolder(t), env), createContext()));
  assert.match(offline.message, /offline/);
  assert.equal(hub.requests.length, 0);
});

test("Retry-After and Content-Range are read as the standard says", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  assert.equal(readRetryAfter("7", now), 7000);
  assert.equal(readRetryAfter("Thu, 01 Jan 2026 00:00:09 GMT", now), 9000);
  assert.equal(readRetryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now), 0);
  assert.equal(readRetryAfter("soon", now), null);
  assert.equal(readRetryAfter(null, now), null);
  assert.deepEqual(parseContentRange("bytes 5-9/10"), { start: 5, total: 10 });
  assert.deepEqual(parseContentRange("bytes 5-9/*"), { start: 5, total: null });
  for (const bad of ["bytes */10", "bytes 5-9", "items 5-9/10", "bytes -1-9/10", null]) {
    assert.equal(parseContentRange(bad), null);
  }
});
