import { columnName } from "../read/xlsxSheet.ts";

/** Where a sheet row goes when rows are deleted and inserted; null = deleted. */
export type RowMap = (row: number) => number | null;

const REF =
  /(?<![A-Za-z0-9_.$!'"])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Z]{1,3})(\$?)(\d{1,7}))?(?![A-Za-z0-9_(.!])/g;

/**
 * Moves A1 references of a text ("B2:B9", "SUM(C2:C10)*2") with the rows. A range shrinks to what is left of it and grows
 * with rows that are inserted right below its end; a reference to a deleted row stays (Excel shows #REF!, which nobody wants).
 */
export function mapRefs(text: string, map: RowMap, grow: (endRow: number) => number): string {
  return text.replace(
    REF,
    (_whole, d1: string, c1: string, e1: string, r1: string, d2?: string, c2?: string, e2?: string, r2?: string) => {
      if (r2 === undefined) return `${d1}${c1}${e1}${map(Number(r1)) ?? r1}`;
      const [first, last] = shrink(Number(r1), Number(r2), map);
      return `${d1}${c1}${e1}${first}:${d2 ?? ""}${c2 ?? ""}${e2 ?? ""}${last + grow(Number(r2))}`;
    },
  );
}

function shrink(from: number, to: number, map: RowMap): [number, number] {
  let first = from;
  let last = to;
  while (first < to && map(first) === null) first += 1;
  while (last > from && map(last) === null) last -= 1;
  return [map(first) ?? from, map(last) ?? map(first) ?? from];
}

/** References of a formula into another sheet, `'My Sheet'!A1`, moved; all others stay. */
export function mapForeignRefs(formula: string, sheet: string, map: RowMap, grow: (endRow: number) => number): string {
  const names = [`'${sheet.replaceAll("'", "''")}'!`, `${sheet}!`];
  let out = formula;
  for (const name of names) {
    const parts = out.split(name);
    if (parts.length === 1) continue;
    out = parts
      .map((part, index) => {
        const head = index === 0 ? null : /^[$A-Z0-9:]+/.exec(part)?.[0];
        return head ? mapRefs(head, map, grow) + part.slice(head.length) : part;
      })
      .join(name);
  }
  return out;
}

export const cellName = (column: number, row: number) => columnName(column) + row;
