import { LIMITS } from "../../core/index.ts";
import { addDays } from "../values/calendar.ts";
import { Dec } from "../values/decimal.ts";
import type { Book } from "./xlsxBook.ts";
import type { CellStyle } from "./xlsxStyles.ts";
import { attribute, scanXml } from "./xml.ts";

export interface SheetCell {
  /** 0-based. */
  column: number;
  /** The cell as a text that types back to the same value (see `toRaw`). */
  raw: string;
  style: number;
  /** As stored: the `t` attribute ("n", "s", "b", "str" …) and the value. */
  type: string;
  value: string;
  /** The formula without "=", null when there is none (or it is shared and stands elsewhere). */
  formula: string | null;
  /** A formula without a stored result. */
  pending: boolean;
}

export interface SheetRow {
  /** 1-based, as Excel numbers it. */
  row: number;
  cells: SheetCell[];
}

const MAX_ROW = 1_048_576;

/** The rows of a sheet's XML that have cells, in order, at most LIMITS.tableRows (and some around). */
export function readSheet(xml: string, book: Pick<Book, "strings" | "styles" | "from1904">): SheetRow[] {
  const rows: SheetRow[] = [];
  let row: SheetRow = { row: 0, cells: [] };
  let cell: OpenCell | null = null;
  let field = "";
  for (const token of scanXml(xml)) {
    if (token.type === "text") {
      if (cell && (field === "v" || field === "t")) cell.value += token.text;
      if (cell && field === "f") cell.formula = (cell.formula ?? "") + token.text;
      continue;
    }
    if (token.type === "close") {
      if (token.name === "sheetData" || rows.length > LIMITS.tableRows + 1000) break;
      if (token.name === field) field = "";
      if (token.name === "c" && cell) {
        pushCell(row, cell, book);
        cell = null;
      }
      continue;
    }
    if (token.name === "row") {
      const stated = Number(attribute(token.attributes, "r") ?? row.row + 1);
      row = { row: stated >= 1 && stated <= MAX_ROW ? stated : row.row + 1, cells: [] };
      if (!token.empty) rows.push(row);
    } else if (token.name === "c") {
      cell = openCell(token.attributes, row);
      if (token.empty) cell = null;
    } else if (cell && token.name === "f") {
      cell.formula ??= "";
      field = token.empty ? "" : "f";
    } else if (!token.empty && (token.name === "v" || (token.name === "t" && field !== "rPh"))) field = token.name;
    else if (token.name === "rPh") field = "rPh";
  }
  return rows.filter((one) => one.cells.length > 0);
}

type OpenCell = Pick<SheetCell, "column" | "type" | "style" | "value" | "formula">;

function openCell(attributes: string, row: SheetRow): OpenCell {
  const name = attribute(attributes, "r");
  const next = (row.cells.at(-1)?.column ?? -1) + 1;
  const column = name ? toColumn(name) : next;
  return {
    column: column < 0 ? next : column,
    type: attribute(attributes, "t") ?? "n",
    style: Number(attribute(attributes, "s") ?? 0),
    value: "",
    formula: null,
  };
}

function pushCell(row: SheetRow, cell: OpenCell, book: Pick<Book, "strings" | "styles" | "from1904">): void {
  if (cell.column > 16_383) return;
  const raw = toRaw(cell.type, cell.value, book.styles[cell.style], book);
  const pending = cell.formula !== null && cell.value === "";
  if (raw === "" && !pending) return;
  row.cells.push({ ...cell, raw, formula: cell.formula || null, pending });
}

/** "AB12" -> 27; -1 for no such name. */
export function toColumn(name: string): number {
  const letters = /^[A-Z]{1,3}/i.exec(name)?.[0].toUpperCase() ?? "";
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

export function columnName(column: number): string {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** What a reader would see of a stored value, in the notation that types back to it. */
export function toRaw(
  type: string,
  value: string,
  style: CellStyle | undefined,
  book: Pick<Book, "strings" | "from1904">,
): string {
  if (type === "s") return book.strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : value === "0" ? "FALSE" : "";
  if (type === "e") return "";
  if (type !== "n") return value; // str, inlineStr, d (an ISO date)
  if (value.trim() === "" || !Number.isFinite(Number(value))) return value.trim();
  if (style?.kind === "date") return fromSerial(Number(value), book.from1904);
  return fromNumber(value.trim(), style);
}

/** Excel keeps 15 digits: 0.30000000000000004 is 0.3. Places, percent and currency come from the style. */
function fromNumber(value: string, style: CellStyle | undefined): string {
  const short = /^-?\d{1,12}(?:\.(\d{1,3}))?$/.exec(value);
  if (short && style?.kind !== "number") return value; // most cells
  const number = new Dec(value).toSignificantDigits(15);
  const shown = style?.percent ? number.times(100) : number;
  const places = Math.max(shown.decimalPlaces(), style?.kind === "number" ? style.places : 0);
  const digits = shown.toFixed(places);
  if (digits.length > 40) return value;
  if (style?.percent) return `${digits} %`;
  return style?.unit ? `${digits} ${style.unit}` : digits;
}

/**
 * A date serial to ISO. Day 1 is 1900-01-01, and day 60 the 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1);
 * below one day it is a time only.
 */
export function fromSerial(serial: number, from1904: boolean): string {
  let day = Math.floor(serial);
  let seconds = Math.round((serial - day) * 86_400);
  if (seconds === 86_400) [day, seconds] = [day + 1, 0];
  if (serial < 0 || day > 2_958_465) return String(serial);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  const time = clock[2] === "00" ? `${clock[0]}:${clock[1]}` : clock.join(":");
  if (day === 0 && !from1904) return time;
  const date = from1904 ? addDays("1904-01-01", day) : addDays("1899-12-30", day < 60 ? day + 1 : day);
  return seconds === 0 ? date : `${date}T${time}`;
}

/** The serial of an ISO date or date-time, as a decimal string. */
export function toSerial(iso: string, daysBetween: (from: string, to: string) => number, from1904: boolean): string {
  const days = daysBetween(from1904 ? "1904-01-01" : "1899-12-30", iso.slice(0, 10));
  const time = /T(\d{2}):(\d{2})(?::(\d{2}))?/.exec(iso);
  if (!time) return String(days);
  const seconds = Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3] ?? 0);
  return new Dec(seconds).div(86_400).plus(days).toSignificantDigits(15).toFixed();
}
