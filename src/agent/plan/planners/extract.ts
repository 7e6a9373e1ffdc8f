import type { Doc } from "../../../files/index.ts";
import type { SourceTable } from "../gather/types.ts";
import type { Clause, DraftStep, PlanContext, Planner, Prior } from "../types.ts";
import type { Request } from "../request/index.ts";
import { askedColumns, listedColumns } from "./extract/askedColumns.ts";
import { filterRows } from "./extract/filterRows.ts";
import { isReadable, kindWords } from "./extract/kinds.ts";
import { docSet, planManyDocs } from "./extract/manyDocs.ts";
import { mapColumns, tableFit } from "./extract/mapColumns.ts";
import { pickDoc } from "./extract/pickDoc.ts";
import { meansAll, readClause, type Reading } from "./shared/reading.ts";

const PULLS =
  /(?<!\p{L})(?:extract\p{L}*|pull (?:out|together)|pull\b.{1,60}\bout\b|extrahier\p{L}*|zieh\p{L}*\b.{0,160}(?<!\p{L})(?:heraus|raus)|herauszieh\p{L}*|raussuch\p{L}*|such\b.{0,120}(?<!\p{L})(?:heraus|raus)|stell\p{L}*\b.{0,80}\bzusammen|zusammenstell\p{L}*|les\p{L}*\b.{0,100}\baus\b|auslesen|read (?:out|off)|collect\p{L}*|gather\p{L}*|sammle\p{L}*|übertrag\p{L}*|transcribe|erfass\p{L}*)(?!\p{L})/iu;
const TABLE =
  /(?<!\p{L})(?:table|tabelle|csv|xlsx|excel|spreadsheet|columns?|spalten?|liste|list|übersicht|overview)(?!\p{L})/iu;
const MAKES =
  /(?<!\p{L})(?:make|create|build|give|prepare|put|mach\p{L}*|erstell\p{L}*|leg\p{L}*|gib|bau\p{L}*|list|liste|stell\p{L}*|write|schreib\p{L}*)(?!\p{L})/iu;
const WROTE =
  /(?<!\p{L})(?:mailed|e-?mailed|wrote|written|sent|gemailt|geschrieben|schrieb\p{L}*|geschickt|schickt\p{L}*|mail|mails|e-mail)(?!\p{L})/iu;
const COMPUTES =
  /(?<!\p{L})(?:how many|how much|sum of|add up|total of|wie viele?|summe der|zähle?n?(?!\p{L})|rechne|count|compare|vergleich\p{L}*|average|durchschnitt)(?!\p{L})/iu;

/** Tables out of documents: positions of one, or one row for each of many. */
export const extractPlanner: Planner = {
  name: "extract",
  about: "make a table out of what stands in a document, mail or PDF, or one row per document",
  fits(clause: Clause, request: Request): number {
    const { text } = clause;
    const kinds =
      kindWords(text).length > 0 ||
      WROTE.test(text) ||
      request.paths.some(
        (path) => path.exists && text.includes(path.text) && /\.(?:pdf|eml|txt|md)$/iu.test(path.path),
      );
    if (COMPUTES.test(text) && !PULLS.test(text)) return 0.2;
    if (PULLS.test(text) && (kinds || request.columns.length > 0)) return 0.92;
    if (kinds && TABLE.test(text) && (request.columns.length > 0 || MAKES.test(text))) return 0.9;
    if (kinds && request.columns.length > 1) return 0.85;
    // "Leg aus der Ablesung eine Datei mit … an": out of something, into columns.
    if (
      request.columns.length > 1 &&
      MAKES.test(text) &&
      /(?<!\p{L})(?:aus (?:dem|der|den|ihrer|seiner)|out of|from (?:the|his|her|their))(?!\p{L})/iu.test(text)
    )
      return 0.85;
    // "Make a table with A and B" right after something was looked up in a document.
    if (clause.index > 0 && TABLE.test(text) && (request.columns.length > 1 || listedColumns(text).length > 1))
      return 0.85;
    return PULLS.test(text) ? 0.6 : 0;
  },
  async plan(clause, ctx, prior) {
    const reading = readClause(clause, ctx);
    const asked = askedColumns(reading);
    const step = await planStep(reading, asked, ctx, prior, clause);
    if (!step) return null;
    const save = saveStep(reading, ctx);
    return save ? [step, save] : [step];
  },
};

