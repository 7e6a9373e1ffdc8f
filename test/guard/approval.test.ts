import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  APPROVAL_MS,
  createApproval,
  releaseOf,
  toBillionths,
  toCanonicalJson,
  toVisible,
  toVisibleJson,
  type Bulk,
  type Call,
} from "../../src/guard/index.ts";
import { isError } from "../store/_setup.ts";
import { HOSTILE, UNSEEN } from "./_hostile.ts";

const at = (now: number) => ({ clock: { now: () => now, sleep: () => Promise.resolve() } });
const call = (input: unknown, more: Partial<Call> = {}): Call => {
  return { tool: "send", version: "v1", place: "/w", session: "ses_1", input, ...more };
};
const mail = { to: "a@example.com", text: "Hallo", parts: [1, 2] };

test("an approval is for exactly the call it was made for, and for an hour", () => {
  const approval = createApproval(call(mail), "send a mail", at(1_000));
  const same = call({ parts: [1, 2], text: "Hallo", to: "a@example.com" });
  assert.equal(releaseOf(approval, same, at(1_000))?.hash, approval.hash);
  assert.ok(releaseOf(approval, same, at(1_000 + APPROVAL_MS - 1)));
  assert.equal(releaseOf(approval, same, at(1_000 + APPROVAL_MS)), null, "too late");
  assert.equal(releaseOf(approval, same, at(999)), null, "a clock that was set back");
  const others: Call[] = [
    call(mail, { tool: "Send" }),
    call(mail, { version: "v2" }),
    call(mail, { place: "/w2" }),
    call(mail, { session: "ses_2" }),
    call({ ...mail, to: "b@example.com" }),
    call({ ...mail, text: "Hallo " }),
    call({ ...mail, parts: [2, 1] }),
    call({ ...mail, parts: ["1", 2] }),
    call({ ...mail, more: null }),
  ];
  for (const other of others) assert.equal(releaseOf(approval, other, at(1_000)), null, JSON.stringify(other));
  const forged = { ...approval, canonical: toCanonicalJson({ ...others[4] }) };
  assert.equal(releaseOf(forged, others[4]!, at(1_000)), null, "the hash is of what was shown");
});

test("an approval for many calls releases those that are alike, and says how they may differ", () => {
  const bulk: Bulk = { varying: ["id", "amount"], maxCount: 3, maxAmount: { member: "amount", limit: "10.50" } };
  const pay = (id: string, amount: unknown, to = "Kühn") => call({ id, amount, to });
  const approval = createApproval(pay("1", "2.5"), "pay three bills", at(0), bulk);
  assert.match(approval.details, /"varying": \[\s+"amount",\s+"id"/);
  assert.match(approval.details, /"limit": "10.50"/);
  const released = ["1", "2", "1"].map((id) => releaseOf(approval, pay(id, "2.5"), at(0)));
  assert.ok(released.every((one) => one?.amount === 2_500_000_000n));
  assert.equal(released[0]?.call, released[2]?.call, "the same call again is the same call");
  assert.notEqual(released[0]?.call, released[1]?.call);
  for (const amount of ["-1", -1, "1e9", "0x1", "1,5", "", null, Number.NaN, "1.1234567891"]) {
    const asked = amount !== amount ? () => null : () => releaseOf(approval, pay("9", amount), at(0));
    assert.equal(asked(), null, String(amount));
  }
  assert.equal(releaseOf(approval, pay("1", "2.5", "Böhm"), at(0)), null, "what is fixed stays as it was");
  assert.equal(releaseOf(approval, call({ id: "1", to: "Kühn" }), at(0)), null, "no amount");
  assert.equal(
    releaseOf({ ...approval, bulk: { ...bulk, maxCount: 300 } }, pay("1", "1"), at(0)),
    null,
    "another limit",
  );
  for (const wrong of [
    { ...bulk, maxCount: 0 },
    { ...bulk, maxCount: 1 },
    { ...bulk, maxCount: 1.5 },
    { ...bulk, maxAmount: { member: "amount", limit: "-5" } },
  ]) {
    assert.throws(() => createApproval(pay("1", "2"), "x", at(0), wrong), isError("E_BUG"));
  }
});

test("amounts are counted exactly", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 26n }), (units) => {
      const text = `${units / 10n ** 9n}.${String(units % 10n ** 9n).padStart(9, "0")}`;
      assert.equal(toBillionths(text), units);
    }),
  );
  assert.equal(toBillionths(0.1)! + toBillionths(0.2)!, toBillionths("0.3"));
});

