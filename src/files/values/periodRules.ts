import { addDays, addMonths, isoOf, mondayOfWeek, weekday } from "./calendar.ts";
import { shift, UNIT } from "./dateRules.ts";
import { COUNT, MONTH, toCount, toMonth } from "./names.ts";
import { B, E } from "./spans.ts";

/** Inclusive ISO dates; null = open. */
export interface Range {
  from: string | null;
  to: string | null;
}

export interface PeriodRule {
  pattern: RegExp;
  make(match: RegExpExecArray, today: string): Range | null;
}

const rule = (pattern: string, make: PeriodRule["make"]): PeriodRule => ({ pattern: new RegExp(pattern, "giu"), make });
const yearOf = (iso: string) => Number(iso.slice(0, 4));
const pick = (digits: string | undefined, today: string) => (digits ? Number(digits) : yearOf(today));
const YEAR = "((?:19|20)\\d{2})(?!\\d)";
const OF_YEAR = `(?:(?:,? | ?\\/ ?| of | des jahres | in | im jahr )${YEAR})?`;

/** `count` whole months from the first of `month`. */
function months(year: number, month: number, count: number): Range | null {
  const from = isoOf(year, month, 1);
  return from === null ? null : { from, to: addDays(addMonths(from, count), -1) };
}

function week(monday: string): Range {
  return { from: monday, to: addDays(monday, 6) };
}

const ORDINALS = "(?:(1|2|3|4)(?:\\.|st|nd|rd|th)|(erste|zweite|dritte|vierte)[snrm]?|(first|second|third|fourth))";

function ordinal(match: RegExpExecArray, at: number): number {
  const digit = match[at];
  if (digit) return Number(digit);
  const word = (match[at + 1] ?? match[at + 2] ?? "").toLowerCase();
  return (
    ["er", "zw", "dr", "vi"].indexOf(word.slice(0, 2)) + 1 || ["fi", "se", "th", "fo"].indexOf(word.slice(0, 2)) + 1
  );
}

const LAST = "(?:last|previous|past|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?)";
const THIS = "(?:this|the current|current|diese[nrsm]?|laufende[nrsm]?|aktuelle[nrsm]?)";
const NEXT = "(?:next|the coming|coming|nächste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?)";
const STEP = "(week|woche|month|monat[es]?s?|quarter|quartal[es]?s?|year|jahr[es]?s?)";

/** The week, month, quarter or year that is `steps` from the current one. */
function around(today: string, steps: number, unit: string): Range | null {
  const u = unit.toLowerCase();
  if (u.startsWith("w")) return week(addDays(today, 1 - weekday(today) + 7 * steps));
  const month = Number(today.slice(5, 7));
  const size = u.startsWith("m") ? 1 : u.startsWith("q") ? 3 : 12;
  const start = size === 1 ? month : size === 3 ? Math.floor((month - 1) / 3) * 3 + 1 : 1;
  const first = addMonths(`${today.slice(0, 4)}-${String(start).padStart(2, "0")}-01`, steps * size);
  return months(yearOf(first), Number(first.slice(5, 7)), size);
}

function named(text: string, today: string): Range | null {
  const word = text.toLowerCase();
  const unit = /woche/.test(word) ? "week" : /monat/.test(word) ? "month" : /quartal/.test(word) ? "quarter" : "year";
  return around(today, -1, unit);
}

