import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { describe, it } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import type { EngineEvent, EngineRequest, ModelFeature } from "../../../src/models/engine/types.ts";
import { NEEDLE } from "../../../src/models/probe/filler.ts";
import {
  modelDepth,
  offer,
  probeDepth,
  type DepthOptions,
  type DepthProgress,
} from "../../../src/models/probe/index.ts";
import { toPicture } from "../../../src/models/probe/picture.ts";
import { toContext } from "../engine/_setup.ts";
import { createScriptedEngine } from "../engine/scriptedEngine.ts";

interface Reader {
  /** Words from the end of the prompt that it takes in; what stands before is lost, as where a server cuts in silence. */
  sees?: number;
  features?: readonly ModelFeature[];
  picture?: (question: string, bytes: Uint8Array) => string;
  contextTokens?: number;
}

/** A reader of 1,000 tokens per second that keeps the last prompt's beginning, and writes 50 per second. */
function createReader({ sees = Number.POSITIVE_INFINITY, features, picture, contextTokens = 2400 }: Reader = {}) {
  let known: string[] = [];
  const answer = (request: EngineRequest): EngineEvent[] => {
    const words = request.messages.flatMap(({ content }) => content.split(/\s+/));
    let same = 0;
    while (same < known.length && known[same] === words[same]) same += 1;
    known = words;
    const last = request.messages.at(-1);
    const image = last?.role === "user" ? last.images?.[0] : undefined;
    const found = words.slice(-sees).join(" ").includes(NEEDLE.text);
    const text = image
      ? JSON.stringify({ choice: picture?.(last?.content ?? "", image.bytes) ?? "?" })
      : request.schema === undefined
        ? "Once upon a time there was a ship."
        : JSON.stringify({ number: found ? NEEDLE.number : 7 });
    const promptTokens = words.length + 2 * request.messages.length;
    const usage = {
      promptTokens,
      cachedTokens: same,
      promptMs: promptTokens - same,
      completionTokens: 8,
      completionMs: 160,
    };
    return [
      { type: "text", text },
      { type: "end", reason: "stop", usage },
    ];
  };
  const engine = createScriptedEngine({ contextTokens, tokenMs: 0, answer });
  const load = async () => ({ ...(await engine.load(toContext())), features: features ?? null });
  return {
    engine,
    probe: async (options?: DepthOptions) => probeDepth({ engine, info: await load() }, toContext(), options),
  };
}

describe("probe of depth", () => {
  it("checks 90 % of the window by doubling, with the speeds at two depths", async () => {
    const { engine, probe } = createReader();
    const steps: DepthProgress[] = [];
    const depth = await probe({ onProgress: (step) => steps.push(step) });
    assert.deepEqual(modelDepth.parse(depth), depth);
    assert.ok(depth.isFull && depth.checkedTokens > 2100 && depth.checkedTokens <= 2160, `${depth.checkedTokens}`);
    assert.deepEqual([depth.foundTokens, depth.contextTokens, depth.vision], [depth.checkedTokens, 2400, null]);
    assert.deepEqual(
      depth.speeds.map(({ promptTokensPerSecond, tokensPerSecond }) => [promptTokensPerSecond, tokensPerSecond]),
      [
        [1000, 50],
        [1000, 50],
      ],
    );
    const [shallow, deep] = depth.speeds.map(({ tokens }) => tokens);
    assert.ok((shallow ?? 0) <= 512 && (shallow ?? 0) > 480);
    assert.equal(deep, depth.checkedTokens);
    assert.deepEqual([...new Set(steps.map(({ step }) => step))], ["first", "depth"]);
    const sizes = steps.flatMap((step) => (step.step === "depth" ? [step.tokens] : []));
    assert.equal(sizes.length, 4);
    assert.ok(sizes.every((size, at) => at === 0 || size <= (sizes[at - 1] ?? 0) * 2));
    assert.ok(engine.requests.every(({ messages }) => messages.length === 2));
  });

  it("goes no deeper than the time allows, and says so; the whole window on demand", async () => {
    const { probe } = createReader({ contextTokens: 16_000 });
    const start = performance.now();
    const depth = await probe({ seconds: 0.6 });
    assert.equal(depth.isFull, false);
    assert.ok(depth.checkedTokens >= 480 && depth.checkedTokens < 4000, `${depth.checkedTokens}`);
    assert.ok(performance.now() - start < 3000);
    const full = await createReader({ contextTokens: 1500 }).probe({ seconds: 0.01, isFull: true });
    assert.ok(full.isFull && full.checkedTokens > 1300);
  });

  it("finds where the beginning of the prompt is lost", async () => {
    const { engine, probe } = createReader({ sees: 1000, contextTokens: 2400 });
    const depth = await probe();
    assert.ok(depth.isFull);
    assert.ok(depth.foundTokens > 480 && depth.foundTokens < 1100, `${depth.foundTokens}`);
    const info = { contextTokens: 2400, features: null };
    assert.deepEqual(offer(info, null, depth), { contextTokens: depth.foundTokens, features: null });
    assert.ok(engine.requests.length < 20);
    const blind = await createReader({ sees: 20, contextTokens: 600 }).probe();
    assert.equal(blind.foundTokens, 0);
    assert.equal(
      offer(info, null, blind).contextTokens,
      2400,
      "a model that finds nothing anywhere says nothing of the window",
    );
  });

  it("is cancelled, and hands on what the engine throws", async () => {
    const { engine } = createReader({ contextTokens: 64_000 });
    const info = await engine.load(toContext());
    const cancelled = probeDepth({ engine, info }, toContext(AbortSignal.timeout(150)), { isFull: true });
    await assert.rejects(cancelled, { code: "E_CANCELLED" });
    const broken = createScriptedEngine({
      answer: () => [{ type: "end", reason: "error", usage: NONE, error: new AppError("E_ENGINE_DIED", "It died.") }],
    });
    const picked = { engine: broken, info: await broken.load(toContext()) };
    await assert.rejects(probeDepth(picked, toContext()), { code: "E_ENGINE_DIED" });
  });

  it("a window too small for any list is said, not failed", async () => {
    const depth = await createReader({ contextTokens: 60 }).probe();
    assert.deepEqual([depth.checkedTokens, depth.foundTokens, depth.isFull, depth.speeds], [0, 0, false, []]);
  });
});

