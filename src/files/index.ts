import type { Decimal } from "decimal.js";
import type {
  Column, DateFormat, DateSpan, Doc, Labelled, Lang, NumberFormat, NumberSpan, PeriodSpan, SearchIndex, SearchUnit, Span,
  Table, TableEdit, ValueType, Word, Cell,
} from "./types.ts";
export type * from "./types.ts";

// ---- READ
/** Reads any file. Never throws for what is in it: kind "unreadable", "binary" or "empty", and `problems` for a person. */
export declare function readDoc(path: string, bytes: Buffer): Promise<Doc>;
/** Decides type, format and unit of each column from all its raw cells, and normalises the cells. */
export declare function typeColumns(names: string[], rows: string[][]): { columns: Column[]; rows: Cell[][] };

// ---- VALUES
export { findDates } from "./values/dates.ts";
export { findPeriods } from "./values/periods.ts";
export { findNumbers } from "./values/numbers.ts";
export { parseNumber } from "./values/parseNumber.ts";
export { parseDate, type ParseDateOptions } from "./values/parseDate.ts";
export { formatNumber } from "./values/formatNumber.ts";
export { formatDate } from "./values/formatDate.ts";
export {
  addDays,
  addMonths,
  addWorkingDays,
  daysBetween,
  isoWeek,
  weekday,
  workingDaysBetween,
} from "./values/calendar.ts";
export { germanHolidays } from "./values/holidays.ts";
export { Dec, round, sum } from "./values/decimal.ts";

// ---- TEXT
export { fold } from "./text/fold.ts";
export { words } from "./text/words.ts";
export { stem } from "./text/stem.ts";
export { sentences } from "./text/sentences.ts";
export { similarity } from "./text/similarity.ts";
export { labelled } from "./text/labelled.ts";
export { createIndex } from "./text/searchIndex.ts";
export { guessLanguage } from "./text/language.ts";
export { htmlToText } from "./text/html.ts";

// ---- WRITE
/** Applies edits to a CSV/TSV or XLSX file; everything that is not edited stays byte for byte (CSV) or part for part (XLSX). */
export declare function editTable(bytes: Buffer, path: string, edits: TableEdit[], sheet?: string): Promise<Buffer>;
export declare function toCsv(
  columns: string[],
  rows: (string | null)[][],
  opts: { delimiter?: string; decimal?: "." | "," },
): string;
export declare function toXlsx(columns: string[], rows: (string | null)[][], types?: ValueType[]): Buffer;
export declare function replaceText(
  bytes: Buffer,
  path: string,
  find: string,
  replacement: string,
): { bytes: Buffer; count: number };
/** Text with the line ends as they are; `bom` says whether the bytes began with one. */
export declare function decode(bytes: Uint8Array): { text: string; encoding: string; bom: boolean };
export declare function encode(text: string, encoding: string, bom?: boolean): Buffer;
export type { Table };
