import type { Lang } from "../types.ts";
import { addDays, addMonths, addWorkingDays, isoOf, monthDays, weekday } from "./calendar.ts";
import { ANY_WEEKDAY, COUNT, MONTH, MONTHS_EN, toCount, toMonth, toWeekday, toYear, WEEKDAY } from "./names.ts";
import { B, E } from "./spans.ts";

export interface DateContext {
  /** ISO date. */
  today: string;
  dayFirst: boolean;
  lang: Lang;
}

/** A pattern and what it means; `make` returns null when the match is no date after all. */
export interface DateRule {
  pattern: RegExp;
  make(match: RegExpExecArray, ctx: DateContext): string | null;
}

const year = (ctx: DateContext) => Number(ctx.today.slice(0, 4));
const rule = (pattern: string, make: DateRule["make"], flags = "giu"): DateRule => ({
  pattern: new RegExp(pattern, flags),
  make,
});
const num = (text: string | undefined) => Number(text ?? Number.NaN);
const S = "[ \\u00a0]";

/** 3/4/2026: a part above 12 decides, else the context. */
export function fromSlashes(a: number, b: number, y: number, dayFirst: boolean): string | null {
  if (a > 12) return isoOf(y, b, a);
  if (b > 12) return isoOf(y, a, b);
  return dayFirst ? isoOf(y, b, a) : isoOf(y, a, b);
}

function named(day: string | undefined, month: string | undefined, digits: string | undefined, ctx: DateContext) {
  return isoOf(digits ? toYear(digits) : year(ctx), toMonth(month ?? ""), num(day));
}

/** "only 3 may attend" is no date, "3 May" is. */
const isVerbMay = (m: RegExpExecArray, month: string | undefined, sure: string | undefined) =>
  month === "may" && !sure && m[0] !== m[0].toUpperCase();

export const CALENDAR_RULES: readonly DateRule[] = [
  rule("(?<!\\d|\\d[-/.])(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?!\\d|[-/.]\\d)", (m) =>
    isoOf(num(m[1]), num(m[3]), num(m[4])),
  ),
  rule("(?<=^|[_ -])((?:19|20)\\d{2})(\\d{2})(\\d{2})(?=[_.]|$)", (m) => isoOf(num(m[1]), num(m[2]), num(m[3]))),
  rule(`(?<![\\d.,])(\\d{1,2})\\.${S}?(\\d{1,2})\\.${S}?(\\d{4}|\\d{2})(?!\\d|[.,]\\d)`, (m) =>
    isoOf(toYear(m[3] ?? ""), num(m[2]), num(m[1])),
  ),
  rule("(?<![\\d/.])(\\d{1,2})\\/(\\d{1,2})\\/(\\d{4}|\\d{2})(?![\\d/])", (m, ctx) =>
    fromSlashes(num(m[1]), num(m[2]), toYear(m[3] ?? ""), ctx.dayFirst),
  ),
  rule("(?<![\\d-]|\\p{L}-)(\\d{1,2})-(\\d{1,2})-(\\d{4})(?![\\d-])", (m) =>
    fromSlashes(num(m[1]), num(m[2]), num(m[3]), true),
  ),
  rule(
    `(?<![\\p{L}\\d.,])(\\d{1,2})(\\.|st|nd|rd|th)?[ \\u00a0-]{0,2}(?:of )?(${MONTH})${E}\\.?(?:[ ,\\u00a0-]{0,2}(\\d{4})(?!\\d)|(?:-| ?')(\\d{2})(?!\\d))?`,
    (m, ctx) => (isVerbMay(m, m[3], m[2] ?? m[4]) ? null : named(m[1], m[3], m[4] ?? m[5], ctx)),
  ),
  rule(`${B}(${MONTH})\\.? (\\d{1,2})(st|nd|rd|th)?${E}(?:,? (\\d{4})(?!\\d))?(?![.,]\\d| ?[:€$%])`, (m, ctx) => {
    const month = (m[1] ?? "").toLowerCase();
    const english = MONTHS_EN.some((name) => name.toLowerCase().startsWith(month) || month === "sept");
    if (!english || isVerbMay(m, m[1], m[3] ?? m[4]) || (ctx.lang === "de" && !m[4])) return null;
    return named(m[2], m[1], m[4], ctx);
  }),
  // 01.03. without a year: both parts padded, or after a word that asks for a date
  rule(`(?<![\\d.,])(\\d{2})\\.(\\d{2})\\.(?!\\d|${S}\\d{4})`, (m, ctx) => isoOf(year(ctx), num(m[2]), num(m[1]))),
  rule(
    `(?<=${B}(?:am|vom|bis|zum|ab|seit|dem|den|der|und|nach|vor|zwischen|${ANY_WEEKDAY}[.,]?)${S})(\\d{1,2})\\.${S}?(\\d{1,2})\\.(?!\\d)`,
    (m, ctx) => isoOf(year(ctx), num(m[2]), num(m[1])),
  ),
  rule(
    "(?<![\\d/.])(\\d{1,2})\\/(\\d{1,2})(?![\\d/.,])(?<=\\b(?:on|by|until|before|after|since|from|to) \\d+\\/\\d+)",
    (m, ctx) => fromSlashes(num(m[1]), num(m[2]), year(ctx), ctx.dayFirst),
  ),
];

