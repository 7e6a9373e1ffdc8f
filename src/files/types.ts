/** What a file is to a reader of its content; "pdf" is any document of pages that is read and never edited, also a Word file. */
export type DocKind = "text" | "table" | "mail" | "calendar" | "pdf" | "image" | "binary" | "empty" | "unreadable";

/**
 * A cell's type. `number` and `money` values are decimal strings ("1234.50", never floats), `date` values ISO dates
 * ("2026-03-01"; with a time "2026-03-01T14:30"), `text` values the trimmed text.
 */
export type ValueType = "text" | "number" | "money" | "date" | "boolean";

export interface Cell {
  /** As it stands in the file. */
  raw: string;
  /** Normalised by the column's type; null when empty or not of that type. */
  value: string | null;
}

export interface Column {
  name: string;
  type: ValueType;
  /** How numbers or dates are written in this column, to write new ones alike. */
  format: NumberFormat | DateFormat | null;
  /** Currency or unit where the header or every cell names one ("EUR", "kg", "%"). */
  unit: string | null;
}

export interface NumberFormat {
  decimal: "." | ",";
  group: "" | "." | "," | "'" | " ";
  /** Digits after the decimal sign that all (or most) cells have; -1 when mixed. */
  places: number;
  prefix: string;
  suffix: string;
}

export interface DateFormat {
  /**
   * Pattern of YYYY YY MM M DD D, MMMM (month name) MMM (its first three letters), HH mm ss, and separators as they stand,
   * e.g. "DD.MM.YYYY", "D. MMMM YYYY", "YYYY-MM-DD HH:mm".
   */
  pattern: string;
  /** Language of month names; English when absent. */
  lang?: Lang;
}

export interface Table {
  /** Unique within the document: file name without extension, or the sheet's name. */
  name: string;
  path: string;
  sheet: string | null;
  columns: Column[];
  rows: Cell[][];
  /** 1-based line (CSV) or row (XLSX) of each row in the file, for evidence. */
  lines: number[];
}

/** A text that lies in another file. */
export interface EmbeddedFile {
  name: string;
  text: string;
}

/** One file, read. `text` is always Unicode with "\n"; a table has a text form too (its lines). */
export interface Doc {
  path: string;
  kind: DocKind;
  bytes: number;
  text: string;
  /** Encoding the bytes were read with ("utf-8", "windows-1252", "utf-16le"), null for binary formats. */
  encoding: string | null;
  tables: Table[];
  /** Facts of the container: mail (from, to, cc, subject, date, messageId, attachments), PDF (title, pages), calendar … ISO dates. */
  meta: Record<string, string>;
  /** For a person: what could not be read, e.g. "page 3 is an image". */
  problems: string[];
  /** Texts that lie in it as files: the XML of an electronic invoice in a PDF. */
  files?: EmbeddedFile[];
}

/** Where something was found: offsets into the text it was searched in. */
export interface Span {
  start: number;
  end: number;
  text: string;
}

export interface DateSpan extends Span {
  /** ISO date. */
  iso: string;
}

/** A stretch of time named in a text ("March 2026", "Q2", "letzte Woche", "since 1 May"): inclusive ISO dates, null = open. */
export interface PeriodSpan extends Span {
  from: string | null;
  to: string | null;
}

export interface NumberSpan extends Span {
  /** Decimal string. */
  value: string;
  /** "EUR", "USD", "%", "kg", "h" … or null. */
  unit: string | null;
}

export type Lang = "de" | "en";

export interface Word extends Span {
  /** Folded (see `fold`); `text` is as it stands. */
  word: string;
}

/** "Label: value" of a text. `span` covers label and value (the quote); `value` is trimmed and stands in it. */
export interface Labelled {
  label: string;
  value: string;
  span: Span;
}

export interface SearchUnit {
  id: string;
  text: string;
}

export interface SearchHit {
  id: string;
  /** Above 0, larger is better; comparable within one query only. */
  score: number;
}

export interface SearchIndex {
  /** The best `n` units, best first; units that share no stem with the query are left out. */
  search(query: string, n: number): SearchHit[];
}

/**
 * A change of a table file. `row` is an index into `Table.rows` as read before any edit of the same call; `value` is
 * normalised (see `ValueType`) and written in the column's own format.
 */
export type TableEdit =
  | { type: "set"; row: number; column: string; value: string }
  | { type: "append"; values: Record<string, string> }
  | { type: "delete"; row: number }
  | { type: "addColumn"; name: string; values: string[] };
