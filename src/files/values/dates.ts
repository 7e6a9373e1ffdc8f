import type { DateSpan } from "../types.ts";
import { guessLanguage } from "../text/language.ts";
import { CALENDAR_RULES, type DateContext, type DateRule, RELATIVE_RULES } from "./dateRules.ts";
import { spanOf, withoutOverlaps } from "./spans.ts";
import { toDayNumber } from "./calendar.ts";

/**
 * Every date named in a text, written out ("01.03.2026", "March 1, 2026", "1. Mrz") or relative ("gestern", "next Monday",
 * "in 14 Tagen"). `today` is an ISO date; a date without a year is of its year. Without `dayFirst`, 03/04/2026 is decided by
 * the other slash dates of the text, else by its language (German: day first).
 */
export function findDates(text: string, opts: { today: string; dayFirst?: boolean }): DateSpan[] {
  toDayNumber(opts.today); // a wrong `today` is the caller's fault, said at once
  const lang = guessLanguage(text);
  const dayFirst = opts.dayFirst ?? isDayFirst([text]) ?? lang === "de";
  const ctx: DateContext = { today: opts.today.slice(0, 10), dayFirst, lang };
  const found = [...CALENDAR_RULES, ...RELATIVE_RULES].flatMap((rule) => apply(rule, text, ctx));
  return withoutOverlaps(found);
}

/** Only what is written as a date, not "today" and the like; for cells and for masking. */
export function findWrittenDates(text: string, today: string, dayFirst: boolean): DateSpan[] {
  const ctx: DateContext = { today, dayFirst, lang: "en" };
  return withoutOverlaps(CALENDAR_RULES.flatMap((rule) => apply(rule, text, ctx)));
}

function apply(rule: DateRule, text: string, ctx: DateContext): DateSpan[] {
  const spans: DateSpan[] = [];
  for (const match of text.matchAll(rule.pattern)) {
    const iso = rule.make(match, ctx);
    if (iso === null) continue;
    const trimmed = match[0].replace(/[\s,'-]+$/u, "");
    spans.push({ ...spanOf(text, match.index, match.index + trimmed.length), iso });
  }
  return spans;
}

/**
 * What the slash dates of these texts say together: true = day first, null = none decides. A number above 12 is a day; a
 * list in which one place stays the same and the other varies is of one month.
 */
export function isDayFirst(texts: readonly string[]): boolean | null {
  let votes = 0;
  const firsts = new Set<number>();
  const seconds = new Set<number>();
  for (const text of texts) {
    for (const match of text.matchAll(/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(?:\d{4}|\d{2})(?![\d/])/g)) {
      firsts.add(Number(match[1]));
      seconds.add(Number(match[2]));
      if (Number(match[1]) > 12) votes += 1;
      else if (Number(match[2]) > 12) votes -= 1;
    }
  }
  if (votes === 0 && Math.min(firsts.size, seconds.size) === 1 && Math.max(firsts.size, seconds.size) > 2)
    return seconds.size === 1;
  return votes === 0 ? null : votes > 0;
}
