import type { Fill } from "../types.ts";
import type { Term } from "../request/index.ts";
import { negatedAt, type Part } from "./part.ts";
import { linkTerm } from "./sources.ts";
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
      column.depth > 0 ||
      (column.type !== "text" && column.type !== "boolean") ||
      done.has(column.name) ||
      !isSmallSet(column)
    )
      continue;
    const linked = part.terms.some((term) => (linkTerm(term, [column])[0]?.score ?? 0) >= 0.6);
    if (!linked && (open.length === 0 || !looksLikeStatus(column))) continue;
    const condition = isYesNo(column) ? yesNo(column, part, linked) : await ask(column, part, fill);
    if (condition) found.push(condition);
  }
  return found;
}

function isSmallSet(column: FrameColumn): boolean {
  const values = column.values ?? [];
  return values.length >= 2 && values.length <= MAX_VALUES && values.every((value) => !/\d{3,}/u.test(value));
}

function looksLikeStatus(column: FrameColumn): boolean {
  return /\b(?:status|state|stand|zustand|stufe|phase|erledigt|done|result|ergebnis|type|art|kind)\b/iu.test(
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
    (negatedAt(part, term.start) ||
      /\b(?:kein\w*|no|not|without|ohne)\b/iu.test(
        part.text.slice(Math.max(0, term.start - part.start - 14), term.start - part.start),
      ));
  const values = (column.values ?? []).filter((value) => YES.test(value) !== negative);
  return values.length === 0 ? null : { left: { column: column.name }, op: "in", values };
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
