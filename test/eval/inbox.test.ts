import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONTEXT } from "../../eval/inbox/mailFigures.ts";
import { readMailSet, toMail } from "../../eval/inbox/mailSet.ts";
import { toCalibrationError, toF1, countClass, toMacroF1 } from "../../eval/inbox/metrics.ts";
import { createJudge, CLASSES, type Judge } from "../../src/desks/inbox/judge/index.ts";
import { createHeads, readHeads, toBytes } from "../../src/desks/inbox/judge/head/heads.ts";

/*
 * The evaluation, sized down: without the encoder, so that it needs no model. `npm run eval -- inbox` measures all of it; here
 * the weights that are shipped must be those that were measured, in form and in worth.
 */

const all = readMailSet("test");

function measure(judge: Judge, mails = all) {
  const start = performance.now();
  const judged = mails.map((mail) => {
    const seen = toMail(mail);
    return { mail, judgement: judge.judge(seen, { ...CONTEXT, now: seen.at }) };
  });
  return {
    macroF1: toMacroF1(
      judged.map(({ mail, judgement }) => ({ truth: mail.scenario.class as string, said: judgement.class })),
      CLASSES as readonly string[],
    ),
    action: toF1(
      countClass(
        judged.map(({ mail, judgement }) => ({ truth: mail.scenario.action, said: judgement.needsAction })),
        true,
      ),
    ),
    lost: judged.filter(({ mail, judgement }) => judgement.class === "spam" && mail.scenario.class !== "spam").length,
    quoted: judged.every(({ mail, judgement }) => `${mail.subject}\n${mail.body}`.includes(judgement.quote)),
    msEach: (performance.now() - start) / mails.length,
  };
}

describe("how mails are judged, by words alone", () => {
  it("sorts mails of other firms and trades than those that it learned from", () => {
    const { macroF1, action, lost, quoted, msEach } = measure(createJudge());
    assert.ok(macroF1 > 0.68, `classes ${macroF1.toFixed(2)}`);
    assert.ok((action ?? 0) > 0.8, `action ${action?.toFixed(2)}`);
    assert.ok(lost <= 4, `${lost} good mails called spam`);
    assert.ok(quoted, "each quote stands in its mail");
    assert.ok(msEach < 100, `${msEach.toFixed(1)} ms a mail`);
  });

  it("control: heads that know nothing do not", () => {
    const heads = createHeads(readHeads().calibration);
    assert.ok(
      measure(
        createJudge({ heads }),
        all.filter((_mail, at) => at % 4 === 0),
      ).macroF1 < 0.2,
    );
  });

  it("keeps its weights through writing and reading, under 1 MB", () => {
    const bytes = toBytes(readHeads());
    assert.ok(bytes.length < 1e6);
    assert.deepEqual(toBytes(readHeads()), bytes);
  });
});

describe("metrics of the evaluation", () => {
  it("counts as the definitions say", () => {
    const pairs = [
      { truth: "a", said: "a" },
      { truth: "a", said: "b" },
      { truth: "b", said: "b" },
    ];
    assert.equal(toF1(countClass(pairs, "a")), 2 / 3);
    assert.equal(toF1(countClass(pairs, "c")), null);
    assert.equal(toMacroF1(pairs, ["a", "b", "c"]), 2 / 3);
  });

  it("finds chances that promise too much", () => {
    const list = [0, 1, 2, 3].map((at) => ({ chance: 0.95, isRight: at < 2 }));
    assert.ok(Math.abs(toCalibrationError(list) - 0.45) < 1e-9);
    assert.equal(toCalibrationError([{ chance: 1, isRight: true }]), 0);
  });
});
