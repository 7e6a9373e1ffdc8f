import { AppError } from "../../core/index.ts";
import { textOf, type Database } from "../database.ts";

export interface Table {
  name: string;
  columns: string[];
  /** A column that points at another row of the same table: rows without it go first. */
  self: string | null;
  rows: number;
}

/** What each database has for itself: the index of words is made anew, and the schema is there before. */
const OWN = /^(?:sqlite_|message_index|schema_migrations$)/;

/** The tables of a SQLite store, those before that others point at. */
export async function listTables(source: Database): Promise<Table[]> {
  const names = (await source.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
    .map((row) => textOf(row, "name"))
    .filter((name) => !OWN.test(name));
  const tables = new Map<string, Table & { needs: Set<string> }>();
  for (const name of names) {
    const columns = await source.all("SELECT name FROM pragma_table_info(?)", [name]);
    const links = await source.all('SELECT "table" AS target, "from" AS link FROM pragma_foreign_key_list(?)', [name]);
    const count = await source.get(`SELECT COUNT(*) AS rows FROM ${quote(name)}`);
    const inside = links.find((row) => row["target"] === name);
    tables.set(name, {
      name,
      columns: columns.map((row) => textOf(row, "name")),
      self: inside ? textOf(inside, "link") : null,
      rows: Number(count?.["rows"] ?? 0),
      needs: new Set(links.map((row) => textOf(row, "target")).filter((target) => target !== name)),
    });
  }
  const ordered: Table[] = [];
  while (ordered.length < tables.size) {
    const next = [...tables.values()].filter(
      (table) => !ordered.includes(table) && [...table.needs].every((name) => ordered.some((one) => one.name === name)),
    );
    if (next.length === 0) throw new AppError("E_BUG", "Tables of the store point at each other in a circle.");
    ordered.push(...next);
  }
  return ordered;
}

/** Names come from the schema, never from outside. */
export const quote = (name: string): string => `"${name}"`;
