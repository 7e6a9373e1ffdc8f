import assert from "node:assert/strict";
import { test } from "node:test";
import { keepTidy } from "../../../src/app/conversations/retention.ts";
import type { PruneOptions } from "../../../src/durable/index.ts";
import { createContext } from "../../store/_setup.ts";

const DAY_MS = 86_400_000;

test("old records are removed after the start and twice a day, as long as the settings say, until it is closed", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const asked: PruneOptions[] = [];
  const prune = (options: PruneOptions) => {
    asked.push(options);
    return Promise.resolve({ removed: 0, bytesBefore: 0, bytes: 0 });
  };
  const stop = keepTidy({ prune }, { keepDays: 2, keepFailedDays: 0.5 }, createContext());
  t.mock.timers.tick(100_000);
  assert.equal(asked.length, 0);
  t.mock.timers.tick(DAY_MS);
  assert.equal(asked.length, 3);
  const [{ olderThanMs, failedOlderThanMs, signal } = { olderThanMs: 0 }] = asked;
  assert.deepEqual([olderThanMs, failedOlderThanMs, signal?.aborted], [2 * DAY_MS, DAY_MS / 2, false]);
  stop();
  assert.equal(signal?.aborted, true);
  t.mock.timers.tick(DAY_MS);
  assert.equal(asked.length, 3);
});
