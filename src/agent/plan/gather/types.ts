import type { Doc, SearchHit, Table } from "../../../files/index.ts";

/** The workspace as planners see it: every file read once, every table typed, linked, and searchable. */
export interface Catalogue {
  docs: Doc[];
  doc(path: string): Doc | null;
  /** Tables as they stand in files, plus records that code recovered from texts of one kind. */
  tables: SourceTable[];
  /** Best passages (sentences, lines, labelled values) for a query over all texts, or those of `paths`. */
  passages(query: string, n: number, paths?: string[]): Passage[];
  /** Files ranked for a query by name, folder, title, container facts and content. */
  files(query: string, n: number): SearchHit[];
  /** Places where a cell value or a title occurs in `text` (folded, inflected), longest first. */
  mentions(text: string): Mention[];
}

export interface SourceTable extends Table {
  /** Unique over the workspace, readable: "auftraege", "preisliste-2026". */
  id: string;
  /** Superseded by a newer table of the same columns ("preisliste-2025"): its id. */
  supersededBy: string | null;
  /** Keys that lead to one row of another table. */
  links: TableLink[];
  /** Column indices whose values are all different and not empty. */
  keys: number[];
}

export interface TableLink {
  column: number;
  target: string;
  targetColumn: number;
}

export interface Passage {
  path: string;
  text: string;
  score: number;
  /** Offsets into the document's text. */
  start: number;
  end: number;
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
  /** 0..1, 1 = literally equal. */
  score: number;
}
