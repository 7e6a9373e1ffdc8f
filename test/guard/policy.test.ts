import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { toCanonicalJson, toSafeLine, toSafeText } from "../../src/guard/index.ts";
import { isError } from "../store/_setup.ts";

test("canonical JSON is equal exactly for equal values", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [x, y] = [toCanonicalJson(a), toCanonicalJson(b)];
      assert.deepEqual(JSON.parse(x), JSON.parse(JSON.stringify(a)));
      assert.equal(x === y, JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
    { numRuns: 1_000 },
  );
  assert.equal(toCanonicalJson({ b: 1, a: undefined, Z: [undefined] }), '{"Z":[null],"b":1}');
  for (const odd of [Number.NaN, Infinity, () => 1, 1n, new Date(0), new Map(), Symbol("x")]) {
    assert.throws(() => toCanonicalJson(odd), isError("E_INPUT"));
  }
  const loop: unknown[] = [];
  loop.push(loop);
  assert.throws(() => toCanonicalJson(loop), isError("E_INPUT", /nested/));
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ["array", ...value.map(sorted)];
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return ["object", ...entries.map(([key, member]) => [key, sorted(member)])];
}

const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- what must not be there
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|\p{Variation_Selector}|[\u{e0000}-\u{e0fff}]/u;

test("safe text holds no hidden character, whatever comes in, and is safe when asked again", () => {
  const hostile = fc.constantFrom(
    "\u001b",
    "[",
    "]",
    "31m",
    "\u0007",
    "\u202e",
    "\u200d",
    "\u009b",
    "\ud800",
    "\u{e0061}",
    "a",
    "\\",
    "\n",
    "\r",
  );
  const any = fc.oneof(
    fc.array(hostile, { maxLength: 12 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(any, (text) => {
      const safe = toSafeText(text);
      assert.doesNotMatch(safe, HIDDEN);
      assert.equal(toSafeText(safe), safe);
      assert.doesNotMatch(toSafeLine(text), /[\n\t]/);
    }),
    { numRuns: 500 },
  );
  const plain = "Grüße, 12 €\n\tÄpfel — 日本 😀 é";
  assert.equal(toSafeText(plain), plain, "control: ordinary text stays as it is");
});
