import assert from "node:assert/strict";
import { test } from "node:test";
import { computeDate } from "../../../src/agent/tools/index.ts";
import { isError } from "../../store/_setup.ts";

const TODAY = "2026-11-25"; // a Wednesday

test("amounts are added to a date, in German and English", () => {
  const cases: [string, string][] = [
    ["2026-03-01 + 10 days", "2026-03-11"],
    ["2026-03-01 + 10 working days", "2026-03-13"],
    ["2026-03-02 + 1 business day", "2026-03-03"],
    ["01.03.2026 + 10 Arbeitstage", "2026-03-13"],
    ["2026-04-02 + 1 working day", "2026-04-07"], // Good Friday and Easter Monday in between
    ["2026-12-23 + 2 Werktage", "2026-12-28"],
    ["2026-04-07 - 1 working day", "2026-04-02"],
    ["2026-01-31 + 1 month", "2026-02-28"],
    ["2026-01-31 + 1 month - 1 day", "2026-02-27"],
    ["2024-02-29 + 1 year", "2025-02-28"],
    ["2026-03-01 plus 2 Wochen", "2026-03-15"],
    ["2026-03-15 minus 2 weeks", "2026-03-01"],
    ["10 Arbeitstage nach dem 1.3.2026", "2026-03-13"],
    ["3 days before 2026-03-01", "2026-02-26"],
    ["14 Tage vor dem 15. März 2026", "2026-03-01"],
    ["heute + 2 Tage", "2026-11-27"],
    ["tomorrow", "2026-11-26"],
    ["weekday 2026-03-01", "2026-03-01"],
  ];
  for (const [expression, value] of cases) {
    const result = computeDate(expression, TODAY, true);
    assert.equal(result.value, value, expression);
  }
  assert.equal(computeDate("2026-04-02 + 1 working day", TODAY, false).value, "2026-04-03");
});

test("a date tells its weekday and ISO week", () => {
  assert.deepEqual(computeDate("2026-03-01", TODAY, true), {
    kind: "date",
    value: "2026-03-01",
    weekday: "Sunday",
    week: "2026-W09",
  });
  assert.deepEqual(computeDate("Kalenderwoche 01.01.2027", TODAY, true), {
    kind: "date",
    value: "2027-01-01",
    weekday: "Friday",
    week: "2026-W53",
  });
});

test("two dates have a distance", () => {
  const march = { kind: "difference", value: 30, workingDays: 22, from: "2026-03-01", to: "2026-03-31" };
  for (const expression of [
    "2026-03-31 - 2026-03-01",
    "01.03.2026 bis 31.03.2026",
    "days between 2026-03-01 and 2026-03-31",
  ]) {
    assert.deepEqual(computeDate(expression, TODAY, true), march, expression);
  }
  const back = computeDate("2026-03-01 - 2026-03-31", TODAY, true);
  assert.deepEqual(back, { ...march, value: -30, workingDays: -22, from: "2026-03-31", to: "2026-03-01" });
  const easter = computeDate("2026-04-02 bis 2026-04-07", TODAY, true);
  assert.equal(easter.kind === "difference" && easter.workingDays, 1);
});

test("what is no calculation with dates is told", () => {
  const faults: [string, RegExp][] = [
    ["10 days", /no date/],
    ["2026-02-30 + 1 day", /no date|no day|left over/],
    ["2026-03-01 + 10 fortnights", /left over/],
    ["2026-03-01 2026-03-02 2026-03-03", /more than two/],
  ];
  for (const [expression, message] of faults) {
    assert.throws(() => computeDate(expression, TODAY, true), isError("E_INPUT", message), expression);
  }
});
