import type { Doc } from "../../../files/index.ts";
import type { SourceTable } from "../gather/types.ts";
import type { Clause, DraftStep, PlanContext, Planner, Prior } from "../types.ts";
import { columnsAsked, orderOf, proseOf, type Request } from "../request/index.ts";
import { askedColumns, listedColumns } from "./extract/askedColumns.ts";
import { filterRows } from "./extract/filterRows.ts";
import { isReadable, kindWords } from "./extract/kinds.ts";
import { docSet, planManyDocs } from "./extract/manyDocs.ts";
import { mapColumns, tableFit } from "./extract/mapColumns.ts";
import { pickDoc } from "./extract/pickDoc.ts";
import { meansAll, readClause, type Reading } from "./shared/reading.ts";

const PULLS =
  /(?<!\p{L})(?:extract\p{L}*|pull (?:out|together)|pull(?!\p{L}).{1,60}(?<!\p{L})out|get(?!\p{L}).{1,60}(?<!\p{L})out of|extrahier\p{L}*|zieh\p{L}*.{0,160}(?<!\p{L})(?:heraus|raus)|herauszieh\p{L}*|raussuch\p{L}*|such(?!\p{L}).{0,120}(?<!\p{L})(?:heraus|raus)|stelle?(?!\p{L}).{0,160}(?<!\p{L})zusammen|zusammenstell\p{L}*|lese?(?!\p{L}).{0,100}(?<!\p{L})aus|lies(?!\p{L}).{0,100}(?<!\p{L})aus|auslesen|read (?:out|off)|hol\p{L}*(?!\p{L}).{0,160}(?<!\p{L})(?:heraus|raus|in (?:eine|die) (?:tabelle|liste))|collect\p{L}*|gather\p{L}*|sammle\p{L}*|übertrag\p{L}*|transcribe)(?!\p{L})/iu;
/** A table is what is to be made: the object of a verb of making, or the form that is asked for. */
const TABLE = String.raw`(?:table|tabelle|csv|xlsx|excel|spreadsheet|columns?|spalten?|liste?|übersicht|overview)(?!\p{L})`;
const MAKES_TABLE = new RegExp(
  String.raw`(?<!\p{L})(?:make(?! sure)|create|build|give|prepare|put|mach|erstelle?|lege?|gib|baue?|stelle?|write|schreibe?)(?!\p{L})[^.?!:]{0,80}?(?<!\p{L})${TABLE}|(?<!\p{L})(?:as|als|into|in(?= (?:an?|eine[rn]?) ))\s+(?:(?:an?|eine[rn]?)\s+)?(?:\p{L}+\s+)?${TABLE}|(?<!\p{L})${TABLE}\s+(?:machen|erstellen|anlegen|bauen)(?!\p{L})`,
  "iu",
);
const WROTE =
  /(?<!\p{L})(?:mailed|e-?mailed|wrote|written(?! (?:like|as|in|out))|sent|gemailt|geschrieben(?! (?:wie|als))|schrieb\p{L}*|geschickt|schickt\p{L}*|mail|mails|e-mail)(?!\p{L})/iu;
const COMPUTES =
  /(?<!\p{L})(?:how many|how much|sum of|add up|total of|wie viele?|summe der|zähle?n?(?!\p{L})|rechne|count|compare|vergleich\p{L}*|average|durchschnitt)(?!\p{L})/iu;
/** Which rows are meant has to be looked up, however the answer shall look. */
const ASKS =
  /(?:^|[.:!,]\s)(?:bei |an |in |for )?(?:what|which|who|whose|how|was|welche\p{L}*|wer|wem|wessen|wie)(?!\p{L})[^?]*\?/iu;

