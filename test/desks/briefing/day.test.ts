import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { addDays, dayOf, daysBetween, startOf } from "../../../src/desks/briefing/day.ts";

// Clocks that change at night, at midnight, by half an hour, and over the date line.
const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "UTC",
];

test("a local day begins where the one before ends, on every day of every zone", () => {
  const moment = fc.integer({ min: Date.parse("2011-01-01"), max: Date.parse("2040-01-01") });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), moment, (zone, at) => {
      const date = dayOf(at, zone);
      const start = startOf(date, zone);
      assert.ok(start <= at, `${date} ${zone}`);
      assert.equal(dayOf(start, zone), date);
      assert.ok(dayOf(start - 1, zone) < date);
      assert.equal(daysBetween(date, addDays(date, 40)), 40);
    }),
    { numRuns: 300 },
  );
});

test("days on which the clocks change have 23 or 25 hours, and one without a midnight begins with its first hour", () => {
  const hours = (date: string, zone: string): number =>
    (startOf(addDays(date, 1), zone) - startOf(date, zone)) / 3_600_000;
  assert.equal(hours("2026-03-29", "Europe/Berlin"), 23);
  assert.equal(hours("2026-10-25", "Europe/Berlin"), 25);
  assert.equal(hours("2026-11-26", "Europe/Berlin"), 24);
  assert.equal(new Date(startOf("2026-03-29", "Asia/Beirut")).toISOString(), "2026-03-28T22:00:00.000Z");
});
