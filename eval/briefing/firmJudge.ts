import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Figure } from "../../bench/types.ts";
import type { App, StoryDay } from "../../src/app/index.ts";
import type { Context } from "../../src/core/index.ts";
import { dayOf, startOf } from "../../src/desks/briefing/day.ts";
import type { Item } from "../../src/store/index.ts";
import type { Letter } from "../../src/world/index.ts";
import { judgeNumbersOfLetter } from "./judge.ts";

const DAY_MS = 86_400_000;
/** After so long the owner has dealt with what is not urgent and has no date. */
const PATIENCE_MS = 2 * DAY_MS;
const MOST_ITEMS = 500;

/** What mornings said of a firm's mailbox, against what is true of its letters. */
export interface FirmVerdict {
  days: number;
  mails: number;
  /** Things that were urgent, each once; those that were said so in time. */
  planted: number;
  found: number;
  /** Entries under urgent. */
  shown: number;
  /** Day, sender and subject of what was not said, and of what was said and is not so. */
  missed: string[];
  false: string[];
  numbers: number;
  wrongNumbers: string[];
  /** Days with one stored briefing that went everywhere. */
  once: number;
  amiss: string[];
}

export interface FirmJudge {
  readonly verdict: FirmVerdict;
  /** Judges a morning, and lets the owner deal with what is urgent, and with what was only said to be. */
  judge(day: StoryDay): Promise<void>;
}

export function createFirmJudge(
  { app, letters, zone }: { app: App; letters: readonly Letter[]; zone: string },
  ctx: Context,
): FirmJudge {
  const verdict: FirmVerdict = {
    days: 0,
    mails: 0,
    planted: 0,
    found: 0,
    shown: 0,
    missed: [],
    false: [],
    numbers: 0,
    wrongNumbers: [],
    once: 0,
    amiss: [],
  };
  const settled = new Set<Letter>();

  /** Whether the owner deals with it on this morning. */
  function judgeLetter(letter: Letter, isShown: boolean, at: number): boolean {
    const span = urgentOf(letter, zone);
    const isUrgent = span !== null && span.from <= at;
    const name = `${dayOf(at, zone)} ${letter.from}: ${letter.subject}`;
    if (isUrgent && !isShown && at < span.latest) return false; // there is time yet
    if (isUrgent) verdict.planted += 1;
    if (isUrgent && isShown) verdict.found += 1;
    if (isUrgent && !isShown) verdict.missed.push(name);
    if (isShown && !isUrgent) verdict.false.push(name);
    const { action, due } = letter.truth;
    return isUrgent || isShown || (action && due === null && at - letter.at > PATIENCE_MS);
  }

  async function judgeNumbers(date: string, items: ReadonlyMap<Letter, Item>): Promise<void> {
    const file = await readFile(join(app.home, "briefings", `${date}.md`), "utf8");
    for (const [letter, { id, due }] of items) {
      const line = file.split("\n").find((one) => one.includes(`/today/${id}`));
      if (line === undefined) continue;
      const { numbers, wrong } = judgeNumbersOfLetter(line, { ...letter, due }, { date, zone });
      verdict.numbers += numbers;
      verdict.wrongNumbers.push(...wrong);
    }
  }

  return {
    verdict,
    async judge({ mails, briefing: { composition, deliveries } }) {
      const { date, groups, at } = composition;
      verdict.days += 1;
      verdict.mails += mails;
      const all = (await app.run("items", { desk: "inbox", limit: MOST_ITEMS }, {}, ctx)).items;
      const items = new Map<Letter, Item>();
      for (const letter of letters) {
        const item = all.find((one) => one.at === letter.at && one.title === letter.subject);
        if (item) items.set(letter, item);
      }
      await judgeNumbers(date, items);
      const urgent = new Set(groups.urgent.map(({ item }) => item));
      verdict.shown += urgent.size;
      for (const [letter, { id }] of items) {
        if (settled.has(letter) || !judgeLetter(letter, urgent.has(id), at)) continue;
        settled.add(letter);
        await app.run("releaseAction", { item: id, action: "done" }, {}, ctx);
      }
      const { briefings } = await app.run("briefings", { limit: 400 }, {}, ctx);
      const count = briefings.filter((one) => one.date === date).length;
      const lost = deliveries.filter(({ state }) => state !== "done").length;
      if (count === 1 && lost === 0) verdict.once += 1;
      else verdict.amiss.push(`${date}: ${count} composed, ${lost} deliveries did not arrive`);
    },
  };
}

/**
 * From when on it is right to say that it is urgent, and by when at the latest it has to be said: on the morning before the day on which it is due,
 * or on the first one where the truth names no day. ms UTC; null: it never is.
 */
function urgentOf({ at, truth }: Letter, zone: string): { from: number; latest: number } | null {
  const came = startOf(dayOf(at, zone), zone);
  const eve = truth.due === null || !truth.action ? null : Math.max(at, came + (truth.due - 1) * DAY_MS);
  if (truth.urgent) return { from: at, latest: eve ?? at };
  return eve === null ? null : { from: eve, latest: eve };
}

export function toFirmFigures(name: string, verdict: FirmVerdict): Figure[] {
  const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
  const { planted, found, shown, numbers, wrongNumbers, days, once } = verdict;
  return [
    { name: `${name}: urgent and said so`, value: share(found, planted), unit: "ratio", n: planted, atLeast: 0.9 },
    { name: `${name}: said to be urgent and not`, value: share(verdict.false.length, shown), unit: "ratio", n: shown, atMost: 0.1 },
    { name: `${name}: numbers as in the letters`, value: 1 - share(wrongNumbers.length, numbers), unit: "ratio", n: numbers, atLeast: 1 },
    { name: `${name}: days made once, doubled nowhere`, value: share(once, days), unit: "ratio", n: days, atLeast: 1 },
  ]; // prettier-ignore
}
