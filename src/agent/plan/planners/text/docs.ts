import { findDates, fold, type Doc } from "../../../../files/index.ts";
import { bodyOf, docTitle } from "../../gather/fileTables.ts";
import type { PlanContext } from "../../types.ts";
import type { Hit, Matcher } from "./matcher.ts";
import type { Need } from "./needs.ts";

/** Kinds of documents whose sentences can be read. */
const READABLE = new Set(["text", "mail", "pdf", "calendar"]);

export function isReadable(doc: Doc): boolean {
  return READABLE.has(doc.kind) && doc.text.trim() !== "";
}

/** Texts that are worth reading for a query: all of a small workspace, else those that the search ranks first. */
export function readableDocs(ctx: PlanContext, query: string, n = 60): Doc[] {
  const docs = ctx.catalogue.docs.filter(isReadable);
  if (docs.length <= n && docs.reduce((total, doc) => total + doc.text.length, 0) < 600_000) return docs;
  const paths = new Set(ctx.catalogue.files(query, n).map((hit) => hit.id));
  for (const passage of ctx.catalogue.passages(query, n * 2)) paths.add(passage.path);
  return docs.filter((doc) => paths.has(doc.path)).slice(0, n * 2);
}

/** ISO date of a document: the mail's, the one in its name, the first in its head; "" when it has none. */
export function dateOf(doc: Doc, today: string): string {
  const sent = doc.meta["date"]?.slice(0, 10);
  if (sent) return sent;
  const name = doc.path.slice(doc.path.lastIndexOf("/") + 1).replaceAll("_", " ");
  const named = findDates(name, { today })[0];
  if (named) return named.iso;
  const head = doc.text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 15)
    .join("\n");
  return findDates(head, { today })[0]?.iso ?? "";
}

/** What a person would call it: subject, heading, title. */
export function titleOf(doc: Doc): string {
  return doc.meta["subject"] ?? docTitle(doc);
}

/** Where a document says what and whom it is about: its path, container facts, head and (mails) signature. */
function aboutText(doc: Doc): string {
  const lines = bodyOf(doc)
    .text.split("\n")
    .filter((line) => line.trim() !== "");
  const head = doc.kind === "pdf" ? 14 : doc.kind === "mail" ? 0 : doc.kind === "table" ? 1 : 2;
  const foot = doc.kind === "mail" ? lines.slice(-3).filter((line) => line.length < 50) : [];
  // The first lines of a plain text are its title only when they look like one.
  const isTitle = (line: string) => doc.kind !== "text" || !/[:;]|,\s(?!\d|\p{Lu}\p{L}+\s\d)/u.test(line);
  const meta = ["subject", "from", "title"].map((key) => doc.meta[key] ?? "");
  return [doc.path.replaceAll(/[/_]/gu, " "), ...meta, ...lines.slice(0, head).filter(isTitle), ...foot].join("\n");
}

/**
 * How surely the whole document is about a need: by what it says of itself, or by an id that stands for the need
 * (`aliases`: the number of the customer, of the animal) anywhere in it.
 */
export function aboutness(doc: Doc, need: Need, aliases: ReadonlyMap<Need, string[]>, matcher: Matcher): Hit | null {
  const hit = matcher.find(need, aboutText(doc));
  if (hit && hit.strength >= 0.9) return hit;
  for (const alias of aliases.get(need) ?? []) {
    if (standsIn(alias, doc.path.replaceAll("_", " ")) !== -1) return { strength: 1, start: 0, end: 0 };
    const at = standsIn(alias, doc.text);
    if (at !== -1) return { strength: 0.95, start: at, end: at + alias.length };
  }
  return hit;
}

/** A letter, an invoice, a note of one page: all that is in it concerns one matter. */
export function isShort(doc: Doc): boolean {
  return doc.text.length < 2500 && doc.kind !== "table";
}

/** Where an id stands in a text as a word of its own; -1 when it does not. */
function standsIn(id: string, text: string): number {
  const wanted = fold(id);
  const folded = fold(text);
  for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
    const before = folded[at - 1] ?? " ";
    const after = folded[at + wanted.length] ?? " ";
    if (!/[\p{L}\p{N}-]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return at;
  }
  return -1;
}
