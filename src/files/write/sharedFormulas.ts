import { columnName, toColumn } from "../read/xlsxSheet.ts";
import { decodeEntities } from "../text/html.ts";
import { escapeXml } from "../read/xml.ts";
import type { SheetXml } from "./sheetXml.ts";

const SHARED = /<(?:\w+:)?f\b([^>]*?)\st="shared"([^>]*?)(?:\/>|>([^<]*)<\/(?:\w+:)?f>)/;

/**
 * Writes every shared formula (one text for many cells, relative to the first) out in each cell, so that cells can be edited,
 * moved and deleted one by one. Source: ECMA-376 part 1, 18.3.1.40.
 */
export function expandShared(sheet: SheetXml): void {
  const masters = new Map<string, { formula: string; column: number; row: number }>();
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      const match = SHARED.exec(cell.xml);
      if (!match) continue;
      const id = /\ssi="(\d+)"/.exec(`${match[1]} ${match[2]}`)?.[1] ?? "";
      const text = decodeEntities(match[3] ?? "");
      if (text !== "") masters.set(id, { formula: text, column: cell.column, row: row.row });
      const master = masters.get(id);
      if (!master) continue;
      cell.formula = shiftRefs(master.formula, cell.column - master.column, row.row - master.row);
      cell.xml = cell.xml.replace(SHARED, () => `<f>${escapeXml(cell.formula ?? "")}</f>`);
    }
  }
}

const REF = /(?<![A-Za-z0-9_.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Za-z0-9_(])/g;

/** A formula as it reads when copied `columns` to the right and `rows` down; parts with $ stay. Text in quotes is left alone. */
export function shiftRefs(formula: string, columns: number, rows: number): string {
  return formula
    .split(/("(?:[^"]|"")*")/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      return part.replace(REF, (_whole, fixColumn: string, column: string, fixRow: string, row: string) => {
        const toName = fixColumn ? column : columnName(Math.max(0, toColumn(column) + columns));
        return `${fixColumn}${toName}${fixRow}${fixRow ? row : Math.max(1, Number(row) + rows)}`;
      });
    })
    .join("");
}
