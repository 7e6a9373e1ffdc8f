import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { MOST_PASSES } from "../../../src/models/residency/line.ts";
import { createTurns, toPlaces } from "../../../src/models/residency/index.ts";

let visitors = 0;
/** Another one each time, so that each needs a place of its own. */
const who = (): string => `model ${(visitors += 1)}`;
const open = (): AbortSignal => new AbortController().signal;
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("turns", () => {
  it("one at a time on few cores, a person first, the older first", async () => {
    assert.deepEqual([1, 2, 8, 16, 64].map(toPlaces), [1, 1, 1, 2, 8]);
    const turns = createTurns(1);
    const order: string[] = [];
    const leave = await turns.enter(who(), "background", open());
    const visits = (["background", "chat", "chat"] as const).map(async (priority, at) => {
      const go = await turns.enter(who(), priority, open());
      order.push(`${priority} ${at}`);
      go();
    });
    assert.equal(turns.waiting, 3);
    leave();
    leave(); // twice counts once
    await Promise.all(visits);
    assert.deepEqual(order, ["chat 1", "chat 2", "background 0"]);
  });

  it("a signal gives up the place in line, and the place inside", async () => {
    const turns = createTurns(1);
    const inside = new AbortController();
    const waiting = new AbortController();
    await turns.enter(who(), "chat", inside.signal);
    const gone = assert.rejects(turns.enter(who(), "chat", waiting.signal), { code: "E_CANCELLED" });
    const next = turns.enter(who(), "chat", open());
    waiting.abort();
    await gone;
    inside.abort();
    (await next)();
    await assert.rejects(turns.enter(who(), "chat", AbortSignal.abort()), { code: "E_CANCELLED" });
    assert.equal(turns.waiting, 0);
  });

  it("who is inside lets in more of its own, until another one is next", async () => {
    const turns = createTurns(1);
    const log: string[] = [];
    const enter = (name: string): Promise<() => void> =>
      turns.enter(name, "chat", open()).then((leave) => (log.push(name), leave));
    const first = await enter("a");
    const second = await enter("a");
    const other = enter("b");
    const third = enter("a");
    await tick();
    assert.deepEqual(log, ["a", "a"], "the third waits, for b came before it");
    first();
    await tick();
    assert.deepEqual(log, ["a", "a"], "one of a is still inside");
    second();
    (await other)();
    (await third)();
    assert.deepEqual(log, ["a", "a", "b", "a"]);
  });

  it("who gives up waiting lets those in who waited for it", async () => {
    const turns = createTurns(1);
    const leave = await turns.enter("a", "chat", open());
    const abort = new AbortController();
    const other = assert.rejects(turns.enter("b", "chat", abort.signal), { code: "E_CANCELLED" });
    const joining = turns.enter("a", "chat", open());
    await tick();
    assert.equal(turns.waiting, 2);
    abort.abort();
    await other;
    (await joining)();
    leave();
  });

  it("never more models inside than places, nobody passed too often, everybody served", async () => {
    const arrival = fc.record({ isChat: fc.boolean(), leaves: fc.boolean(), group: fc.constantFrom("a", "b", "c") });
    const story = fc.array(arrival, { minLength: 20, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), story, async (places, arrivals) => {
        const turns = createTurns(places);
        const inside: { group: string; leave: () => void }[] = [];
        const passed = new Map<number, { group: string; times: number }>();
        let served = 0;
        for (const [at, { isChat, leaves, group }] of arrivals.entries()) {
          passed.set(at, { group, times: 0 });
          void turns.enter(group, isChat ? "chat" : "background", open()).then((leave) => {
            served += 1;
            passed.delete(at);
            for (const [other, one] of passed) if (other < at) one.times += 1;
            inside.push({ group, leave });
          });
          await tick();
          assert.ok(new Set(inside.map((one) => one.group)).size <= places);
          // Whoever reached the limit is next: only those who did so before it can still come first.
          for (const { times } of passed.values()) assert.ok(times <= MOST_PASSES * 2, `${times}`);
          if (leaves) inside.shift()?.leave();
        }
        for (let round = 0; round < arrivals.length * 2 && served < arrivals.length; round += 1) {
          inside.shift()?.leave();
          await tick();
        }
        assert.equal(served, arrivals.length);
        assert.equal(turns.waiting, 0);
      }),
      { numRuns: 100 },
    );
  });
});
