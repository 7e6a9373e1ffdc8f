import { fold } from "../../../files/index.ts";
import { concepts, related } from "../lexicon/index.ts";
import { matchKey, nameParts, rowIndex } from "./nameKeys.ts";
import { keyValue } from "./sourceTables.ts";
import type { SourceTable, TableLink } from "./types.ts";

/** id: letters and digits ("K1003"); code: few capitals ("DES"); name: words; mail: an address. */
type Shape = "id" | "digits" | "code" | "name" | "mail";

interface Profile {
  table: SourceTable;
  column: number;
  name: string;
  shape: Shape;
  /** Distinct, folded. */
  values: Set<string>;
  /** Column of first names, when the key is first and last name together. */
  first: number | null;
}

const MIN_COVERED = 0.8;

/**
 * Finds for each column the key columns of other tables that hold its values, and sets `links`. Versions must be known.
 * `wholes` are parts of a series put together: the sheets "in use" and "gone" of one register are looked up as one.
 */
export function linkTables(tables: SourceTable[], wholes: SourceTable[] = []): void {
  const linkable = tables.filter((table) => table.kind !== "files");
  const profiles = [...linkable, ...wholes].flatMap((table) =>
    table.columns.flatMap((_, column) => profileOf(table, column) ?? []),
  );
  const targets = [
    ...profiles.filter((profile) => isTarget(profile)).map(withShortNames),
    ...linkable.flatMap((table) => fullName(table) ?? []),
  ].map((profile) => ({ ...profile, rank: rank(profile, profiles) }));
  // A column whose values are all different by chance (each customer has one project) is no key when it leads to a better one.
  const keys = targets.filter((key) => !targets.some((other) => other.rank < key.rank && scored(key, other) !== null));
  const sources = joinSeries(profiles);
  for (const table of linkable) {
    const found = sources
      .filter((profile) => profile.table === table)
      .flatMap((profile) => keys.flatMap((key) => scored(profile, key) ?? []));
    table.links = best(found, table, [...linkable, ...wholes]);
  }
}

function isTarget({ table, column }: Profile): boolean {
  return (
    table.supersededBy === null &&
    table.keys.includes(column) &&
    table.kind !== "mails" &&
    table.kind !== "list" &&
    table.series === null
  );
}

function withShortNames(profile: Profile): Profile {
  if (profile.shape !== "name") return profile;
  return { ...profile, values: new Set(rowIndex(profile.table, profile.column).keys()) };
}

/** The column of records that holds the documents' own numbers: "number", "Rechnung Nr", "Quote no". */
function isDocNumber(name: string): boolean {
  return /^number$| (?:Nr|no)$/.test(name);
}

/** 0: the table's own id (its first column of ids); 1: another key of a table; 2: a key of records or events. */
function rank({ table, column }: Profile, profiles: Profile[]): number {
  if (table.kind !== "table" && !isDocNumber(table.columns[column]?.name ?? "")) return 2;
  const ids = profiles.filter((other) => other.table === table && ["id", "digits", "code"].includes(other.shape));
  const first = ids.find((other) => table.keys.includes(other.column));
  return first?.column === column ? 0 : 1;
}

/** Parts of a series are judged by the values of all parts together. */
function joinSeries(profiles: Profile[]): Profile[] {
  return profiles.map((profile) => {
    const { series } = profile.table;
    if (series === null) return profile;
    const alike = profiles.filter(
      (other) => other.table.series === series && other.name === profile.name && other.shape === profile.shape,
    );
    return { ...profile, values: new Set(alike.flatMap((other) => [...other.values])) };
  });
}

function profileOf(table: SourceTable, column: number): Profile | null {
  const head = table.columns[column];
  if (!head || head.type === "date" || head.type === "money" || head.type === "boolean") return null;
  const raw = new Map<string, string>();
  for (const row of table.rows) {
    const key = keyValue(row[column]);
    if (key !== "") raw.set(key, (row[column]?.value ?? row[column]?.raw ?? "").trim());
  }
  if (raw.size === 0) return null;
  const shape = shapeOf([...raw.values()], head.name, head.type === "number");
  return shape === null ? null : { table, column, name: head.name, shape, values: new Set(raw.keys()), first: null };
}

/** First and last name in two columns are a key together: "Karin Meier" elsewhere leads there. */
function fullName(table: SourceTable): Profile | null {
  const parts = nameParts(table);
  if (!parts || table.kind !== "table" || table.supersededBy !== null) return null;
  const index = rowIndex(table, parts.last, parts.first);
  if (new Set(index.values()).size < Math.max(2, table.rows.length)) return null;
  return { table, column: parts.last, name: "Name", shape: "name", values: new Set(index.keys()), first: parts.first };
}

function shapeOf(values: string[], name: string, isNumber: boolean): Shape | null {
  const share = (test: RegExp) => values.filter((value) => test.test(value)).length / values.length;
  if (isNumber || share(/^\d+$/) > 0.8) {
    // Plain numbers are ids only under a name that says so; counts and amounts are not.
    return share(/^\d{2,}$/) > 0.9 && isIdName(name) ? "digits" : null;
  }
  if (share(/^\S+@\S+\.\S+$/) > 0.8) return "mail";
  if (share(/^(?=.*\d)\p{L}{0,8}[-_./ ]?[\p{L}\d][\p{L}\d\-_./]*$/u) > 0.8 && share(/^\d+[.,]\d+$/) < 0.2) return "id";
  if (share(/^\p{Lu}[\p{Lu}\d_-]{0,7}$/u) > 0.8) return "code";
  return share(/^[^\d]*\p{L}{2}[^\n]{0,58}$/u) > 0.8 && share(/^(?:\S+\s+){0,6}\S+$/) > 0.8 ? "name" : null;
}

