import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { findDates, findPeriods, formatDate, parseDate } from "../../src/files/index.ts";

const today = "2026-11-25"; // a Wednesday
const dates = (text: string) => findDates(text, { today }).map((date) => date.iso);
const periods = (text: string) => findPeriods(text, { today }).map((period) => `${period.from}..${period.to}`);

describe("findDates", () => {
  const cases: [string, string[]][] = [
    ["am 01.03.2026 und 1.3.26", ["2026-03-01", "2026-03-01"]],
    ["March 1, 2026 or 1 March or 1st of March", ["2026-03-01", "2026-03-01", "2026-03-01"]],
    ["1. März 2026, 1. Mrz. und 01-Mar-26", ["2026-03-01", "2026-03-01", "2026-03-01"]],
    ["heute, gestern, morgen, übermorgen", ["2026-11-25", "2026-11-24", "2026-11-26", "2026-11-27"]],
    ["today, yesterday, tomorrow", ["2026-11-25", "2026-11-24", "2026-11-26"]],
    ["Guten Morgen! Am Morgen des 2. Mai", ["2026-05-02"]],
    ["next Monday / nächsten Montag", ["2026-11-30", "2026-11-30"]],
    ["in 2 weeks, in 14 Tagen, in drei Monaten", ["2026-12-09", "2026-12-09", "2027-02-25"]],
    ["vor 3 Tagen, 3 days ago", ["2026-11-22", "2026-11-22"]],
    ["in 5 Werktagen", ["2026-12-02"]],
    ["bis Freitag, spätestens am Montag", ["2026-11-27", "2026-11-30"]],
    ["by Friday, 27 November 2026", ["2026-11-27"]],
    ["Ende März 2026, end of the month", ["2026-03-31", "2026-11-30"]],
    ["rechnung_2026-03-01.pdf IMG_20260301_1.jpg", ["2026-03-01", "2026-03-01"]],
    ["only 3 may attend, but 3 May is fine", ["2026-05-03"]],
    ["31.02.2026, Version 1.2.3, 192.168.1.26, 1.234,50 EUR, Tel. 0911/12/34", []],
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(dates(text), expected));

  it("decides 03/04 by other dates of the text, then by its language", () => {
    assert.deepEqual(dates("13/04/2026 then 03/04/2026"), ["2026-04-13", "2026-04-03"]);
    assert.deepEqual(dates("04/13/2026 then 03/04/2026"), ["2026-04-13", "2026-03-04"]);
    assert.deepEqual(dates("The invoice of 03/04/2026"), ["2026-03-04"]);
    assert.deepEqual(dates("Die Rechnung vom 03/04/2026"), ["2026-04-03"]);
    assert.equal(findDates("The invoice of 03/04/2026", { today, dayFirst: true })[0]?.iso, "2026-04-03");
  });

  it("gives spans that stand in the text", () => {
    const text = "Bitte bis zum 1. März 2026 zahlen.";
    const [date] = findDates(text, { today });
    assert.equal(date?.text, "1. März 2026");
    assert.equal(text.slice(date?.start, date?.end), date?.text);
  });

  it("throws E_INPUT for a wrong today", () => {
    assert.throws(() => findDates("heute", { today: "25.11.2026" }), { code: "E_INPUT" });
  });
});

describe("findPeriods", () => {
  const cases: [string, string[]][] = [
    ["Umsatz im März", ["2026-03-01..2026-03-31"]],
    [
      "in March 2025 / 03/2025 / 2025-03",
      ["2025-03-01..2025-03-31", "2025-03-01..2025-03-31", "2025-03-01..2025-03-31"],
    ],
    ["Q1 2026", ["2026-01-01..2026-03-31"]],
    ["im ersten Quartal, second quarter of 2025", ["2026-01-01..2026-03-31", "2025-04-01..2025-06-30"]],
    ["Umsatz 2025", ["2025-01-01..2025-12-31"]],
    ["last month / letzten Monat", ["2026-10-01..2026-10-31", "2026-10-01..2026-10-31"]],
    ["this week / diese Woche", ["2026-11-23..2026-11-29", "2026-11-23..2026-11-29"]],
    ["seit 1. Mai 2026", ["2026-05-01..null"]],
    ["after 1 March", ["2026-03-02..null"]],
    ["nach Q1", ["2026-04-01..null"]],
    ["vor dem 15.3.2026", ["null..2026-03-14"]],
    ["until the end of March", ["null..2026-03-31"]],
    ["between 1 March and 15 April 2025", ["2025-03-01..2025-04-15"]],
    ["zwischen dem 1. und 15. März 2026", ["2026-03-01..2026-03-15"]],
    ["vom 01.03.2026 bis 15.03.2026", ["2026-03-01..2026-03-15"]],
    ["01.-15.03.2026", ["2026-03-01..2026-03-15"]],
    ["von März bis Juni 2025", ["2025-03-01..2025-06-30"]],
    ["in den letzten 30 Tagen", ["2026-10-27..2026-11-25"]],
    ["KW 12", ["2026-03-16..2026-03-22"]],
    ["mehr als 2000 EUR, über 2000, R-2025-001, nach München, Jan Müller, you may go", []],
    ["Rechnung vom 1. März 2026", []],
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(periods(text), expected));
});

describe("parseDate and formatDate", () => {
  it("reads cells that are dates, and nothing else", () => {
    assert.equal(parseDate("Mo, 01.03.2026"), "2026-03-01");
    assert.equal(parseDate("01.03.2026 14:30"), "2026-03-01T14:30");
    assert.equal(parseDate("2026-03-01 00:00:00"), "2026-03-01");
    assert.equal(parseDate("3/4/26 2:05 pm", { dayFirst: false }), "2026-03-04T14:05");
    assert.equal(parseDate("1 March"), null);
    assert.equal(parseDate("1 March", { today }), "2026-03-01");
    for (const raw of ["12.345", "R-1", "", "am 01.03.2026 da", "30.02.2026", "2026"])
      assert.equal(parseDate(raw), null, raw);
  });

  it("round trip: what formatDate writes, parseDate reads", () => {
    const patterns = [
      "DD.MM.YYYY",
      "D.M.YYYY",
      "DD.MM.YY",
      "YYYY-MM-DD",
      "MM/DD/YYYY",
      "DD/MM/YYYY",
      "D. MMMM YYYY",
      "MMMM D, YYYY",
      "DD-MMM-YY",
      "YYYY/MM/DD",
    ];
    const day = fc.integer({ min: 0, max: 25_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(...patterns),
        fc.constantFrom("de" as const, "en" as const),
        (iso, pattern, lang) => {
          const format = { pattern, lang };
          assert.equal(parseDate(formatDate(iso, format), { format, dayFirst: !pattern.startsWith("M") }), iso);
        },
      ),
    );
  });
});
