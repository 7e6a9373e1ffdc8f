import type { Table, TableEdit } from "../types.ts";
import { AppError } from "../../core/index.ts";

/** Edits sorted out against a table: what each cell, row and column becomes. Values are normalised. */
export interface EditPlan {
  /** Column names with the added ones at the end. */
  columns: string[];
  /** row -> column index -> value */
  cells: Map<number, Map<number, string>>;
  deleted: Set<number>;
  /** column index -> value, for each new row */
  appended: Map<number, string>[];
  /** Names and values of new columns; `values[i]` belongs to row i. */
  added: { name: string; values: string[] }[];
}

/** Checks every edit against the table; throws E_INPUT that names what does not exist. */
export function planEdits(table: Table, edits: readonly TableEdit[]): EditPlan {
  const plan: EditPlan = {
    columns: table.columns.map((column) => column.name),
    cells: new Map(),
    deleted: new Set(),
    appended: [],
    added: [],
  };
  for (const edit of edits) {
    if (edit.type === "addColumn") addColumn(plan, table, edit.name, edit.values);
    else if (edit.type === "append") plan.appended.push(toRow(plan, edit.values));
    else if (edit.type === "delete") plan.deleted.add(checkRow(table, edit.row));
    else {
      const row = checkRow(table, edit.row);
      const cells = plan.cells.get(row) ?? new Map<number, string>();
      cells.set(indexOf(plan, edit.column), edit.value);
      plan.cells.set(row, cells);
    }
  }
  for (const row of plan.deleted) plan.cells.delete(row);
  return plan;
}

function addColumn(plan: EditPlan, table: Table, name: string, values: string[]): void {
  if (plan.columns.includes(name) || name.trim() === "") {
    throw new AppError("E_INPUT", `The table has a column "${name}" already.`, { hint: "Choose another name." });
  }
  if (values.length > table.rows.length) {
    throw new AppError("E_INPUT", `${values.length} values were given for ${table.rows.length} rows.`);
  }
  plan.columns.push(name);
  plan.added.push({ name, values });
  for (const [row, value] of values.entries()) {
    const cells = plan.cells.get(row) ?? new Map<number, string>();
    cells.set(plan.columns.length - 1, value);
    plan.cells.set(row, cells);
  }
}

const toRow = (plan: EditPlan, values: Record<string, string>) =>
  new Map(Object.entries(values).map(([column, value]) => [indexOf(plan, column), value] as const));

function indexOf(plan: EditPlan, column: string): number {
  const index = plan.columns.indexOf(column);
  if (index >= 0) return index;
  throw new AppError("E_INPUT", `The table has no column "${column}".`, {
    hint: `Its columns are: ${plan.columns.join(", ")}.`,
  });
}

function checkRow(table: Table, row: number): number {
  if (Number.isInteger(row) && row >= 0 && row < table.rows.length) return row;
  throw new AppError("E_INPUT", `The table has no row ${row}; it has ${table.rows.length} rows.`);
}
