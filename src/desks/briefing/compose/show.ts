import { dayOf, daysBetween } from "../day.ts";
import type { Day, Fact, Line } from "../types.ts";

/** A number as it stands in a text of this day: the one place that writes them, and the one that the check asks. */
export function show({ value, form }: Pick<Fact, "value" | "form">, { date, zone, language }: Day): string {
  if (form === "number") return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
  if (form === "days") return new Intl.NumberFormat(language).format(Math.abs(daysBetween(dayOf(value, zone), date)));
  if (form === "time")
    return new Intl.DateTimeFormat(language, {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).format(value);
  const year = dayOf(value, zone).slice(0, 4) === date.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    ...year,
  }).format(value);
}

/** The local day itself, in full. */
export function showDate({ date, language }: Pick<Day, "date" | "language">): string {
  const format = { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
  return new Intl.DateTimeFormat(language, format).format(Date.parse(`${date}T00:00:00Z`));
}

export const toFact = (source: string, value: number, form: Fact["form"], day: Day): Fact => ({
  source,
  value,
  form,
  shown: show({ value, form }, day),
});

/** Numbers in it: `facts`. Words of others in it, with their own numbers: `quotes`. */
export const toLine = (text: string, facts: Fact[] = [], quotes: string[] = []): Line => ({ text, facts, quotes });

/** Numbers of a text as they are written, with what groups and divides them: "1.250,50", "17:00", "26". */
export const numbersIn = (text: string): string[] => text.match(/\d+(?:[.,:'’\u00a0\u202f]\d+)*/gu) ?? [];