/** What a stretch of time is called, without "since" and "before" (those are in periods.ts). Longest match wins. */
export const PERIOD_RULES: readonly PeriodRule[] = [
  rule(
    `${B}(?<!\\d\\. ?|\\d |\\d-|of )(${MONTH})${E}\\.?(?:(?:,? | of |[/-])${YEAR}| '(\\d{2})(?!\\d))?(?!-?\\d)`,
    (m, today) => {
      const name = m[1] ?? "";
      const year = m[2] ?? (m[3] ? `20${m[3]}` : undefined);
      if (!year && !isMonthAlone(m, name)) return null;
      return months(pick(year, today), toMonth(name), 1);
    },
  ),
  rule("(?<![\\d./-])(0?[1-9]|1[0-2])\\/((?:19|20)\\d{2})(?![\\d/])", (m) => months(Number(m[2]), Number(m[1]), 1)),
  rule("(?<![\\p{L}\\d./-]|\\p{L}-)((?:19|20)\\d{2})-(0[1-9]|1[0-2])(?![\\d-])", (m) =>
    months(Number(m[1]), Number(m[2]), 1),
  ),
  rule(`${B}q ?([1-4])${E}${OF_YEAR}`, (m, today) => months(pick(m[2], today), Number(m[1]) * 3 - 2, 3)),
  rule(`(?<![\\p{L}\\d])((?:19|20)\\d{2})[ -/]?q([1-4])${E}`, (m) => months(Number(m[1]), Number(m[2]) * 3 - 2, 3)),
  rule(`${B}${ORDINALS} (?:quartals?|quarter)${E}${OF_YEAR}`, (m, today) =>
    months(pick(m[4], today), ordinal(m, 1) * 3 - 2, 3),
  ),
  rule(`${B}h([12])${E}${OF_YEAR}`, (m, today) => months(pick(m[2], today), Number(m[1]) * 6 - 5, 6)),
  rule(
    `${B}${ORDINALS} (?:halbjahre?s?|half(?:[ -]year)?)${E}(?! of (?:the )?(?:month|week))${OF_YEAR}`,
    (m, today) => {
      const half = ordinal(m, 1);
      return half > 2 || (/half$/i.test(m[0]) && !m[4]) ? null : months(pick(m[4], today), half * 6 - 5, 6);
    },
  ),
  rule(`${B}${LAST} ${STEP}${E}`, (m, today) => around(today, -1, m[1] ?? "")),
  rule(`${B}${THIS} ${STEP}${E}`, (m, today) => around(today, 0, m[1] ?? "")),
  rule(`${B}${NEXT} ${STEP}${E}`, (m, today) => around(today, 1, m[1] ?? "")),
  rule(`${B}(?:(${LAST})|(${NEXT})|${THIS}|the|am|das) (?:weekend|wochenende)${E}`, (m, today) => {
    const saturday = addDays(today, 6 - weekday(today) + (m[1] ? -7 : m[2] ? 7 : 0));
    return { from: saturday, to: addDays(saturday, 1) };
  }),
  rule(`${B}(?:vorwoche|vormonate?s?|vorquartale?s?|vorjahre?s?)${E}`, (m, today) => named(m[0], today)),
  rule(`${B}(?:year to date|ytd|seit jahresbeginn|seit jahresanfang)${E}`, (_m, today) => ({
    from: `${today.slice(0, 4)}-01-01`,
    to: today,
  })),
  rule(`${B}(?:the )?${LAST} (${COUNT}) (${UNIT})${E}`, (m, today) => backward(today, toCount(m[1] ?? ""), m[2] ?? "")),
  rule(`${B}(?:the )?${NEXT} (${COUNT}) (${UNIT})${E}`, (m, today) => ({
    from: today,
    to: shift(today, toCount(m[1] ?? ""), m[2] ?? ""),
  })),
  rule(`${B}(?:kw|kalenderwoche|calendar week|week) ?(\\d{1,2})(?!\\d)${OF_YEAR}`, (m, today) => {
    const number = Number(m[1]);
    return number < 1 || number > 53 ? null : week(mondayOfWeek(pick(m[2], today), number));
  }),
  rule("(?<![\\p{L}\\d.,/-]|\\p{L}-)((?:19|20)\\d{2}) ?[-–/] ?((?:19|20)\\d{2})(?![\\p{L}\\d/-]|[.,]\\d)", (m) =>
    Number(m[1]) <= Number(m[2]) ? { from: `${m[1]}-01-01`, to: `${m[2]}-12-31` } : null,
  ),
  rule("(?<![\\p{L}\\d.,/_-])((?:19|20)\\d{2})(?![\\p{L}\\d/_-]|[.,]\\d)", (m) =>
    isYear(m) ? { from: `${m[1]}-01-01`, to: `${m[1]}-12-31` } : null,
  ),
];

/** "in the last 30 days": today and the 29 days before; "last 3 months": from the same day three months ago. */
function backward(today: string, count: number, unit: string): Range | null {
  const days = /^(?:day|tag|kalendertag)/i.test(unit);
  return { from: days ? addDays(today, 1 - count) : shift(today, -count, unit), to: today };
}

/** "may", "mar" and "dec" in lower case are other words; short forms need a word of time before them. */
function isMonthAlone(match: RegExpExecArray, name: string): boolean {
  const before = match.input.slice(Math.max(0, match.index - 14), match.index).toLowerCase();
  const prepared =
    /(?:^|[^\p{L}])(?:in|im|for|für|fuer|since|seit|ab|before|vor|after|nach|bis|until|by|from|von|und|and|to|des|vom|between|zwischen|during|monat|month|of|-|–) ?$/u.test(
      before,
    );
  if (name.length <= 3 || name.toLowerCase() === "march")
    return prepared && (name !== "may" || /in $|for $|since $/.test(before));
  return prepared || name[0] !== name[0]?.toLowerCase() || ONLY_MONTH.test(name);
}

/** Names that mean nothing but the month, however they are written: "the december moves". */
const ONLY_MONTH = /^(?:januar|january|februar|february|september|o[kc]tober|november|de[cz]ember)$/iu;

const COMPARES =
  /(?:über|ueber|unter|mehr als|weniger als|mindestens|höchstens|above|over|under|below|more than|less than|at least|at most|exactly|genau|[<>=:|#€$£\t]|nr\.?|no\.?|nummer|number|eur|usd|chf|betrag|amount|artikel|article|item) ?$/iu;
const COUNTED =
  /^ ?(?:€|\$|£|%|eur(?:o|os)?\b|usd\b|chf\b|kg\b|g\b|l\b|h\b|m\b|km\b|stück|stk|std|pcs|pieces|mal\b|x\b|stunden|hours|tage|days)/iu;

/** A bare number from 1900 to 2099 is a year unless its neighbours make it a quantity or a number of something. */
function isYear(match: RegExpExecArray): boolean {
  const before = match.input.slice(Math.max(0, match.index - 16), match.index);
  const after = match.input.slice(match.index + match[0].length, match.index + match[0].length + 10);
  return !COMPARES.test(before) && !COUNTED.test(after);
}
