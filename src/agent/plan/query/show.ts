import type { Condition, Expr, Frame, Query, Selection } from "./types.ts";

/** SQL-like words for the model and for people: what a query does, short and literal. */
function showExpr(expr: Expr): string {
  if ("column" in expr) return expr.column;
  if ("value" in expr) return `'${expr.value}'`;
  if (expr.op === "days") return `days from ${showExpr(expr.right)} to ${showExpr(expr.left)}`;
  if (expr.op === "percent") return `percent ${showExpr(expr.left)} is above ${showExpr(expr.right)}`;
  return `${showExpr(expr.left)} ${expr.op} ${showExpr(expr.right)}`;
}

export function showCondition({ left, op, right, values }: Condition): string {
  if (op === "empty" || op === "filled") return `${showExpr(left)} is ${op === "empty" ? "empty" : "filled"}`;
  if (op === "in" || op === "not in")
    return `${showExpr(left)} ${op} (${(values ?? []).map((v) => `'${v}'`).join(", ")})`;
  return `${showExpr(left)} ${op} ${right ? showExpr(right) : "''"}`;
}

export function showSelection({ fn, expr }: Selection): string {
  if (fn === "none") return expr ? showExpr(expr) : "";
  if (fn === "count" && !expr) return "number of rows";
  const names = {
    count: "number of",
    distinct: "number of different",
    sum: "sum of",
    avg: "average of",
    min: "smallest",
    max: "largest",
  };
  return `${names[fn]} ${expr ? showExpr(expr) : ""}`;
}

export function showQuery(frame: Frame, query: Query): string {
  const parts = [`${query.select.map(showSelection).join(", ")} from ${frame.label}`];
  if (query.where.length > 0) parts.push(`where ${query.where.map(showCondition).join(" and ")}`);
  if (query.group.length > 0) parts.push(`per ${query.group.join(", ")}`);
  if (query.having.length > 0) parts.push(`having ${query.having.map(showCondition).join(" and ")}`);
  if (query.order.length > 0)
    parts.push(`ordered by ${query.order.map((o) => `${showExpr(o.expr)} ${o.direction}`).join(", ")}`);
  if (query.limit !== null) parts.push(`first ${query.limit}`);
  return parts.join(" ");
}

/** A frame as a few lines for the model: columns with types, small value sets, one sample row. */
export function showFrame(frame: Frame, only?: Set<string>): string {
  const columns = frame.columns.filter((column) => !only || only.has(column.name));
  const lines = [
    `Table ${frame.label}: ${columns.map((column) => `${column.name} (${typeWord(column.type)})`).join(", ")}`,
  ];
  for (const column of columns) {
    if (column.values && column.type === "text")
      lines.push(` ${column.name} is one of: ${column.values.join(", ")}${column.hasEmpty ? ", or empty" : ""}`);
  }
  const first = frame.rows[0];
  if (first) {
    const cells = columns.map((column) => first[frame.columns.indexOf(column)] ?? "-");
    lines.push(` first row: ${cells.map((cell) => cell.slice(0, 40)).join(", ")}`);
  }
  return lines.join("\n");
}

function typeWord(type: string): string {
  return type === "money" ? "amount" : type;
}
