import { createComputer } from "../read/xlsxCompute.ts";
import type { Book } from "../read/xlsxBook.ts";
import { FormulaError, tokenize } from "../read/formulaTokens.ts";
import { readSheet, toColumn } from "../read/xlsxSheet.ts";
import { escapeXml } from "../read/xml.ts";
import { cellName } from "./sheetRefs.ts";
import { renderSheetXml, type SheetXml, type XmlCell } from "./sheetXml.ts";

interface Area {
  sheet: string;
  fromColumn: number;
  toColumn: number;
  fromRow: number;
  toRow: number;
}

interface Formula {
  cell: XmlCell;
  sheet: string;
  row: number;
  /** What it reads; null when that cannot be told (names, INDIRECT, table references). */
  areas: Area[] | null;
}

export interface Place {
  sheet: string;
  column: number;
  row: number;
}

const MAX_ROUNDS = 50;

/**
 * Renews the stored result of every formula that reads a changed cell, directly or through others, on all sheets. What the
 * evaluator cannot compute loses its result: none is better than a wrong one, and spreadsheet programs compute it when
 * they open the file. Returns the sheets whose cells changed. With `rowsMoved`, every formula over a range of `sheet` counts.
 */
export function renewFormulas(
  book: Book,
  sheets: ReadonlyMap<string, SheetXml>,
  changed: readonly Place[],
  rowsMoved: string | null,
): Set<string> {
  const stale = findStale(sheets, changed, rowsMoved);
  for (const { cell } of stale) {
    cell.xml = cell.xml
      .replace(/<(?:\w+:)?v>[^<]*<\/(?:\w+:)?v>|<(?:\w+:)?v\s*\/>/, "")
      .replace(/(<(?:\w+:)?c\b[^>]*?) t="\w+"/, "$1");
  }
  if (stale.length === 0) return new Set();
  const rows = new Map(
    [...sheets].map(([name, xml]) => [name, readSheet(renderSheetXml(xml, cellName), book)] as const),
  );
  const computer = createComputer(book, rows);
  for (const { cell, sheet, row } of stale) {
    const place = rows
      .get(sheet)
      ?.find((one) => one.row === row)
      ?.cells.find((one) => one.column === cell.column);
    const stored = place ? computer.compute(sheet, place) : null;
    if (!stored) continue;
    const type = stored.type === "n" ? "" : ` t="${stored.type}"`;
    cell.xml = cell.xml
      .replace(/<((?:\w+:)?)c\b/, `<$1c${type}`)
      .replace(
        /<\/((?:\w+:)?)c>$/,
        (_whole, prefix: string) => `<${prefix}v>${escapeXml(stored.value)}</${prefix}v></${prefix}c>`,
      );
  }
  return new Set(stale.map((one) => one.sheet));
}

function findStale(
  sheets: ReadonlyMap<string, SheetXml>,
  changed: readonly Place[],
  rowsMoved: string | null,
): Formula[] {
  let rest = [...sheets].flatMap(([sheet, xml]) =>
    xml.rows.flatMap((row) =>
      row.cells.flatMap((cell): Formula[] =>
        cell.formula === null ? [] : [{ cell, sheet, row: row.row, areas: areasOf(cell, sheet) }],
      ),
    ),
  );
  const stale: Formula[] = [];
  let fresh = [...changed];
  for (let round = 0; round < MAX_ROUNDS && rest.length > 0; round += 1) {
    const moved = (areas: Area[]) =>
      round === 0 && areas.some((area) => area.sheet === rowsMoved && area.toRow > area.fromRow);
    const touched = index(fresh);
    const isHit = (one: Formula) => one.areas === null || moved(one.areas) || one.areas.some((area) => touched(area));
    const hit = rest.filter(isHit);
    if (hit.length === 0) break;
    rest = rest.filter((one) => !hit.includes(one));
    stale.push(...hit);
    fresh = hit.map((one) => ({ sheet: one.sheet, column: one.cell.column, row: one.row }));
  }
  return stale;
}

/** Whether an area holds one of the places. */
function index(places: readonly Place[]): (area: Area) => boolean {
  return (area) =>
    places.some(
      (place) =>
        place.sheet.toLowerCase() === area.sheet.toLowerCase() &&
        place.column >= area.fromColumn &&
        place.column <= area.toColumn &&
        place.row >= area.fromRow &&
        place.row <= area.toRow,
    );
}

function areasOf(cell: XmlCell, sheet: string): Area[] | null {
  try {
    const tokens = tokenize(cell.formula ?? "");
    const unknown = tokens.some((token, at) => {
      if (token.type !== "name" || /^(?:TRUE|FALSE)$/.test(token.value)) return false;
      const next = tokens[at + 1];
      return /^(?:INDIRECT|OFFSET)$/.test(token.value) || next?.type !== "operator" || next.value !== "(";
    });
    if (unknown) return null;
    return tokens.flatMap((token): Area[] => {
      if (token.type !== "ref") return [];
      const to = token.to ?? token.from;
      const row = (ref: string) => Number(/\d+$/.exec(ref)?.[0]);
      return [
        {
          sheet: token.sheet ?? sheet,
          fromColumn: toColumn(token.from),
          toColumn: toColumn(to),
          fromRow: row(token.from),
          toRow: row(to),
        },
      ];
    });
  } catch (error) {
    if (error instanceof FormulaError) return null;
    throw error;
  }
}
