import { related } from "../lexicon/index.ts";
import { isNumeric } from "./link.ts";
import { runQuery } from "./evaluate.ts";
import type { Part } from "./part.ts";
import type { PlannedQuery } from "./plan.ts";
import type { Expr, Frame, Selection } from "./types.ts";

const HOW_MANY = /(?<!\p{L})(?:how many|wie\s?viele|anzahl|number of)(?!\p{L})/iu;
const ADDED =
  /(?<!\p{L})(?:add(?:ed)? (?:them |it |all )?up|zusammengezählt|zusammengerechnet|aufsummiert|altogether|insgesamt|in total|alles in allem|summe|sum of|total)(?!\p{L})/iu;
const MONEY =
  /(?<!\p{L})(?:how much|what (?:did|do|does|will|would|are|were) .{0,80}(?:cost|pay|owe|worth|come to|bring in|earn)|was (?:haben|hat|kosten|kostet|macht|bringen|brachten) .{0,80}(?:eingebracht|gekostet|kosten|ausgegeben|verdient|bezahlt)|summe|total|umsatz|turnover|revenue)(?!\p{L})/iu;

/**
 * Whether what the rules read out of a clause shows that they missed something: nothing is found, the result is not of the kind that is
 * asked for, or columns that are asked for are not there.
 */
export function isDoubtful({ frame, query }: PlannedQuery, part: Part): boolean {
  const { rows } = runQuery(frame, query);
  const cells = rows.flat();
  const isTotal = query.select.every(({ fn }) => fn !== "none") && query.group.length === 0;
  // A list may well be empty; a total of nothing, or a column of nothing that was asked for, is suspicious.
  if (isTotal || part.columns.length > 0) {
    if (cells.every((cell) => cell === null || cell === "" || (isTotal && cell === "0"))) return true;
  }
  if (part.columns.length > query.select.length) return true;
  if (part.columns.length > 0 && query.select.some((selection) => isMisnamed(selection, frame))) return true;
  const [first] = query.select;
  if (!first) return true;
  const lists = query.select.every(({ fn }) => fn === "none") && part.columns.length === 0;
  if (lists && query.limit === null && (HOW_MANY.test(part.text) || ADDED.test(part.text))) return rows.length > 1;
  if (!isTotal) return false;
  if (HOW_MANY.test(part.text))
    return first.fn !== "count" && first.fn !== "distinct" && !isOwnQuantity(first.expr, frame);
  return first.fn === "count" && MONEY.test(part.text);
}

/** A column under a name that its own header has nothing to do with: what is asked for has to be computed. */
function isMisnamed({ fn, expr, as }: Selection, frame: Frame): boolean {
  if (fn !== "none" || expr === null || !("column" in expr)) return false;
  const column = frame.columns.find(({ name }) => name === expr.column);
  return column !== undefined && !as.startsWith("#") && related(as, column.header) < 0.5;
}

/** "How many keys" may be the sum of a column of the row itself; it is no price, and nothing that the row only leads to. */
function isOwnQuantity(expr: Expr | null, frame: Frame): boolean {
  if (expr === null || !("column" in expr)) return false;
  const column = frame.columns.find(({ name }) => name === expr.column);
  return column !== undefined && column.depth === 0 && isNumeric(column) && column.type !== "money";
}
