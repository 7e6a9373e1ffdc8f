import { words } from "../../../files/index.ts";
import { directConcepts, findConcepts, isStopWord, related } from "../lexicon/index.ts";
import type { Fill } from "../types.ts";
import type { Term } from "../request/index.ts";
import { isNoMatter, negatedAt } from "./negation.ts";
import type { Part } from "./part.ts";
import { linkTerm } from "./link.ts";
import type { Condition, Frame, FrameColumn } from "./types.ts";

const MAX_VALUES = 8;

/**
 * Small sets of values (a status, yes/no) that the request may mean in other words: "still to be finished" among
 * {open, in progress, finished, cancelled}. Asked only where words of the request are left that nothing else explains.
 */
export async function statusConditions(
  frame: Frame,
  part: Part,
  settled: Condition[],
  open: Term[],
  fill: Fill,
): Promise<Condition[]> {
  const done = new Set(settled.flatMap((condition) => ("column" in condition.left ? [condition.left.column] : [])));
  const found: Condition[] = [];
  for (const column of frame.columns) {
    if (
      (column.depth > 0 && !isLegend(frame, column)) ||
      (column.type !== "text" && column.type !== "boolean") ||
      done.has(column.name) ||
      !isSmallSet(column)
    )
      continue;
    const linked = part.terms.some((term) => (linkTerm(term, [column])[0]?.score ?? 0) >= 0.6);
    const named = !isYesNo(column) && byWords(column, part) !== null;
    if (!linked && !named && (open.length === 0 || !looksLikeStatus(column))) continue;
    const condition = isYesNo(column)
      ? yesNo(column, part, linked)
      : (byWords(column, part) ?? (open.length > 0 ? await ask(column, part, fill) : null));
    if (condition) found.push(condition);
  }
  return found;
}

function isSmallSet(column: FrameColumn): boolean {
  const values = column.values ?? [];
  // The texts of a legend are all different, in the legend.
  return (
    (!column.key || column.depth === 1) &&
    values.length >= 2 &&
    values.length <= MAX_VALUES &&
    values.every((value) => !/\d{3,}/u.test(value))
  );
}

function looksLikeStatus(column: FrameColumn): boolean {
  return /(?<![\p{L}\p{N}_])(?:status|state|stand|zustand|stufe|phase|erledigt|done|result|ergebnis|type|art|kind)(?![\p{L}\p{N}_])/iu.test(
    column.header,
  );
}

const YES = /^(?:ja|yes|y|j|x|true|wahr|1)$/iu;
const NO = /^(?:nein|no|n|false|falsch|0|-)$/iu;

function isYesNo(column: FrameColumn): boolean {
  const values = column.values ?? [];
  return values.every((value) => YES.test(value) || NO.test(value)) && values.some((value) => YES.test(value));
}

/** A yes/no column that the request names means yes, unless a negation stands before its name. */
function yesNo(column: FrameColumn, part: Part, linked: boolean): Condition | null {
  if (!linked) return null;
  const term = part.terms.find((candidate) => (linkTerm(candidate, [column])[0]?.score ?? 0) >= 0.6);
  const negative =
    term !== undefined &&
    (negatedAt(part, term) ||
      /(?<![\p{L}\p{N}_])(?:kein[\p{L}\p{N}]*|no|not|without|ohne)(?![\p{L}\p{N}_])/iu.test(
        part.text.slice(Math.max(0, term.start - part.start - 14), term.start - part.start),
      ));
  const values = (column.values ?? []).filter((value) => YES.test(value) !== negative);
  return values.length === 0 ? null : { left: { column: column.name }, op: "in", values };
}

const YET =
  /(?:still (?:have|has|need|needs) to be|still to be|yet to be|not (?:yet )?(?:been )?|noch (?:nicht )?(?:zu|nicht)?|haven't (?:yet )?been|hasn't (?:yet )?been|to be)\s*$/iu;

