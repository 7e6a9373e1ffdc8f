import { fold } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import type { RowHit } from "../text/rows.ts";

/** A list of what was before says nothing of what is to come. */
const FORMER = /(?<!\p{L})(?:bis|until|till|old|alt\p{L}*|former|ehemalig\p{L}*|früher\p{L}*)(?!\p{L})/iu;

/**
 * "Der Name des Kolonnenführers", "the crew leader": a piece that names a column of the row ("Kolonne: 3") and one of a
 * list that has the same column ("Kolonne", "Führer"): the row of that list with the same value, as its own hit.
 */
export function besideKey(item: string, hit: RowHit, ctx: PlanContext): { hit: RowHit; at: number } | null {
  const said = fold(item).replaceAll(/[^\p{L}\p{N}]/gu, "");
  const named = (name: string) => name.length > 3 && said.includes(fold(name).replace(/(?:en|e|n)$/u, ""));
  const keys = hit.wide.columns.flatMap(({ name, via }, at) => {
    const raw = hit.wide.rows[hit.row]?.[at]?.raw.trim() ?? "";
    return via.length === 1 && raw !== "" && named(name) ? [{ name: fold(name), raw: fold(raw) }] : [];
  });
  const found = ctx.catalogue.tables.flatMap((table) => {
    if (table.kind !== "table" || table.id === hit.table.id || table.supersededBy !== null) return [];
    return keys.flatMap(({ name, raw }) => {
      const key = table.columns.findIndex((column) => fold(column.name) === name);
      const at = table.columns.findIndex((column) => fold(column.name) !== name && named(column.name));
      const rows = table.rows.flatMap((row, n) => (key !== -1 && fold(row[key]?.raw.trim() ?? "") === raw ? [n] : []));
      const [row] = rows;
      if (at === -1 || row === undefined || rows.length > 1 || (table.rows[row]?.[at]?.raw ?? "").trim() === "")
        return [];
      const wide = ctx.catalogue.wide(table);
      return [{ hit: { ...hit, table, wide, row, cells: new Map() }, at }];
    });
  });
  return found.find((one) => !FORMER.test(one.hit.table.id.replaceAll("-", " "))) ?? found[0] ?? null;
}
