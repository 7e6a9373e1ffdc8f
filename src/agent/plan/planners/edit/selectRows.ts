import type { SourceTable, WideTable } from "../../gather/types.ts";
import { overlaps, type Reading } from "../shared/reading.ts";
import { matchRows } from "../shared/rows.ts";
import { findValue } from "./kinds.ts";

/** Comparisons written before a number: "under 10 euros", "mehr als 5", "mindestens 3". */
const COMPARES: readonly { pattern: RegExp; fits: (cell: number, limit: number) => boolean }[] = [
  { pattern: /(?:at least|mindestens|ab|from|>=)\s*$/iu, fits: (cell, limit) => cell >= limit },
  { pattern: /(?:at most|höchstens|maximal|up to|bis zu|bis|<=)\s*$/iu, fits: (cell, limit) => cell <= limit },
  { pattern: /(?:more than|over|above|mehr als|über|>)\s*$/iu, fits: (cell, limit) => cell > limit },
  { pattern: /(?:less than|fewer than|under|below|weniger als|unter|<)\s*$/iu, fits: (cell, limit) => cell < limit },
];

/**
 * The rows that a clause with "all" selects: every value that the clause names (of any column, also a looked-up one) must be
 * there, values of one column are alternatives, and comparisons with numbers must hold. All rows when it names none.
 */
export function selectRows(
  table: SourceTable,
  wide: WideTable,
  reading: Reading,
  except: readonly { start: number; end: number }[],
): number[] {
  const conditions = [...valueConditions(wide, reading, except), ...numberConditions(table, reading, except)];
  return [...table.rows.keys()].filter((row) => conditions.every((holds) => holds(row)));
}

/** Whether anything in the clause narrows the rows down. */
export function narrows(wide: WideTable, reading: Reading, except: readonly { start: number; end: number }[]): boolean {
  return valueConditions(wide, reading, except).length > 0;
}

type Holds = (row: number) => boolean;

function valueConditions(
  wide: WideTable,
  reading: Reading,
  except: readonly { start: number; end: number }[],
): Holds[] {
  const byColumn = new Map<number, Set<string>>();
  const covered: { start: number; end: number }[] = [];
  const values = wide.columns.flatMap((column, at) => {
    if (column.type === "date" || column.type === "number" || column.type === "money") return [];
    const unique = [...new Set(wide.rows.map((row) => row[at]?.raw.trim() ?? ""))].filter((value) => value.length > 1);
    return unique.map((value) => ({ at, value }));
  });
  for (const { at, value } of values.toSorted((a, b) => b.value.length - a.value.length)) {
    const hit = findValue(reading.text, value);
    if (!hit || overlaps(hit, except) || overlaps(hit, covered)) continue;
    covered.push(hit);
    byColumn.set(at, (byColumn.get(at) ?? new Set()).add(value));
  }
  const exact = [...byColumn.entries()].map(
    ([at, wanted]): Holds =>
      (row) =>
        wanted.has(wide.rows[row]?.[at]?.raw.trim() ?? ""),
  );
  // A word that is part of cells ("Riesling" in "Riesling trocken") narrows too, where no whole value is named.
  const match = matchRows(wide, reading, [...except, ...covered]);
  const words = match.clues
    .filter((clue) => clue.rows.size < wide.rows.length && Math.max(...clue.rows.values()) >= 0.6)
    .map(
      (clue): Holds =>
        (row) =>
          (clue.rows.get(row) ?? 0) >= 0.6,
    );
  return [...exact, ...words];
}

function numberConditions(
  table: SourceTable,
  reading: Reading,
  except: readonly { start: number; end: number }[],
): Holds[] {
  return reading.numbers.flatMap((number): Holds[] => {
    const before = reading.text.slice(0, number.start);
    const rule = COMPARES.find(({ pattern }) => pattern.test(before));
    if (!rule || overlaps(number, except)) return [];
    const columns = [...table.columns.entries()].filter(
      ([, column]) => column.type === "number" || column.type === "money",
    );
    const at =
      columns.find(([, column]) => column.unit !== null && column.unit === number.unit)?.[0] ?? columns[0]?.[0];
    if (at === undefined) return [];
    return [
      (row) => {
        const value = table.rows[row]?.[at]?.value ?? null;
        return value !== null && rule.fits(Number(value), Number(number.value));
      },
    ];
  });
}
