import type { Column, Doc, Table } from "../../files/index.ts";

export interface SqlColumn {
  name: string;
  /** NUMERIC for numbers and money (compared as numbers), TEXT for all else; dates are ISO text, so they sort. */
  type: "NUMERIC" | "TEXT";
}

export interface SqlTable {
  name: string;
  columns: SqlColumn[];
  rows: (string | null)[][];
}

/** Line (CSV) or row (XLSX) of the file, for evidence. */
const LINE_COLUMN = "_line";
// A double holds every decimal of up to 15 significant digits (IEEE 754, binary64).
const EXACT_DIGITS = 15;
const RESERVED = new Set(
  "all and as asc between by case check column create cross default delete desc distinct drop else end except exists from full group having in index inner insert into is join left like limit not null offset on or order outer primary references right select set table then to union unique update using values when where".split(
    " ",
  ),
);

/**
 * The tables as SQL sees them. Names become plain identifiers ("Preis (EUR)" is Preis_EUR), so that no quotes are
 * needed. A numeric column with a value of more than 15 digits has its exact text beside it, as <name>_exact.
 */
export function toSqlTables(docs: Doc[]): SqlTable[] {
  const taken = new Set<string>();
  return docs
    .flatMap((doc) => doc.tables)
    .filter((table) => table.columns.length > 0)
    .map((table) => toSqlTable(table, toIdentifier(table.name, taken)));
}

function toSqlTable(table: Table, name: string): SqlTable {
  const taken = new Set([LINE_COLUMN]);
  const columns: SqlColumn[] = [];
  const sources: { index: number }[] = [];
  for (const [index, column] of table.columns.entries()) {
    const numeric = column.type === "number" || column.type === "money";
    const columnName = toIdentifier(column.name, taken);
    columns.push({ name: columnName, type: numeric ? "NUMERIC" : "TEXT" });
    sources.push({ index });
    if (!numeric || table.rows.every((row) => isExact(row[index]?.value ?? null))) continue;
    columns.push({ name: toIdentifier(`${columnName}_exact`, taken), type: "TEXT" });
    sources.push({ index });
  }
  columns.push({ name: LINE_COLUMN, type: "NUMERIC" });
  const rows = table.rows.map((row, at) => [
    ...sources.map(({ index }) => toValue(table.columns[index], row[index])),
    String(table.lines[at] ?? at + 1),
  ]);
  return { name, columns, rows };
}

/** Text in a column of numbers is NULL: SQLite would sort it above every number. A date that is none keeps its text. */
function toValue(column: Column | undefined, cell: { raw: string; value: string | null } | undefined): string | null {
  if (!cell || cell.raw.trim() === "") return null;
  return column?.type === "number" || column?.type === "money" ? cell.value : (cell.value ?? cell.raw.trim());
}

function isExact(value: string | null): boolean {
  return value === null || value.replaceAll(/[-.]/g, "").replace(/^0+/, "").length <= EXACT_DIGITS;
}

function toIdentifier(text: string, taken: Set<string>): string {
  const plain = text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}_]+/gu, "_")
    .replaceAll(/^_+|_+$/g, "");
  const safe =
    plain === "" || /^\p{N}/u.test(plain) || RESERVED.has(plain.toLowerCase())
      ? `${plain}_`.replace(/^(\p{N})/u, "c$1")
      : plain;
  let name = safe;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${safe}_${count}`;
  taken.add(name.toLowerCase());
  return name;
}

export function describeSchema(tables: SqlTable[]): string {
  return tables
    .map(({ name, columns }) => `${name}(${columns.map((column) => `${column.name} ${column.type}`).join(", ")})`)
    .join("; ");
}
