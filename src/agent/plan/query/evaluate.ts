import { AppError } from "../../../core/index.ts";
import { daysBetween, Dec, fold, round } from "../../../files/index.ts";
import type { Condition, Expr, Frame, Query, Selection } from "./types.ts";

type Row = (string | null)[];

export interface QueryRows {
  columns: { name: string; kind: "number" | "date" | "text"; unit: string | null }[];
  rows: Row[];
  /** Frame rows that took part, in order. */
  used: number[];
}

/** Runs a query over a frame, exactly (decimals, ISO dates). Throws E_QUERY for unknown columns or sums of text. */
export function runQuery(frame: Frame, query: Query): QueryRows {
  const indexOf = new Map(frame.columns.map((column, at) => [column.name, at]));
  const read = (expr: Expr, row: Row): string | null => evaluate(expr, row, indexOf);
  const used = frame.rows.flatMap((row, at) =>
    query.where.every((condition) => holds(condition, row, read)) ? [at] : [],
  );
  const rows = used.map((at) => frame.rows[at] ?? []);
  const aggregated = query.select.some((selection) => selection.fn !== "none");
  const columns = query.select.map((selection) => ({
    name: selection.as,
    kind: kindOf(selection, frame, indexOf),
    unit: unitOf(selection, frame, indexOf),
  }));
  if (!aggregated && query.group.length === 0) {
    const ordered = order(query, used, (at) => frame.rows[at] ?? [], read);
    const kept = query.limit === null ? ordered : ordered.slice(0, query.limit);
    const picked = kept.map((at) => query.select.map(({ expr }) => (expr ? read(expr, frame.rows[at] ?? []) : null)));
    return { columns, ...unique(picked, kept, query) };
  }
  const groups = groupRows(rows, query.group, indexOf);
  const results = [...groups.values()].map((members) => ({
    members,
    cells: query.select.map((selection) =>
      aggregate(selection, members, (expr, row) => evaluate(expr, row, indexOf, selection.fn === "sum")),
    ),
  }));
  const lookup = new Map(query.select.map((selection, at) => [selection.as, at]));
  const readResult = (expr: Expr, cells: Row, members: Row[]): string | null => {
    if ("column" in expr && lookup.has(expr.column)) return cells[lookup.get(expr.column) ?? -1] ?? null;
    return evaluate(expr, members[0] ?? [], indexOf);
  };
  const kept = results.filter(({ cells, members }) =>
    query.having.every((condition) => holds(condition, cells, (expr) => readResult(expr, cells, members))),
  );
  const sorted = order(
    query,
    kept,
    (entry) => entry.cells,
    (expr, cells) => {
      const entry = kept.find((candidate) => candidate.cells === cells);
      return readResult(expr, cells, entry?.members ?? []);
    },
  );
  const limited = query.limit === null ? sorted : sorted.slice(0, query.limit);
  return { columns, rows: limited.map(({ cells }) => cells), used };
}

