import type { Table } from "../types.ts";
import type { SheetLayout } from "../read/xlsx.ts";
import type { Book } from "../read/xlsxBook.ts";
import { toColumn } from "../read/xlsxSheet.ts";
import { attribute, scanXml } from "../read/xml.ts";
import type { EditPlan } from "./edits.ts";

/** A cell of a sheet's XML as it stands, so that what is not edited is written back unchanged. */
export interface XmlCell {
  column: number;
  style: number;
  xml: string;
  /** The formula's text, null when there is none. */
  formula: string | null;
}

export interface XmlRow {
  row: number;
  /** Attributes of the row element without `r` and `spans`. */
  attributes: string;
  cells: XmlCell[];
}

/** A sheet's XML in three parts: what stands before and behind the rows, and the rows. */
export interface SheetXml {
  head: string;
  rows: XmlRow[];
  tail: string;
}

/** One sheet being edited, with all that writing a cell needs to know. */
export interface SheetEdit {
  xml: SheetXml;
  plan: EditPlan;
  table: Table;
  layout: SheetLayout;
  book: Book;
}

export function parseSheetXml(xml: string): SheetXml {
  const rows: XmlRow[] = [];
  let row: XmlRow = { row: 0, attributes: "", cells: [] };
  let head = xml;
  let tail = "";
  let cell: { start: number; column: number; style: number } | null = null;
  let formula: string | null = null;
  let inFormula = false;
  for (const token of scanXml(xml)) {
    if (token.type === "text") {
      if (inFormula) formula = (formula ?? "") + token.text;
      continue;
    }
    const opens = token.type === "open";
    if (token.name === "sheetData" && (!opens || token.empty)) {
      if (opens) head = `${xml.slice(0, token.start)}<sheetData>`;
      tail = `</sheetData>${xml.slice(token.end)}`;
      break;
    }
    if (opens && token.name === "sheetData") head = xml.slice(0, token.end);
    if (opens && token.name === "row") {
      row = toRow(token.attributes, row.row);
      rows.push(row);
    }
    if (token.name === "f") {
      inFormula = opens && !token.empty;
      if (opens) formula = formula ?? "";
    }
    if (opens && token.name === "c") {
      const name = attribute(token.attributes, "r");
      const column = name ? toColumn(name) : (row.cells.at(-1)?.column ?? -1) + 1;
      cell = { start: token.start, column, style: Number(attribute(token.attributes, "s") ?? 0) };
      formula = null;
    }
    const closes = token.name === "c" && (!opens || token.empty);
    if (closes && cell) {
      row.cells.push({ column: cell.column, style: cell.style, xml: xml.slice(cell.start, token.end), formula });
      cell = null;
    }
  }
  return { head, rows, tail };
}

function toRow(attributes: string, before: number): XmlRow {
  const rest = attributes.replace(/\s(?:r|spans)\s*=\s*(?:"[^"]*"|'[^']*')/g, "");
  return { row: Number(attribute(attributes, "r") ?? before + 1), attributes: rest, cells: [] };
}

/** Writes the rows with their present numbers; a cell's own reference is set to where it stands now. */
export function renderSheetXml(sheet: SheetXml, cellName: (column: number, row: number) => string): string {
  const rows = sheet.rows.map((row) => {
    const cells = row.cells.map((cell) => withRef(cell.xml, cellName(cell.column, row.row))).join("");
    return `<row r="${row.row}"${row.attributes}>${cells}</row>`;
  });
  return sheet.head + rows.join("") + sheet.tail;
}

function withRef(xml: string, ref: string): string {
  const end = xml.indexOf(">");
  const tag = xml.slice(0, end);
  const stated = /\sr\s*=\s*(?:"[^"]*"|'[^']*')/;
  if (stated.test(tag)) return tag.replace(stated, ` r="${ref}"`) + xml.slice(end);
  return xml.replace(/^<((?:\w+:)?c)/, `<$1 r="${ref}"`);
}