const NONE = { promptTokens: 0, cachedTokens: 0, promptMs: 0, completionTokens: 0, completionMs: 0 };

describe("probe of sight", () => {
  const seeing = (question: string, bytes: Uint8Array): string => {
    const { corner, white } = readPicture(bytes);
    if (question.includes("colour")) return corner[0]! > corner[2]! ? "red" : "blue";
    return white > 0.15 ? "3" : "7"; // a three has more ink
  };

  it("is measured only where the engine says that the model can see", async () => {
    const features = ["vision"] as const;
    assert.equal((await createReader({ features, picture: seeing, contextTokens: 400 }).probe()).vision, true);
    assert.equal((await createReader({ features, picture: () => "red", contextTokens: 400 }).probe()).vision, false);
    assert.equal(
      (await createReader({ features: ["tools"], picture: seeing, contextTokens: 400 }).probe()).vision,
      null,
    );
  });

  it("what failed is not offered", () => {
    const info = { contextTokens: 8000, features: ["vision", "tools", "thinking"] as const };
    const depth = { vision: false, checkedTokens: 7000, foundTokens: 7000 };
    assert.deepEqual(offer(info, { tools: 1 }, depth), { contextTokens: 8000, features: ["tools", "thinking"] });
    assert.deepEqual(offer(info, { tools: 1 / 3 }, { ...depth, vision: true }).features, ["vision", "thinking"]);
    assert.deepEqual(offer(info, null, null), info);
  });

  it("pictures are what a PNG reader takes: whole, in the colours asked for, digits that differ", () => {
    assert.deepEqual([...readPicture(toPicture([220, 20, 20])).corner], [220, 20, 20]);
    const [seven, three] = ["7", "3"].map((digit) => readPicture(toPicture([0, 0, 0], digit)).white);
    assert.ok(seven! > 0.02 && three! > seven!, `${seven} ${three}`);
  });
});

/** Enough of a PNG reader for one colour type: the first pixel, and the share of white ones. */
function readPicture(bytes: Uint8Array): { corner: Uint8Array; white: number } {
  const png = Buffer.from(bytes);
  assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
  const side = png.readUInt32BE(16);
  const at = png.indexOf("IDAT");
  const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  let white = 0;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) if (pixels[y * (1 + side * 3) + 1 + x * 3 + 1] === 255) white += 1;
  }
  return { corner: pixels.subarray(1, 4), white: white / side ** 2 };
}
