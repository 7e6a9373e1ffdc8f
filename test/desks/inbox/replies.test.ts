import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { judgeReply } from "../../../eval/inbox/replies/judge.ts";
import { loadFirms, runFirm, sumUp, type Outcome } from "../../../eval/inbox/replies/run.ts";

/** The mails of `npm run eval -- inbox --replies` by code alone; the figures that it must not fall below. */
describe("replies to the customers of invented firms, without a model", () => {
  const outcomes: Outcome[] = [];
  before(async () => {
    for (const firm of loadFirms()) outcomes.push(...(await runFirm(firm, {})));
  });

  test("nothing is invented", () => {
    assert.deepEqual(
      outcomes.filter(({ invented }) => invented.length > 0).map(({ id, invented }) => [id, invented]),
      [],
    );
  });

  test("most of what the documents say is answered right, and what they do not say is put off", () => {
    const { answerable, right, wrong, unknown, deferred } = sumUp(outcomes);
    assert.ok(right / answerable >= 0.9, `${right} of ${answerable}`);
    assert.equal(deferred, unknown);
    assert.equal(wrong, 0);
  });

  test("every question that is put off is asked of the owner", () => {
    for (const { id, draft } of outcomes) {
      assert.ok(draft, id);
      assert.equal(draft.complete, draft.questions.length === 0, id);
    }
  });

  test("control: the judge sees a wrong price, an invented number, and a question that was passed over", () => {
    const [firm] = loadFirms().filter(({ name }) => name.startsWith("Gärtnerei"));
    const mail = firm?.mails.find(({ id }) => id === "g01");
    const unknown = firm?.mails.find(({ id }) => id === "g16");
    assert.ok(mail && unknown);
    const say = (text: string, of = mail) => judgeReply(of, { text, questions: [] }, "6,90 14,50 5,90");
    assert.deepEqual(say("Er kostet 6,90 €.").invented, []);
    assert.equal(say("Er kostet 6,90 €.").right, 1);
    assert.deepEqual(say("Er kostet 5,90 €.").invented, ["5.90"]);
    assert.deepEqual(say("Er kostet 6,90 €, ab 20 Stück 6 €.").invented, ["number 20", "number 6"]);
    assert.equal(say("Guten Tag.", unknown).deferred, 0);
  });
});
