import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createStoryClock } from "../../src/core/index.ts";

const DAY_MS = 86_400_000;

test("a story's clock runs, is moved ahead and never back; whoever sleeps until then wakes, and nobody else", async () => {
  const clock = createStoryClock(1_000 * DAY_MS);
  const begun = clock.now();
  assert.ok(begun >= 1_000 * DAY_MS && begun < 1_001 * DAY_MS);
  let woken = "";
  const soon = clock.sleep(DAY_MS).then(() => (woken += "soon "));
  const ending = new AbortController();
  const late = clock.sleep(3 * DAY_MS, ending.signal).then(
    () => (woken += "late "),
    () => (woken += "called off"),
  );
  clock.moveTo(begun + 2 * DAY_MS);
  await soon;
  await pause(5);
  assert.equal(woken, "soon ");
  clock.moveTo(begun);
  assert.ok(clock.now() >= begun + 2 * DAY_MS, "not back");
  ending.abort();
  await late;
  assert.equal(woken, "soon called off");
});
