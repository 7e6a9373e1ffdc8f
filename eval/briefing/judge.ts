import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Composition } from "../../src/desks/briefing/index.ts";
import type { Delivery, NewItem, Store } from "../../src/store/index.ts";
import type { Truth } from "./plan.ts";

/** What was really sent: texts of mails and messages, as the other sides took them. */
export interface Ledgers {
  mail: readonly string[];
  telegram: readonly string[];
}

export interface DayVerdict {
  date: string;
  planted: number;
  found: number;
  shown: number;
  falselyShown: number;
  /** Numbers in the file, and those that are not what the planted data says. */
  numbers: number;
  wrongNumbers: string[];
}

/** Of one day: what stands under urgent against the truth, and every number of the file against what was planted. */
export async function judgeDay(
  composition: Composition,
  { truths, items, home }: { truths: ReadonlyMap<string, Truth>; items: ReadonlyMap<string, NewItem>; home: string },
): Promise<DayVerdict> {
  const { date, zone, groups, at } = composition;
  const isUrgent = ({ urgentFrom }: Truth): boolean => urgentFrom !== null && urgentFrom <= at;
  const open = [...truths.values()].filter((truth) => truth.at < at);
  const shown = groups.urgent.map(({ source }) => truths.get(source));
  const planted = open.filter(isUrgent);
  const found = planted.filter(({ id }) => groups.urgent.some(({ source }) => source === id));
  const file = await readFile(join(home, "briefings", `${date}.md`), "utf8");
  const { numbers, wrong } = judgeNumbers(file, { date, zone, items });
  return {
    date,
    planted: planted.length,
    found: found.length,
    shown: shown.length,
    falselyShown: shown.filter((truth) => !truth || !isUrgent(truth)).length,
    numbers,
    wrongNumbers: wrong,
  };
}

interface Planted {
  date: string;
  zone: string;
  items: ReadonlyMap<string, NewItem>;
}

/**
 * Reads the file as a person would: each line of an entry may hold the numbers of its own letter (its title, its sender, the days of its arrival and
 * its date, how long it waits) and no other. It knows nothing of how the product checks.
 */
function judgeNumbers(file: string, { date, zone, items }: Planted): { numbers: number; wrong: string[] } {
  const wrong: string[] = [];
  let numbers = 0;
  for (const line of file.split("\n")) {
    const name = /no\\?\. ?\d+\/\d+/u.exec(line)?.[0];
    if (name === undefined) continue;
    const item = items.get(`mail_${name.replaceAll(/[^\d/]/gu, "").replace("/", "_")}`);
    const text = line.replace(/\]\([^)]*\)/u, "]");
    const allowed = new Set(item ? numbersOf(item, date, zone) : []);
    for (const number of text.match(/\d+/gu) ?? []) {
      numbers += 1;
      if (!allowed.has(Number(number))) wrong.push(`${date}: ${number} in ${line}`);
    }
  }
  return { numbers, wrong };
}

interface LetterOfFirm {
  from: string;
  subject: string;
  text: string;
  /** ms UTC */
  at: number;
  due: number | null;
}

/** The same of a line about a real letter: it may also say numbers of the letter's own words. */
export function judgeNumbersOfLetter(
  line: string,
  letter: LetterOfFirm,
  { date, zone }: Pick<Planted, "date" | "zone">,
): { numbers: number; wrong: string[] } {
  const { from: name, subject, at, due } = letter;
  const words = `${subject} ${letter.text}`;
  const allowed = new Set(numbersOf({ title: words, who: { name, address: "" }, at, due }, date, zone));
  const numbers = (line.replace(/\]\([^)]*\)/u, "]").match(/\d+/gu) ?? []).map(Number);
  const wrong = numbers.filter((number) => !allowed.has(number)).map((number) => `${date}: ${number} in ${line}`);
  return { numbers: numbers.length, wrong };
}

function numbersOf(
  { title, who, at, due }: Pick<NewItem, "title" | "who" | "at" | "due">,
  date: string,
  zone: string,
): number[] {
  const local = (moment: number): { day: number; hour: number; minute: number; iso: string } => {
    const iso = new Date(moment).toLocaleString("sv-SE", { timeZone: zone });
    return {
      day: Number(iso.slice(8, 10)),
      hour: Number(iso.slice(11, 13)),
      minute: Number(iso.slice(14, 16)),
      iso: iso.slice(0, 10),
    };
  };
  const words = `${title} ${who?.name ?? ""}`.match(/\d+/gu) ?? [];
  const came = local(at);
  const waited = Math.round((Date.parse(date) - Date.parse(came.iso)) / 86_400_000);
  const until =
    due === null ? [] : [local(due).day, local(due).hour, local(due).minute, Number(local(due).iso.slice(0, 4))];
  return [...words.map(Number), came.day, waited, ...until];
}

export interface DeliveryVerdict {
  /** Days that were composed once, with one file, and with at most one mail and one message. */
  once: number;
  doubled: string[];
  /** Of deliveries: what is told of them is what the other side has. */
  told: number;
  lies: string[];
  unclear: number;
}

/** Where each briefing went, by the lists of the other sides. */
export async function judgeDeliveries(
  dates: readonly string[],
  { store, home, ledgers }: { store: Store; home: string; ledgers: Ledgers },
): Promise<DeliveryVerdict> {
  const verdict: DeliveryVerdict = { once: 0, doubled: [], told: 0, lies: [], unclear: 0 };
  const files = (await readdir(join(home, "briefings"))).filter((name) => name.endsWith(".md"));
  const stored = await store.briefings.list({ limit: 1_000 });
  for (const date of dates) {
    const day = new Intl.DateTimeFormat("en", {
      timeZone: "UTC",
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    }).format(Date.parse(date));
    const mails = ledgers.mail.filter((raw) => raw.includes(`Subject: Briefing for ${day}`)).length;
    const messages = ledgers.telegram.filter((text) => text.startsWith(`Briefing for ${day}`)).length;
    const composed = stored.filter((one) => one.date === date);
    const own = files.filter((name) => name.startsWith(date));
    if (composed.length === 1 && own.length === 1 && mails <= 1 && messages <= 1) verdict.once += 1;
    else
      verdict.doubled.push(
        `${date}: ${composed.length} composed, ${own.length} files, ${mails} mails, ${messages} messages`,
      );
    const deliveries = await store.briefings.deliveries(composed[0]?.id ?? "");
    for (const [channel, count] of [
      ["mail", mails],
      ["telegram", messages],
    ] as const) {
      const state = deliveries.find((one) => one.channel === channel)?.state;
      if (state === "unclear") verdict.unclear += 1;
      if (isTold(state, count)) verdict.told += 1;
      else verdict.lies.push(`${date}: ${channel} is told as ${state}, and ${count} came`);
    }
  }
  return verdict;
}

const isTold = (state: Delivery["state"] | undefined, count: number): boolean =>
  state === "unclear" || (state === "done" && count === 1) || (state === "failed" && count === 0);
