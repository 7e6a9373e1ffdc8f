import { AppError } from "../../../core/index.ts";
import type { Condition, Expr, Query, Selection } from "../query/types.ts";
import type { View, ViewColumn } from "./views.ts";

/** A SELECT as the model writes it, read as a query of the plan language. Throws E_QUERY where it is none over these views. */
export function parseSelect(sql: string, views: View[], names: readonly string[]): { view: View; query: Query } {
  const from = /\bFROM ([\p{L}\p{N}_]+)/u.exec(maskStrings(sql))?.[1];
  const view = views.find(({ name }) => name === from);
  if (!view) throw fault(`there is no table ${from ?? ""}`);
  const reader = createReader(sql, view);
  return { view, query: readQuery(reader, view, names) };
}

const fault = (what: string): AppError => new AppError("E_QUERY", `The query is not valid: ${what}.`);

const maskStrings = (sql: string): string => sql.replaceAll(/'(?:[^']|'')*'/gu, (text) => "'".repeat(text.length));

const TOKENS = /'(?:[^']|'')*'|-?\d+(?:\.\d+)?|<>|<=|>=|[\p{L}\p{N}_]+|[=<>*+(),-]/gu;

interface Reader {
  peek(): string;
  next(): string;
  /** Takes the word if it is next. */
  take(word: string): boolean;
  expect(word: string): void;
  column(): ViewColumn;
}

function createReader(sql: string, view: View): Reader {
  const tokens = sql.match(TOKENS) ?? [];
  let at = 0;
  const peek = (): string => tokens[at] ?? "";
  const next = (): string => tokens[at++] ?? "";
  const take = (word: string): boolean => {
    if (peek() !== word) return false;
    at += 1;
    return true;
  };
  return {
    peek,
    next,
    take,
    expect: (word) => {
      if (!take(word)) throw fault(`${word} is missing before "${peek()}"`);
    },
    column: () => {
      const id = next();
      const found = view.columns.find((column) => column.id === id);
      if (!found) throw fault(`${view.name} has no column ${id}`);
      return found;
    },
  };
}

function readQuery(reader: Reader, view: View, names: readonly string[]): Query {
  reader.expect("SELECT");
  const select: Selection[] = [];
  do select.push(readItem(reader, names[select.length], select));
  while (reader.take(","));
  reader.expect("FROM");
  reader.next();
  const where = reader.take("WHERE") ? readConditions(reader) : [];
  const group: string[] = [];
  const having: Condition[] = [];
  if (reader.take("GROUP")) {
    reader.expect("BY");
    do group.push(reader.column().column.name);
    while (reader.take(","));
    if (reader.take("HAVING")) having.push(readHaving(reader, select));
  }
  const order: Query["order"] = [];
  let limit: number | null = null;
  if (reader.take("ORDER")) {
    reader.expect("BY");
    const { fn, expr } = readValue(reader);
    const by = fn === "none" ? expr : { column: hidden(select, { fn, expr }) };
    order.push({ expr: by ?? { value: "" }, direction: reader.next() === "DESC" ? "desc" : "asc" });
    if (reader.take("LIMIT")) limit = Number(reader.next());
  }
  if (reader.peek() !== "") throw fault(`"${reader.peek()}" is not understood`);
  const aggregates = select.some(({ fn }) => fn !== "none");
  const shape =
    aggregates && group.length === 0 && select.length === 1 ? "value" : select.length === 1 ? "list" : "table";
  return { source: view.frame.source, where, select, group, having, order, limit, shape };
}

function readItem(reader: Reader, name: string | undefined, before: Selection[]): Selection {
  const { fn, expr } = readValue(reader);
  if (reader.take("AS")) reader.next();
  const own = name ?? (expr && "column" in expr ? expr.column : fn === "count" ? "count" : "value");
  const taken = before.filter((selection) => selection.as === own).length;
  return { fn, expr, as: taken > 0 ? `${own} (${fn})` : own };
}

/** An aggregate that is only ordered or filtered by is computed beside the others; columns that begin with # are not shown. */
function hidden(select: Selection[], { fn, expr }: Pick<Selection, "fn" | "expr">): string {
  const same = select.find((one) => one.fn === fn && JSON.stringify(one.expr) === JSON.stringify(expr));
  if (same) return same.as;
  const as = `#${select.length}`;
  select.push({ fn, expr, as });
  return as;
}

const AGGREGATES: Readonly<Record<string, Selection["fn"]>> = {
  COUNT: "count",
  SUM: "sum",
  AVG: "avg",
  MIN: "min",
  MAX: "max",
};

function readValue(reader: Reader): Pick<Selection, "fn" | "expr"> {
  const fn = AGGREGATES[reader.peek()];
  if (fn === undefined) return { fn: "none", expr: readExpr(reader) };
  reader.next();
  reader.expect("(");
  if (reader.take("*")) {
    reader.expect(")");
    return { fn: "count", expr: null };
  }
  const isDistinct = reader.take("DISTINCT");
  const expr = readExpr(reader);
  reader.expect(")");
  return { fn: isDistinct ? "distinct" : fn, expr };
}

function readExpr(reader: Reader): Expr {
  const left = readOperand(reader);
  const op = reader.peek();
  if (op !== "*" && op !== "+" && op !== "-") return left;
  reader.next();
  return { op, left, right: readOperand(reader) };
}

function readOperand(reader: Reader): Expr {
  const token = reader.peek();
  if (token.startsWith("'") || /^-?\d/u.test(token)) return { value: readLiteral(reader) };
  return { column: reader.column().column.name };
}

function readLiteral(reader: Reader): string {
  const token = reader.next();
  return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
}

function readConditions(reader: Reader): Condition[] {
  const conditions: Condition[] = [];
  do conditions.push(...readCondition(reader));
  while (reader.take("AND"));
  return conditions;
}

function readCondition(reader: Reader): Condition[] {
  const left: Expr = { column: reader.column().column.name };
  if (reader.take("IS")) {
    const op = reader.take("NOT") ? "filled" : "empty";
    reader.expect("NULL");
    return [{ left, op }];
  }
  const isNot = reader.take("NOT");
  if (reader.take("IN")) {
    const values: string[] = [];
    reader.expect("(");
    do values.push(readLiteral(reader));
    while (reader.take(","));
    reader.expect(")");
    return [{ left, op: isNot ? "not in" : "in", values: [...new Set(values)] }];
  }
  if (reader.take("LIKE")) {
    const value = readLiteral(reader).replaceAll("%", "");
    return [{ left, op: isNot ? "lacks" : "contains", right: { value } }];
  }
  if (reader.take("BETWEEN")) {
    const from = readLiteral(reader);
    reader.expect("AND");
    return [
      { left, op: ">=", right: { value: from } },
      { left, op: "<=", right: { value: readLiteral(reader) } },
    ];
  }
  const op = readComparison(reader);
  return [{ left, op, right: readOperand(reader) }];
}

const COMPARISONS = ["=", "<>", "<", "<=", ">", ">="] as const;

function readComparison(reader: Reader): (typeof COMPARISONS)[number] {
  const token = reader.next();
  const op = COMPARISONS.find((one) => one === token);
  if (!op) throw fault(`"${token}" is no comparison`);
  return op;
}

function readHaving(reader: Reader, select: Selection[]): Condition {
  const left = { column: hidden(select, readValue(reader)) };
  const op = readComparison(reader);
  return { left, op, right: readOperand(reader) };
}
