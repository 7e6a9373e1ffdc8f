import { concepts, directConcepts, isStopWord } from "../lexicon/index.ts";
import { tokenize, type Token } from "./names.ts";
import type { SourceTable } from "./types.ts";

/** A distinct value of one column. */
export interface Entry {
  table: SourceTable;
  column: number;
  value: string;
  tokens: Token[];
  /** How telling each token is; legal forms and titles count little. */
  weights: number[];
  total: number;
  rows: number[];
  /** Looks like the name of a person, firm or place: a part of it may stand for it. */
  name: boolean;
  /** Few different values in many rows: a status or kind. */
  category: boolean;
}

export interface ValueIndex {
  entries: Entry[];
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

/** All text values of all tables, each column's once. */
export function buildValueIndex(tables: SourceTable[]): ValueIndex {
  const index: ValueIndex = { entries: [], byToken: new Map(), byInitial: new Map(), byConcept: new Map() };
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
    const initial = token[0] ?? "";
    index.byInitial.set(initial, [...(index.byInitial.get(initial) ?? []), token]);
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
    index.entries.push(entry);
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
  const tokens = tokenize(text);
  if (tokens.length === 0 || tokens.length > MAX_TOKENS) return null;
  if (tokens.length === 1 && tokens[0]?.folded.length === 1) return null;
  const weights = tokens.map((token) => weigh(token));
  const name =
    tokens.length <= 6 &&
    /^[^\d]*$/.test(text) &&
    text.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word)).length >= tokens.length / 2;
  return {
    table,
    column,
    value,
    tokens,
    weights,
    total: weights.reduce((sum, weight) => sum + weight, 0),
    rows,
    name,
    category,
  };
}

function weigh(token: Token): number {
  if (WEAK.has(token.folded)) return 0.15;
  if (isStopWord(token.folded)) return 0.1;
  return /\d/.test(token.folded) ? 1.2 : 1;
}

function put(index: ValueIndex, entry: Entry): void {
  for (const token of new Set(entry.tokens.map((item) => item.folded))) {
    const list = index.byToken.get(token);
    if (list) list.push(entry);
    else index.byToken.set(token, [entry]);
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
