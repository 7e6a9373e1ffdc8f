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
/** `today` is an ISO date; without `dayFirst`, 03/04/2026 is decided by other dates and the language of the text. */
export declare function findDates(text: string, opts: { today: string; dayFirst?: boolean }): DateSpan[];
export declare function findPeriods(text: string, opts: { today: string }): PeriodSpan[];
export declare function findNumbers(text: string): NumberSpan[];
/** The decimal string of a written number ("1.234,50 €" -> "1234.50"), null when it is none. */
export declare function parseNumber(raw: string, format?: NumberFormat | null): string | null;
/** The ISO date (or date-time) of a cell that is a date and nothing else, else null. `today` gives the year of "1 March". */
export declare function parseDate(
  raw: string,
  opts?: { today?: string; dayFirst?: boolean; format?: DateFormat | null },
): string | null;
export declare function formatNumber(value: string, format: NumberFormat): string;
export declare function formatDate(iso: string, format: DateFormat): string;
export declare function addDays(iso: string, days: number): string;
/** Keeps the day where the month has it, else its last day. */
export declare function addMonths(iso: string, months: number): string;
/** Whole days from `from` to `to`, negative when `to` is earlier. */
export declare function daysBetween(from: string, to: string): number;
/** The n-th working day (Mon-Fri, no holiday) after `iso` (before, when n < 0). Default: no holidays. */
export declare function addWorkingDays(iso: string, n: number, holidays?: ReadonlySet<string>): string;
/** Working days after `from` up to and with `to`; negative when `to` is earlier. */
export declare function workingDaysBetween(from: string, to: string, holidays?: ReadonlySet<string>): number;
/** The nine nationwide German holidays of a year: ISO date -> German name. */
export declare function germanHolidays(year: number): Map<string, string>;
/** 1 = Monday … 7 = Sunday (ISO 8601). */
export declare function weekday(iso: string): number;
export declare function isoWeek(iso: string): { year: number; week: number };
/** Exact decimals: decimal.js with 60 digits, ROUND_HALF_UP. */
export declare const Dec: typeof Decimal;
export type Dec = Decimal;
/** Decimal string, never with an exponent. */
export declare function sum(values: Iterable<string | Dec>): string;
/** Half up, exactly `places` digits after the point. */
export declare function round(value: string | Dec, places: number): string;

// ---- TEXT
export declare function fold(text: string): string;
export declare function words(text: string): Word[];
export declare function stem(word: string, lang?: Lang): string;
export declare function sentences(text: string): Span[];
/** 0..1, 1 for equal after folding. */
export declare function similarity(a: string, b: string): number;
export declare function labelled(text: string): Labelled[];
export declare function createIndex(units: SearchUnit[]): SearchIndex;
export declare function guessLanguage(text: string): Lang;
export declare function htmlToText(html: string): string;

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
