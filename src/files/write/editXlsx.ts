import { strToU8 } from "fflate";
import type { Table, TableEdit } from "../types.ts";
import { AppError } from "../../core/index.ts";
import { layoutSheet, readSheets, type SheetLayout, sheetTable } from "../read/xlsx.ts";
import { type Book, openBook, type SheetPart, textOf } from "../read/xlsxBook.ts";
import { fillPending } from "../read/xlsxCompute.ts";
import { escapeXml } from "../read/xml.ts";
import { unzip } from "../read/zip.ts";
import { planEdits } from "./edits.ts";
import { moveRows } from "./moveRows.ts";
import { cellName } from "./sheetRefs.ts";
import { parseSheetXml, renderSheetXml, type SheetEdit, type SheetXml, type XmlCell, type XmlRow } from "./sheetXml.ts";
import { renewFormulas } from "./staleFormulas.ts";
import { expandShared, shiftRefs } from "./sharedFormulas.ts";
import { packZip } from "./toXlsx.ts";
import { writeXlsxCell } from "./xlsxCell.ts";

/** Edits one sheet (the named one, else the first with a table) by patching its XML; all other parts stay as they are. */
export function editXlsx(bytes: Buffer, path: string, edits: readonly TableEdit[], sheetName?: string): Buffer {
  const parts = unzip(bytes, () => true);
  const book = openBook(bytes);
  const { sheet, table, layout } = findSheet(book, path, sheetName);
  const plan = planEdits(table, edits);
  const sheets = new Map(book.sheets.map((one) => [one.name, parseSheetXml(textOf(book.parts, one.part))] as const));
  const xml = sheets.get(sheet.name);
  if (!xml) throw new AppError("E_FILE_UNREADABLE", "The sheet is damaged.");
  for (const one of sheets.values()) expandShared(one);
  const edit: SheetEdit = { xml, plan, table, layout, book };
  const changed = applyCells(edit);
  const moved = moveRows(
    edit,
    sheet,
    [...sheets.values()].filter((one) => one !== xml),
  );
  Object.assign(xml, moved.frame);
  const places = changed.map(({ column, row }) => ({ sheet: sheet.name, column, row: moved.map(row) ?? row }));
  const renewed = renewFormulas(book, sheets, places, moved.changedRows ? sheet.name : null);
  const patched = new Map(parts);
  for (const [name, text] of moved.parts) patched.set(name, strToU8(text));
  for (const one of book.sheets) {
    const other = sheets.get(one.name);
    if (other && (one === sheet || renewed.has(one.name) || moved.changedRows))
      patched.set(one.part, strToU8(renderSheetXml(other, cellName)));
  }
  dropCalcChain(patched);
  return packZip(patched);
}

function findSheet(
  book: Book,
  path: string,
  wanted: string | undefined,
): { sheet: SheetPart; table: Table; layout: SheetLayout } {
  const sheets = readSheets(book);
  fillPending(book, sheets);
  for (const sheet of book.sheets) {
    if (wanted !== undefined && sheet.name !== wanted) continue;
    const layout = layoutSheet(sheets.get(sheet.name) ?? []);
    const table = sheetTable(path, sheet.name, layout, []);
    if (table) return { sheet, table, layout };
  }
  throw new AppError(
    "E_INPUT",
    wanted === undefined ? "The workbook holds no table." : `The workbook has no table on a sheet "${wanted}".`,
    {
      hint: `Its sheets are: ${book.sheets.map((sheet) => sheet.name).join(", ")}.`,
    },
  );
}

