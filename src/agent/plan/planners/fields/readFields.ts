import type { Doc } from "../../../../files/index.ts";
import { linkColumns } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { isDayFirst } from "../shared/dayFirst.ts";
import { otherAmounts } from "./amounts.ts";
import { candidatesFor, contradicts } from "./candidates.ts";
import type { Candidate } from "./candidate.ts";
import { toSpec, type FieldSpec } from "./spec.ts";

export interface ReadField {
  spec: FieldSpec;
  /** null: the document has nothing for it. */
  candidate: Candidate | null;
}

const CLOSE = 0.07;
const MIN_SCORE = 0.4;

/**
 * The fields of one document. Rules and arithmetic settle most; what stays open is one form for the model, whose answers
 * are remembered by label, so that ten invoices of one kind cost one question.
 */
export async function readFields(
  doc: Doc,
  labels: string[],
  ctx: PlanContext,
  remembered: Map<string, string> = new Map(),
): Promise<ReadField[]> {
  const fields = labels.map((label) => {
    const spec = toSpec(label);
    const found = [
      ...candidatesFor(doc, spec, ctx.request.today, isDayFirst(ctx.catalogue, ctx.request)),
      ...fromRecords(doc, spec, ctx),
    ];
    const all = unique(found).filter(({ score }) => score >= MIN_SCORE);
    return { spec, all, open: closeOnes(all) };
  });
  dropImpossible(fields);
  const result: ReadField[] = [];
  for (const { spec, all, open } of fields) {
    if (open.length < 2) {
      result.push({ spec, candidate: open[0] ?? all[0] ?? null });
      continue;
    }
    const key = `${spec.label}|${open
      .map(({ label }) => label)
      .toSorted()
      .join("|")}`;
    const known = open.find(({ label }) => label === remembered.get(key));
    const chosen = known ?? open[await ask(doc, spec, open, ctx)] ?? null;
    if (chosen) remembered.set(key, chosen.label);
    result.push({ spec, candidate: chosen });
  }
  return result;
}

/** One candidate a value, with its best score, best first. */
function unique(found: Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const one of found) {
    const known = best.get(one.value);
    if (!known || known.score < one.score) best.set(one.value, one);
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score);
}

/** What the catalogue recovered of documents of one kind; it knows the names of customers that stand without a label. */
function fromRecords(doc: Doc, spec: FieldSpec, ctx: PlanContext): Candidate[] {
  const others = otherAmounts(doc.text, spec);
  return ctx.catalogue.tables.flatMap((table) => {
    const row = table.kind === "records" ? (table.rowPaths?.indexOf(doc.path) ?? -1) : -1;
    if (row === -1) return [];
    return table.columns.flatMap((column, at): Candidate[] => {
      const cell = table.rows[row]?.[at];
      if (!cell || cell.raw.trim() === "" || ["file", "title"].includes(column.name)) return [];
      const link = linkColumns(spec.label, [column])[0]?.score ?? 0;
      const named =
        spec.type === "name" &&
        column.type === "text" &&
        /^(?:name|firma|company|kunde|customer|client)/iu.test(column.name);
      const score = named
        ? spec.party === "sender"
          ? 0.35
          : 0.82
        : link >= 0.6 && fitsType(spec, column.type)
          ? 0.3 + 0.65 * link
          : 0;
      if (score === 0) return [];
      const value = cell.value ?? cell.raw.trim();
      if (others.has(value) || contradicts(spec, column.name)) return [];
      if (spec.type === "name" && /\d/u.test(value) && !/\s/u.test(value)) return [];
      return [{ value, raw: cell.raw.trim(), label: column.name, quote: cell.raw.trim(), score, unit: column.unit }];
    });
  });
}

function fitsType(spec: FieldSpec, type: string): boolean {
  if (spec.type === "date") return type === "date";
  if (spec.type === "amount" || spec.type === "number") return type === "number" || type === "money";
  return type === "text";
}

function closeOnes(all: Candidate[]): Candidate[] {
  const best = all[0];
  return best ? all.filter(({ score }) => score >= best.score - CLOSE).slice(0, 6) : [];
}

/** A due date is never before the date of the document. */
function dropImpossible(fields: { spec: FieldSpec; all: Candidate[]; open: Candidate[] }[]): void {
  const issued = fields.find(({ spec }) => spec.type === "date" && !isLater(spec));
  const later = fields.find(({ spec }) => spec.type === "date" && isLater(spec));
  const date = issued?.open.length === 1 ? issued.open[0]?.value : undefined;
  if (!later || date === undefined) return;
  later.all = later.all.filter(({ value }) => value >= date);
  later.open = closeOnes(later.all);
}

function isLater(spec: FieldSpec): boolean {
  return spec.ids.some((id) => ["due", "deadline", "validuntil", "end"].includes(id));
}

async function ask(doc: Doc, spec: FieldSpec, open: Candidate[], ctx: PlanContext): Promise<number> {
  const chosen = await ctx.fill.choose({
    question: `Which one is "${spec.label}" of the document ${doc.path}?`,
    options: open.map(({ raw, quote }) => ({ label: raw, about: quote })),
  });
  return chosen ?? 0;
}
