import { z } from "zod";
import { AppError } from "../../core/index.ts";
import {
  addDays,
  addMonths,
  addWorkingDays,
  daysBetween,
  findDates,
  germanHolidays,
  isoWeek,
  weekday,
  workingDaysBetween,
} from "../../files/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import type { Tool } from "./types.ts";

const input = z.object({
  expression: z
    .string()
    .min(1)
    .max(300)
    .describe('e.g. "2026-03-01 + 10 working days", "01.03.2026 bis 15.04.2026", "weekday 2026-03-01"'),
  holidays: z.enum(["de", "none"]).optional().describe("which holidays are no working days (default: de)"),
});

export type DateResult =
  | { kind: "date"; value: string; weekday: string; week: string }
  | { kind: "difference"; value: number; workingDays: number; from: string; to: string };

export const dateMathTool: Tool<z.infer<typeof input>, DateResult> = {
  name: "date_math",
  description: "Compute with dates: add days, working days, weeks, months; difference; weekday; ISO week.",
  input,
  effect: "read",
  yields: "arguments",
  describe: ({ expression }) => toSafeLine(`compute ${expression}`),
  run: ({ expression, holidays = "de" }, ctx) =>
    Promise.resolve(computeDate(expression, toLocalDay(ctx.clock.now()), holidays === "de")),
};

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WORD_DAYS: Record<string, number> = { today: 0, heute: 0, tomorrow: 1, morgen: 1, yesterday: -1, gestern: -1 };
const WORD_DAY = new RegExp(`(?<![\\p{L}\\d])(?:${Object.keys(WORD_DAYS).join("|")})(?![\\p{L}\\d])`, "giu");
// Longest first, so that "working days" is not read as "w".
const AMOUNT =
  /(?<sign>[+\-−–]|plus|minus|zuzüglich|abzüglich)?\s*(?<count>\d{1,6})\s*(?<unit>working\s*days?|business\s*days?|workdays?|arbeitstagen?|arbeitstage?|werktagen?|werktage?|days?|tagen?|tage?|weeks?|wochen?|months?|monaten?|monate?|years?|jahren?|jahre?)(?![\p{L}\d])/giu;
const BACKWARD = /(?<![\p{L}])(?:before|vor|prior\s+to|earlier|früher)(?![\p{L}])/iu;

/**
 * One date with any number of amounts ("10 Arbeitstage nach dem 1.3.2026", "2026-01-31 + 1 month - 1 day"), or two dates,
 * whose distance is asked. "A - B" counts from B to A, everything else ("A bis B", "between A and B") from A to B.
 */
export function computeDate(expression: string, today: string, holidays: boolean): DateResult {
  const text = expression.replaceAll(WORD_DAY, (word) => addDays(today, WORD_DAYS[word.toLowerCase()] ?? 0));
  const dates = findDates(text, { today });
  const [first, second] = dates;
  if (!first || dates.length > 2)
    throw notUnderstood(expression, first ? "it has more than two dates" : "it has no date");
  if (second) {
    const minus = /^\s*(?:[-−–]|minus)\s*$/i.test(text.slice(first.end, second.start));
    const [from, to] = minus ? [second.iso, first.iso] : [first.iso, second.iso];
    const free = holidays ? holidaysOf(from, to) : undefined;
    return {
      kind: "difference",
      value: daysBetween(from, to),
      workingDays: workingDaysBetween(from, to, free),
      from,
      to,
    };
  }
  const rest = `${text.slice(0, first.start)} ${text.slice(first.end)}`;
  return toDateResult(addAmounts(first.iso, rest, expression, holidays));
}

function addAmounts(start: string, rest: string, expression: string, holidays: boolean): string {
  const amounts = [...rest.matchAll(AMOUNT)];
  const left = rest.replaceAll(AMOUNT, " ");
  if (/\d/.test(left)) throw notUnderstood(expression, `"${left.trim()}" is left over`);
  const backward = BACKWARD.test(left);
  let date = start;
  for (const { groups } of amounts) {
    const negative = groups?.["sign"] ? /^(?:[-−–]|minus|abzüglich)$/i.test(groups["sign"]) : backward;
    const count = Number(groups?.["count"]) * (negative ? -1 : 1);
    date = add(date, count, (groups?.["unit"] ?? "").toLowerCase(), holidays);
  }
  return date;
}

function add(date: string, count: number, unit: string, holidays: boolean): string {
  if (/^(?:work|business|arbeit|werk)/.test(unit)) {
    // 20 working days never need more than 60 calendar days, holidays and all.
    const far = addDays(date, count * 3 + Math.sign(count) * 30);
    const free = holidays ? holidaysOf(date, far) : undefined;
    return addWorkingDays(date, count, free);
  }
  if (/^(?:day|tag)/.test(unit)) return addDays(date, count);
  if (/^(?:week|woche)/.test(unit)) return addDays(date, count * 7);
  return addMonths(date, /^(?:year|jahr)/.test(unit) ? count * 12 : count);
}

function holidaysOf(a: string, b: string): Set<string> {
  const [first, last] = [a, b].map((iso) => Number(iso.slice(0, 4))).toSorted((x, y) => x - y);
  const found = new Set<string>();
  for (let year = first ?? 0; year <= (last ?? 0); year += 1) {
    for (const day of germanHolidays(year).keys()) found.add(day);
  }
  return found;
}

function toDateResult(value: string): DateResult {
  const { year, week } = isoWeek(value);
  const name = WEEKDAYS[weekday(value) - 1] ?? "";
  return { kind: "date", value, weekday: name, week: `${year}-W${String(week).padStart(2, "0")}` };
}

/** The day as the person's wall calendar has it. */
function toLocalDay(now: number): string {
  const date = new Date(now);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function notUnderstood(expression: string, why: string): AppError {
  return new AppError("E_INPUT", `${JSON.stringify(expression)} was not understood: ${why}.`, {
    hint: 'Write e.g. "2026-03-01 + 10 working days" or "2026-03-01 to 2026-04-15".',
  });
}
