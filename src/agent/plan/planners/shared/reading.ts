import {
  findDates,
  findNumbers,
  findPeriods,
  type DateSpan,
  type Lang,
  type NumberSpan,
  type PeriodSpan,
  type Span,
} from "../../../../files/index.ts";
import { partOf } from "../../query/part.ts";
import type { Mention } from "../../gather/types.ts";
import { maskSpans, terms, type PathMention, type Request, type Term } from "../../request/index.ts";
import type { Clause, PlanContext } from "../../types.ts";
import { EMAIL, PHONE, STREET } from "./patterns.ts";
import { isDayFirst } from "./dayFirst.ts";
import { findTimes, type TimeSpan } from "./times.ts";

/** What code reads out of one clause; every offset is into `text`. */
export interface Reading {
  text: string;
  lang: Lang;
  dates: DateSpan[];
  times: TimeSpan[];
  /** Stretches of time ("this weekend", "im Oktober"). */
  periods: PeriodSpan[];
  /** Without those that are part of a date, a time or a path. */
  numbers: NumberSpan[];
  quotes: Span[];
  paths: PathMention[];
  terms: Term[];
  mentions: Mention[];
  /** Of those, the ones that are entries of a table: customers, articles, no titles of files. */
  entities: Mention[];
  /** What the clause asks for as columns. */
  columns: string[];
}

export function readClause(clause: Clause, ctx: PlanContext): Reading {
  // Spans of the request that lie in the clause; one whose text was put together finds them by their words.
  const { text, start } = clause;
  const isPart = ctx.request.text.startsWith(text, start);
  const inClause = <T extends Span>(spans: T[]) =>
    isPart ? spans.filter((span) => span.start >= start && span.end <= start + text.length) : spans;
  const reading = readText(
    text,
    { ...ctx.request, paths: inClause(ctx.request.paths), quotes: inClause(ctx.request.quotes) },
    (part) => ctx.catalogue.mentions(part),
    isDayFirst(ctx.catalogue, ctx.request),
  );
  // Columns are read where the request stands as it was written.
  const entities = reading.mentions.filter(
    (mention) => mention.score >= 0.85 && ctx.catalogue.table(mention.table)?.kind === "table",
  );
  return { ...reading, entities, columns: partOf(clause, ctx.request).columns };
}

function readText(text: string, request: Request, mentions: (text: string) => Mention[], dayFirst = true): Reading {
  // "2026/014" is the number of something, no folder.
  const paths = within(text, request.paths).filter((path) => /\p{L}/u.test(path.text));
  const plain = maskSpans(text, paths);
  const dates = findDates(plain, { today: request.today, dayFirst });
  const times = findTimes(maskSpans(plain, dates));
  const opaque = opaqueSpans(plain);
  const numbers = findNumbers(plain).filter(
    (number) => !overlaps(number, dates) && !overlaps(number, times) && !overlaps(number, opaque),
  );
  return {
    text,
    lang: request.lang,
    dates,
    times,
    periods: findPeriods(plain, { today: request.today }),
    numbers,
    quotes: within(text, request.quotes),
    paths,
    terms: terms(plain),
    mentions: mentions(plain),
    entities: [],
    columns: [],
  };
}

/** Digits that are part of a telephone number, an address, an account or a code are no quantities. */
function opaqueSpans(text: string): { start: number; end: number }[] {
  const code = /(?<![\p{L}\d])\p{L}{1,6}\d*[-_/]\d[\p{L}\d/_-]*|(?<![\p{L}\d])\p{Lu}{1,6}\d{2,}(?![\p{L}\d])/u;
  return [EMAIL, PHONE, STREET, code].flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern.source, "gu"))].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}

/** Spans of the request moved to where their words stand in a clause; what is not in it is left out. */
function within<T extends Span>(text: string, spans: T[]): T[] {
  const moved: T[] = [];
  let from = 0;
  for (const span of spans) {
    let start = text.indexOf(span.text, from);
    if (start === -1) start = text.indexOf(span.text);
    if (start === -1) continue;
    moved.push({ ...span, start, end: start + span.text.length });
    from = start + span.text.length;
  }
  return moved;
}

export function overlaps(
  span: { start: number; end: number },
  others: readonly { start: number; end: number }[],
): boolean {
  return others.some((other) => span.start < other.end && other.start < span.end);
}

export function overlapsAny(
  spans: readonly { start: number; end: number }[],
  others: readonly { start: number; end: number }[],
): boolean {
  return spans.some((span) => overlaps(span, others));
}

/** "all", "alle", "every": more than one thing is meant. */
export function meansAll(text: string): boolean {
  return /(?<!\p{L})(?:all|alle[nrs]?|every|each|jede[nrsm]?|sämtliche[nrs]?|jeweils)(?!\p{L})/iu.test(
    text.replaceAll(/(?<!\p{L})(?:all in all|vor allem|alles in allem|at all|after all)(?!\p{L})/giu, " "),
  );
}