/** A list of one column without its repetitions; tables keep every row. */
function unique(rows: Row[], used: number[], query: Query): { rows: Row[]; used: number[] } {
  if (query.select.length !== 1) return { rows, used };
  const seen = new Set<string>();
  const keep = rows.map((row) => {
    const key = row[0] ?? "";
    if (key === "" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { rows: rows.filter((_row, at) => keep[at]), used: used.filter((_row, at) => keep[at]) };
}

function groupRows(rows: Row[], group: string[], indexOf: Map<string, number>): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  if (group.length === 0) return groups.set("", rows);
  const at = group.map((name) => indexOrThrow(name, indexOf));
  for (const row of rows) {
    const key = JSON.stringify(at.map((index) => row[index] ?? null));
    const members = groups.get(key);
    if (members) members.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function indexOrThrow(name: string, indexOf: Map<string, number>): number {
  const index = indexOf.get(name);
  if (index === undefined) throw new AppError("E_QUERY", `There is no column "${name}".`);
  return index;
}

function evaluate(expr: Expr, row: Row, indexOf: Map<string, number>, blankIsZero = false): string | null {
  if ("column" in expr) return row[indexOrThrow(expr.column, indexOf)] ?? null;
  if ("value" in expr) return expr.value;
  let left = evaluate(expr.left, row, indexOf);
  let right = evaluate(expr.right, row, indexOf);
  // In a sum, income without an expense in the same row still counts.
  if (blankIsZero && (expr.op === "+" || expr.op === "-") && (left === null) !== (right === null)) {
    left ??= "0";
    right ??= "0";
  }
  if (left === null || right === null) return null;
  if (expr.op === "days") return String(daysBetween(right.slice(0, 10), left.slice(0, 10)));
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === null || b === null) return null;
  if (expr.op === "*") return plain(a.times(b));
  if (expr.op === "+") return plain(a.plus(b));
  if (expr.op === "-") return plain(a.minus(b));
  if (b.isZero()) return null;
  // "percent": by how many percent left is above right.
  return expr.op === "/" ? plain(a.dividedBy(b)) : plain(a.minus(b).dividedBy(b).times(100));
}

function toNumber(text: string): Dec | null {
  return /^-?\d+(?:\.\d+)?$/u.test(text) ? new Dec(text) : null;
}

/** Without exponent and without digits that only division made. */
function plain(value: Dec): string {
  return round(value, Math.min(10, value.decimalPlaces()));
}

function compare(a: string, b: string): number {
  const [x, y] = [toNumber(a), toNumber(b)];
  if (x && y) return x.comparedTo(y);
  const date = /^\d{4}-\d\d-\d\d/u;
  if (date.test(a) && date.test(b)) {
    // A date without a time equals every time of that day.
    const length = Math.min(a.length, b.length);
    return a.slice(0, length) < b.slice(0, length) ? -1 : a.slice(0, length) > b.slice(0, length) ? 1 : 0;
  }
  return fold(a).localeCompare(fold(b), "de");
}

function holds(condition: Condition, row: Row, read: (expr: Expr, row: Row) => string | null): boolean {
  const left = read(condition.left, row);
  const isEmpty = left === null || left === "";
  if (condition.op === "empty") return isEmpty;
  if (condition.op === "filled") return !isEmpty;
  const negative = condition.op === "<>" || condition.op === "not in" || condition.op === "lacks";
  if (isEmpty) return negative;
  if (condition.op === "in" || condition.op === "not in") {
    const inside = (condition.values ?? []).some((value) => compare(left, value) === 0);
    return inside !== negative;
  }
  const right = condition.right ? read(condition.right, row) : null;
  if (right === null || right === "") return negative;
  if (condition.op === "contains" || condition.op === "lacks") return fold(left).includes(fold(right)) !== negative;
  const sign = compare(left, right);
  switch (condition.op) {
    case "=":
      return sign === 0;
    case "<>":
      return sign !== 0;
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
  }
}

function aggregate(selection: Selection, members: Row[], read: (expr: Expr, row: Row) => string | null): string | null {
  const { fn, expr } = selection;
  if (fn === "count" && !expr) return String(members.length);
  const values = members.flatMap((row) => {
    const value = expr ? read(expr, row) : null;
    return value === null || value === "" ? [] : [value];
  });
  if (fn === "none") return values[0] ?? null;
  if (fn === "count") return String(values.length);
  if (fn === "distinct") return String(new Set(values.map(fold)).size);
  if (fn === "min" || fn === "max") {
    const sorted = values.toSorted(compare);
    return (fn === "min" ? sorted[0] : sorted.at(-1)) ?? null;
  }
  const numbers = values.flatMap((value) => toNumber(value) ?? []);
  if (values.length > 0 && numbers.length === 0) throw new AppError("E_QUERY", `"${selection.as}" holds no numbers.`);
  const total = numbers.reduce((sum, value) => sum.plus(value), new Dec(0));
  if (fn === "sum") return plain(total);
  if (numbers.length === 0) return null;
  const mean = total.dividedBy(numbers.length);
  return round(mean, Math.min(2, mean.decimalPlaces()));
}

function order<T>(
  query: Query,
  entries: T[],
  rowOf: (entry: T) => Row,
  read: (expr: Expr, row: Row) => string | null,
): T[] {
  if (query.order.length === 0) return entries;
  return entries.toSorted((a, b) => {
    for (const { expr, direction } of query.order) {
      const [x, y] = [read(expr, rowOf(a)), read(expr, rowOf(b))];
      // Empty cells come last, whatever the direction.
      if (x === null || y === null) {
        if (x === y) continue;
        return x === null ? 1 : -1;
      }
      const sign = compare(x, y);
      if (sign !== 0) return direction === "asc" ? sign : -sign;
    }
    return 0;
  });
}

function kindOf(selection: Selection, frame: Frame, indexOf: Map<string, number>): "number" | "date" | "text" {
  if (["count", "distinct", "sum", "avg"].includes(selection.fn)) return "number";
  return selection.expr ? exprKind(selection.expr, frame, indexOf) : "number";
}

function exprKind(expr: Expr, frame: Frame, indexOf: Map<string, number>): "number" | "date" | "text" {
  if (!("column" in expr)) return "value" in expr ? "text" : "number";
  const type = frame.columns[indexOf.get(expr.column) ?? -1]?.type;
  return type === "number" || type === "money" ? "number" : type === "date" ? "date" : "text";
}

function unitOf(selection: Selection, frame: Frame, indexOf: Map<string, number>): string | null {
  if (selection.fn === "count" || selection.fn === "distinct" || !selection.expr) return null;
  const columns: Expr[] = [selection.expr];
  for (const expr of columns) {
    if ("column" in expr) {
      const unit = frame.columns[indexOf.get(expr.column) ?? -1]?.unit;
      if (unit) return unit;
    } else if (!("value" in expr)) columns.push(expr.left, expr.right);
  }
  return null;
}
