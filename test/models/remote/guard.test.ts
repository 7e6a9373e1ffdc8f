import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../../src/core/index.ts";
import { readPart } from "../../../src/models/remote/aisdk/parts.ts";
import { guardBody, type BodyKind } from "../../../src/models/remote/guardedBody.ts";
import { toRefusal, toRetryAfter, toWords } from "../../../src/models/remote/httpError.ts";
import { REMOTE_LIMITS } from "../../../src/models/remote/types.ts";

const LIMITS = { ...REMOTE_LIMITS, lineBytes: 2000, bodyBytes: 20_000 };

async function pass(bytes: Uint8Array, cuts: readonly number[], kind: BodyKind): Promise<Buffer> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  const pieces = [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const guarded = guardBody(body, { host: "test", kind, limits: LIMITS, firstByteMs: 1000 });
  const out: Uint8Array[] = [];
  for await (const chunk of guarded) out.push(chunk);
  return Buffer.concat(out);
}

const cutPlaces = fc.array(fc.nat(5000), { maxLength: 12 });
/** JSON of any kind with letters of any alphabet, short enough to be one line. */
const value = fc.json({ maxDepth: 2 }).filter((text) => text.length < 900);

describe("the guard of a body", () => {
  test("passes on lines of JSON wherever they are cut, without empty ones", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(value, fc.constantFrom("", "  ", "\r"))), cutPlaces, async (lines, cuts) => {
        const text = lines.map((line) => `${line}\n`).join("");
        const passed = await pass(Buffer.from(text), cuts, "lines");
        const expected = lines.filter((line) => line.trim() !== "").map((line) => `${line}\n`);
        assert.equal(passed.toString(), expected.join(""));
      }),
      { numRuns: 150 },
    );
  });

  test("passes on events byte by byte as they came", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value), cutPlaces, async (events, cuts) => {
        const text = events.map((event) => `: ping\n\ndata: ${event}\n\n`).join("");
        assert.equal((await pass(Buffer.from(text), cuts, "events")).toString(), text);
      }),
      { numRuns: 100 },
    );
  });

  test("ends any other bytes with an error of ours, never another, and holds no more than a line", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.string({ unit: "binary", maxLength: 1000 }).map((text) => Buffer.from(text)),
      fc.nat(4000).map((length) => Buffer.alloc(length, "x")),
    );
    const kinds = fc.constantFrom<BodyKind>("json", "events", "lines");
    await fc.assert(
      fc.asyncProperty(bytes, cutPlaces, kinds, async (sent, cuts, kind) => {
        const error = await pass(sent, cuts, kind).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        assert.ok(error === null || (error instanceof AppError && error.hint !== undefined), String(error));
      }),
      { numRuns: 300 },
    );
  });

  test("control: one more character than a line may have is refused, one less is not", async () => {
    const line = (length: number) => Buffer.from(`"${"x".repeat(length - 2)}"\n`);
    await pass(line(2000), [], "lines");
    await assert.rejects(pass(line(2001), [], "lines"), { code: "E_ENGINE_DIED", message: /more at once/ });
    await assert.rejects(pass(Buffer.alloc(20_001, "1"), [], "json"), { code: "E_ENGINE_REMOTE" });
  });
});

describe("what a server says", () => {
  test("any refusal is an error with a next step, on one line, and short", () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        const error = toRefusal({ server: "s", host: "h", status, words: toWords(body), retryAfterMs: null });
        assert.ok(error.hint && error.message.length < 400);
        assert.doesNotMatch(error.message, /\p{Cc}/u);
      }),
    );
  });

  test("its words are found in every form of an error", () => {
    const forms = ['{"error":"x"}', '{"error":{"message":"x"}}', '{"message":"x"}', '{"detail":"x"}', "x", "x.\n"];
    for (const form of [...forms, '{"error":"{\\"error\\":{\\"message\\":\\"x\\"}}"}'])
      assert.equal(toWords(form), "x", form);
    for (const none of ["", "<html>x</html>", '{"other":1}']) assert.equal(toWords(none), "", none);
  });

  test("Retry-After in seconds and as a date", () => {
    const now = Date.parse("2026-11-26T10:00:00Z");
    assert.equal(toRetryAfter("3", now), 3000);
    assert.equal(toRetryAfter("Thu, 26 Nov 2026 10:00:10 GMT", now), 10_000);
    assert.equal(toRetryAfter("Thu, 26 Nov 2026 09:00:00 GMT", now), 0);
    for (const none of [null, "", "soon", "-1", "9".repeat(20)])
      assert.equal(toRetryAfter(none, now), null, String(none));
  });

  test("a part of a provider's stream is an event, nothing, or a failure; never an exception", () => {
    const types = fc.constantFrom("text-delta", "reasoning-delta", "tool-call", "finish", "error", "raw", "other");
    const parts = fc.oneof(
      fc.anything(),
      fc.tuple(types, fc.object()).map(([type, rest]) => ({ ...rest, type })),
    );
    fc.assert(
      fc.property(parts, (part) => {
        const event = readPart(part, "h");
        assert.ok(event === null || ["text", "thinking", "toolCall", "finish", "failed"].includes(event.type));
      }),
      { numRuns: 500 },
    );
  });
});
