import { readDate } from "../values/parseDate.ts";
import { readNumber } from "../values/parseNumber.ts";
import { type CsvRecord, scanCsv } from "./csvScan.ts";

/** How a CSV text is built: which records are the header and the rows of its table, and which are other lines around it. */
export interface CsvLayout {
  delimiter: string;
  records: CsvRecord[];
  /** Index of the header record, -1 when the table has none. */
  header: number;
  /** Indexes of the rows. */
  rows: number[];
  /** Indexes of total rows, which are not counted among the rows. */
  totals: number[];
  columns: number;
}

const DELIMITERS = [";", ",", "\t", "|"] as const;
const SNIFF_RECORDS = 100;
const TOTAL =
  /^(?:gesamt|gesamtsumme|gesamtbetrag|summe|endsumme|zwischensumme|insgesamt|total|totals|grand total|sum|subtotal|σ|∑)\b:?/iu;

/** Finds delimiter, header row and rows; preamble lines above, notes and total rows below the table are left out. */
export function layoutCsv(text: string, extension = ".csv", maxRecords?: number): CsvLayout {
  const delimiter = sniffDelimiter(text, extension);
  return layoutRecords(scanCsv(text, delimiter, maxRecords), delimiter);
}

/** The same for records that come from elsewhere (a sheet, a table in a text). */
export function layoutRecords(records: CsvRecord[], delimiter: string): CsvLayout {
  const width = usualWidth(records);
  const header = findHeader(records, width);
  const first =
    header < 0 ? records.findIndex((record) => filled(record) > 0 && record.fields.length >= width) : header + 1;
  const rows: number[] = [];
  const totals: number[] = [];
  let gap = false;
  for (let index = Math.max(0, first); index < records.length; index += 1) {
    const record = records[index];
    if (!record) continue;
    if (filled(record) === 0) {
      gap = true;
      continue;
    }
    // a note under the table, parted by a blank line, or a line without any delimiter
    if (width > 1 && record.fields.length === 1 && (gap || isTail(records, index))) continue;
    if (width > 1 && isTotal(record) && isTail(records, index)) totals.push(index);
    else rows.push(index);
  }
  const columns = [header, ...rows].reduce((most, index) => Math.max(most, usedWidth(records[index])), 0);
  return { delimiter, records, header, rows, totals, columns };
}

const filled = (record: CsvRecord) => record.fields.filter((field) => field.value.trim() !== "").length;

function usedWidth(record: CsvRecord | undefined): number {
  if (!record) return 0;
  let width = record.fields.length;
  while (width > 0 && record.fields[width - 1]?.value.trim() === "") width -= 1;
  return width;
}

/** Only total rows, notes and blank lines follow. */
function isTail(records: readonly CsvRecord[], index: number): boolean {
  for (let at = index + 1, seen = 0; at < records.length; at += 1) {
    const record = records[at];
    if (!record || filled(record) === 0) continue;
    seen += 1;
    if (seen > 8 || !(record.fields.length === 1 || isTotal(record))) return false;
  }
  return true;
}

/** "Summe;;1.234,50": a total word in the first filled cell, an empty cell, and a number. */
function isTotal(record: CsvRecord): boolean {
  const cells = record.fields.map((field) => field.value.trim());
  const first = cells.find((cell) => cell !== "") ?? "";
  return TOTAL.test(first) && cells.includes("") && cells.some((cell) => readNumber(cell, null) !== null);
}

/** The number of fields that most records with at least two fields have; 1 when there are no such records. */
function usualWidth(records: readonly CsvRecord[]): number {
  const counts = new Map<number, number>();
  for (const record of records.slice(0, 5000)) {
    if (record.fields.length > 1 && filled(record) > 0) {
      counts.set(record.fields.length, (counts.get(record.fields.length) ?? 0) + 1);
    }
  }
  const best = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0];
  return best?.[0] ?? 1;
}

/** The first record of the usual width whose cells are all words; -1 when that record already holds values. */
function findHeader(records: readonly CsvRecord[], width: number): number {
  for (const [index, record] of records.slice(0, 60).entries()) {
    const count = filled(record);
    if (count === 0 || (width > 1 && record.fields.length < width - 1)) continue;
    if (width > 1 && (count < 2 || count < width / 2)) continue; // preamble padded with empty cells
    return isHeader(record, records.slice(index + 1, index + 20)) ? index : -1;
  }
  return -1;
}

function isHeader(record: CsvRecord, below: readonly CsvRecord[]): boolean {
  const cells = record.fields.map((field) => field.value.trim());
  const named = cells.filter((cell) => cell !== "");
  const isNamed = (cell: string, at: number): boolean =>
    !isValue(cell) || /^(?:19|20)\d{2}$/.test(cell) || (isMeasure(cell, at, below) && hasWordOverValues(cells, below));
  if (cells.some((cell, at) => cell !== "" && !isNamed(cell, at))) return false;
  if (cells.length === 1)
    return (
      below.length > 0 &&
      cells[0] !== undefined &&
      cells[0].length < 40 &&
      below.some((row) => isValue(row.fields[0]?.value.trim() ?? ""))
    );
  // all words above all words: a header when its names do not come again below them
  const repeated = named.filter((cell, at) => below.some((row) => row.fields[at]?.value.trim() === cell)).length;
  return new Set(named).size >= named.length / 2 && repeated <= named.length / 3;
}

/** "1 Stunde" over prices: a value by its form, and no value of its column, where nothing is written so. */
function isMeasure(cell: string, at: number, below: readonly CsvRecord[]): boolean {
  const unit = lettersOf(cell);
  const column = below.map((row) => row.fields[at]?.value.trim() ?? "").filter((other) => other !== "");
  return unit !== "" && column.length > 0 && column.every((other) => isValue(other) && lettersOf(other) !== unit);
}

/** A word at the top of a column of values: what a header has and no row. */
const hasWordOverValues = (cells: readonly string[], below: readonly CsvRecord[]): boolean =>
  cells.some((cell, at) => {
    const column = below.map((row) => row.fields[at]?.value.trim() ?? "").filter((other) => other !== "");
    return cell !== "" && !isValue(cell) && column.length > 0 && column.every(isValue);
  });

const lettersOf = (cell: string): string => cell.replaceAll(/[^\p{L}]/gu, "").toLowerCase();

const isValue = (cell: string) => readNumber(cell, null) !== null || readDate(cell) !== null;

/** The delimiter under which most lines have the same number of fields, at least two. */
function sniffDelimiter(text: string, extension: string): string {
  const sample = text.slice(0, 200_000);
  let best: { delimiter: string; score: number } = { delimiter: extension === ".tsv" ? "\t" : ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const records = scanCsv(sample, delimiter, SNIFF_RECORDS).filter((record) => filled(record) > 0);
    const width = usualWidth(records);
    if (width < 2) continue;
    const fitting = records.filter((record) => record.fields.length === width).length;
    const bonus = (extension === ".tsv" && delimiter === "\t" ? 0.2 : 0) + (delimiter === "," ? 0 : 0.02);
    const score = fitting / records.length + Math.min(width, 10) / 100 + bonus;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