async function planStep(
  reading: Reading,
  asked: string[],
  ctx: PlanContext,
  prior: Prior,
  clause: Clause,
): Promise<DraftStep | null> {
  const kinds = kindWords(reading.text);
  const plural = kinds.filter(
    (word) =>
      word.plural || /(?<!\p{L})(?:each|every|per|je|jede[rsmn]?|pro)\s+$/iu.test(reading.text.slice(0, word.start)),
  );
  // "her documents" without a kind may be what a mail lists; only "all documents" or those of a folder are files.
  const vague = plural.every(({ ids }) => ids.length === 0);
  const located = meansAll(reading.text) || reading.paths.some((path) => path.exists && path.folder);
  if (asked.length > 0 && plural.length > 0 && (!vague || (located && !WROTE.test(reading.text)))) {
    const docs = docSet(reading, plural, ctx);
    if (docs.length > 1) return planManyDocs(docs, asked, ctx);
  }
  const speaksOfDoc = kinds.length > 0 || WROTE.test(reading.text) || reading.paths.some((path) => path.exists);
  const doc = speaksOfDoc
    ? await pickDoc(reading, ctx)
    : (docBefore(prior, ctx) ?? (await pickDoc(withBefore(reading, clause, ctx), ctx)));
  if (!doc) return null;
  const refers =
    clause.index > 0 && /(?<!\p{L})(?:sie|ihn|es|diese|them|these|those|it|daraus|davon)(?!\p{L})/iu.test(reading.text);
  const condition = refers ? withBefore(reading, clause, ctx) : reading;
  return (await planOneDoc(doc, asked, condition, ctx)) ?? (asked.length > 0 ? planManyDocs([doc], asked, ctx) : null);
}

/** "What does the school want? Make a table …": the question before says which document. */
function withBefore(reading: Reading, clause: Clause, ctx: PlanContext): Reading {
  const before = ctx.request.clauses[clause.index - 1];
  return before ? readClause({ ...clause, text: `${before.text} ${clause.text}` }, ctx) : reading;
}

/** The one document that the clause before looked into. */
function docBefore(prior: Prior, ctx: PlanContext): Doc | null {
  const paths = new Set(prior.results.at(-1)?.val.evidence.map(({ path }) => path));
  const [path] = [...paths];
  const doc = path === undefined || paths.size > 1 ? null : ctx.catalogue.doc(path);
  return doc && isReadable(doc) ? doc : null;
}

/** Rows of the table or list inside a document that fits the asked columns best. */
async function planOneDoc(doc: Doc, asked: string[], reading: Reading, ctx: PlanContext): Promise<DraftStep | null> {
  const tables = ctx.catalogue.tables.filter(
    (table) => table.path === doc.path && (table.kind === "list" || table.kind === "table") && isReadable(doc),
  );
  const best = tables.map((table) => ({ table, fit: tableFit(asked, table) })).toSorted((a, b) => b.fit - a.fit)[0];
  if (!best || (asked.length > 0 && best.fit < 0.3)) return null;
  const { table } = best;
  const named = /(?<!\p{L})(?:columns?|spalten?|headers?|felder\p{L}*|fields?)(?!\p{L})/iu.test(reading.text);
  const columns = await mapColumns(asked, table, ctx, !named);
  if (columns.every(({ source }) => source === null)) return null;
  const rows = filterRows(table, reading, ctx);
  return { op: "extractRows", why: whyOf(table, rows), args: { table: table.id, columns, rows } };
}

function whyOf(table: SourceTable, rows: number[]): string {
  return `Take ${rows.length} of ${table.rows.length} rows out of ${table.path}`;
}

/** Saving the table into the file that the clause names, when it is new or empty. */
function saveStep(reading: Reading, ctx: PlanContext): DraftStep | null {
  const targets = reading.paths.filter(
    (path) => !path.folder && (!path.exists || ctx.catalogue.doc(path.path)?.kind === "empty"),
  );
  const path = targets[0]?.path;
  return path === undefined ? null : { op: "save", why: `Save it as ${path}`, args: { from: "@-1", path } };
}
