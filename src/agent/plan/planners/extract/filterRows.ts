import { findPeriods, parseNumber } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { linkColumns } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import type { Reading } from "../shared/reading.ts";
import { isOutside, parseRange } from "./ranges.ts";

const OUTSIDE =
  /(?<!\p{L})(?:outside|out of|not within|beyond|außerhalb|ausserhalb|nicht im|abnormal|auffällig\p{L}*|conspicuous|abweich\p{L}*|out-of-range)(?!\p{L})/iu;
const HIGH =
  /(?<!\p{L})(?:too high|above the|over the|zu hoch|erhöht\p{L}*|über dem|oberhalb|elevated|raised)(?!\p{L})/iu;
const LOW =
  /(?<!\p{L})(?:too low|below the|under the|zu niedrig|erniedrigt\p{L}*|unter dem|unterhalb|decreased)(?!\p{L})/iu;
const INSIDE = /(?<!\p{L})(?:within|inside|innerhalb|normal\p{L}*)(?!\p{L})/iu;
const RANGE_WORD =
  /(?<!\p{L})(?:range|bereich|norm\p{L}*|reference|referenz\p{L}*|limits?|grenz\p{L}*|values?|werte?)(?!\p{L})/iu;

/** Rows of a document's table that a clause's condition leaves; all when it has none. */
export function filterRows(table: SourceTable, reading: Reading, ctx: PlanContext): number[] {
  const conditions = [
    rangeCondition(table, reading),
    ...numberConditions(table, reading),
    periodCondition(table, reading, ctx),
  ].filter((one) => one !== null);
  return [...table.rows.keys()].filter((row) => conditions.every((holds) => holds(row)));
}

type Holds = (row: number) => boolean;

/** "outside the reference range": a column of ranges beside a column of values. */
function rangeCondition(table: SourceTable, reading: Reading): Holds | null {
  const { text } = reading;
  const side = OUTSIDE.test(text)
    ? "any"
    : HIGH.test(text)
      ? "high"
      : LOW.test(text)
        ? "low"
        : INSIDE.test(text) && RANGE_WORD.test(text)
          ? "none"
          : null;
  if (side === null) return null;
  const raw = (row: number, column: number) => table.rows[row]?.[column]?.raw ?? "";
  const filled = (column: number) => [...table.rows.keys()].filter((row) => raw(row, column).trim() !== "");
  const ranges = [...table.columns.keys()].find((column) => {
    const rows = filled(column);
    return rows.length > 0 && rows.filter((row) => parseRange(raw(row, column)) !== null).length >= rows.length * 0.6;
  });
  if (ranges === undefined) return null;
  const numbers = [...table.columns.keys()].filter((column) => {
    const rows = filled(column);
    return (
      column !== ranges &&
      rows.length > 0 &&
      rows.filter((row) => numberOf(raw(row, column)) !== null).length >= rows.length * 0.7
    );
  });
  const named = linkColumns("result value Ergebnis Wert", table.columns).find(({ column }) =>
    numbers.includes(column),
  )?.column;
  const values = named ?? numbers[0];
  if (values === undefined) return null;
  return (row) => {
    const range = parseRange(raw(row, ranges));
    const value = numberOf(raw(row, values));
    if (range === null || value === null) return false;
    const outside = isOutside(value, range);
    return side === "any" ? outside !== null : side === "none" ? outside === null : outside === side;
  };
}

function numberOf(raw: string): number | null {
  const value = parseNumber(raw.replace(/^[<>≤≥]=?\s*/u, "").replace(/\s*[*!HL+-]{1,2}$/u, ""));
  return value === null ? null : Number(value);
}

const COMPARISONS: readonly { pattern: RegExp; fits: (cell: number, limit: number) => boolean }[] = [
  { pattern: /(?:at least|mindestens|>=|from|ab)\s*$/iu, fits: (cell, limit) => cell >= limit },
  { pattern: /(?:at most|höchstens|maximal|<=|up to|bis zu)\s*$/iu, fits: (cell, limit) => cell <= limit },
  { pattern: /(?:more than|over|above|mehr als|über|>)\s*$/iu, fits: (cell, limit) => cell > limit },
  { pattern: /(?:less than|fewer than|under|below|weniger als|unter|<)\s*$/iu, fits: (cell, limit) => cell < limit },
];

function numberConditions(table: SourceTable, reading: Reading): Holds[] {
  return reading.numbers.flatMap((number): Holds[] => {
    const rule = COMPARISONS.find(({ pattern }) => pattern.test(reading.text.slice(0, number.start)));
    if (!rule) return [];
    const numeric = [...table.columns.entries()].filter(
      ([, column]) => column.type === "number" || column.type === "money",
    );
    const around = reading.text.slice(Math.max(0, number.start - 40), number.end + 20);
    const named = linkColumns(around, table.columns).find(({ column }) =>
      numeric.some(([at]) => at === column),
    )?.column;
    const at =
      named ??
      numeric.find(([, column]) => number.unit !== null && column.unit === number.unit)?.[0] ??
      numeric.at(-1)?.[0];
    if (at === undefined) return [];
    return [
      (row) => {
        const value = table.rows[row]?.[at]?.value ?? null;
        return value !== null && rule.fits(Number(value), Number(number.value));
      },
    ];
  });
}

/** "due before January", where the table has one column of dates. */
function periodCondition(table: SourceTable, reading: Reading, ctx: PlanContext): Holds | null {
  const dates = [...table.columns.entries()].filter(([, column]) => column.type === "date");
  const at = dates[0]?.[0];
  const bounded = findPeriods(reading.text, { today: ctx.request.today }).find(({ text }) =>
    /(?<!\p{L})(?:before|after|until|since|from|by|between|vor|nach|bis|seit|ab|zwischen|von|in|im)(?!\p{L})/iu.test(
      text,
    ),
  );
  if (at === undefined || dates.length !== 1 || !bounded) return null;
  return (row) => {
    const value = table.rows[row]?.[at]?.value?.slice(0, 10) ?? null;
    if (value === null) return false;
    return (bounded.from === null || value >= bounded.from) && (bounded.to === null || value <= bounded.to);
  };
}