/** Values that the request says in other words or another language: "cancelled" for "storniert", "still to be finished". */
function byWords(column: FrameColumn, part: Part): Condition | null {
  const [wanted, unwanted]: [string[], string[]] = [[], []];
  for (const value of column.values ?? []) {
    const said = saidIn(part, value);
    if (!said) continue;
    const before = part.text.slice(Math.max(0, said.start - part.start - 30), said.start - part.start);
    const shutOut = negatedAt(part, said) || YET.test(before);
    if (!shutOut && isNoMatter(part, said)) continue;
    (shutOut ? unwanted : wanted).push(value);
  }
  const left = { column: column.name };
  if (wanted.length > 0) return { left, op: "in", values: wanted };
  return unwanted.length > 0 ? { left, op: "not in", values: unwanted } : null;
}

/** What a legend says of the row's own letter: "P" is "provisional, deposit not in yet". */
function isLegend(frame: Frame, column: FrameColumn): boolean {
  return (
    column.depth === 1 &&
    column.type === "text" &&
    column.from !== null &&
    isSmallSet(column) &&
    frame.columns.filter((other) => other.from?.table === column.from?.table).length <= 2
  );
}

/** Whether one of few values of the column is what the word says. */
export function saysValue(frame: Frame, column: FrameColumn, term: Term): boolean {
  return (
    column.type === "text" &&
    isSmallSet(column) &&
    (column.depth === 0 || isLegend(frame, column)) &&
    (column.values ?? []).some((value) => names(value, term))
  );
}

/** A value's own words, without what a comma adds to it. */
function names(value: string, term: Term): boolean {
  const own = words(value.split(/[,;(]/u)[0] ?? "").filter(({ word }) => !isStopWord(word));
  return own.length <= 3 && own.some(({ word }) => related(term.word, word) >= 0.8);
}

/** Where a word or phrase of the request means the value: "never turned up" says "no-show". */
function saidIn(part: Part, value: string): { start: number; end: number } | null {
  const term = part.terms.find((entry) => names(value, entry));
  if (term) return term;
  const ids = directConcepts(value);
  const tokens = words(part.text);
  const span = findConcepts(tokens.map((token) => token.word)).find((found) =>
    found.ids.some((id) => ids.includes(id)),
  );
  const [first, last] = span ? [tokens[span.start], tokens[span.end - 1]] : [];
  return first && last ? { start: part.start + first.start, end: part.start + last.end } : null;
}

async function ask(column: FrameColumn, part: Part, fill: Fill): Promise<Condition | null> {
  const values = column.values ?? [];
  const all = "(every row, whatever its value)";
  const chosen = await fill.chooseMany({
    question: `Request: ${part.text}\nThe column "${column.header}" has these values. Which values do the rows have that the request asks about?`,
    options: [{ label: all }, ...values.map((label) => ({ label }))],
  });
  if (chosen.length === 0 || chosen.includes(0) || chosen.length === values.length) return null;
  return { left: { column: column.name }, op: "in", values: chosen.map((at) => values[at - 1] ?? "") };
}

const VOID =
  /^\W*(?:void|ungültig|storno|fehlbuchung|doppelt (?:erfasst|gebucht)|duplicate|dublette|(?:keyed|entered|booked) twice)(?!\p{L})/iu;

/** Rows that a remark beside them declares void: they are neither counted nor added up, unless the request is about them. */
export function withoutVoid(frame: Frame, part: Part): Condition[] {
  if (part.terms.some((term) => VOID.test(term.word))) return [];
  return frame.columns.flatMap((column, at): Condition[] => {
    if (column.depth > 0 || column.type !== "text") return [];
    const values = [...new Set(frame.rows.flatMap((row) => (VOID.test(row[at] ?? "") ? (row[at] ?? []) : [])))];
    return values.length === 0 ? [] : [{ left: { column: column.name }, op: "not in", values }];
  });
}
