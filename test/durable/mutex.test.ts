import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { createMutex } from "../../src/durable/sqlite/mutex.ts";
import { isError } from "../store/_setup.ts";

test("one at a time, in the order they came, whatever the turns", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 12 }), async (scheduler, count) => {
      const mutex = createMutex(60_000);
      const entered: number[] = [];
      let inside = 0;
      const work = async (at: number): Promise<void> => {
        const release = await mutex.acquire();
        inside += 1;
        entered.push(at);
        await scheduler.schedule(Promise.resolve());
        assert.equal(inside, 1);
        inside -= 1;
        release();
        release();
      };
      const all = Promise.all(Array.from({ length: count }, (_, at) => work(at)));
      await scheduler.waitFor(all);
      assert.deepEqual(
        entered,
        Array.from({ length: count }, (_, at) => at),
      );
      assert.equal(mutex.held, false);
    }),
  );
});

test("who waits too long is told, and the next one still gets in", async () => {
  const mutex = createMutex(10);
  const release = await mutex.acquire();
  await assert.rejects(mutex.acquire(), isError("E_BUG", /did not end within 10 ms/));
  const next = mutex.acquire();
  release();
  (await next)();
  assert.equal(mutex.held, false);
});

test("after close nobody gets in", async () => {
  const mutex = createMutex(60_000);
  const release = await mutex.acquire();
  const waiting = assert.rejects(mutex.acquire(), /over/);
  mutex.close(new Error("over"));
  await waiting;
  release();
  await assert.rejects(mutex.acquire(), /over/);
});
