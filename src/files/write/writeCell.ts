import type { Column, DateFormat, NumberFormat, Table } from "../types.ts";
import { formatDate } from "../values/formatDate.ts";
import { formatNumber } from "../values/formatNumber.ts";

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/;

/** A normalised value as this column writes it; what is not of the column's type is written as it is. */
export function writeCell(value: string, column: number, table: Table): string {
  const { type, format } = table.columns[column] ?? { type: "text", format: null };
  if (value === "") return "";
  if ((type === "number" || type === "money") && isNumberFormat(format) && DECIMAL.test(value)) {
    return formatNumber(value, withPlaces(format, value));
  }
  if (type === "date" && isDateFormat(format) && ISO.test(value)) return formatDate(value, format);
  if (type === "boolean") return booleanWord(value, column, table);
  const empty = table.rows.every((row) => (row[column]?.raw ?? "").trim() === "");
  return type === "text" && empty ? writeNew(value, table) : value;
}

/** A value in a column that has none yet: as the table's other columns write numbers and dates. */
function writeNew(value: string, table: Table): string {
  if (/^-?(?:0|[1-9]\d*)\.\d+$/.test(value)) {
    return decimalOfTable(table) === "," ? value.replace(".", ",") : value;
  }
  const dates = table.columns.find((column) => column.type === "date" && column.format !== null);
  return ISO.test(value) && isDateFormat(dates?.format) ? formatDate(value, dates.format) : value;
}

/** The decimal sign of most number columns that show one, else of any. */
function decimalOfTable(table: Table): "." | "," {
  const formats = table.columns.map((column) => column.format).filter(isNumberFormat);
  const telling = formats.filter((format) => format.places !== 0);
  const list = telling.length > 0 ? telling : formats;
  return list.filter((format) => format.decimal === ",").length > list.length / 2 ? "," : ".";
}

const isNumberFormat = (format: Column["format"] | undefined): format is NumberFormat =>
  format !== null && format !== undefined && "decimal" in format;
const isDateFormat = (format: Column["format"] | undefined): format is DateFormat =>
  format !== null && format !== undefined && "pattern" in format;

/** Never rounds a value away: more digits than the column usually has are kept. */
function withPlaces(format: NumberFormat, value: string): NumberFormat {
  const own = value.split(".")[1]?.replace(/0+$/, "").length ?? 0;
  return format.places >= 0 && own > format.places ? { ...format, places: own } : format;
}

/** "true" in the words of the column: "ja", "yes", "x" … */
function booleanWord(value: string, column: number, table: Table): string {
  for (const row of table.rows) {
    const cell = row[column];
    if (cell?.value === value) return cell.raw;
  }
  const other = table.rows.map((row) => row[column]?.raw.trim() ?? "").find((raw) => raw !== "") ?? "";
  const pair = PAIRS.find(([yes, no]) => [yes, no].includes(other.toLowerCase()));
  const word = (value === "true" ? pair?.[0] : value === "false" ? pair?.[1] : value) ?? value;
  if (other !== "" && other === other.toUpperCase()) return word.toUpperCase();
  return /^\p{Lu}/u.test(other) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

const PAIRS: readonly (readonly [string, string])[] = [
  ["ja", "nein"],
  ["yes", "no"],
  ["wahr", "falsch"],
  ["true", "false"],
  ["x", ""],
  ["y", "n"],
  ["j", "n"],
];
