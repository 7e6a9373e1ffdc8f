import type { Table, ValueType } from "../types.ts";
import { daysBetween } from "../values/calendar.ts";
import { Dec } from "../values/decimal.ts";
import { toSerial } from "../read/xlsxSheet.ts";
import { cellName } from "./sheetRefs.ts";
import type { SheetEdit, XmlCell } from "./sheetXml.ts";
import { numberCell, textCell } from "./toXlsx.ts";

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/;

/**
 * The XML of a cell for a normalised value. `style` -1 takes the style of the nearest cell above in the same column (of the last
 * header cell for a new column's name). Numbers go as numbers into number columns, dates as serials where a date style is at hand.
 */
export function writeXlsxCell(
  edit: SheetEdit,
  column: number,
  value: string,
  style: number,
  sheetRow: number,
): XmlCell {
  const { table, layout, book } = edit;
  const sheetColumn = column + layout.firstColumn;
  const ref = cellName(sheetColumn, sheetRow);
  const own = style >= 0 ? style : styleFor(edit, column, value, sheetRow);
  const kind = book.styles[own]?.kind;
  const cell = (xml: string): XmlCell => ({ column: sheetColumn, style: own, xml, formula: null });
  if (value === "") return cell(`<c r="${ref}"${own === 0 ? "" : ` s="${own}"`}/>`);
  const isNew = column >= table.columns.length || isEmptyColumn(table, column);
  const type = table.columns[column]?.type ?? "text";
  if (DECIMAL.test(value) && value.length < 16 && kind !== "text" && isNumeric(edit, column, type, isNew, sheetRow)) {
    return cell(numberCell(ref, book.styles[own]?.percent ? new Dec(value).div(100).toFixed() : value, own));
  }
  if (ISO.test(value) && kind === "date")
    return cell(numberCell(ref, toSerial(value, daysBetween, book.from1904), own));
  if (type === "boolean" && /^(?:true|false)$/.test(value) && usesBooleans(table, column)) {
    return cell(`<c r="${ref}"${own === 0 ? "" : ` s="${own}"`} t="b"><v>${value === "true" ? 1 : 0}</v></c>`);
  }
  return cell(textCell(ref, type === "boolean" ? booleanText(table, column, value) : value, own));
}

/** Numbers go into number columns, into new ones, and where the cells above are numbers though they mean ids. */
function isNumeric(edit: SheetEdit, column: number, type: ValueType, isNew: boolean, sheetRow: number): boolean {
  if (sheetRow === headerRow(edit)) return false;
  if (type === "number" || type === "money" || isNew) return true;
  const row = edit.layout.sheetRows[edit.layout.rows[0] ?? -1];
  const first = edit.xml.rows
    .find((one) => one.row === row)
    ?.cells.find((one) => one.column === column + edit.layout.firstColumn);
  return (
    type === "text" &&
    first !== undefined &&
    /^<[^>]*>\s*<(?:\w+:)?v>/.test(first.xml) &&
    !/^<[^>]*\st="(?!n")/.test(first.xml)
  );
}

const headerRow = (edit: SheetEdit) => edit.layout.sheetRows[edit.layout.header];

function isEmptyColumn(table: Table, column: number): boolean {
  return table.rows.every((row) => (row[column]?.raw ?? "").trim() === "");
}

const usesBooleans = (table: Table, column: number) =>
  table.rows.some((row) => /^(?:TRUE|FALSE)$/.test(row[column]?.raw ?? ""));

function booleanText(table: Table, column: number, value: string): string {
  return table.rows.find((row) => row[column]?.value === value)?.[column]?.raw ?? value;
}

/** From the rows of the table upwards; a new date column borrows the style of another date column. */
function styleFor(edit: SheetEdit, column: number, value: string, sheetRow: number): number {
  const { xml, layout, table, book } = edit;
  const sheetColumn = column + layout.firstColumn;
  if (sheetRow === headerRow(edit)) {
    return xml.rows.find((row) => row.row === sheetRow)?.cells.at(-1)?.style ?? 0;
  }
  const tableRows = new Set(layout.rows.map((index) => layout.sheetRows[index]));
  const above = xml.rows.filter((row) => row.row > 0 && tableRows.has(row.row)).toReversed();
  for (const row of above) {
    const cell = row.cells.find((one) => one.column === sheetColumn);
    if (cell && !/<(?:\w+:)?c\b[^>]*\/>$/.test(cell.xml)) return cell.style;
  }
  if (!ISO.test(value) || (column < table.columns.length && !isEmptyColumn(table, column))) return 0;
  for (const row of above) {
    const cell = row.cells.find((one) => book.styles[one.style]?.kind === "date");
    if (cell) return cell.style;
  }
  return 0;
}