function isIdName(name: string): boolean {
  return (
    /(?:nr|no|id|code|key)\.?$/iu.test(name.trim()) ||
    concepts(name).some((id) => id === "number" || id.endsWith("number"))
  );
}

interface Scored extends TableLink {
  /** Share of the values that are keys of the target. */
  covered: number;
  score: number;
}

function scored(from: Profile, to: Profile): Scored | null {
  if (from.table === to.table || from.shape !== to.shape || from.values.size < 2) return null;
  if (from.table.family !== null && from.table.family === to.table.family) return null;
  if (from.table.series !== null && (from.table.series === to.table.series || from.table.series === to.table.id))
    return null;
  const covered = coverage(from, to);
  const hits = Math.round(covered * from.values.size);
  const needed = from.shape === "mail" ? 0.25 : MIN_COVERED;
  if (covered < needed || (from.shape !== "mail" && hits < 3 && covered < 1) || hits < 1) return null;
  // "fehlt: BM" leads to the table whose "Kürzel" has them all, whatever the column is called.
  const isCode = from.shape === "code" && covered === 1 && hits >= 3 && concepts(to.name).includes("code");
  const alike = Math.max(nameLikeness(from, to), isCode ? 0.4 : 0);
  // Words that agree by chance ("Halle" as a town and as a room) need a sign that the columns mean the same thing.
  if (from.shape === "name" && alike < 0.4 && hits < 3) return null;
  if ((from.shape === "code" || from.shape === "digits") && alike < 0.4) return null;
  const shape = { id: 0.3, digits: 0.25, code: 0.2, mail: 0.2, name: 0.1 }[from.shape];
  return {
    column: from.column,
    target: to.table.id,
    targetColumn: to.column,
    firstName: to.first,
    covered,
    score: covered + alike + shape,
  };
}

function coverage(from: Profile, to: Profile): number {
  const allowed = from.values.size * (from.shape === "mail" ? 0.75 : 1 - MIN_COVERED);
  let missed = 0;
  for (const value of from.values) {
    if (matchKey(value, to.values) !== null) continue;
    missed += 1;
    if (missed > allowed + 1e-9) return 0;
  }
  return 1 - missed / from.values.size;
}

/** Concepts of columns that hold whose thing it is; what they name is called "Name" in the table of its own. */
const WHO = new Set(
  "customer client patient tenant owner member guest student teacher employee manager apprentice contact person supplier doctor vet nurse company partner role team".split(
    " ",
  ),
);

function isWho(from: string, to: string): boolean {
  return (
    concepts(from).some((id) => WHO.has(id)) &&
    concepts(to).some((id) => id === "name" || id === "fullname" || id === "company")
  );
}

function nameLikeness(from: Profile, to: Profile): number {
  if (from.shape === "name" && isWho(from.name, to.name)) return 0.8;
  const name = fold(from.name);
  if (name === fold(to.name)) return 1;
  const columns = related(from.name, to.name);
  const table = related(from.name, to.table.name);
  return Math.max(columns, table * 0.9, to.table.kind === "records" && isDocNumber(to.name) ? 0.5 : 0);
}

/** Per target table the best link; a second one only when it leads to other rows (sender and receiver). */
function best(found: Scored[], table: SourceTable, tables: SourceTable[]): TableLink[] {
  const kept: Scored[] = [];
  for (const link of found.toSorted((a, b) => b.score - a.score)) {
    const same = kept.filter((other) => other.target === link.target);
    if (kept.some((other) => other.target === link.target && other.column === link.column)) continue;
    if (same.length > 0 && link.covered < 1 && (same[0]?.score ?? 0) - link.score > 0.6) continue;
    kept.push(link);
  }
  return kept
    .filter((link, at) => !kept.slice(0, at).some((other) => isDouble(table, other, link, tables)))
    .map(({ column, target, targetColumn, firstName }) => ({ column, target, targetColumn, firstName }));
}

function isDouble(table: SourceTable, a: TableLink, b: TableLink, tables: SourceTable[]): boolean {
  const target = a.target === b.target ? tables.find((other) => other.id === a.target) : undefined;
  return target !== undefined && sameRows(table, a, b, target);
}

/** Whether both links lead every row to the same row of the target: then one of them is enough. */
function sameRows(table: SourceTable, a: TableLink, b: TableLink, target: SourceTable): boolean {
  const left = rowIndex(target, a.targetColumn, a.firstName);
  const right = rowIndex(target, b.targetColumn, b.firstName);
  return table.rows.every((row) => {
    const first = left.get(matchKey(keyValue(row[a.column]), left) ?? "");
    const second = right.get(matchKey(keyValue(row[b.column]), right) ?? "");
    return first === undefined || second === undefined || first === second;
  });
}
