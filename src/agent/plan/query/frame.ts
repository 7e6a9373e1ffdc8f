import { AppError } from "../../../core/index.ts";
import { fold } from "../../../files/index.ts";
import type { Catalogue, SourceTable, WideTable } from "../gather/index.ts";
import type { Frame, FrameColumn, Source } from "./types.ts";

const MAX_VALUES = 12;
const MAX_VALUE_LENGTH = 32;
const MAX_QUOTE = 240;

/** The rows that a source stands for, normalised. Throws E_QUERY when it is not in the catalogue. */
export function buildFrame(catalogue: Catalogue, source: Source): Frame {
  const { wide, label } = load(catalogue, source);
  const rows = wide.rows.map((cells) =>
    cells.map((cell) => cell.value ?? (cell.raw.trim() === "" ? null : cell.raw.trim())),
  );
  const kept = shortestWays(wide);
  const parts = source.type === "union" ? catalogue.tables.filter((table) => table.series === source.series) : [];
  const all = wide.columns.map((column, at): FrameColumn => {
    const from = column.from;
    const filled = rows.flatMap((row) => row[at] ?? []);
    const distinct = [...new Set(filled)];
    const header = (from && catalogue.table(from.table)?.columns[from.column]?.name) ?? column.name;
    const small = distinct.length <= MAX_VALUES && distinct.every((value) => value.length <= MAX_VALUE_LENGTH);
    return {
      name: column.ref,
      header,
      type: column.type,
      unit: column.unit,
      from,
      also: column.via.length > 1 ? [] : parts.flatMap((table) => namesakeIn(table, header)),
      key: from ? (catalogue.table(from.table)?.keys.includes(from.column) ?? false) : false,
      depth: Math.max(0, column.via.length - 1),
      values: small && (distinct.length < filled.length || filled.length <= 4) ? distinct : null,
      hasEmpty: filled.length < rows.length,
    };
  });
  const columns = all.filter((_column, at) => kept.has(at));
  return {
    label,
    base: wide.base,
    tables: [
      ...new Set([
        ...wide.columns.flatMap((column) => (column.from ? [column.from.table] : [])),
        ...parts.map((table) => table.id),
      ]),
    ],
    source,
    columns,
    rows: rows.map((row) => row.filter((_cell, at) => kept.has(at))),
    origin: (row) => originOf(catalogue, wide, row),
  };
}

function namesakeIn(table: SourceTable, header: string): { table: string; column: number }[] {
  const column = table.columns.findIndex((head) => fold(head.name) === fold(header));
  return column === -1 ? [] : [{ table: table.id, column }];
}

/** A column that several links lead to is offered by the shortest of the ways; by each, where two are as short (from, to). */
function shortestWays(wide: WideTable): Set<number> {
  const best = new Map<string, number[]>();
  const kept = new Set<number>();
  wide.columns.forEach((column, at) => {
    if (!column.from) {
      kept.add(at);
      return;
    }
    const key = `${column.from.table}#${column.from.column}`;
    const others = best.get(key) ?? [];
    const length = wide.columns[others[0] ?? -1]?.via.length ?? Number.POSITIVE_INFINITY;
    if (column.via.length < length) best.set(key, [at]);
    else if (column.via.length === length) others.push(at);
  });
  for (const at of [...best.values()].flat()) kept.add(at);
  return kept;
}

function load(catalogue: Catalogue, source: Source): { wide: WideTable; label: string } {
  if (source.type === "table") {
    const table = tableOrThrow(catalogue, source.id);
    return { wide: catalogue.wide(table), label: table.id };
  }
  const wide =
    source.type === "union"
      ? catalogue.union(source.series)
      : catalogue.pivot(tableOrThrow(catalogue, source.older), tableOrThrow(catalogue, source.newer));
  if (!wide) throw new AppError("E_QUERY", `The tables of ${JSON.stringify(source)} cannot be put together.`);
  return { wide, label: source.type === "union" ? source.series : `${source.older} + ${source.newer}` };
}

function tableOrThrow(catalogue: Catalogue, id: string): SourceTable {
  const table = catalogue.table(id);
  if (!table) throw new AppError("E_QUERY", `There is no table "${id}".`);
  return table;
}

function originOf(catalogue: Catalogue, wide: WideTable, row: number): { path: string; quote: string } {
  const origin = wide.origins[row];
  const table = origin ? catalogue.table(origin.table) : null;
  if (!origin || !table) return { path: "", quote: "" };
  const path = table.rowPaths?.[origin.row] ?? table.path;
  const doc = catalogue.doc(path);
  const line = table.rowPaths ? undefined : doc?.text.split("\n")[(table.lines[origin.row] ?? 0) - 1];
  const cells = (table.rows[origin.row] ?? []).map((cell) => cell.raw).filter((raw) => raw !== "");
  const literal = line && cells.some((cell) => line.includes(cell)) ? line.trim() : cells.join("; ");
  return { path, quote: literal.slice(0, MAX_QUOTE) };
}
