import { fold } from "../../../files/index.ts";
import type { Mention } from "../gather/index.ts";
import type { Request } from "../request/index.ts";
import { dueConditions } from "./due.ts";
import { emptyConditions } from "./empties.ts";
import { pairConditions } from "./pairs.ts";
import { isNoMatter, negatedAt } from "./negation.ts";
import { around, withinClause, type Part } from "./part.ts";
import { numberConditions } from "./numbers.ts";
import { dateConditions } from "./dates.ts";
import type { Condition, Frame, FrameColumn } from "./types.ts";

/** Ways to read one stretch of the request as a condition; `null` among them when it may be none. */
export interface ConditionGroup {
  /** The words of the request that this is about. */
  words: string;
  start: number;
  end: number;
  /** Best first; several conditions of one alternative belong together (a period's two ends). */
  alternatives: { conditions: Condition[]; score: number }[];
  /** May be left out, if the model says so. */
  optional: boolean;
}

/** Everything in the clause that code recognises as a condition on the rows of the frame. */
export function gatherConditions(frame: Frame, part: Part, request: Request, mentions: Mention[]): ConditionGroup[] {
  const groups = [
    ...mentionConditions(frame, part, mentions),
    ...dateConditions(frame, part, request),
    ...numberConditions(frame, part, request),
    ...dueConditions(frame, part, request),
    ...emptyConditions(frame, part),
    ...pairConditions(frame, part),
  ];
  return joinSameColumn(withoutRepeats(withoutOverlap(groups)));
}

/** "In October … dated October": said twice, meant once. */
function withoutRepeats(groups: ConditionGroup[]): ConditionGroup[] {
  const said = new Map<string, ConditionGroup>();
  for (const group of groups) {
    const key = JSON.stringify(group.alternatives[0]?.conditions ?? group.start);
    const before = said.get(key);
    if (!before || (group.alternatives[0]?.score ?? 0) > (before.alternatives[0]?.score ?? 0)) said.set(key, group);
  }
  return groups.filter((group) => [...said.values()].includes(group));
}

/** "Lochside and Harbourne": no row has two values in one column, so either of them is meant. */
function joinSameColumn(groups: ConditionGroup[]): ConditionGroup[] {
  const kept: ConditionGroup[] = [];
  for (const group of groups) {
    const [column, values] = equalsOf(group);
    const at = kept.findIndex((other) => column !== null && equalsOf(other)[0] === column);
    const before = kept[at];
    if (!before || column === null) {
      kept.push(group);
      continue;
    }
    const all = [...new Set([...equalsOf(before)[1], ...values])];
    const joined: Condition =
      all.length === 1
        ? { left: { column }, op: "=", right: { value: all[0] ?? "" } }
        : { left: { column }, op: "in", values: all };
    const score = before.alternatives[0]?.score ?? 0;
    kept[at] = { ...before, end: group.end, alternatives: [{ conditions: [joined], score }] };
  }
  return kept;
}

/** The column and the values that the likeliest reading of a group wants; null where it wants something else. */
function equalsOf({ alternatives, optional }: ConditionGroup): [string | null, string[]] {
  const [first, ...more] = alternatives[0]?.conditions ?? [];
  if (!first || more.length > 0 || optional || !("column" in first.left)) return [null, []];
  if (first.op === "in") return [first.left.column, first.values ?? []];
  return first.op === "=" && first.right && "value" in first.right
    ? [first.left.column, [first.right.value]]
    : [null, []];
}

/** A value of the files in the request: the row's column is that value (or is not, after "without"). */
function mentionConditions(frame: Frame, part: Part, mentions: Mention[]): ConditionGroup[] {
  const bySpan = new Map<string, Mention[]>();
  for (const mention of mentions) {
    if (!withinClause(part, mention) || !frame.tables.includes(mention.table)) continue;
    const key = `${mention.start}-${mention.end}`;
    bySpan.set(key, [...(bySpan.get(key) ?? []), mention]);
  }
  const groups: ConditionGroup[] = [];
  for (const same of bySpan.values()) {
    const first = same[0];
    if (!first) continue;
    const best = Math.max(...same.map((mention) => mention.score));
    if (best < 0.55 || isOwnFolder(frame, part, same)) continue;
    const negative = negatedAt(part, first);
    if (!negative && isNoMatter(part, first)) continue;
    const alternatives = new Map<string, { conditions: Condition[]; score: number }>();
    for (const mention of same) {
      if (mention.score < best - 0.12) continue;
      for (const column of columnsOf(frame, mention)) {
        const known = alternatives.get(column.name);
        const values = valuesOf(known?.conditions[0], mention.value);
        alternatives.set(column.name, {
          conditions: [condition(column, values, negative)],
          score: Math.max(
            known?.score ?? 0,
            mention.score - 0.06 * column.depth + (column.key || column.depth === 0 ? 0.04 : 0),
          ),
        });
      }
    }
    if (alternatives.size === 0) continue;
    groups.push({
      words: first.text,
      start: first.start,
      end: first.end,
      alternatives: [...alternatives.values()].toSorted((a, b) => b.score - a.score).slice(0, 4),
      optional: best < 0.8,
    });
  }
  return groups;
}

/** "The Leeds orders" are the table in the folder "Leeds"; "orders to Leeds" are some of its rows. */
function isOwnFolder(frame: Frame, part: Part, [first, ...more]: Mention[]): boolean {
  if (!first || /(?<!\p{L})(?:to|from|in|at|for|of|nach|aus|in|von|für|bei)\s+$/iu.test(around(part, first, 8).before))
    return false;
  const folders = new Set(frame.origin(0).path.split("/").slice(0, -1).map(fold));
  return [first, ...more].some((mention) => folders.has(fold(mention.value)));
}

function condition(column: FrameColumn, values: string[], negative: boolean): Condition {
  const left = { column: column.name };
  if (values.length === 1) return { left, op: negative ? "<>" : "=", right: { value: values[0] ?? "" } };
  return { left, op: negative ? "not in" : "in", values };
}

function valuesOf(known: Condition | undefined, value: string): string[] {
  const before = known?.values ?? (known?.right && "value" in known.right ? [known.right.value] : []);
  return before.some((other) => fold(other) === fold(value)) ? before : [...before, value];
}

function columnsOf(frame: Frame, mention: Mention): FrameColumn[] {
  return frame.columns.filter((column) =>
    [column.from, ...(column.also ?? [])].some(
      (from) => from?.table === mention.table && from.column === mention.column,
    ),
  );
}

/** Longer stretches and surer readings win over what lies inside them. */
function withoutOverlap(groups: ConditionGroup[]): ConditionGroup[] {
  const ranked = groups.toSorted(
    (a, b) => b.end - b.start - (a.end - a.start) || (b.alternatives[0]?.score ?? 0) - (a.alternatives[0]?.score ?? 0),
  );
  const kept: ConditionGroup[] = [];
  for (const group of ranked) {
    if (!kept.some((other) => group.start < other.end && other.start < group.end)) kept.push(group);
  }
  return kept.toSorted((a, b) => a.start - b.start);
}
