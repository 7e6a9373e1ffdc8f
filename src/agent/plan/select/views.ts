import type { Mention } from "../gather/index.ts";
import { isMeasure, isNumeric, linkTerm } from "../query/link.ts";
import type { Part } from "../query/part.ts";
import { gatherConditions } from "../query/conditions.ts";
import { rankSources } from "../query/sources.ts";
import type { PlannedQuery } from "../query/plan.ts";
import type { Condition, Frame, FrameColumn, Query } from "../query/types.ts";
import type { PlanContext } from "../types.ts";

/** A frame as the model sees it: a view with plain identifiers, what it leads to already joined. */
export interface View {
  name: string;
  frame: Frame;
  columns: ViewColumn[];
  hints: Hint[];
}

/** Words of the request, and the conditions that they may mean, likeliest first. */
export interface Hint {
  words: string;
  alternatives: Condition[][];
  /** Code is certain that one of the alternatives is meant. */
  certain: boolean;
}

export interface ViewColumn {
  /** Identifier in SQL, unique in its view. */
  id: string;
  column: FrameColumn;
  type: "text" | "number" | "date";
  /** Text that a condition may compare it with: values that the request speaks of, then those of a small set. */
  literals: string[];
  samples: string[];
}

const MOST_VIEWS = 2;
/** A second view is shown where its score comes this near to the first one's. */
const CLOSE = 0.8;
const MOST_OWN = 12;
const MOST_LOOKED_UP = 6;
const MOST_ALTERNATIVES = 2;
const MOST_LITERALS = 12;
const SAMPLES = 3;

/**
 * The views that could answer a clause, best first. `ruled` is what the rules read, right or wrong: which rows they left out is worth
 * showing.
 */
export function candidateViews(
  part: Part,
  ctx: PlanContext,
  mentions: Mention[],
  ruled: PlannedQuery | null = null,
): View[] {
  const taken = new Set<string>();
  const ranked = rankSources(ctx.request, part, mentions, ctx.catalogue, 4).filter(
    ({ frame }) => frame.rows.length > 0,
  );
  const [best] = ranked;
  if (!best) return [];
  const close = ranked.filter(
    (entry) => entry === best || (entry.score >= best.score * CLOSE && !entry.frame.tables.includes(best.frame.base)),
  );
  return close.slice(0, MOST_VIEWS).map(({ frame }) => {
    const groups = gatherConditions(frame, part, ctx.request, mentions);
    const hints = groups.map(({ words, alternatives, optional }) => ({
      words,
      alternatives: alternatives.slice(0, MOST_ALTERNATIVES).map(({ conditions }) => conditions),
      certain: !optional,
    }));
    if (ruled?.frame.label === frame.label) hints.push(...leftOut(ruled.query, hints));
    return { name: toIdentifier(frame.label, taken), frame, hints, columns: columnsOf(frame, part, mentions, hints) };
  });
}

/** "Without the cancelled": what the rules shut out by a set of values, beyond the words that stand in cells. */
function leftOut({ where }: Query, hints: Hint[]): Hint[] {
  const known = new Set(hints.flatMap(({ alternatives }) => alternatives.flat().flatMap(columnsIn)));
  const shut = where.filter(
    (condition) =>
      (condition.op === "not in" || condition.op === "<>") && columnsIn(condition).every((name) => !known.has(name)),
  );
  return shut.map((condition) => ({ words: "rows that count", alternatives: [[condition]], certain: false }));
}

function columnsOf(frame: Frame, part: Part, mentions: Mention[], hints: Hint[]): ViewColumn[] {
  const taken = new Set<string>();
  const conditions = hints.flatMap(({ alternatives }) => alternatives.flat());
  const hinted = new Set(conditions.flatMap(columnsIn));
  return shownColumns(frame, part, hinted).map((column) => {
    const said = mentions
      .filter(({ score }) => score >= 0.5)
      .filter((mention) => [column.from, ...(column.also ?? [])].some((from) => isAt(mention, from)))
      .map(({ value }) => value);
    const own = conditions.filter(({ left }) => "column" in left && left.column === column.name).flatMap(valuesIn);
    return {
      id: toIdentifier(column.name, taken),
      column,
      type: typeOf(column),
      literals: [...new Set([...own, ...said, ...(column.values ?? [])])].filter(isPlain).slice(0, MOST_LITERALS),
      samples: samplesOf(frame, frame.columns.indexOf(column)),
    };
  });
}

const columnsIn = ({ left, right }: Condition): string[] =>
  [left, right].flatMap((expr) => (expr && "column" in expr ? [expr.column] : []));

const valuesIn = ({ right, values = [] }: Condition): string[] => [
  ...(right && "value" in right ? [right.value] : []),
  ...values,
];

const isAt = (mention: Mention, from: { table: string; column: number } | null): boolean =>
  from !== null && from.table === mention.table && from.column === mention.column;

/** The row's own columns, and of those it leads to the ones that the request speaks of. */
function shownColumns(frame: Frame, part: Part, hinted: ReadonlySet<string>): FrameColumn[] {
  const scored = frame.columns.map((column) => {
    const named = Math.max(0, ...part.terms.map((term) => linkTerm(term, [column])[0]?.score ?? 0));
    const said = hinted.has(column.name) ? 1.5 : 0;
    return { column, score: Math.max(named, said) + (isNumeric(column) ? 0.2 : 0) };
  });
  const best = (of: typeof scored, most: number) =>
    of
      .toSorted((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ column }) => column);
  const kept = new Set([
    ...best(
      scored.filter(({ column }) => column.depth === 0),
      MOST_OWN,
    ),
    ...best(
      scored.filter(({ column, score }) => column.depth > 0 && score >= 0.6),
      MOST_LOOKED_UP,
    ),
  ]);
  return frame.columns.filter((column) => kept.has(column));
}

function typeOf(column: FrameColumn): ViewColumn["type"] {
  if (isMeasure(column)) return "number";
  return column.type === "date" ? "date" : "text";
}

/** Values that can stand in a literal of SQL as they are. */
const isPlain = (value: string): boolean => value.length <= 60 && !/[\p{C}"\\]/u.test(value);

function samplesOf(frame: Frame, at: number): string[] {
  const seen = new Set<string>();
  for (const row of frame.rows) {
    const value = row[at];
    if (value) seen.add(value.replaceAll(/[\p{C}\s]+/gu, " ").slice(0, 40));
    if (seen.size >= SAMPLES) break;
  }
  return [...seen];
}

export function toIdentifier(text: string, taken: Set<string>): string {
  const plain = text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_+|_+$/gu, "")
    .replace(/^(?=\p{N})/u, "c");
  const base = plain === "" || RESERVED.has(plain.toLowerCase()) ? `${plain}_` : plain;
  let id = base;
  for (let n = 2; taken.has(id.toLowerCase()); n += 1) id = `${base}_${n}`;
  taken.add(id.toLowerCase());
  return id;
}

const RESERVED = new Set(
  "select from where and or group by order having limit as in is not null between like count sum avg min max distinct asc desc".split(
    " ",
  ),
);