const RELATIVE_DAYS = new Map<string, number>([
  ["today", 0], ["heute", 0], ["yesterday", -1], ["gestern", -1], ["vorgestern", -2], ["tomorrow", 1], ["morgen", 1],
  ["übermorgen", 2], ["uebermorgen", 2], ["the day after tomorrow", 2], ["day after tomorrow", 2],
  ["the day before yesterday", -2], ["day before yesterday", -2],
]); // prettier-ignore

/** `amount` steps of a unit named in German or English; null for an unknown unit. */
export function shift(from: string, amount: number, unit: string): string | null {
  const u = unit.toLowerCase();
  if (/^(?:working|business)|^(?:arbeits|werk)tag/.test(u)) return addWorkingDays(from, amount);
  if (/^(?:day|tag|kalendertag)/.test(u)) return addDays(from, amount);
  if (/^(?:week|woche)/.test(u)) return addDays(from, amount * 7);
  if (/^(?:month|monat)/.test(u)) return addMonths(from, amount);
  if (/^(?:quarter|quartal)/.test(u)) return addMonths(from, amount * 3);
  if (/^(?:year|jahr)/.test(u)) return addMonths(from, amount * 12);
  return null;
}

export const UNIT =
  "(?:(?:working|business) days?|(?:arbeits|werk|kalender)tag(?:en|e)?|days?|tag(?:en|e)?|weeks?|wochen?|months?|monat(?:en|e)?|quarters?|quartal(?:en|e)?|years?|jahr(?:en|e)?)";

/** The first such weekday after `from`. */
function nextWeekday(from: string, wanted: number): string {
  return addDays(from, ((wanted - weekday(from) + 6) % 7) + 1);
}

export const RELATIVE_RULES: readonly DateRule[] = [
  rule(
    `${B}(?<!(?:guten|am|jeden|diesen|heute|gestern|der|den|dem|einen|good) )(?:(?:the )?day (?:after tomorrow|before yesterday)|today|heute|yesterday|vorgestern|gestern|tomorrow|morgen|übermorgen|uebermorgen)${E}`,
    (m, ctx) => {
      const days = RELATIVE_DAYS.get(m[0].toLowerCase());
      // a capital "Morgen" inside a sentence is the morning
      if (days === undefined || (m[0] === "Morgen" && /[\p{L},] $/u.test(m.input.slice(0, m.index)))) return null;
      return addDays(ctx.today, days);
    },
  ),
  rule(`${B}(${WEEKDAY})(?:,? (?:of )?)(next week|nächster woche|naechster woche|kommender woche)${E}`, (m, ctx) =>
    addDays(ctx.today, 8 - weekday(ctx.today) + toWeekday(m[1] ?? "") - 1),
  ),
  rule(`${B}(?:next|coming|nächste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?) (${WEEKDAY})${E}`, (m, ctx) =>
    nextWeekday(ctx.today, toWeekday(m[1] ?? "")),
  ),
  rule(`${B}(?:last|past|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?) (${WEEKDAY})${E}`, (m, ctx) =>
    addDays(nextWeekday(addDays(ctx.today, -1), toWeekday(m[1] ?? "")), -7),
  ),
  rule(
    `${B}(?<=${B}(?:this|on|by|until|till|before|after|since|am|bis|zum|diese[nrsm]?|ab|vor|nach|seit|every day until) )(${WEEKDAY})${E}(?!s?,? ?(?:the |den |der |dem )?(?:\\d|${MONTH}${E}))`,
    (m, ctx) => {
      const before = m.input.slice(Math.max(0, m.index - 8), m.index);
      const day = nextWeekday(addDays(ctx.today, -1), toWeekday(m[1] ?? ""));
      return /since|seit/i.test(before) && day > ctx.today ? addDays(day, -7) : day;
    },
  ),
  rule(`${B}in (${COUNT}) (${UNIT})${E}`, (m, ctx) => shift(ctx.today, toCount(m[1] ?? ""), m[2] ?? "")),
  rule(`${B}(${COUNT}) (${UNIT}) (?:from now|from today|ab heute)${E}`, (m, ctx) =>
    shift(ctx.today, toCount(m[1] ?? ""), m[2] ?? ""),
  ),
  rule(`${B}(${COUNT}) (${UNIT}) ago${E}`, (m, ctx) => shift(ctx.today, -toCount(m[1] ?? ""), m[2] ?? "")),
  rule(`${B}vor (${COUNT}) (${UNIT})${E}`, (m, ctx) => shift(ctx.today, -toCount(m[1] ?? ""), m[2] ?? "")),
  rule(`${B}(?:(?:the )?end of (?:the |this )?month|ende (?:des|dieses) monats|monatsende)${E}`, (_m, ctx) =>
    monthEnd(year(ctx), Number(ctx.today.slice(5, 7))),
  ),
  rule(`${B}(?:(?:the )?end of (?:the |this )?year|ende (?:des|dieses) jahres|jahresende)${E}`, (_m, ctx) =>
    isoOf(year(ctx), 12, 31),
  ),
  rule(`${B}(?:(?:the )?end of|ende) (${MONTH})${E}\\.?(?: (\\d{4})(?!\\d))?`, (m, ctx) =>
    monthEnd(m[2] ? Number(m[2]) : year(ctx), toMonth(m[1] ?? "")),
  ),
];

function monthEnd(y: number, month: number): string | null {
  return month === 0 ? null : isoOf(y, month, monthDays(y, month));
}
