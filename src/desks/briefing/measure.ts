import type { Context } from "../../core/index.ts";
import type { BriefingStore } from "./compose/gather.ts";
import { LOOK_BACK } from "./compose/usual.ts";
import { addDays, dayOf, startOf } from "./day.ts";
import type { Day } from "./types.ts";

const MOST_ITEMS = 5_000;
const MAILS = "inbox.mails";
const WORDS = {
  en: { name: "Mails a day", unit: "mails", definition: "Mails that came on a local day and were sorted." },
  de: { name: "Mails am Tag", unit: "Mails", definition: "Mails, die an einem Ortstag kamen und sortiert wurden." },
} as const;

/** How many mails came on each of the last days that are over, from the first on which any did. Again is the same. */
export async function measureMails(store: BriefingStore, { date, zone, language }: Day, ctx: Context): Promise<void> {
  const first = addDays(date, -LOOK_BACK - 1);
  const items = await store.items.list({ since: startOf(first, zone), limit: MOST_ITEMS });
  const days = items.filter(({ kind }) => kind === "mail").map(({ at }) => dayOf(at, zone));
  const oldest = days.toSorted()[0];
  if (oldest === undefined || oldest >= date) return;
  const counts = new Map<string, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  const points: { at: number; value: number }[] = [];
  for (let day = oldest; day < date; day = addDays(day, 1))
    points.push({ at: startOf(day, zone), value: counts.get(day) ?? 0 });
  await store.metrics.define({ id: MAILS, source: "inbox", ...WORDS[language] }, ctx);
  await store.metrics.put(MAILS, points, ctx);
}
