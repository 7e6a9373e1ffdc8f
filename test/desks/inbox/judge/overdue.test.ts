import assert from "node:assert/strict";
import { test } from "node:test";
import { findOverdue } from "../../../../src/desks/inbox/judge/due/overdue.ts";

const TODAY = "2026-11-26";

for (const [text, day] of [
  ["Rechnung 55871 über 312,09 EUR war am 14.11.2026 fällig. Bitte überweisen Sie.", "2026-11-14"],
  ["Ihr Konto ist seit dem 2. November überfällig.", "2026-11-02"],
  ["Our invoice of 3 October was due on 17 October and is still open.", "2026-10-17"],
  ["The balance, overdue since November 3, has not reached us.", "2026-11-03"],
  // What was written or delivered on a day was not due on it.
  ["Unsere Rechnung vom 3.11.2026 haben wir Ihnen am 5.11.2026 geschickt.", null],
  ["We wrote to you on 3 November.", null],
  // What is to come is found elsewhere.
  ["It is due on 3 December 2026.", null],
] as const) {
  test(`the day on which a bill was due: ${text}`, () => {
    assert.equal(findOverdue(text, TODAY)?.day ?? null, day);
  });
}