/** "Put them into drivers.csv": rows are looked up and stored, no paper is read. */
const STORED = /\S+\.(?:csv|xlsx)(?!\p{L})|@/iu;
/** What stands in a paper, however it is called. */
const CONTENTS =
  /(?<!\p{L})(?:items?|positions?|jobs|lines|charges|what(?:['’]s| is| stands)|posten|positionen|leistungen|was)(?!\p{L}).{0,40}(?<!\p{L})(?:on|in|from|of|aus|auf|vom|im)\s/iu;

/** The clause before moved or named files: there is nothing that was looked up. */
function followsAct(clause: Clause, request: Request): boolean {
  const before = request.clauses[clause.index - 1];
  return /^(?:please\s+|bitte\s+)?(?:move|rename|put|file|verschieb\p{L}*|benenn\p{L}*|leg\p{L}*|schieb\p{L}*)(?!\p{L})/iu.test(
    before?.text ?? "",
  );
}

const SOURCE =
  /(?<!\p{L})(?:aus (?:dem|der|den|ihrer|seiner|jede[rm])|out of|from (?:the|his|her|their|each)|go through|geh\p{L}*\s.{0,80}\sdurch|(?:per|je|pro|for each|für jede\p{L}*) \p{L}+)(?!\p{L})/iu;

/** Tables out of documents: positions of one, or one row for each of many. */
export const extractPlanner: Planner = {
  name: "extract",
  about: "make a table out of what stands in a document, mail or PDF, or one row per document",
  fits(clause: Clause, request: Request): number {
    // A word inside a path says nothing about the work.
    const text = proseOf(clause, request);
    const order = orderOf(clause, request);
    const kinds = kindWords(text);
    const file = request.paths.some(
      (path) => path.exists && clause.text.includes(path.text) && /\.(?:pdf|eml|txt|md)$/iu.test(path.path),
    );
    const speaks = kinds.length > 0 || WROTE.test(text) || file;
    if (COMPUTES.test(order) && !PULLS.test(order)) return 0.2;
    if (PULLS.test(order) && (speaks || (request.columns.length > 0 && !STORED.test(order)))) return 0.92;
    const makes = MAKES_TABLE.test(text);
    const columns = columnsAsked(text).length > 1 || listedColumns(text).length > 1;
    // "What is on the quote that we accepted? Item and price": one paper is named, and what of it.
    const singular = kinds.length > 0 && kinds.every(({ plural }) => !plural);
    if (singular && CONTENTS.test(text) && (makes || columns || request.columns.length > 1)) return 0.9;
    if (ASKS.test(text) && clause.index === 0) return makes && speaks ? 0.5 : 0;
    // "all the bills" may be rows as well as papers: tables are asked first, papers when no table explains it.
    const several = !file && !WROTE.test(text) && kinds.every(({ plural, ids }) => plural && ids.length > 0);
    if (speaks && (makes || columns)) return several && !SOURCE.test(text) ? 0.55 : 0.9;
    // "Leg aus der Ablesung eine Datei mit … an": out of something, into columns.
    if (columns && makes && SOURCE.test(text)) return 0.85;
    // "Make a table with A and B" right after something was looked up in a document.
    if (clause.index > 0 && makes && columns) return followsAct(clause, request) ? 0.45 : 0.85;
    if (PULLS.test(order)) return STORED.test(order) && !speaks ? 0.25 : 0.6;
    return columns && makes ? 0.5 : 0;
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
  const refers =
    clause.index > 0 && /(?<!\p{L})(?:sie|ihn|es|diese|them|these|those|it|daraus|davon)(?!\p{L})/iu.test(reading.text);
  const moved = refers ? movedBefore(prior, ctx) : [];
  if (asked.length > 0 && moved.length > 1) return planManyDocs(moved, asked, ctx, remarks(reading.text));
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
    if (docs.length > 1) return planManyDocs(docs, asked, ctx, remarks(reading.text));
  }
  const speaksOfDoc = kinds.length > 0 || WROTE.test(reading.text) || reading.paths.some((path) => path.exists);
  const doc = speaksOfDoc
    ? await pickDoc(reading, ctx)
    : (docBefore(prior, ctx) ?? (await pickDoc(withBefore(reading, clause, ctx), ctx)));
  if (!doc) return null;
  const condition = refers ? withBefore(reading, clause, ctx) : reading;
  return (await planOneDoc(doc, asked, condition, ctx)) ?? (asked.length > 0 ? planManyDocs([doc], asked, ctx) : null);
}

/** "Move the bills …, make a list of them": the papers that the clause before has moved. */
function movedBefore(prior: Prior, ctx: PlanContext): Doc[] {
  const val = prior.results.at(-1)?.val;
  if (val?.type !== "done") return [];
  return val.changes.flatMap(({ path }) => ctx.catalogue.doc(path) ?? []).filter(isReadable);
}

/** "Number (of the invoice)": what a column of that name holds, in words that documents use: "invoice Number". */
function remarks(text: string): (name: string) => string {
  return (name) => {
    const [, rest] = text.split(`${name} (`, 2);
    const of = /^(?:of|von|der|des)\s+(?:(?:the|der|dem|den)\s+)?(\p{L}+)\)/iu.exec(rest ?? "")?.[1];
    return of ? `${of} ${name}` : name;
  };
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
