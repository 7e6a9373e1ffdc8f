import { isTotalRow, type Cell, type Table } from "../../../files/index.ts";
import type { Fact, FactCell, RowFact } from "./types.ts";

const MOST_COLUMNS = 24;
/** Text columns behind these are what is told of a thing, not what it is. */
const MOST_KEYS = 3;

/** What each row of a table says, and of what. */
export function toRows(table: Table, base: Pick<RowFact, "headings" | "since" | "isOld">): RowFact[] {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const rows = table.rows.filter((row) => !isTotalRow(row.map(({ raw }) => raw)));
  const keys = keyColumns(
    columns.map(({ type }) => type),
    rows,
  );
  if (keys.length === 0) return [];
  return rows.flatMap((row): RowFact[] => {
    const cells = columns.map((column, at): FactCell => {
      const { raw, value } = row[at] ?? { raw: "", value: null };
      return {
        name: column.name,
        raw: raw.trim(),
        value: raw.trim() === "" ? null : (value ?? raw.trim()),
        type: column.type,
        unit: column.unit,
      };
    });
    const key = keys.flatMap((at) => cells[at] ?? []).filter(({ value }) => value !== null);
    if (key.length === 0) return [];
    const rest = cells.filter((cell, at) => !keys.includes(at) && cell.value !== null);
    return [{ ...base, kind: "row", table: table.name, key, cells: rest }];
  });
}

/** Two columns of text: a word, and what is to be said about it. */
export const isPairs = ({ columns }: Table): boolean =>
  columns.length === 2 && columns.every(({ type }) => type === "text");

export function toPairs(table: Table, base: Pick<Fact, "headings" | "since" | "isOld">): Fact[] {
  return table.rows.flatMap((row): Fact[] => {
    const [label = "", value = ""] = row.map(({ raw }) => raw.trim());
    return label === "" || value === "" ? [] : [{ ...base, kind: "pair", label, value }];
  });
}

/** The first columns that tell the rows apart, never one of money or dates. */
function keyColumns(types: readonly string[], rows: readonly Cell[][]): number[] {
  const possible = types.flatMap((type, at) => (type === "money" || type === "date" || type === "boolean" ? [] : [at]));
  const texts = possible.filter((at) => types[at] === "text");
  // A number of the article tells rows apart, and nobody asks for it: what is meant stands behind it.
  const named = texts.find((at) => !isCode(at, rows));
  const first = named ?? texts[0] ?? possible[0];
  if (first === undefined) return [];
  const keys = [first];
  const others = possible.filter((at) => at !== first);
  while (keys.length < MOST_KEYS && !tellApart(keys, rows)) {
    const next = others.shift();
    if (next === undefined) break;
    keys.push(next);
  }
  return keys.toSorted((a, b) => a - b);
}

const CODE = /^(?=\S*\d)[\p{L}\d][\p{L}\d./-]{0,15}$/u;

/** Every cell is one short word with digits, none of them twice. */
function isCode(at: number, rows: readonly Cell[][]): boolean {
  return rows.length > 1 && rows.every((row) => CODE.test(row[at]?.raw.trim() ?? "")) && tellApart([at], rows);
}

function tellApart(keys: readonly number[], rows: readonly Cell[][]): boolean {
  const seen = new Set(rows.map((row) => keys.map((at) => row[at]?.raw.trim()).join("\n")));
  return seen.size === rows.length;
}
