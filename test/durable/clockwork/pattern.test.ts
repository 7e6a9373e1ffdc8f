import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lastTick, nextTick, requireTimes, ticksBetween, toPattern } from "../../../src/durable/clockwork/pattern.ts";

const at = (iso: string): number => Date.parse(iso);
const berlin = (pattern: string) => ({ pattern, zone: "Europe/Berlin" });
const isos = (ticks: number[]): string[] => ticks.map((tick) => new Date(tick).toISOString());

describe("times of a schedule", () => {
  it("are read on the zone's clocks, in summer and winter", () => {
    const daily = berlin("0 7 * * *");
    assert.deepEqual(isos(ticksBetween(daily, at("2026-10-24T00:00Z"), at("2026-10-27T00:00Z"), 10)), [
      "2026-10-24T05:00:00.000Z",
      "2026-10-25T06:00:00.000Z",
      "2026-10-26T06:00:00.000Z",
    ]);
  });

  it("a time that the spring leaves out comes once, at the next one that exists", () => {
    assert.deepEqual(isos(ticksBetween(berlin("30 2 * * *"), at("2026-03-28T12:00Z"), at("2026-03-30T12:00Z"), 10)), [
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  it("a time that the autumn brings twice ticks once; what runs each half hour goes on doing so", () => {
    const [from, until] = [at("2026-10-24T12:00Z"), at("2026-10-25T12:00Z")];
    assert.deepEqual(isos(ticksBetween(berlin("30 2 * * *"), from, until, 10)), ["2026-10-25T00:30:00.000Z"]);
    const halves = ticksBetween(berlin("*/30 * * * *"), at("2026-10-24T23:00Z"), at("2026-10-25T03:00Z"), 100);
    assert.equal(halves.length, 8);
    assert.ok(halves.every((tick, index) => index === 0 || tick - (halves[index - 1] ?? 0) === 1_800_000));
  });

  it("the next one and the last one, also none", () => {
    const monthly = { pattern: "0 9 1 * *", zone: "UTC" };
    assert.equal(nextTick(monthly, at("2026-11-26T00:00Z")), at("2026-12-01T09:00Z"));
    assert.equal(lastTick(monthly, at("2026-11-01T00:00Z"), at("2026-11-26T00:00Z")), at("2026-11-01T09:00Z"));
    assert.equal(lastTick(monthly, at("2026-11-01T10:00Z"), at("2026-11-26T00:00Z")), null);
    assert.equal(nextTick({ pattern: "0 0 30 2 *", zone: "UTC" }, 0), null);
  });

  it("what is no time is refused, with what could be written instead", () => {
    const now = at("2026-11-26T00:00Z");
    for (const pattern of ["", "7 o'clock", "* * * *", "* * * * * *", "61 7 * * *", "0 0 30 2 *", "0 7 * * FOO"]) {
      assert.throws(() => requireTimes({ pattern, zone: "UTC" }, now), { code: "E_INPUT" }, pattern);
    }
    assert.throws(() => requireTimes({ pattern: "0 7 * * *", zone: "Europe/Atlantis" }, now), { code: "E_INPUT" });
    assert.doesNotThrow(() => requireTimes({ pattern: "* * * * *", zone: "UTC" }, now));
  });
});

describe("words for times", () => {
  const said: Record<string, string> = {
    "daily 7:00": "0 7 * * *",
    "every day at 7:05": "5 7 * * *",
    "täglich um 18.30 Uhr": "30 18 * * *",
    "weekdays 7:30": "30 7 * * 1-5",
    "Werktags 7:30 Uhr": "30 7 * * 1-5",
    "mon,thu 18:00": "0 18 * * 1,4",
    "Mondays and Fridays at 9:00": "0 9 * * 1,5",
    "montags 9:00": "0 9 * * 1",
    "dienstags und donnerstags um 9:00": "0 9 * * 2,4",
    "mittwochs 8:15": "15 8 * * 3",
    "samstags und sonntags 10:00": "0 10 * * 6,0",
    "wednesday 8:15": "15 8 * * 3",
    "monthly 9:00": "0 9 1 * *",
    "monthly 15 9:00": "0 9 15 * *",
    "monatlich am 3. 9:00": "0 9 3 * *",
    hourly: "0 * * * *",
    stündlich: "0 * * * *",
    "*/15 8-18 * * 1-5": "*/15 8-18 * * 1-5",
  };
  for (const [words, pattern] of Object.entries(said)) it(words, () => assert.equal(toPattern(words), pattern));

  it("what is neither is refused", () => {
    for (const words of ["daily 25:00", "daily 7:61", "someday 7:00", "mon,funday 8:00"])
      assert.throws(() => toPattern(words), { code: "E_INPUT" }, words);
    assert.throws(() => requireTimes({ pattern: toPattern("whenever"), zone: "UTC" }, 0), { code: "E_INPUT" });
  });
});
