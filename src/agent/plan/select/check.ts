import { fold, words } from "../../../files/index.ts";
import { related } from "../lexicon/index.ts";
import type { QueryRows } from "../query/evaluate.ts";
import type { Part } from "../query/part.ts";
import type { Condition, Query } from "../query/types.ts";
import { toSql } from "./prompt.ts";
import type { View } from "./views.ts";

const COUNTS = /(?<!\p{L})(?:how many|wie\s?viele|number of|anzahl|zähl\p{L}*|count)(?!\p{L})/iu;
const NAMES = /^\W*(?:which|who|whose|welche[rnsm]?|wer|wessen|bei welche[nrm]?)(?!\p{L})/iu;

/** What a SELECT gets wrong, for whoever wrote it; null where nothing speaks against it. */
export function findFault(
  { view, query }: { view: View; query: Query },
  { rows }: QueryRows,
  part: Part,
): string | null {
  const forgotten = view.hints.find(({ certain, alternatives }) => certain && !isUsed(alternatives, query));
  if (forgotten) {
    const shown = forgotten.alternatives.map((conditions) => show(conditions, view)).find((text) => text !== null);
    return `"${forgotten.words}" is missing${shown ? `: ${shown}` : ""}.`;
  }
  const invented = query.where.find((condition) => isInvented(condition, view, part));
  if (invented) return `The question does not say ${toSql(invented, view.columns) ?? "that"}.`;
  const aggregates = query.select.filter(({ fn }) => fn !== "none");
  const isTotal = aggregates.length > 0 && query.group.length === 0;
  if (COUNTS.test(part.text) && part.columns.length === 0 && aggregates.length === 0)
    return "It must count: COUNT or SUM.";
  if (NAMES.test(part.text) && isTotal && aggregates.length === query.select.length)
    return "It must list what is asked for, not add it up.";
  const turned = query.select.find(
    ({ expr }, at) =>
      expr !== null &&
      "op" in expr &&
      expr.op === "-" &&
      rows.length > 0 &&
      rows.every((row) => row[at]?.startsWith("-")),
  );
  if (turned) return `${turned.as} is below 0 in every row: turn the difference round.`;
  const cells = rows.flat();
  if (cells.every((cell) => cell === null || cell === "" || (isTotal && cell === "0"))) return "It finds no row.";
  return null;
}

const STATUS = /(?<!\p{L})(?:stat\p{L}*|stand|zustand|stufe|phase|erledigt|done|paid|bezahlt)(?!\p{L})/iu;

/** A row's own value that no word of the request speaks of. A status may be meant in other words. */
function isInvented({ left, op, right, values }: Condition, view: View, part: Part): boolean {
  if ((op !== "=" && op !== "in") || !("column" in left)) return false;
  const column = view.columns.find((one) => one.column.name === left.column);
  if (column?.type !== "text" || STATUS.test(column.column.header) || column.column.type === "boolean") return false;
  const said = new Set(
    view.hints.flatMap(({ alternatives }) => alternatives.flat().flatMap((one) => literalsIn(one).map(fold))),
  );
  return literalsIn({ right, values }).every(
    (value) =>
      !said.has(fold(value)) &&
      !part.terms.some((term) => words(value).some(({ word }) => related(term.word, word) >= 0.5)),
  );
}

const literalsIn = ({ right, values = [] }: { right?: Condition["right"]; values?: Condition["values"] }): string[] => [
  ...(right && "value" in right ? [right.value] : []),
  ...values,
];

function show(conditions: Condition[], view: View): string | null {
  const parts = conditions.map((condition) => toSql(condition, view.columns));
  return parts.every((text) => text !== null) ? parts.join(" AND ") : null;
}

/** Whether the query has a condition on a column that one of the readings is about. */
function isUsed(alternatives: Condition[][], query: Query): boolean {
  const used = new Set([...query.where, ...query.having].flatMap(columnsOf));
  return alternatives.some((conditions) => conditions.flatMap(columnsOf).some((name) => used.has(name)));
}

const columnsOf = ({ left, right }: Condition): string[] =>
  [left, right].flatMap((expr) => (expr && "column" in expr ? [expr.column] : []));
