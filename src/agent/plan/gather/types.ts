import type { Cell, Column, Doc, SearchHit, Table } from "../../../files/index.ts";

/** The workspace as planners see it: every file read once, every table typed, linked, and searchable. */
export interface Catalogue {
  docs: Doc[];
  doc(path: string): Doc | null;
  /** ISO date that counts as today; decides which version applies. */
  today: string;
  /** Tables as they stand in files, plus records that code recovered from texts of one kind. */
  tables: SourceTable[];
  table(id: string): SourceTable | null;
  /** The table with the columns of all tables that it leads to (n:1, depth 2). Same rows, same order. */
  wide(table: SourceTable): WideTable;
  /**
   * Two tables side by side, one row per key value that stands in either: the key, then each other column twice, told
   * apart by the versions ("Preis (2025)", "Preis (2026)"). null when they share no key.
   */
  pivot(older: SourceTable, newer: SourceTable): WideTable | null;
  /** All tables of a series below each other, widened, with a column `source` (the table's id) at the end. */
  union(series: string): WideTable | null;
  /** Best passages (sentences, lines, labelled values) for a query over all texts, or those of `paths`. */
  passages(query: string, n: number, paths?: string[]): Passage[];
  /** Files ranked for a query by name, folder, title, container facts and content. Ids are paths. */
  files(query: string, n: number): SearchHit[];
  /** Places where a cell value or a title occurs in `text` (folded, inflected), longest first. */
  mentions(text: string): Mention[];
  /** Text documents that a newer one replaces: old path -> path that applies today. */
  supersededDocs: ReadonlyMap<string, string>;
}

/**
 * table: stands in a table file. list: rows inside a text, mail or PDF. records: one row per document of a kind, columns
 * are their shared labels. files, mails: one row per file. Only "table" can be written to.
 */
export type TableKind = "table" | "list" | "records" | "files" | "mails" | "events";

export interface SourceTable extends Table {
  /** Unique over the workspace, readable: "auftraege", "preisliste-2026". */
  id: string;
  kind: TableKind;
  /** Superseded by a newer table of the same columns ("preisliste-2025"): its id. */
  supersededBy: string | null;
  /** Tables of one family are versions of each other (price lists of two years): `pivot` compares them. */
  family: string | null;
  /** What tells a version or a part from its sisters: "2025", "Frühjahr 2026", "alt", "oktober". */
  variant: string | null;
  /** Tables of one series are parts of one whole (timesheets of two months): `union` puts them together. */
  series: string | null;
  /** ISO dates between which the table applies, where it says so. */
  valid: { from: string | null; to: string | null };
  /** Keys that lead to one row of another table. */
  links: TableLink[];
  /** Column indices whose values are all different and not empty. */
  keys: number[];
  /** Path of each row where rows come from different files (records, files, mails), else null. */
  rowPaths: string[] | null;
}

export interface TableLink {
  column: number;
  target: string;
  targetColumn: number;
  /** With a number, the key is this column of first names and `targetColumn` together ("Karin Meier"), else null. */
  firstName: number | null;
}

export interface WideColumn extends Column {
  /** Unique within the wide table: the name alone where that is clear, else "Kunde.Ort" or "kunden.Ort". Same as `name`. */
  ref: string;
  /** Where the values come from: table id and column index; null for computed ones (`source`). */
  from: { table: string; column: number } | null;
  /** Ids of the tables passed on the way, base first: ["stunden", "auftraege", "kunden"]. */
  via: string[];
}

export interface WideTable {
  /** Id of the table that gives the rows. */
  base: string;
  columns: WideColumn[];
  rows: Cell[][];
  /** The base row behind each row, for evidence: table id and index into its rows. */
  origins: { table: string; row: number }[];
}

export interface Passage {
  path: string;
  text: string;
  score: number;
  /** Offsets into the document's text. */
  start: number;
  end: number;
  /** The heading or label line it stands under, "" when there is none. */
  heading: string;
}

/** A stretch of the request that is also a value in the files. */
export interface Mention {
  /** In the request. */
  start: number;
  end: number;
  text: string;
  /** The value as it stands in the file. */
  value: string;
  table: string;
  column: number;
  /** Rows of the table whose cell is this value. */
  rows: number[];
  /** 0..1, 1 = literally equal. Common words that happen to be values stay below 0.7. */
  score: number;
}
