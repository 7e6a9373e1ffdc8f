import type { Book, SheetPart } from "../read/xlsxBook.ts";
import { escapeXml } from "../read/xml.ts";
import { textOf } from "../read/xlsxBook.ts";
import { decodeEntities } from "../text/html.ts";
import { mapForeignRefs, mapRefs, type RowMap } from "./sheetRefs.ts";
import { shiftRefs } from "./sharedFormulas.ts";
import type { SheetEdit, SheetXml, XmlRow } from "./sheetXml.ts";

export interface Moved {
  map: RowMap;
  /** Whether any row was inserted or deleted. */
  changedRows: boolean;
  /** Head and tail of the sheet with their references moved. */
  frame: { head: string; tail: string };
  /** Definitions of Excel tables that changed. */
  parts: Map<string, string>;
}

/**
 * Takes out deleted rows, makes room for new ones behind the last row of the table, renumbers what is below, and moves
 * every reference: formulas of this and of other sheets, merged cells, filters, formats, and the ranges of Excel tables.
 */
export function moveRows(edit: SheetEdit, sheet: SheetPart, others: Iterable<SheetXml>): Moved {
  const { xml, plan, layout, book } = edit;
  const last = layout.sheetRows[layout.rows.at(-1) ?? layout.header] ?? 0;
  const deleted = new Set([...plan.deleted].map((row) => layout.sheetRows[layout.rows[row] ?? -1] ?? 0));
  const gone = [...deleted].toSorted((a, b) => a - b);
  const count = plan.appended.length;
  const room = freeRows(xml, last, count);
  const shift = count - room;
  const map: RowMap = (row) => {
    if (deleted.has(row)) return null;
    const above = gone.filter((one) => one < row).length;
    return row - above + (row > last ? shift : 0);
  };
  const grow = (endRow: number) => (endRow === last ? count : 0);
  const changedRows = deleted.size > 0 || count > 0;
  if (!changedRows)
    return { map: (row) => row, changedRows, frame: { head: xml.head, tail: xml.tail }, parts: new Map() };
  const lastAfter = last - gone.length;
  let next = lastAfter;
  const fresh: XmlRow[] = [];
  const kept: XmlRow[] = [];
  for (const row of xml.rows) {
    const to = row.row < 0 ? null : map(row.row);
    if (row.row < 0) {
      next += 1;
      fresh.push(settle(row, next));
    } else if (to !== null && !(row.row > last && row.row <= last + room)) kept.push({ ...row, row: to });
  }
  for (const row of kept) mapRow(row, (formula) => mapRefs(formula, map, grow));
  xml.rows = [...kept, ...fresh].toSorted((a, b) => a.row - b.row);
  for (const other of others) moveForeign(other, sheet.name, map, grow);
  const refs = (part: string) =>
    part.replace(
      /(\s(?:ref|sqref)=")([^"]+)"/g,
      (_whole, head: string, ref: string) => `${head}${mapRefs(ref, map, grow)}"`,
    );
  return {
    map: (row) => (row > last && row <= last + count ? row - gone.length : map(row)),
    changedRows,
    frame: { head: refs(xml.head), tail: refs(xml.tail) },
    parts: new Map(excelTables(book, sheet, refs)),
  };
}

/** Empty rows that follow the table at once and can take new rows without moving anything. One blank row stays before notes. */
function freeRows(xml: SheetXml, last: number, count: number): number {
  const below = xml.rows.filter(
    (row) => row.row > last && row.cells.some((cell) => /<(?:\w+:)?(?:v|is|f)[\s>/]/.test(cell.xml)),
  );
  const first = below[0]?.row;
  if (first === undefined) return count;
  return Math.max(0, Math.min(count, first - last - 2));
}

function mapFormulas(xml: string, map: (formula: string) => string): string {
  return xml
    .replace(/(<(?:\w+:)?f\b[^>]*>)([^<]*)(<\/)/g, (_whole, open: string, formula: string, close: string) => {
      return open + escapeXml(map(decodeEntities(formula))).replaceAll("&quot;", '"') + close;
    })
    .replace(/(<(?:\w+:)?f\b[^>]*\sref=")([^"]+)"/g, (_whole, head: string, ref: string) => `${head}${map(ref)}"`);
}

/** A new row whose formulas were written for the row `-row.row`, at its final place. */
function settle(row: XmlRow, to: number): XmlRow {
  mapRow(row, (formula) => shiftRefs(formula, 0, to + row.row));
  return { ...row, row: to };
}

function mapRow(row: XmlRow, change: (formula: string) => string): void {
  for (const cell of row.cells) {
    if (cell.formula === null) continue;
    cell.formula = change(cell.formula);
    cell.xml = mapFormulas(cell.xml, change);
  }
}

/** Moves what formulas of another sheet read of the edited one. */
function moveForeign(other: SheetXml, sheet: string, map: RowMap, grow: (endRow: number) => number): void {
  for (const row of other.rows) mapRow(row, (formula) => mapForeignRefs(formula, sheet, map, grow));
}

/** The Excel tables that the sheet's relations name. */
function excelTables(book: Book, sheet: SheetPart, refs: (part: string) => string): [string, string][] {
  const slash = sheet.part.lastIndexOf("/");
  const relations = textOf(book.parts, `${sheet.part.slice(0, slash)}/_rels${sheet.part.slice(slash)}.rels`);
  return [...relations.matchAll(/Target="[^"]*?(tables\/[^"/]+\.xml)"/g)].flatMap((match): [string, string][] => {
    const name = `xl/${match[1] ?? ""}`;
    const xml = textOf(book.parts, name);
    return xml === "" ? [] : [[name, refs(xml)]];
  });
}
