import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { createFolderLocks } from "../../src/app/folders.ts";

describe("one piece of work at a time in a folder", () => {
  test("also when some give up waiting", async () => {
    const step = fc.record({
      folder: fc.constantFrom("a", "b"),
      after: fc.nat(4),
      turns: fc.nat(8),
      givesUpAfter: fc.option(fc.nat(4)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const locks = createFolderLocks();
        const inside = new Map<string, number>();
        const asked: number[] = [];
        const begun: number[] = [];
        const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
        const all = steps.map(async ({ folder, after, turns, givesUpAfter }, at) => {
          for (let left = after; left > 0; left -= 1) await turn();
          asked.push(at);
          const gone = new AbortController();
          const work = async (): Promise<void> => {
            begun.push(at);
            const count = (inside.get(folder) ?? 0) + 1;
            inside.set(folder, count);
            assert.equal(count, 1);
            for (let left = turns; left > 0; left -= 1) await turn();
            inside.set(folder, 0);
          };
          const held = locks.hold(folder, gone.signal, work).catch((thrown: unknown) => {
            if (!gone.signal.aborted) throw thrown;
          });
          for (let left = givesUpAfter ?? 0; left > 0; left -= 1) await turn();
          if (givesUpAfter !== null) gone.abort();
          await held;
        });
        await Promise.all(all);
        for (const folder of ["a", "b"]) {
          const order = begun.filter((at) => steps[at]?.folder === folder);
          const expected = asked.filter((at) => order.includes(at));
          assert.deepEqual(order, expected);
        }
        for (const [at, { givesUpAfter }] of steps.entries()) assert.ok(givesUpAfter !== null || begun.includes(at));
      }),
      { numRuns: 100 },
    );
  });
});
