import { fold, type Cell, type Column, type Doc, type Table } from "../../../files/index.ts";
import { directConcepts } from "../lexicon/index.ts";
import { baseName, folderOf, isOld } from "./names.ts";
import { textTables } from "./textTables.ts";
import type { SourceTable, TableKind } from "./types.ts";

type GiveId = (wanted: string, folder: string) => string;

/** Tables of table files and calendars, and rows found in texts; ids are unique, links and versions come later. */
export function sourceTables(docs: Doc[], giveId: GiveId): SourceTable[] {
  const found: SourceTable[] = [];
  // The plain name goes to the file in use, not to one of the same name that was put away.
  const inUse = docs.toSorted((a, b) => Number(isOld(a.path)) - Number(isOld(b.path)));
  for (const doc of inUse) {
    const kind: TableKind = doc.kind === "calendar" ? "events" : doc.kind === "table" ? "table" : "list";
    const tables = doc.tables.length > 0 || doc.kind === "table" ? doc.tables : textTables(doc);
    for (const table of tables) {
      if (table.columns.length === 0) continue;
      const several = tables.length > 1 && table.name !== baseName(doc.path);
      const base = readableName(doc.path);
      const wanted = several ? `${base}-${table.name}` : base;
      found.push(toSource(table, kind, giveId(wanted, folderOf(doc.path))));
    }
  }
  const order = new Map(docs.map((doc, at) => [doc.path, at]));
  return found.toSorted((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0));
}

/** The file's name; with its folder where the name says nothing ("rechnungen/liste.csv"). */
function readableName(path: string): string {
  const base = baseName(path);
  const folder = folderOf(path);
  const generic = /^\d+$|^(?:data|daten|export|table|tabelle|sheet|mappe|book|blatt)\d*$/i.test(base);
  const plain = generic || directConcepts(base).includes("list");
  return plain && folder !== "" ? `${folder.slice(folder.lastIndexOf("/") + 1)}-${base}` : base;
}

function toSource(table: Table, kind: TableKind, id: string, rowPaths: string[] | null = null): SourceTable {
  return {
    ...table,
    id,
    kind,
    supersededBy: null,
    family: null,
    variant: null,
    series: null,
    valid: { from: null, to: null },
    links: [],
    keys: keyColumns(table.columns, table.rows),
    rowPaths,
  };
}

/** A table that code builds: text cells, one row per file. */
export function fromRecords(
  name: string,
  path: string,
  columns: Column[],
  rows: Cell[][],
  rowPaths: string[],
  rest: { kind: TableKind; id: string },
): SourceTable {
  const table: Table = { name, path, sheet: null, columns, rows, lines: rows.map(() => 1) };
  return toSource(table, rest.kind, rest.id, rowPaths);
}

export const textColumn = (name: string): Column => ({ name, type: "text", format: null, unit: null });
export const dateColumn = (name: string): Column => ({ name, type: "date", format: null, unit: null });
export const textCell = (raw: string): Cell => ({ raw, value: raw === "" ? null : raw });

/** A number plate, an account, a part number: groups of capitals and digits that some write with spaces and some without. */
const GROUPED = /^(?=.*\d)(?=.*\p{Lu})[\p{Lu}\d-]{1,8}(?: [\p{Lu}\d-]{1,8}){1,5}$/u;

/** How values are compared for keys and links. */
export function keyValue(cell: Cell | undefined): string {
  const text = (cell?.value ?? cell?.raw ?? "").trim();
  return fold(GROUPED.test(text) ? text.replaceAll(" ", "") : text).replaceAll(/\s+/g, " ");
}

/** Columns that no row leaves empty and no two rows fill alike. */
export function keyColumns(columns: Column[], rows: Cell[][]): number[] {
  if (rows.length < 2) return [];
  return columns.flatMap((_, column) => {
    const seen = new Set<string>();
    for (const row of rows) {
      const value = keyValue(row[column]);
      if (value === "" || seen.has(value)) return [];
      seen.add(value);
    }
    return [column];
  });
}
