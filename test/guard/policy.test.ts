import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { createApproval, releases, toCanonicalJson, toSafeLine, toSafeText, type Call } from "../../src/guard/index.ts";
import { isError } from "../store/_setup.ts";

const at = (now: number) => ({ clock: { now: () => now, sleep: () => Promise.resolve() } });

test("an approval releases exactly the call it was made for, for five minutes", () => {
  const call: Call = { tool: "send", input: { to: "a@example.com", text: "Hallo", parts: [1, 2] }, place: "/w" };
  const approval = createApproval(call, "send a mail", at(1_000));
  assert.ok(releases(approval, { ...call, input: { parts: [1, 2], text: "Hallo", to: "a@example.com" } }, at(1_000)));
  assert.ok(!releases(approval, call, at(approval.expires)));
  const others: Call[] = [
    { ...call, tool: "Send" },
    { ...call, place: "/w2" },
    { ...call, input: { to: "b@example.com", text: "Hallo", parts: [1, 2] } },
    { ...call, input: { to: "a@example.com", text: "Hallo ", parts: [1, 2] } },
    { ...call, input: { to: "a@example.com", text: "Hallo", parts: [2, 1] } },
    { ...call, input: { to: "a@example.com", text: "Hallo", parts: ["1", 2] } },
    { ...call, input: { to: "a@example.com", text: "Hallo", parts: [1, 2], more: null } },
  ];
  for (const other of others) assert.ok(!releases(approval, other, at(1_000)), JSON.stringify(other));
  assert.ok(!releases({ ...approval, canonical: toCanonicalJson({ ...others[2] }) }, others[2]!, at(1_000)));
});

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

test("nothing in an approval's text can hide, reorder or overwrite", () => {
  const nasty =
    "rm\u001b[1A\u001b[2Kls \u202egpj.exe\u202c a\u200bb \u{e0041}\u0007\r\u009b31mX\u001b]8;;http://x\u0007y";
  const approval = createApproval({ tool: "run", input: { nasty }, place: "/w" }, nasty, at(0));
  assert.equal(approval.title, "rmls gpj.exe ab Xy");
  // The details hide nothing: what cannot be seen stands there as its escape.
  assert.match(approval.details, /a\\u\{200b\}b/);
  assert.match(approval.details, /\\u\{202e\}gpj/);
  assert.match(approval.details, /\\u001b\[1A/);
  for (const text of [approval.title, approval.details]) assert.doesNotMatch(text, HIDDEN);
});

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
