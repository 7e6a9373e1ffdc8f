import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import {
  addDays,
  addMonths,
  addWorkingDays,
  daysBetween,
  germanHolidays,
  isoWeek,
  weekday,
  workingDaysBetween,
} from "../../src/files/index.ts";

const day = fc.integer({ min: -20_000, max: 60_000 }).map((n) => addDays("1970-01-01", n));

describe("calendar", () => {
  it("adds days and months", () => {
    assert.equal(addDays("2026-02-28", 1), "2026-03-01");
    assert.equal(addDays("2026-03-01T14:30", -1), "2026-02-28T14:30");
    assert.equal(addMonths("2026-01-31", 1), "2026-02-28");
    assert.equal(addMonths("2024-01-31", 1), "2024-02-29");
    assert.equal(addMonths("2026-01-15", -13), "2024-12-15");
    assert.throws(() => addDays("2026-02-30", 1), { code: "E_INPUT" });
  });

  it("knows weekdays and ISO weeks", () => {
    assert.equal(weekday("2026-11-25"), 3);
    assert.deepEqual(isoWeek("2027-01-01"), { year: 2026, week: 53 });
    assert.deepEqual(isoWeek("2026-01-01"), { year: 2026, week: 1 });
    assert.deepEqual(isoWeek("2024-12-30"), { year: 2025, week: 1 });
  });

  it("counts working days, with holidays", () => {
    const holidays = new Set(germanHolidays(2026).keys());
    assert.equal(addWorkingDays("2026-11-27", 1), "2026-11-30");
    assert.equal(addWorkingDays("2026-12-23", 2), "2026-12-25");
    assert.equal(addWorkingDays("2026-12-23", 2, holidays), "2026-12-28");
    assert.equal(addWorkingDays("2026-11-30", -1), "2026-11-27");
    assert.equal(workingDaysBetween("2026-11-27", "2026-11-30"), 1);
    assert.equal(workingDaysBetween("2026-12-01", "2026-12-31", holidays), 21);
    assert.equal(workingDaysBetween("2026-11-30", "2026-11-27"), -1);
  });

  it("lists the nine nationwide holidays", () => {
    assert.deepEqual(
      [...germanHolidays(2026).keys()],
      [
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2026-05-25",
        "2026-10-03",
        "2026-12-25",
        "2026-12-26",
      ],
    );
    // Easter Sundays of the almanac, through Good Friday
    for (const [year, friday] of [
      [2000, "04-21"],
      [2008, "03-21"],
      [2011, "04-22"],
      [2019, "04-19"],
      [2025, "04-18"],
      [2038, "04-23"],
    ] as const) {
      assert.equal(germanHolidays(year).get(`${year}-${friday}`), "Karfreitag", String(year));
    }
  });

  it("properties: days there and back, working days against a slow count", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (iso, n) => {
        assert.equal(daysBetween(iso, addDays(iso, n)), n);
      }),
    );
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (iso, n) => {
        let count = 0;
        for (let i = 1; i <= n; i += 1) if (weekday(addDays(iso, i)) <= 5) count += 1;
        assert.equal(workingDaysBetween(iso, addDays(iso, n)), count);
      }),
    );
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (iso, n) => {
        assert.equal(workingDaysBetween(iso, addWorkingDays(iso, n)), n);
      }),
    );
  });
});
