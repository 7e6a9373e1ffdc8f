import { concepts } from "../lexicon/index.ts";
import { keyValue } from "./sourceTables.ts";
import type { SourceTable } from "./types.ts";

const TITLES = /^(?:(?:dr|prof|dipl|ing|herr|frau|hr|fr|mr|mrs|ms|miss|med|vet)\b\.?\s*)+/;

/** Folded, without titles in front: "dr. hans böttcher" -> "hans böttcher". */
function withoutTitles(folded: string): string {
  return folded.replace(TITLES, "");
}

/** The key that a folded value means: itself, without titles, "last, first" turned round, or what stands before a comma. */
export function matchKey(value: string, keys: { has(key: string): boolean }): string | null {
  if (value === "") return null;
  if (keys.has(value)) return value;
  const plain = withoutTitles(value);
  const [head = "", tail = ""] = plain.split(/,\s*/, 2);
  return [plain, `${tail} ${head}`, head].find((form) => form.trim() !== "" && keys.has(form)) ?? null;
}

/** Columns of first and last names, where a table keeps them apart. */
export function nameParts(table: SourceTable): { first: number; last: number } | null {
  const find = (concept: string) => table.columns.findIndex((column) => concepts(column.name)[0] === concept);
  const [first, last] = [find("firstname"), find("lastname")];
  return first === -1 || last === -1 ? null : { first, last };
}

/** Folded key -> row; of two equal keys the first counts. With `first`, the key is "first last". */
export function rowIndex(table: SourceTable, column: number, first: number | null = null): Map<string, number> {
  const index = new Map<string, number>();
  const put = (key: string, at: number) => {
    if (key !== "" && !index.has(key)) index.set(key, at);
  };
  const keys = table.rows.map((row) => `${first === null ? "" : keyValue(row[first])} ${keyValue(row[column])}`.trim());
  for (const [at, key] of keys.entries()) put(key, at);
  for (const [at, key] of keys.entries()) put(withoutTitles(key), at);
  if (first !== null || isPersonColumn(table, column)) for (const [key, at] of shortNames(keys)) put(key, at);
  return index;
}

/** Last names, and first names, that only one person has: "Ohm" for "dr. silke ohm". */
function shortNames(keys: string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const place of [-1, 0]) {
    const seen = new Map<string, number>();
    for (const [at, key] of keys.entries()) {
      const words = withoutTitles(key).split(" ");
      const short = words.at(place) ?? "";
      if (words.length >= 2 && words.length <= 3 && short.length >= 2) seen.set(short, seen.has(short) ? -1 : at);
    }
    for (const [short, at] of seen) if (at !== -1 && !found.has(short)) found.set(short, at);
  }
  return found;
}

const PERSONS = new Set("name fullname employee person teacher contact manager doctor vet nurse member".split(" "));
const FIRM = /\b(?:gmbh|ag|kg|ohg|ug|gbr|ltd|llc|inc|plc|co)\b|&|\d/;

/** A column of names that are, but for a few, no firms. */
function isPersonColumn(table: SourceTable, column: number): boolean {
  if (!concepts(table.columns[column]?.name ?? "").some((id) => PERSONS.has(id))) return false;
  const values = table.rows.map((row) => keyValue(row[column]));
  return values.filter((value) => FIRM.test(value) || !value.includes(" ")).length <= values.length * 0.1;
}
