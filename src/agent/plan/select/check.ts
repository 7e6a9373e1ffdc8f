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
  const aggregates = query.select.filter(({ fn }) => fn !== "none");
  const isTotal = aggregates.length > 0 && query.group.length === 0;
  if (COUNTS.test(part.text) && part.columns.length === 0 && aggregates.length === 0)
    return "It must count: COUNT or SUM.";
  if (NAMES.test(part.text) && isTotal && aggregates.length === query.select.length)
    return "It must list what is asked for, not add it up.";
  const cells = rows.flat();
  if (cells.every((cell) => cell === null || cell === "" || (isTotal && cell === "0"))) return "It finds no row.";
  return null;
}

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
