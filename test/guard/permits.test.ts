import assert from "node:assert/strict";
import { test } from "node:test";
import type { Permit } from "../../src/core/index.ts";
import type { Effects, Intent } from "../../src/durable/index.ts";
import { createPermits } from "../../src/guard/index.ts";
import { isError } from "../store/_setup.ts";

function mint() {
  const time = { now: 1_000, elapsed: 0 };
  const clock = { now: () => time.now, sleep: () => Promise.resolve() };
  const permits = createPermits(clock, () => time.elapsed);
  return { permits, time };
}

test("a permit releases the act of its hash, once", () => {
  const { permits } = mint();
  const permit = permits.mint({ hash: "a" });
  permits.redeem(permit, "a");
  assert.throws(() => permits.redeem(permit, "a"), isError("E_REFUSED", /used already/));
});

test("a permit for another act is refused, and used up by the attempt", () => {
  const { permits } = mint();
  const permit = permits.mint({ hash: "a" });
  assert.throws(() => permits.redeem(permit, "b"), isError("E_REFUSED", /something else/));
  assert.throws(() => permits.redeem(permit, "a"), isError("E_REFUSED"));
});

test("a permit grows old, and setting the clock back does not keep it", () => {
  const { permits, time } = mint();
  const [young, old, kept] = [1, 2, 3].map(() => permits.mint({ hash: "a", validMs: 1_000 })) as [
    Permit,
    Permit,
    Permit,
  ];
  time.elapsed = 999;
  permits.redeem(young, "a");
  time.elapsed = 1_000;
  assert.throws(() => permits.redeem(old, "a"), isError("E_REFUSED", /too old/));
  time.now = -1_000_000;
  assert.throws(() => permits.redeem(kept, "a"), isError("E_REFUSED", /too old/));
});

test("copies, casts and permits of another mint are refused", () => {
  const { permits } = mint();
  const permit = permits.mint({ hash: "a" });
  const forged: unknown[] = [
    {},
    { ...permit },
    structuredClone(permit),
    Object.create(permit),
    null,
    undefined,
    "a",
    7,
  ];
  for (const one of [...forged, mint().permits.mint({ hash: "a" })]) {
    assert.throws(() => permits.redeem(one as Permit, "a"), isError("E_REFUSED"), String(one));
  }
  permits.redeem(permit, "a"); // control: the real one was good all the time
});

test("without a permit an act does not pass the compiler", () => {
  const calls = (effects: Effects, intent: Intent): unknown[] => [
    // @ts-expect-error an act needs a permit
    effects.perform(intent),
    // @ts-expect-error which nobody can write down
    effects.perform(intent, {}),
    // @ts-expect-error nor take for one
    effects.perform(intent, { minted: true }),
  ];
  assert.equal(calls.length, 2); // `npx tsc` is what checks; an unused @ts-expect-error is an error there
});