/** Writes changed cells and new columns into the rows, at their present numbers; new rows at the end come in `moveRows`. */
function applyCells(edit: SheetEdit): { column: number; row: number }[] {
  const { plan, table, layout } = edit;
  const changed: { column: number; row: number }[] = [];
  for (const [row, cells] of plan.cells) {
    const sheetRow = layout.sheetRows[layout.rows[row] ?? -1] ?? 0;
    for (const [column, value] of cells) {
      putCell(edit, sheetRow, column, value);
      changed.push({ column: column + layout.firstColumn, row: sheetRow });
    }
  }
  const headerRow = layout.sheetRows[layout.header];
  if (headerRow !== undefined) {
    for (const [index, column] of plan.added.entries())
      putCell(edit, headerRow, table.columns.length + index, column.name);
  }
  const last = layout.rows.at(-1) ?? layout.header;
  let next = layout.sheetRows[last] ?? 0;
  for (const values of plan.appended) {
    next += 1;
    const fresh: XmlRow = { row: -next, attributes: rowAttributes(edit.xml, layout.sheetRows[last] ?? 0), cells: [] };
    for (let column = 0; column < plan.columns.length; column += 1) {
      const value = values.get(column) ?? "";
      const cell =
        value === ""
          ? copyFormula(edit, column, layout.sheetRows[last] ?? 0, next)
          : writeXlsxCell(edit, column, value, -1, next);
      if (cell) fresh.cells.push(cell);
      if (value !== "") changed.push({ column: column + layout.firstColumn, row: next });
    }
    edit.xml.rows.push(fresh); // a negative number marks a new row until `moveRows` has made room
  }
  return changed;
}

/** A column that is computed in the last row is computed in a new one too. */
function copyFormula(edit: SheetEdit, column: number, lastRow: number, row: number): XmlCell | null {
  const sheetColumn = column + edit.layout.firstColumn;
  const above = edit.xml.rows.find((one) => one.row === lastRow)?.cells.find((one) => one.column === sheetColumn);
  if (!above?.formula) return null;
  const formula = shiftRefs(above.formula, 0, row - lastRow);
  const style = above.style === 0 ? "" : ` s="${above.style}"`;
  return { ...above, formula, xml: `<c r="${cellName(sheetColumn, row)}"${style}><f>${escapeXml(formula)}</f></c>` };
}

/** New rows look like the last one, but are never hidden. */
function rowAttributes(xml: SheetXml, row: number): string {
  const attributes = xml.rows.find((one) => one.row === row)?.attributes ?? "";
  return attributes.replace(/\s(?:hidden|collapsed|outlineLevel)\s*=\s*"[^"]*"/g, "");
}

function putCell(edit: SheetEdit, sheetRow: number, column: number, value: string): void {
  let row = edit.xml.rows.find((one) => one.row === sheetRow);
  if (!row) {
    row = { row: sheetRow, attributes: "", cells: [] };
    const at = edit.xml.rows.findIndex((one) => one.row > sheetRow);
    edit.xml.rows.splice(at < 0 ? edit.xml.rows.length : at, 0, row);
  }
  const sheetColumn = column + edit.layout.firstColumn;
  const old = row.cells.findIndex((cell) => cell.column === sheetColumn);
  if (/<(?:\w+:)?f[^>]*t="array"/.test(row.cells[old]?.xml ?? "")) {
    throw new AppError(
      "E_INPUT",
      `${cellName(sheetColumn, sheetRow)} holds an array formula; it cannot be overwritten.`,
      {
        hint: "Change it in the program that made the file.",
      },
    );
  }
  const cell = writeXlsxCell(edit, column, value, row.cells[old]?.style ?? -1, sheetRow);
  if (old >= 0) row.cells[old] = cell;
  else {
    const at = row.cells.findIndex((one) => one.column > sheetColumn);
    row.cells.splice(at < 0 ? row.cells.length : at, 0, cell);
  }
}

/** The calculation chain lists cells with formulas; a wrong list is an error for Excel, none is rebuilt. */
function dropCalcChain(parts: Map<string, Uint8Array>): void {
  if (!parts.delete("xl/calcChain.xml")) return;
  const decoder = new TextDecoder();
  for (const name of ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"]) {
    const bytes = parts.get(name);
    if (!bytes) continue;
    const xml = decoder.decode(bytes).replace(/<(?:Override|Relationship)\b[^>]*calcChain[^>]*\/>/g, "");
    parts.set(name, strToU8(xml));
  }
}
