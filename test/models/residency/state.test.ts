import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createResidencyState, type Effect, type ResidencyState } from "../../../src/models/residency/state.ts";
import { RECORDED } from "./sizes.ts";
import { happening, Judge } from "./judge.ts";

const create = (budgetBytes: number): ResidencyState => createResidencyState({ budgetBytes, ttlMs: 5000 });

function judge(make: typeof create, runs: number): Judge["counts"] {
  const total = { grants: 0, refusals: 0, loads: 0, closes: 0, mostPasses: 0 };
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 6000 }),
      fc.array(happening, { minLength: 30, maxLength: 200 }),
      (megabytes, story) => {
        const one = new Judge(make, megabytes * 1e6);
        for (const event of story) one.play(event);
        one.finish();
        for (const key of ["grants", "refusals", "loads", "closes"] as const) total[key] += one.counts[key];
        total.mostPasses = Math.max(total.mostPasses, one.counts.mostPasses);
      },
    ),
    { numRuns: runs, seed: 4_2026 },
  );
  return total;
}

/** Every use counts as over at once. */
function releasing(state: ResidencyState): Effect[] {
  const effects = state.decide();
  for (const effect of effects) if (effect.type === "grant") state.release(effect.id, 0);
  return effects;
}

describe("residency, over recorded sizes and random sequences", () => {
  it("never holds more than fits, never ends what is used or pinned, loads once and one at a time, serves everybody", (t) => {
    const total = judge(create, 2000);
    t.diagnostic(JSON.stringify(total));
    for (const count of [total.grants, total.refusals, total.loads, total.closes]) assert.ok(count > 1000);
    assert.ok(total.mostPasses > 2);
  });

  it("predictions are no less than what was measured", () => {
    for (const { id, bytes, leastBytes, measured } of RECORDED) {
      assert.ok(measured <= leastBytes && leastBytes <= bytes, id);
    }
  });

  it("control: the judge catches each fault", () => {
    const broken: [string, RegExp, (state: ResidencyState) => Partial<ResidencyState>][] = [
      ["counts on half as much again", /no room|are allowed/, (to) => ({ setBudget: (b) => to.setBudget(b * 1.5) })],
      ["counts on a larger card", /of the cards are held/, (to) => ({ setGpuBudget: (b) => to.setGpuBudget(b * 2) })],
      ["forgets pins", /although it is pinned/, () => ({ pin: () => undefined })],
      ["takes users for gone", /while it is used/, (to) => ({ decide: () => releasing(to) })],
      ["does not hear that a load ended", /for ever|wait for a load/, () => ({ loaded: () => undefined })],
      ["forgets who waits for a load", /still wait for a load/, (to) => ({ failed: (id) => (to.failed(id), []) })],
      ["does not hear that a model ended", /for ever|it lists/, () => ({ closed: () => undefined })],
    ];
    for (const [name, message, breakIt] of broken) {
      const make = (budget: number): ResidencyState => {
        const state = create(budget);
        return Object.assign(Object.create(state) as ResidencyState, breakIt(state));
      };
      assert.throws(
        () => judge(make, 300),
        (thrown) => thrown instanceof Error && message.test(`${thrown.message} ${String(thrown.cause)}`),
        name,
      );
    }
  });

  it("an unused model leaves the card to one that comes; one in use keeps its part, and the new one gets what is left", () => {
    const state = create(20_000_000_000);
    state.setGpuBudget(10);
    const claim = (gpuBytes: number) => ({ bytes: 1, leastBytes: 1, gpuBytes });
    let at = 0;
    /** Asks for a model, and says what happened and what of the card each model has then. */
    const ask = (id: string, gpuBytes: number): [string[], Record<string, number>] => {
      state.acquire((at += 1), id, claim(gpuBytes), "chat");
      const told: string[] = [];
      for (let effects = state.decide(); effects.length > 0; effects = state.decide()) {
        for (const effect of effects) {
          told.push(`${effect.type} ${effect.id}`);
          if (effect.type === "load") state.loaded(effect.id, (at += 1));
          if (effect.type === "close") state.closed(effect.id);
        }
      }
      return [told, Object.fromEntries(state.list().map((one) => [one.id, one.gpuBytes]))];
    };
    assert.deepEqual(ask("a", 6), [["load a", "grant a"], { a: 6 }]);
    assert.deepEqual(ask("b", 6), [["load b", "grant b"], { a: 6, b: 4 }], "a is used");
    state.release("a", (at += 1));
    assert.deepEqual(ask("none", 0), [["load none", "grant none"], { a: 6, b: 4, none: 0 }]);
    assert.deepEqual(ask("c", 50), [["close a", "load c", "grant c"], { b: 4, none: 0, c: 6 }]);
  });

  it("background work gets its model beside a chat that never pauses", () => {
    const state = create(2_000_000_000);
    const claim = { bytes: 1_500_000_000, leastBytes: 1_500_000_000 };
    state.acquire(1, "chat", claim, "chat");
    assert.deepEqual(state.decide(), [{ type: "load", id: "chat" }]);
    state.loaded("chat", 1);
    state.decide();
    state.acquire(2, "work", claim, "background");
    const order: string[] = [];
    for (let ticket = 3; ticket < 40; ticket += 1) {
      state.acquire(ticket, "chat", claim, "chat"); // the next one comes before the last one goes
      state.release("chat", ticket);
      for (const effect of state.decide()) {
        order.push(`${effect.type} ${effect.id}`);
        if (effect.type === "close") state.closed(effect.id);
        if (effect.type === "load") state.loaded(effect.id, ticket);
      }
    }
    assert.deepEqual(order.slice(0, 8), Array<string>(8).fill("grant chat"));
    assert.deepEqual(order.slice(8, 11), ["close chat", "load work", "grant work"]);
  });
});
