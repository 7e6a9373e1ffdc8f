import { fold, stem, words } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { directConcepts } from "../../lexicon/index.ts";
import { EMAIL, PHONE } from "../shared/patterns.ts";
import { weekdayOf } from "../shared/weekdays.ts";
import { areTimes } from "../shared/times.ts";

/** What a column takes, beyond its type: decides which new values fit and how they are written. */
export type ColumnKind =
  | "date"
  | "time"
  | "weekday"
  | "number"
  | "category"
  | "email"
  | "phone"
  | "postcode"
  | "street"
  | "city"
  | "id"
  | "text";

export function columnKind(table: SourceTable, at: number): ColumnKind {
  const column = table.columns[at];
  if (!column) return "text";
  const cells = table.rows.map((row) => row[at]?.raw ?? "");
  const filled = cells.filter((cell) => cell.trim() !== "");
  const share = (pattern: RegExp) =>
    filled.length > 0 && filled.filter((cell) => matchesWhole(pattern, cell.trim())).length >= filled.length * 0.7;
  if (column.type === "date") return "date";
  if (areTimes(cells)) return "time";
  if (filled.length > 0 && filled.every((cell) => weekdayOf(cell) !== null)) return "weekday";
  const named = new Set(words(column.name).flatMap(({ word }) => directConcepts(word)));
  if (share(EMAIL)) return "email";
  const dialled = filled.filter((cell) => /^[+\d][\d\s()/.-]{4,}$/u.test(cell.trim())).length >= filled.length * 0.6;
  if (dialled && (named.has("phone") || named.has("mobile") || named.has("fax"))) return "phone";
  if (share(PHONE)) return "phone";
  if (named.has("postcode")) return "postcode";
  if (named.has("street") && !named.has("city")) return "street";
  if (isId(table, at, filled)) return "id";
  if (named.has("city")) return "city";
  if (isCategory(table, at)) return "category";
  if (column.type === "number" || column.type === "money") return "number";
  if (column.type === "boolean") return "category";
  return "text";
}

function matchesWhole(pattern: RegExp, text: string): boolean {
  const match = pattern.exec(text);
  return match !== null && match[0].length >= text.length - 1;
}

/** A key of letters and digits, or a number that leads to another table. */
function isId(table: SourceTable, at: number, filled: string[]): boolean {
  const leads = table.links.some((link) => link.column === at);
  if (!leads && !table.keys.includes(at)) return false;
  const coded = filled.filter((cell) => /^[\p{L}]{0,5}[-_/ ]?\d[\p{L}\d/._-]*$/u.test(cell.trim())).length;
  const name = table.columns[at]?.name ?? "";
  const saysSo = /(?:nr|id|no|number|nummer|code|key)\.?$/iu.test(name.trim()) || at === 0;
  return coded >= filled.length * 0.8 && (saysSo || leads) && filled.length > 1;
}

/** Few different short words that come again and again: a status, a yes/no, a kind. */
function isCategory(table: SourceTable, at: number): boolean {
  const column = table.columns[at];
  if (!column || column.type === "date" || column.type === "money") return false;
  const values = categoryValues(table, at);
  const filled = table.rows.filter((row) => (row[at]?.raw ?? "").trim() !== "").length;
  if (column.type === "boolean") return true;
  if (column.type === "number" || values.some((value) => value.length > 30) || values.length === 0) return false;
  const status = words(column.name).some(({ word }) => directConcepts(word).includes("status"));
  if (status) return true;
  return values.length <= 12 && filled >= 3 && values.length <= Math.max(2, filled * 0.6);
}

/** The different values of a column, as they are written, most frequent first. */
export function categoryValues(table: SourceTable, at: number): string[] {
  const counts = new Map<string, number>();
  for (const row of table.rows) {
    const raw = (row[at]?.raw ?? "").trim();
    if (raw !== "") counts.set(raw, (counts.get(raw) ?? 0) + 1);
  }
  return [...counts.entries()].toSorted((a, b) => b[1] - a[1]).map(([value]) => value);
}

const YES = new Set(["ja", "yes", "j", "y", "true", "wahr", "x", "1", "on", "an"]);
const NO = new Set(["nein", "no", "n", "false", "falsch", "-", "0", "off", "aus", ""]);

/** Whether the values of a column are yes and no (in whatever words). */
export function yesNo(values: string[]): { yes: string; no: string } | null {
  const yes = values.find((value) => YES.has(fold(value)));
  const no = values.find((value) => NO.has(fold(value)));
  if (values.length > 2 || (yes === undefined && no === undefined)) return null;
  if (values.length === 2 && (yes === undefined || no === undefined)) return null;
  return { yes: yes ?? opposite(no ?? "no"), no: no ?? opposite(yes ?? "yes") };
}

function opposite(value: string): string {
  const pairs: Record<string, string> = { ja: "nein", nein: "ja", yes: "no", no: "yes", j: "n", n: "j", x: "", true: "false", false: "true", y: "n", Yes: "No", No: "Yes", Ja: "Nein", Nein: "Ja", TRUE: "FALSE", FALSE: "TRUE" }; // prettier-ignore
  return pairs[value] ?? "";
}

/** Where the words of a value stand next to each other in a text (inflected), else null. */
export function findValue(
  text: string,
  value: string,
): { start: number; end: number; text: string; exact: boolean } | null {
  const wanted = words(value).map(({ word }) => word);
  const found = words(text);
  if (wanted.length === 0) return null;
  for (let at = 0; at + wanted.length <= found.length; at += 1) {
    const slice = found.slice(at, at + wanted.length);
    const exact = slice.every((word, n) => word.word === wanted[n]);
    const inflected =
      exact || slice.every((word, n) => word.word.length > 3 && stem(word.word) === stem(wanted[n] ?? ""));
    const [first, last] = [slice[0], slice.at(-1)];
    if (inflected && first && last) {
      return { start: first.start, end: last.end, text: text.slice(first.start, last.end), exact };
    }
  }
  return null;
}
