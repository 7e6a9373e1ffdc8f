import { addDays, words } from "../../../files/index.ts";
import { related } from "../lexicon/index.ts";
import type { Request } from "../request/index.ts";
import type { ConditionGroup } from "./conditions.ts";
import { around, withinClause, type Part } from "./part.ts";
import { linkTerm } from "./link.ts";
import type { Condition, Frame, FrameColumn } from "./types.ts";

/** Periods ("in October", "since 1 May") and single days, on whichever date column the words around them name. */
export function dateConditions(frame: Frame, part: Part, request: Request): ConditionGroup[] {
  const columns = frame.columns.filter((column) => (column.type === "date" || isMonths(column)) && column.depth <= 1);
  // Two versions side by side: the period says which ones.
  if (columns.length === 0 || frame.source.type === "pivot") return [];
  const spans = [
    ...request.periods.map(({ start, end, text, from, to }): DateStretch => ({ start, end, text, from, to })),
    ...request.dates
      .filter((date) => !request.periods.some((period) => period.start <= date.start && date.end <= period.end))
      .map((date): DateStretch => ({
        start: date.start,
        end: date.end,
        text: date.text,
        from: date.iso,
        to: date.iso,
      })),
  ].filter((span) => withinClause(part, span) && !qualifiesAVersion(part, span) && !isSaidBy(part, span));
  const merged = mergeNeighbours(spans).filter((span) => !isFileItself(frame, span));
  return merged.map((span) => {
    const scored = columns.map((column) => ({ column, ...fitness(column, span, part, frame) }));
    // The row's own dates, where some lie in the period, come before those of what it leads to.
    const isOwn = scored.some(({ column, inside }) => column.depth === 0 && inside);
    const alternatives = scored
      .filter(({ column, linked }) => !isOwn || column.depth === 0 || linked >= 0.6)
      .map(({ column, score }) => ({ conditions: between(column, span), score }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 4);
    return {
      words: span.text,
      start: span.start,
      end: span.end,
      alternatives,
      optional: isSettledBySource(frame, span.text),
    };
  });
}

const VERSION_WORDS =
  /(?<![\p{L}\p{N}_])(?:rates?|prices?|fees?|tariffs?|price list|preise?n?|preisliste|s(?:ä|ae)tzen?|stundens(?:ä|ae)tzen?|geb(?:ü|ue)hren|konditionen|tarif[\p{L}\p{N}]*|in force|that apply|valid|g(?:ü|ue)ltig[\p{L}\p{N}]*|geltend[\p{L}\p{N}]*)(?![\p{L}\p{N}_])/iu;

/** "at this year's hourly rates": the year says which price list applies, not which rows. */
function qualifiesAVersion(part: Part, span: { start: number; end: number }): boolean {
  const { before, after } = around(part, span, 28);
  const head =
    /(?<![\p{L}\p{N}_])(?:at|zu|mit|nach|by|to|in force|valid|g(?:ü|ue)ltig[\p{L}\p{N}]*|apply|applies|gelten[\p{L}\p{N}]*)\s+(?:the\s+|our\s+|den\s+|unseren\s+|dem\s+)*(?:\S+\s+){0,3}$/iu;
  return (
    (head.test(before) && VERSION_WORDS.test(`${before} ${after}`)) ||
    /(?<![\p{L}\p{N}_])(?:in force|valid|g(?:ü|ue)ltig[\p{L}\p{N}]*)\s*$/iu.test(before)
  );
}

interface DateStretch {
  start: number;
  end: number;
  text: string;
  from: string | null;
  to: string | null;
}

/** "in September and October": two stretches that touch are one. */
function mergeNeighbours(spans: DateStretch[]): DateStretch[] {
  const merged: DateStretch[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    const touches = last && span.start - last.end < 12 && last.from && last.to && span.from && span.to;
    if (last && touches) {
      const [first, second] = (last.from ?? "") <= (span.from ?? "") ? [last, span] : [span, last];
      if (addDays((first.to ?? "").slice(0, 10), 1) >= (second.from ?? "")) {
        merged[merged.length - 1] = {
          start: last.start,
          end: span.end,
          text: `${last.text} + ${span.text}`,
          from: first.from,
          to: (first.to ?? "") > (second.to ?? "") ? first.to : second.to,
        };
        continue;
      }
    }
    merged.push(span);
  }
  return merged;
}

/** "2026-10" in every row. */
const isMonths = (column: FrameColumn): boolean =>
  column.type === "text" &&
  column.values !== null &&
  column.values.length > 0 &&
  column.values.every((value) => /^\d{4}-\d{2}$/.test(value));

/** "overdue today": the day is in the word already. */
function isSaidBy(part: Part, span: DateStretch): boolean {
  return /(?<!\p{L})(?:today|heute|now|jetzt)$/iu.test(span.text) && /overdue|überfällig/iu.test(part.text);
}

/** "September" over the sheet of September, all of whose rows lie in it: no condition. */
function isFileItself(frame: Frame, { from, to, text }: DateStretch): boolean {
  if (!isSettledBySource(frame, text)) return false;
  const at = frame.columns.findIndex((column) => column.type === "date" && column.depth === 0);
  return frame.rows.every((row) => {
    const day = row[at]?.slice(0, 10);
    return !day || ((from === null || day >= from) && (to === null || day <= to));
  });
}

function between(column: FrameColumn, { from, to, text }: DateStretch): Condition[] {
  const left = { column: column.name };
  if (isMonths(column))
    return [
      {
        left,
        op: "in",
        values: (column.values ?? []).filter(
          (month) => month >= (from ?? "").slice(0, 7) && month <= (to ?? "9999").slice(0, 7),
        ),
      },
    ];
  // A birthday comes every year.
  if (
    from &&
    to &&
    from.slice(0, 7) === to.slice(0, 7) &&
    !/\d{4}/.test(text) &&
    related(words(column.header)[0]?.word ?? "", "birthday") >= 0.8
  )
    return [{ left, op: "contains", right: { value: from === to ? from.slice(4, 10) : from.slice(4, 8) } }];
  if (from !== null && from === to) return [{ left, op: "=", right: { value: from } }];
  return [
    ...(from === null ? [] : [{ left, op: ">=" as const, right: { value: from } }]),
    ...(to === null ? [] : [{ left, op: "<=" as const, right: { value: to } }]),
  ];
}

/** 0..1: words near the period that name the column, how many of its values lie in reach, depth. */
function fitness(
  column: FrameColumn,
  span: { start: number; end: number; from: string | null; to: string | null },
  part: Part,
  frame: Frame,
): { score: number; linked: number; inside: boolean } {
  const linked = part.terms
    .map((term) => {
      const score = linkTerm(term, [column])[0]?.score ?? 0;
      const distance = Math.min(Math.abs(term.end - span.start), Math.abs(term.start - span.end));
      return score * (distance < 25 ? 1 : distance < 60 ? 0.85 : 0.65);
    })
    .reduce((best, score) => Math.max(best, score), 0);
  const at = frame.columns.indexOf(column);
  const inside = frame.rows.some((row) => {
    const day = row[at]?.slice(0, isMonths(column) ? 7 : 10);
    return (
      !!day && (span.from === null || day >= span.from.slice(0, day.length)) && (span.to === null || day <= span.to)
    );
  });
  const plain =
    ["datum", "date", "tag", "day"].includes(words(column.header)[0]?.word ?? "") && words(column.header).length === 1;
  const { before } = around(part, span, 30);
  const until =
    /(?<![\p{L}\p{N}_])(?:until|till|bis|by|due|fällig)\s*(?:\S+\s*)?$/iu.test(before) &&
    words(column.header).some((word) => related(word.word, "due") >= 0.8);
  const score =
    0.3 + linked * 0.45 + (inside ? 0.15 : 0) + (plain ? 0.08 : 0) + (until ? 0.1 : 0) - 0.12 * column.depth;
  return { score, linked, inside };
}

/** "October's hours" from the sheet of October: the file is the condition already. */
function isSettledBySource(frame: Frame, text: string): boolean {
  const label = words(frame.label).map((word) => word.word);
  return (
    frame.source.type === "table" &&
    words(text).some((word) => word.word.length > 3 && label.some((part) => part.startsWith(word.word.slice(0, 3))))
  );
}