test("hostile texts: nothing passes unseen, nothing is left out, different texts look different", (t) => {
  assert.ok(HOSTILE.length >= 500, `${HOSTILE.length}`);
  const shown = new Map<string, string>();
  for (const text of HOSTILE) {
    const approval = createApproval(call({ text }), text, at(0));
    for (const line of [approval.title, approval.details]) assert.doesNotMatch(line, UNSEEN, JSON.stringify(text));
    assert.doesNotMatch(approval.title, /\n/);
    assert.equal(readBack(approval.details), toCanonicalJson(call({ text })), JSON.stringify(text));
    assert.ok(
      !shown.has(approval.details),
      `${JSON.stringify(text)} looks like ${JSON.stringify(shown.get(approval.details))}`,
    );
    shown.set(approval.details, text);
  }
  t.diagnostic(`hostile texts ${HOSTILE.length}, unseen 0`);
  // The control: the same texts as they stand do show what the test looks for.
  const seen = HOSTILE.filter((text) => UNSEEN.test(text)).length;
  assert.ok(seen > HOSTILE.length * 0.9, `${seen}`);
});

/** The value that a person reads, taken back from what is shown: so nothing of it was lost. */
function readBack(details: string): string {
  const json = details.replaceAll(/(\\+)u\{([0-9a-f]+)\}/gu, (all: string, slashes: string, hex: string) => {
    if (slashes.length % 2 === 0) return all; // a backslash of the text itself
    return slashes.slice(1) + String.fromCodePoint(parseInt(hex, 16)).replaceAll(/[\ud800-\udfff]/g, escapeUnit);
  });
  // oxlint-disable-next-line no-control-regex -- JSON wants them escaped
  return toCanonicalJson(JSON.parse(json.replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, escapeUnit)));
}

const escapeUnit = (unit: string): string =>
  unit.length > 1 ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

test("any value is shown so that it can be taken back, and ordinary text stays as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const text = toVisibleJson(value);
      assert.doesNotMatch(text, UNSEEN);
      assert.equal(readBack(text), toCanonicalJson(value));
    }),
    { numRuns: 500 },
  );
  for (const plain of ["Grüße, 12 € — 日本 😀 é, a b", "e\u0301", "C:/x"]) assert.equal(toVisible(plain), plain);
  assert.equal(toVisible("\\u{200b}\u200b"), "\\\\u{200b}\\u{200b}");
  assert.equal(toVisibleJson({ b: [], a: { c: "x  y" } }), '{\n  "a": {\n    "c": "x \\u{20}y"\n  },\n  "b": []\n}');
});

test("100 kB of arguments are shown in full; what nobody reads is refused, not cut", () => {
  const text = "abc\u202edef ".repeat(12_500);
  const approval = createApproval(call({ text }), "send it", at(0));
  assert.ok(text.length >= 100_000 && approval.details.length > text.length);
  assert.equal(readBack(approval.details), toCanonicalJson(call({ text })));
  assert.throws(() => createApproval(call({ text: "x".repeat(300_000) }), "x", at(0)), isError("E_INPUT", /too long/));
  assert.throws(() => createApproval(call({}), "x".repeat(300_000), at(0)), isError("E_INPUT", /too long/));
});
