import { stem, words, type Doc } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { linkColumns, related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { nameRelated } from "../shared/explained.ts";
import { overlaps, type Reading } from "../shared/reading.ts";

export interface RankedTable {
  table: SourceTable;
  /** How surely the clause names this table (by path, title, folder); 0..1, more for a path. */
  named: number;
}

const WEAK_WORDS = new Set([
  "liste",
  "list",
  "tabelle",
  "table",
  "datei",
  "file",
  "plan",
  "uebersicht",
  "overview",
  "alle",
  "neu",
  "alt",
]);

/**
 * Tables that can be written to, best named first. Superseded versions are left out unless the clause names them by file
 * or by what tells them apart ("2025").
 */
export function rankTables(reading: Reading, ctx: PlanContext): RankedTable[] {
  const tables = ctx.catalogue.tables.filter((table) => isWritable(table, ctx) && table.columns.length > 0);
  const named = reading.paths.filter((path) => path.exists);
  return tables
    .flatMap((table): RankedTable[] => {
      if (named.some((path) => path.path === table.path)) return [{ table, named: 3 }];
      const inFolder = named.some((path) => path.folder && table.path.startsWith(`${path.path}/`));
      if (table.supersededBy !== null && !saysVariant(reading, table)) return [];
      return [
        { table, named: nameScore(reading, table) + (inFolder ? 0.5 : 0) + (saysVariant(reading, table) ? 0.4 : 0) },
      ];
    })
    .toSorted((a, b) => b.named - a.named);
}

/** Tables of table files, and those that a JSON or Markdown text holds as tables. */
function isWritable(table: SourceTable, ctx: PlanContext): boolean {
  if (table.kind === "table") return true;
  const inText = table.kind === "list" && /\.(?:json|md|markdown)$/iu.test(table.path);
  return inText && (ctx.catalogue.doc(table.path)?.tables.some(({ sheet }) => sheet === table.sheet) ?? false);
}

function saysVariant(reading: Reading, table: SourceTable): boolean {
  if (table.variant === null) return false;
  const said = new Set(words(reading.text).map(({ word }) => word));
  const wanted = words(table.variant).map(({ word }) => word);
  return (
    wanted.length > 0 &&
    wanted.every((word) => said.has(word) || [...said].some((one) => related(stem(one), stem(word)) >= 0.8))
  );
}

/** How well the clause's words name the table by its id, file or sheet. */
function nameScore(reading: Reading, table: SourceTable): number {
  const own = words(`${table.id} ${table.sheet ?? ""} ${fileName(table.path)}`)
    .map(({ word }) => word)
    .filter((word) => word.length > 2 && !/^\d+$/u.test(word) && !["csv", "xlsx", "tsv"].includes(word));
  let best = 0;
  for (const term of reading.terms) {
    if (WEAK_WORDS.has(term.stem)) continue;
    for (const word of own) best = Math.max(best, nameRelated(term.text, word));
  }
  return best;
}

/**
 * How well the clause's words (up to three together) name a document by its file name. Names of people and firms do not
 * count, since a letter is called after them, and a document of a certain day is a record that stays as it is.
 */
export function docNamed(doc: Doc, reading: Reading): number {
  const file = fileName(doc.path).replace(/\.\p{L}+$/u, "");
  if (/(?:19|20)\d{2}-\d{2}-\d{2}/u.test(file)) return 0;
  const name = words(file)
    .map(({ word }) => word)
    .filter((word) => !/^\d+$/u.test(word));
  if (name.length === 0) return 0;
  const terms = reading.terms.filter((term) => !WEAK_WORDS.has(term.stem) && !overlaps(term, reading.entities));
  const byWord = Math.max(0, ...terms.flatMap((term) => name.map((word) => nameRelated(term.text, word))));
  const byPhrase = linkClause(reading, [{ name: name.join(" ") }])[0] ?? 0;
  return name.length === 1 ? byWord : Math.max(byPhrase, byWord * (1 / name.length + 0.35));
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Alone they name no column surely: a "hearing date" is not every date. */
const VAGUE = /^(?:dates?|datum|numbers?|nummern?|names?|namen?|day|tag|value|wert)$/iu;

/** How surely the clause names each column, 0..1, with the words that do: n-grams of up to three words are tried. */
export function linkClause(reading: Reading, columns: { name: string }[]): number[] {
  // "the new number" names a number, not a column of what is new.
  const tokens = words(reading.text)
    .map(({ text }) => text)
    .filter((text) => !/^(?:new|neue?[nrsm]?)$/iu.test(text));
  const scores = columns.map(() => 0);
  for (let size = 1; size <= 3; size += 1) {
    for (let at = 0; at + size <= tokens.length; at += 1) {
      const phrase = tokens.slice(at, at + size).join(" ");
      for (const { column, score } of linkColumns(phrase, columns)) {
        const weight = size > 1 ? 0.95 + size / 100 : VAGUE.test(phrase) ? 0.6 : 1;
        scores[column] = Math.max(scores[column] ?? 0, score * weight);
      }
    }
  }
  return scores;
}
