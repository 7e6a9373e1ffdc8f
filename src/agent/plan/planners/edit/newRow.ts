import type { SourceTable } from "../../gather/types.ts";
import type { Reading } from "../shared/reading.ts";
import { columnKind, type ColumnKind } from "./kinds.ts";

export interface Stretch {
  start: number;
  end: number;
}

/** A row in the making: what each column takes, and which words of the clause are spoken for. */
export interface NewRow {
  table: SourceTable;
  reading: Reading;
  kinds: ColumnKind[];
  /** By column name. */
  values: Record<string, string>;
  used: Stretch[];
  /** Gives a column its value, once; the words are then used. */
  take(column: number, value: string, spans: Stretch[]): void;
}

export function startRow(table: SourceTable, reading: Reading): NewRow {
  const row: NewRow = {
    table,
    reading,
    kinds: table.columns.map((_, at) => columnKind(table, at)),
    values: {},
    used: [],
    take(column, value, spans) {
      const name = table.columns[column]?.name;
      if (name === undefined || row.values[name]) return;
      row.values[name] = value;
      row.used.push(...spans);
    },
  };
  return row;
}
