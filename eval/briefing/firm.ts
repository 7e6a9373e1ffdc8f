import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openApp, openStory, storyBegins, type StoryPlan } from "../../src/app/index.ts";
import { createStoryClock } from "../../src/core/index.ts";
import { addDays, dayOf, startOf } from "../../src/desks/briefing/day.ts";
import { FIRM, writeLetters, type Firm } from "../../src/world/index.ts";
import { createContext } from "../../test/store/_setup.ts";
import { createFirmJudge, type FirmVerdict } from "./firmJudge.ts";

const [DAY_MS, HALF_HOUR_MS] = [86_400_000, 1_800_000];
/** When the briefing comes, in words and in half hours. */
const [TIME, HALF_HOURS] = ["7:30", 15];
/** The evening of the last day of the story. */
const LAST = Date.parse("2026-11-26T20:00:00Z");

export const SAMPLE = FIRM;
/** Ten days of a firm that nothing was set on. */
export const OTHER: Firm = {
  name: "Fernhill Joinery",
  address: "hello@fernhilljoinery.example",
  owner: "Ruth Calder",
  zone: "Europe/London",
  days: 10,
  mails: new URL("firms/joinery.jsonl", import.meta.url),
};

/** The last days of a firm's mailbox up to the morning behind its last, as a gateway lives through them, judged morning by morning. */
export async function tellFirm(firm: Firm, { days = firm.days }: { days?: number } = {}): Promise<FirmVerdict> {
  const folder = mkdtempSync(join(tmpdir(), "kralle-firm-"));
  const home = join(folder, "home");
  const letters = await writeLetters({ now: LAST, firm });
  const last = dayOf(LAST, firm.zone);
  const mornings = Array.from({ length: days }, (_, at) => addDays(last, at + 2 - days)).map(
    (date) => startOf(date, firm.zone) + HALF_HOURS * HALF_HOUR_MS,
  );
  const plan: StoryPlan = {
    ...firm,
    language: "en",
    knowledge: [],
    mailbox: join(folder, "mailbox"),
    mails: letters.filter(({ at }) => at >= (mornings[0] ?? 0) - DAY_MS),
    mornings,
    time: TIME,
  };
  const clock = createStoryClock(await storyBegins(plan));
  const ending = new AbortController();
  const ctx = createContext({ clock, signal: ending.signal });
  const app = await openApp({ home, env: {}, interactive: false }, ctx);
  try {
    const judge = createFirmJudge({ app, letters: plan.mails as typeof letters, zone: firm.zone }, ctx);
    const story = await openStory(app, plan, clock, ctx);
    for (let day = await story.next(); day !== null; day = await story.next()) await judge.judge(day);
    return judge.verdict;
  } finally {
    await app.close();
    ending.abort();
    rmSync(folder, { recursive: true, force: true });
  }
}
