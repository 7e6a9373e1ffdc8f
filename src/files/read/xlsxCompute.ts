import { Dec } from "../values/decimal.ts";
import { evaluate, type Scalar } from "./formula.ts";
import { FormulaError } from "./formulaTokens.ts";
import type { Book } from "./xlsxBook.ts";
import { type SheetCell, type SheetRow, columnName, toColumn, toRaw } from "./xlsxSheet.ts";

const MAX_DEPTH = 100;
const MAX_READS = 5_000_000;

/** A stored value of a formula: what `<c t=…><v>…</v>` would hold. */
export interface Stored {
  type: "n" | "str" | "b";
  value: string;
}

/** Computes formulas of a workbook by name of the sheet; null when a formula (or what it reads) is beyond the evaluator. */
export interface Computer {
  compute(sheet: string, cell: SheetCell): Stored | null;
}

/**
 * A computer over the rows of all sheets. Results that are stored are trusted unless the cell is `pending`; each cell is
 * computed once; circles and very deep chains have no value.
 */
export function createComputer(
  book: Pick<Book, "strings">,
  sheets: ReadonlyMap<string, readonly SheetRow[]>,
): Computer {
  const cells = new Map<string, Map<string, SheetCell>>();
  for (const [name, rows] of sheets) {
    cells.set(
      name.toLowerCase(),
      new Map(rows.flatMap((row) => row.cells.map((cell) => [`${cell.column},${row.row}`, cell] as const))),
    );
  }
  const known = new Map<SheetCell, Scalar | FormulaError>();
  let reads = 0;
  let depth = 0;
  const valueOf = (sheet: string, cell: SheetCell): Scalar => {
    if (!cell.pending) return storedValue(cell, book.strings);
    const before = known.get(cell);
    if (before instanceof FormulaError) throw before;
    if (before !== undefined) return before;
    if (cell.formula === null || depth > MAX_DEPTH) throw new FormulaError("no formula, or too deep");
    known.set(cell, new FormulaError("it refers to itself"));
    depth += 1;
    try {
      const value = evaluate(cell.formula, (other, from, to) => range(other ?? sheet, from, to));
      known.set(cell, value);
      return value;
    } finally {
      depth -= 1;
    }
  };
  const range = (sheet: string, from: string, to: string | null): Scalar[] => {
    const all = cells.get(sheet.toLowerCase());
    if (!all) throw new FormulaError("no such sheet");
    const [c1, r1, c2, r2] = [toColumn(from), rowOf(from), toColumn(to ?? from), rowOf(to ?? from)];
    reads += (Math.abs(c2 - c1) + 1) * (Math.abs(r2 - r1) + 1);
    if (reads > MAX_READS) throw new FormulaError("too many cells");
    const values: Scalar[] = [];
    for (let row = Math.min(r1, r2); row <= Math.max(r1, r2); row += 1) {
      for (let column = Math.min(c1, c2); column <= Math.max(c1, c2); column += 1) {
        const cell = all.get(`${column},${row}`);
        values.push(cell ? valueOf(sheet, cell) : null);
      }
    }
    return values;
  };
  return {
    compute(sheet, cell) {
      try {
        return toStored(valueOf(sheet, cell));
      } catch (error) {
        if (error instanceof FormulaError) return null;
        throw error;
      }
    },
  };
}

const rowOf = (ref: string) => Number(/\d+$/.exec(ref)?.[0]);

function storedValue(cell: SheetCell, strings: readonly string[]): Scalar {
  if (cell.type === "e") throw new FormulaError("it reads an error");
  if (cell.type === "b") return cell.value === "1";
  if (cell.type === "s") return strings[Number(cell.value)] ?? "";
  if (cell.type !== "n") return cell.value;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?$/.test(cell.value.trim()) ? new Dec(cell.value.trim()) : null;
}

function toStored(value: Scalar): Stored {
  if (typeof value === "boolean") return { type: "b", value: value ? "1" : "0" };
  if (typeof value === "string") return { type: "str", value };
  return { type: "n", value: (value ?? new Dec(0)).toSignificantDigits(15).toFixed() };
}

/** Gives every formula without a stored result its value where it can be computed; returns the cells that stay without. */
export function fillPending(book: Book, sheets: ReadonlyMap<string, SheetRow[]>): Map<string, string[]> {
  const open = new Map<string, string[]>();
  const isPending = [...sheets.values()].some((rows) => rows.some((row) => row.cells.some((cell) => cell.pending)));
  if (!isPending) return open;
  const computer = createComputer(book, sheets);
  const results: { cell: SheetCell; stored: Stored }[] = [];
  for (const [sheet, rows] of sheets) {
    for (const row of rows) {
      for (const cell of row.cells) {
        if (!cell.pending) continue;
        const stored = computer.compute(sheet, cell);
        if (stored) results.push({ cell, stored });
        else {
          const list = open.get(sheet) ?? [];
          list.push(columnName(cell.column) + row.row);
          open.set(sheet, list);
        }
      }
    }
  }
  for (const { cell, stored } of results) {
    Object.assign(cell, stored, {
      pending: false,
      raw: toRaw(stored.type, stored.value, book.styles[cell.style], book),
    });
  }
  return open;
}
