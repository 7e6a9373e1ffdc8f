import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import type { CommandFrame } from "../../src/api/index.ts";
import { progressOf } from "../../src/app/index.ts";
import { systemClock } from "../../src/core/index.ts";
import { createFrameQueue } from "../../src/gateway/frames.ts";

const progress = (receivedBytes: number, phase = "download") => ({
  event: { type: "setup", event: { type: "weights", name: "m", progress: { phase, receivedBytes } } },
});

async function collect(frames: AsyncIterable<CommandFrame>): Promise<CommandFrame[]> {
  const all: CommandFrame[] = [];
  for await (const frame of frames) all.push(frame);
  return all;
}

describe("frames of a call", () => {
  test("ten thousand figures of one progress in a second are few frames, and the newest is among them", async () => {
    const queue = createFrameQueue(systemClock);
    const told = collect(queue);
    const began = systemClock.now();
    let count = 0;
    for (; systemClock.now() - began < 500; count += 20) {
      for (let step = 1; step <= 20; step += 1) queue.push(progress(count + step));
      await new Promise(setImmediate);
    }
    queue.end({ result: 1 });
    const frames = await told;
    assert.ok(count > 1_000, String(count));
    assert.ok(frames.length <= 10, String(frames.length));
    assert.deepEqual(frames.slice(-2), [progress(count), { result: 1 }]);
  });

  test("all else comes whole and in order, and each progress ends with its newest figure", async () => {
    const one = fc.oneof(
      fc.record({ event: fc.record({ type: fc.constant("note"), text: fc.string() }) }),
      fc.tuple(fc.nat(), fc.constantFrom("download", "verify")).map(([bytes, phase]) => progress(bytes, phase)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 30 }), async (pushed) => {
        const queue = createFrameQueue(systemClock);
        const told = collect(queue);
        for (const frame of pushed) queue.push(frame);
        queue.end({ result: null });
        // The model: what is followed by news of the same progress may be left out, and nothing else.
        const needed = pushed.filter((frame, at) => {
          const key = progressOf(frame.event);
          return key === null || progressOf(pushed[at + 1]?.event) !== key;
        });
        assert.deepEqual(await told, [...needed, { result: null }]);
      }),
      { numRuns: 200 },
    );
  });

  test("a figure that stands alone is told without another push", async () => {
    const queue = createFrameQueue(systemClock);
    const iterator = queue[Symbol.asyncIterator]();
    for (const bytes of [1, 2]) {
      queue.push(progress(bytes));
      assert.deepEqual((await iterator.next()).value, progress(bytes));
    }
  });
});
