import { findPeriods, type Doc } from "../../../../files/index.ts";
import type { DraftStep, PlanContext } from "../../types.ts";
import { readFields, type ReadField } from "../fields/readFields.ts";
import { toSpec } from "../fields/spec.ts";
import { splitPath } from "../move/names.ts";
import type { Reading } from "../shared/reading.ts";
import { holds, isOfKind, isReadable, type KindWord } from "./kinds.ts";
import { dateOf } from "./pickDoc.ts";

/** The documents that a clause means by "the invoices in folder X", "all mails from Y in October". */
export function docSet(reading: Reading, kinds: KindWord[], ctx: PlanContext): Doc[] {
  const folders = reading.paths.filter((path) => path.exists && path.folder);
  const ids = kinds.flatMap(({ ids: own }) => own);
  let docs = ctx.catalogue.docs.filter(
    (doc) =>
      isReadable(doc) &&
      (folders.length === 0 || folders.some((folder) => doc.path.startsWith(`${folder.path}/`))) &&
      (ids.length === 0 || isOfKind(doc, ids)),
  );
  const named = reading.paths.filter((path) => path.exists && !path.folder).map(({ path }) => path);
  if (named.length > 1) docs = docs.filter(({ path }) => named.includes(path));
  docs = narrowByNames(docs, reading);
  const period = findPeriods(reading.text, { today: ctx.request.today })[0];
  if (!period) return docs;
  const inPeriod = docs.filter((doc) => {
    const day = dateOf(doc, ctx.request.today);
    return day !== "" && (period.from === null || day >= period.from) && (period.to === null || day <= period.to);
  });
  return inPeriod.length > 0 ? inPeriod : docs;
}

/** A name of the clause that some of the documents hold and others do not leaves those that do. */
function narrowByNames(docs: Doc[], reading: Reading): Doc[] {
  let rest = docs;
  for (const mention of reading.mentions) {
    if (mention.score < 0.85 || mention.text.length < 4 || !/\p{Lu}/u.test(mention.text)) continue;
    const hits = rest.filter((doc) => holds(`${doc.text} ${Object.values(doc.meta).join(" ")}`, mention.value));
    if (hits.length > 0 && hits.length < rest.length) rest = hits;
  }
  return rest;
}

const FILE_COLUMN = /^(?:file(?:name)?|datei(?:name)?|dokument|document|pfad|path|quelle|source)$/iu;

/**
 * One row a document: each field read by label, type and arithmetic, the model where that leaves a choice. `labelOf` tells
 * under which label a column's value stands in the papers.
 */
export async function planManyDocs(
  docs: Doc[],
  asked: string[],
  ctx: PlanContext,
  labelOf: (name: string) => string = (name) => name,
): Promise<DraftStep | null> {
  const remembered = new Map<string, string>();
  const rows: { path: string; cells: (string | null)[]; quotes: string[] }[] = [];
  const units = asked.map(() => new Set<string | null>());
  for (const doc of docs) {
    const isFile = (name: string) => docs.length > 1 && FILE_COLUMN.test(name);
    const labels = asked.filter((name) => !isFile(name)).map(labelOf);
    const fields = await readFields(doc, labels, ctx, remembered);
    const cells = asked.map((name) =>
      isFile(name) ? fileCell(name, doc.path) : valueOf(fields.find(({ spec }) => spec.label === labelOf(name))),
    );
    for (const [at, name] of asked.entries())
      units[at]?.add(fields.find(({ spec }) => spec.label === labelOf(name))?.candidate?.unit ?? null);
    if (fields.every(({ candidate }) => candidate === null)) {
      ctx.note(ctx.request.lang === "de" ? `${doc.path}: nichts davon gefunden` : `${doc.path}: none of it was found`);
      continue;
    }
    // One document that has less than half of it is not what was meant.
    if (docs.length === 1 && cells.filter((cell) => cell !== null).length < asked.length / 2) return null;
    rows.push({ path: doc.path, cells, quotes: fields.map(({ candidate }) => candidate?.quote ?? "") });
  }
  if (rows.length === 0) return null;
  const columns = asked.map((name, at) => ({
    name,
    kind: kindOf(name, rows, at),
    unit: units[at]?.size === 1 ? ([...units[at]][0] ?? null) : null,
  }));
  return {
    op: "extractFields",
    why: `Read ${asked.join(", ")} out of ${rows.length} file(s)`,
    args: { columns, rows },
  };
}

function fileCell(name: string, path: string): string {
  const { stem, extension } = splitPath(path);
  return /^(?:pfad|path)$/iu.test(name) ? path : stem + extension;
}

function valueOf(field: ReadField | undefined): string | null {
  return field?.candidate?.value ?? null;
}

function kindOf(name: string, rows: { cells: (string | null)[] }[], at: number): "number" | "date" | "text" {
  const { type } = toSpec(name);
  if (type === "date")
    return rows.every(({ cells }) => cells[at] === null || /^\d{4}-\d\d-\d\d/u.test(cells[at] ?? "")) ? "date" : "text";
  if (type === "amount" || type === "number")
    return rows.every(({ cells }) => cells[at] === null || /^-?\d+(?:\.\d+)?$/u.test(cells[at] ?? ""))
      ? "number"
      : "text";
  return "text";
}
