import type { Condition, Expr } from "../query/types.ts";
import type { View, ViewColumn } from "./views.ts";

const SQL_TYPES = { text: "TEXT", number: "NUMERIC", date: "DATE" } as const;
const LONGEST_SAMPLE = 24;

/** The views as CREATE TABLE statements, with values of the files as comments. */
export function showViews(views: View[]): string {
  return views.map(showView).join("\n");
}

function showView({ name, columns }: View): string {
  const lines = columns.map((column, at) => {
    const comma = at < columns.length - 1 ? "," : "";
    return ` ${column.id} ${SQL_TYPES[column.type]}${comma}${comment(column)}`;
  });
  return `CREATE TABLE ${name} (\n${lines.join("\n")}\n);`;
}

function comment({ id, column, samples, type, literals }: ViewColumn): string {
  const isSet = type === "text" && column.values !== null && column.values.length <= 8;
  const values = isSet
    ? (column.values ?? [])
    : [...new Set([...literals, ...samples])].slice(0, type === "text" ? 2 : 1);
  const shown = values.map((value) => quote(value.slice(0, LONGEST_SAMPLE), type));
  const header = id.replaceAll("_", " ") === column.header || column.depth > 0 ? "" : `${column.header}: `;
  return ` -- ${header}${shown.join(", ")}${isSet ? "" : ", ..."}${column.hasEmpty ? " or NULL" : ""}`;
}

const quote = (value: string, type: ViewColumn["type"]): string =>
  type === "number" ? value : `'${value.replaceAll("'", "''")}'`;

/** What code found in the request: its words, and the conditions that they may mean. */
export function showHints({ columns, hints }: View): string[] {
  return hints.flatMap(({ words, alternatives }) => {
    const shown = alternatives.flatMap((conditions) => {
      const parts = conditions.map((condition) => toSql(condition, columns));
      return parts.every((part) => part !== null) ? [parts.join(" AND ")] : [];
    });
    return shown.length === 0 ? [] : [`-- "${words}": ${shown.join("  or  ")}`];
  });
}

/** null: the condition is about something that the view does not show. */
export function toSql({ left, op, right, values }: Condition, columns: ViewColumn[]): string | null {
  const of = (expr: Expr): string | null => {
    if ("column" in expr) return columns.find(({ column }) => column.name === expr.column)?.id ?? null;
    if ("value" in expr) return quote(expr.value, /^-?\d+(?:\.\d+)?$/u.test(expr.value) ? "number" : "text");
    return null;
  };
  const subject = of(left);
  if (subject === null) return null;
  if (op === "empty" || op === "filled") return `${subject} IS ${op === "filled" ? "NOT " : ""}NULL`;
  if (op === "in" || op === "not in") {
    const list = (values ?? []).map((value) => quote(value, "text")).join(", ");
    return list.length > 200 ? null : `${subject} ${op === "in" ? "IN" : "NOT IN"} (${list})`;
  }
  const object = right ? of(right) : null;
  if (object === null) return null;
  if (op === "contains" || op === "lacks")
    return `${subject} ${op === "lacks" ? "NOT " : ""}LIKE '%${object.replaceAll("'", "")}%'`;
  return `${subject} ${op} ${object}`;
}
