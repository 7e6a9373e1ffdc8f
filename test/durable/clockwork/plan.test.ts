import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { array, assert as check, constantFrom, integer, property } from "fast-check";
import { ticksBetween } from "../../../src/durable/clockwork/pattern.ts";
import { planTicks } from "../../../src/durable/clockwork/plan.ts";
import type { MissedPolicy, Schedule } from "../../../src/store/index.ts";

const HOUR_MS = 3_600_000;
const START = Date.parse("2026-03-27T00:00Z");

const scheduled = (change: Partial<Schedule> = {}): Schedule => ({
  name: "s",
  workflow: "w",
  input: null,
  pattern: "0 * * * *",
  zone: "Europe/Berlin",
  missed: "once",
  paused: false,
  since: START,
  through: START,
  ...change,
});

describe("which ticks run", () => {
  const slept = START + 5 * HOUR_MS + 10 * 60_000;
  const states = (missed: MissedPolicy): string[] =>
    planTicks(scheduled({ missed }), slept).ticks.map(({ state }) => state);

  it("after a sleep: the newest, each, or none, by the policy; all of them are in the ledger", () => {
    assert.deepEqual(states("once"), ["skipped", "skipped", "skipped", "skipped", "due"]);
    assert.deepEqual(states("each"), ["due", "due", "due", "due", "due"]);
    assert.deepEqual(states("skip"), ["skipped", "skipped", "skipped", "skipped", "skipped"]);
  });

  it("in time: each, whatever the policy; none while it is paused", () => {
    for (const missed of ["once", "each", "skip"] as const) {
      const plan = planTicks(scheduled({ missed }), START + HOUR_MS + 500);
      assert.deepEqual(plan, {
        ticks: [{ at: START + HOUR_MS, state: "due", note: null }],
        through: START + HOUR_MS + 500,
      });
    }
    const paused = planTicks(scheduled({ paused: true, missed: "each" }), slept);
    assert.ok(
      paused.ticks.length === 5 && paused.ticks.every(({ state, note }) => state === "skipped" && note === "paused"),
    );
  });

  it("of years, in portions: with `once` still only the very newest", () => {
    let schedule = scheduled({ missed: "once" });
    const now = START + 2_000 * HOUR_MS + 1;
    const due: number[] = [];
    let portions = 0;
    while (schedule.through < now) {
      const plan = planTicks(schedule, now);
      due.push(...plan.ticks.filter(({ state }) => state === "due").map(({ at }) => at));
      schedule = { ...schedule, through: plan.through };
      portions += 1;
    }
    assert.deepEqual(due, [START + 2_000 * HOUR_MS]);
    assert.ok(portions > 1, "more than one portion");
  });

  it("property: however the clock jumps and the process sleeps, no moment is entered twice in what a ledger keeps, and none is left out", () => {
    const jumps = array(integer({ min: -48 * HOUR_MS, max: 60 * HOUR_MS }), { minLength: 1, maxLength: 30 });
    check(
      property(jumps, constantFrom<MissedPolicy>("once", "each", "skip"), (steps, missed) => {
        let schedule = scheduled({ missed });
        let now = START;
        let furthest = START;
        const ledger = new Set<number>();
        for (const step of steps) {
          now += step;
          if (now < START) now = START;
          for (let plan = planTicks(schedule, now); ; plan = planTicks(schedule, now)) {
            for (const { at } of plan.ticks) ledger.add(at);
            const isThere = plan.through >= now || plan.through === schedule.through;
            schedule = { ...schedule, through: plan.through };
            if (isThere) break;
          }
          furthest = Math.max(furthest, now);
        }
        assert.deepEqual([...ledger].toSorted(), ticksBetween(schedule, START, furthest, 100_000).toSorted());
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
