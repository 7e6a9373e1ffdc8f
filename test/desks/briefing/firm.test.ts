import assert from "node:assert/strict";
import { test } from "node:test";
import { SAMPLE, tellFirm } from "../../../eval/briefing/firm.ts";
import { judgeNumbersOfLetter } from "../../../eval/briefing/judge.ts";

test("a connected mailbox over two mornings: mails in, judged, told; what is urgent stands there, once, with its own numbers", async () => {
  const verdict = await tellFirm(SAMPLE, { days: 2 });
  assert.deepEqual([verdict.days, verdict.once, verdict.amiss, verdict.wrongNumbers], [2, 2, [], []]);
  assert.ok(verdict.mails >= 5 && verdict.numbers > 10, JSON.stringify(verdict));
  assert.ok(verdict.planted >= 3 && verdict.found >= verdict.planted - 1, verdict.missed.join("\n"));
});

test("control: a number that stands nowhere in the letter is seen", () => {
  const letter = { from: "A", subject: "Invoice 9034", text: "184.60 GBP", at: Date.UTC(2026, 10, 25, 9), due: null };
  const day = { date: "2026-11-26", zone: "UTC" };
  const judged = (line: string) => judgeNumbersOfLetter(line, letter, day).wrong.length;
  assert.equal(judged("- **A: [Invoice 9034](http://x/1)** – 184.60, has waited 1 day (since Wed, Nov 25)"), 0);
  assert.equal(judged("- **A: [Invoice 9034](http://x/1)** – 184.61, has waited 2 days (since Wed, Nov 25)"), 2);
});
