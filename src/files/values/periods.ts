import type { PeriodSpan } from "../types.ts";
import { addDays, isoOf } from "./calendar.ts";
import { findDates } from "./dates.ts";
import { MONTH, toMonth, toYear } from "./names.ts";
import { PERIOD_RULES, type Range } from "./periodRules.ts";
import { B, E, spanOf, withoutOverlaps } from "./spans.ts";

/** A date or a stretch of time that a "since" or "between" can refer to. */
interface Atom extends PeriodSpan {
  isDate: boolean;
}

/**
 * Every stretch of time named in a text: "March 2026", "im März", "Q1", "letzte Woche", "seit 1. Mai", "von März bis Juni".
 * Without a year it is of `today`'s year. "since/seit/ab/from X" begins with X, "after/nach X" on the day after it, "before/
 * vor X" ends on the day before it, "until/bis X" with it. A single date alone is no period (see `findDates`).
 */
export function findPeriods(text: string, opts: { today: string }): PeriodSpan[] {
  const atoms = findAtoms(text, opts.today);
  const pairs = [...findDayPairs(text, opts.today), ...joinPairs(text, atoms)];
  const taken = withoutOverlaps(pairs);
  const free = atoms.filter((atom) => !taken.some((pair) => atom.start < pair.end && atom.end > pair.start));
  const bounded = free.flatMap((atom) => bound(text, atom) ?? (atom.isDate ? [] : [atom]));
  return withoutOverlaps([...taken, ...bounded]).map(({ start, end, text: words, from, to }) => ({
    start,
    end,
    text: words,
    from,
    to,
  }));
}

/** Stretches only, without bounds: what must not be read as a number. */
export function findPlainPeriods(text: string, today: string): PeriodSpan[] {
  return PERIOD_RULES.flatMap((rule) =>
    [...text.matchAll(rule.pattern)].flatMap((match) => {
      const range = rule.make(match, today);
      return range === null ? [] : [{ ...spanOf(text, match.index, match.index + match[0].length), ...range }];
    }),
  );
}

function findAtoms(text: string, today: string): Atom[] {
  const dates = findDates(text, { today }).map((date): Atom => {
    return { start: date.start, end: date.end, text: date.text, from: date.iso, to: date.iso, isDate: true };
  });
  const periods = findPlainPeriods(text, today).map((period): Atom => ({ ...period, isDate: false }));
  return withoutOverlaps([...dates, ...periods]);
}

const ARTICLE =
  "(?:(?:the|dem|den|der|einschließlich|inklusive|including|zum|am|im|mit|jahr|year|[a-z]+tag,?|[a-z]+day,?) )*";
const FROM_HEAD = new RegExp(`${B}(?:(between|zwischen)|from|von|vom|ab|starting|beginning) ${ARTICLE}$`, "iu");
const JOINT = new RegExp(`^ ?(?:(and|und|&)|to|until|till|through|bis|–|-|—|\\.\\.\\.?) ?${ARTICLE}$`, "iu");

/** "between A and B", "von A bis B", "A - B"; a year missing in A is taken from B. */
function joinPairs(text: string, atoms: readonly Atom[]): PeriodSpan[] {
  return atoms.flatMap((first, index) => {
    const second = atoms[index + 1];
    if (!second || first.from === null || second.to === null) return [];
    const joint = JOINT.exec(text.slice(first.end, second.start));
    const head = FROM_HEAD.exec(text.slice(Math.max(0, first.start - 50), first.start));
    if (!joint || (joint[1] && !head?.[1])) return [];
    const start = head ? first.start - head[0].length : first.start;
    const from =
      hasYear(first.text) || !hasYear(second.text) ? first.from : second.to.slice(0, 4) + first.from.slice(4);
    const to = second.to;
    if (from > to) return [];
    return [{ ...spanOf(text, start, second.end), from, to }];
  });
}

const hasYear = (text: string) => /(?:19|20)\d{2}|[./]\d{2}$|'\d{2}/.test(text);

const DAYS_NAMED = new RegExp(
  `(?:(?:between|zwischen|from|von|vom|ab) (?:the |dem )?)?(?<![\\p{L}\\d.,])(\\d{1,2})(?:\\.|st|nd|rd|th)? ?(?:-|–|bis|und|and|to|until)(?: zum| dem)? ?(\\d{1,2})(?:\\.|st|nd|rd|th)? ?(?:of )?(${MONTH})${E}\\.?(?: (\\d{4}))?`,
  "giu",
);
const DAYS_DOTTED =
  /(?:(?:zwischen|von|vom|ab) (?:dem )?)?(?<![\p{L}\d.,])(\d{1,2})\.(?:(\d{1,2})\.)? ?(?:-|–|bis|und)(?: zum| dem)? ?(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?(?!\d)/giu;

/** "vom 1. bis 15. März 2026", "01.-15.03.2026", "1.3. bis 15.3.2026": the first day borrows month and year. */
function findDayPairs(text: string, today: string): PeriodSpan[] {
  const found: PeriodSpan[] = [];
  const add = (match: RegExpExecArray, from: string | null, to: string | null) => {
    if (from === null || to === null || from > to) return;
    found.push({ ...spanOf(text, match.index, match.index + match[0].length), from, to });
  };
  for (const match of text.matchAll(DAYS_NAMED)) {
    const year = match[4] ? Number(match[4]) : Number(today.slice(0, 4));
    const month = toMonth(match[3] ?? "");
    add(match, isoOf(year, month, Number(match[1])), isoOf(year, month, Number(match[2])));
  }
  for (const match of text.matchAll(DAYS_DOTTED)) {
    const year = match[5] ? toYear(match[5]) : Number(today.slice(0, 4));
    const month = Number(match[4]);
    add(match, isoOf(year, Number(match[2] ?? month), Number(match[1])), isoOf(year, month, Number(match[3])));
  }
  return found;
}

const SOFT = `(?: (?:and|und) (?:including|inklusive|mit))? ?${ARTICLE}`;
const BOUNDS: readonly { pattern: RegExp; make(atom: Range): Range }[] = [
  {
    pattern: new RegExp(
      `${B}(?:on or after|no earlier than|not before|nicht vor|frühestens|since|seit|ab|from|starting|beginning)${SOFT}$`,
      "iu",
    ),
    make: (atom) => ({ from: atom.from, to: null }),
  },
  {
    pattern: new RegExp(
      `${B}(?:on or before|no later than|not later than|not after|until|till|up to|by|through|bis|spätestens|nicht nach)${SOFT}$`,
      "iu",
    ),
    make: (atom) => ({ from: null, to: atom.to }),
  },
  {
    pattern: new RegExp(`${B}(?:after|later than|newer than|nach|später als|neuer als|jünger als)${SOFT}$`, "iu"),
    make: (atom) => ({ from: atom.to === null ? null : addDays(atom.to, 1), to: null }),
  },
  {
    pattern: new RegExp(`${B}(?:before|earlier than|older than|prior to|vor|früher als|älter als)${SOFT}$`, "iu"),
    make: (atom) => ({ from: null, to: atom.from === null ? null : addDays(atom.from, -1) }),
  },
];

function bound(text: string, atom: Atom): PeriodSpan[] | null {
  const head = text.slice(Math.max(0, atom.start - 60), atom.start);
  for (const { pattern, make } of BOUNDS) {
    const match = pattern.exec(head);
    if (match) return [{ ...spanOf(text, atom.start - match[0].length, atom.end), ...make(atom) }];
  }
  return null;
}
