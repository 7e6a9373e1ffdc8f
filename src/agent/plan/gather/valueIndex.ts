import { fold } from "../../../files/index.ts";
import { concepts, directConcepts, isStopWord } from "../lexicon/index.ts";
import { tokenize } from "./names.ts";
import type { SourceTable } from "./types.ts";

/** A distinct value of one column. */
export interface Entry {
  table: SourceTable;
  column: number;
  value: string;
  /** What is matched: the value, of a file's name without its extension. */
  text: string;
  /** Folded. */
  tokens: string[];
  rows: number[];
  /** Few different values in many rows: a status or kind. */
  category: boolean;
  /** Worked out for the few entries that a request touches. */
  details: Details | null;
}

interface Details {
  /** Tokens in lower case, letters as they stand. */
  raw: string[];
  /** How telling each token is; legal forms and titles count little. */
  weights: number[];
  total: number;
  /** Looks like the name of a person, firm or place: a part of it may stand for it. */
  name: boolean;
}

export interface ValueIndex {
  /** Folded token -> entries that hold it. */
  byToken: Map<string, Entry[]>;
  /** Tokens by first letter, for near matches. */
  byInitial: Map<string, string[]>;
  /** Concept -> values of category columns that mean it ("done" -> "abgeschlossen"). */
  byConcept: Map<string, Entry[]>;
}

/** Words that say what kind of firm or person, not which. */
const WEAK = new Set(
  "gmbh ag kg ohg ug gbr se ek ev co inc ltd llc plc mbh partner und and the der die das herr frau mr mrs ms dr prof familie".split(
    " ",
  ),
);
const MAX_TOKENS = 14;
const MAX_LENGTH = 160;

/** All text values of all tables, each column's once. */
export function buildValueIndex(tables: SourceTable[]): ValueIndex {
  const index: ValueIndex = { byToken: new Map(), byInitial: new Map(), byConcept: new Map() };
  for (const table of tables) {
    for (const [column, head] of table.columns.entries()) {
      const numeric = head.type === "number" && table.keys.includes(column);
      if (head.type !== "text" && head.type !== "boolean" && !numeric) continue;
      if (table.kind === "files" && ["path", "folder", "extension", "kind"].includes(head.name)) continue;
      if (table.kind === "mails" && ["file", "to", "attachments"].includes(head.name)) continue;
      if (table.kind === "records" && head.name === "file") continue;
      addColumn(index, table, column, numeric);
    }
  }
  for (const token of index.byToken.keys()) {
    const list = index.byInitial.get(token[0] ?? "");
    if (list) list.push(token);
    else index.byInitial.set(token[0] ?? "", [token]);
  }
  return index;
}

function addColumn(index: ValueIndex, table: SourceTable, column: number, numeric: boolean): void {
  const rows = new Map<string, number[]>();
  for (const [at, row] of table.rows.entries()) {
    const value = (numeric ? row[column]?.raw : (row[column]?.value ?? row[column]?.raw))?.trim() ?? "";
    if (value === "") continue;
    const list = rows.get(value);
    if (list) list.push(at);
    else rows.set(value, [at]);
  }
  const category = table.kind !== "files" && rows.size <= 15 && rows.size < table.rows.length;
  for (const [value, at] of rows) {
    if (numeric && value.length < 3) continue;
    const text = table.kind === "files" ? value.replace(/\.\p{L}{2,5}$/u, "") : value;
    const entry = toEntry(table, column, value, text, at, category);
    if (entry === null) continue;
    put(index, entry);
  }
}

function toEntry(
  table: SourceTable,
  column: number,
  value: string,
  text: string,
  rows: number[],
  category: boolean,
): Entry | null {
  if (text.length > MAX_LENGTH) return null;
  const tokens = fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (tokens.length === 0 || tokens.length > MAX_TOKENS || (tokens.length === 1 && tokens[0]?.length === 1))
    return null;
  return { table, column, value, text, tokens, rows, category, details: null };
}

export function detailsOf(entry: Entry): Details {
  if (entry.details) return entry.details;
  const { text, tokens } = entry;
  const weights = tokens.map(weigh);
  const capitals = text.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word)).length;
  entry.details = {
    raw: tokenize(text).map((token) => token.raw),
    weights,
    total: weights.reduce((sum, weight) => sum + weight, 0),
    name: tokens.length <= 6 && /^[^\d]*$/.test(text) && capitals >= tokens.length / 2,
  };
  return entry.details;
}

function weigh(folded: string): number {
  if (WEAK.has(folded)) return 0.15;
  if (isStopWord(folded)) return 0.1;
  return /\d/.test(folded) ? 1.2 : 1;
}

function put(index: ValueIndex, entry: Entry): void {
  for (const token of entry.tokens) {
    const list = index.byToken.get(token);
    // A token may stand twice in a value.
    if (!list) index.byToken.set(token, [entry]);
    else if (list.at(-1) !== entry) list.push(entry);
  }
  if (!entry.category || entry.tokens.length > 4 || !isKind(entry.table.columns[entry.column]?.name ?? "")) return;
  for (const id of directConcepts(entry.value)) {
    if (!GENERAL.has(id)) index.byConcept.set(id, [...(index.byConcept.get(id) ?? []), entry]);
  }
}

/** Concepts that a request names all the time without meaning a value. */
const GENERAL = new Set([
  "quantity",
  "number",
  "unit",
  "name",
  "file",
  "document",
  "amount",
  "total",
  "date",
  "list",
  "minimum",
  "maximum",
]);

/** "How many" asks for no row whose unit is "Stück", "at most" for nobody called Max. */
function isKind(name: string): boolean {
  return !concepts(name).some((id) => NOT_KINDS.has(id));
}

const NOT_KINDS = new Set(
  "unit currency name firstname lastname fullname person contact customer employee city street email".split(" "),
);
