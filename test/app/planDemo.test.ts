import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { planDemo } from "../../src/app/demo.ts";
import { storyBegins } from "../../src/app/story.ts";
import { tempFolder } from "../store/_setup.ts";

const [DAY_MS, HOUR_MS] = [86_400_000, 3_600_000];

test("the sample firm's last mornings are those that have been: nothing of the story lies ahead, and no mail is lost", async (t) => {
  const home = join(await tempFolder(t), "demo");
  const morning = Date.UTC(2026, 10, 27, 6, 30); // 7:30 in Berlin
  const at = (now: number, days = 3) => planDemo(home, { days, language: "en", now });
  const early = await at(morning - 60_000);
  assert.deepEqual(early.mornings, [3, 2, 1].map((back) => morning - back * DAY_MS)); // prettier-ignore
  const late = await at(morning + 9 * HOUR_MS);
  assert.deepEqual(late.mornings, [2, 1, 0].map((back) => morning - back * DAY_MS)); // prettier-ignore
  assert.ok(late.mails.every(({ at: came }) => came < morning && came > morning - 31 * DAY_MS));
  assert.equal(late.mails.length, (await at(morning, 30)).mails.length);
  assert.ok(storyBegins(late) < (late.mornings[0] ?? 0));
});
