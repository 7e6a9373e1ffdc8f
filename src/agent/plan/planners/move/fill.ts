import { fold, formatDate, labelled, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { readFields } from "../fields/readFields.ts";
import { writeDate } from "../../ops/render.ts";
import { classOf } from "./docClass.ts";
import { addresseeOf, letterheadOf } from "./docParts.ts";
import { datesIn, idsFor } from "./induce.ts";
import { holdsValue, nameIn } from "./learn.ts";
import type { NameSource, Piece } from "./pieces.ts";
import { safeName, takeName } from "./names.ts";

export type Filled = { stem: string } | { missing: string };

/**
 * A name for a document by a pattern, or what it lacks for one. `taken` are stems that exist: an id that another file
 * carries is not this file's own.
 */
export async function fillPattern(
  pieces: Piece[],
  doc: Doc,
  taken: ReadonlySet<string>,
  ctx: PlanContext,
  remembered: Map<string, string>,
): Promise<Filled> {
  const parts: string[] = [];
  const joint = pieces.some((piece) => piece.type === "text" && piece.text.includes("_")) ? "-" : "_";
  for (const piece of pieces) {
    const part = await fillPiece(piece, doc, { taken, remembered, joint }, ctx);
    if (part === null) return { missing: labelOf(piece, ctx) };
    parts.push(part);
  }
  return { stem: safeName(parts.join("")) };
}

interface How {
  taken: ReadonlySet<string>;
  remembered: Map<string, string>;
  /** Between the words of one value. */
  joint: string;
}

async function fillPiece(piece: Piece, doc: Doc, how: How, ctx: PlanContext): Promise<string | null> {
  switch (piece.type) {
    case "text":
      return piece.text;
    case "id":
      return fillId(piece, doc, how, ctx);
    case "date": {
      const label = piece.label ?? (ctx.request.lang === "de" ? "Datum" : "Date");
      const found = await readOne(doc, label, how, ctx);
      return found ? writeDate(found.value, piece.form) : null;
    }
    case "month": {
      const months = new Set(datesIn(doc, ctx.request.today).map((iso) => iso.slice(0, 7)));
      return months.size === 1 ? monthName(Number([...months][0]?.slice(5)), piece.sample) : null;
    }
    case "name": {
      const name = nameFrom(doc, piece.from);
      return name === null ? null : takeName(name, piece.take, piece.separator);
    }
    case "behind": {
      const word = piece.word.replaceAll(/[^\p{L}\p{N}]/gu, ".");
      const after = new RegExp(String.raw`(?<!\p{L})${word}[.:#\s]{1,3}([\p{L}\d][\p{L}\d./_-]*[\p{L}\d]|\d)`, "giu");
      const found = [...doc.text.matchAll(after)].map(({ 1: value = "" }) => value);
      return found.find((value) => piece.body.test(value)) ?? null;
    }
    case "linked":
      return linkedValue(piece, doc, ctx);
    case "field": {
      const found = await readOne(doc, piece.label, how, ctx);
      if (!found) return null;
      if (found.type === "date") return writeDate(found.value, "YYYY-MM-DD");
      if (found.type === "name") return takeName(found.value, "whole", how.joint);
      return found.raw.replaceAll(/\s+/gu, how.joint);
    }
  }
}

function labelOf(piece: Piece, ctx: PlanContext): string {
  const german = ctx.request.lang === "de";
  if (piece.type === "field") return piece.label;
  if (piece.type === "behind") return piece.word;
  if (piece.type === "date") return piece.label ?? (german ? "Datum" : "date");
  if (piece.type === "id") return german ? "Nummer" : "number";
  return piece.type === "name" ? "Name" : german ? "die Angaben für den Namen" : "the details for the name";
}

/** Plain "date" and "number" are those of the paper: of an invoice its own, not that of the order. */
async function readOne(doc: Doc, label: string, { remembered }: How, ctx: PlanContext) {
  const plain = /^(?:date|datum|number|nummer|nr\.?|no\.?)$/iu.test(label.trim());
  const labels = plain && classOf(doc).has("invoice") ? [invoiceLabel(label, ctx), label] : [label];
  for (const one of labels) {
    const [field] = await readFields(doc, [one], ctx, remembered);
    if (field?.candidate) return { ...field.candidate, type: field.spec.type };
  }
  return null;
}

function invoiceLabel(label: string, ctx: PlanContext): string {
  const date = /^dat/iu.test(label);
  if (ctx.request.lang === "de") return date ? "Rechnungsdatum" : "Rechnungsnummer";
  return date ? "invoice date" : "invoice number";
}

function nameFrom(doc: Doc, from: NameSource): string | null {
  if (from === "sender") return letterheadOf(doc);
  if (from === "recipient") return addresseeOf(doc);
  const pair = labelled(doc.text).find(({ label }) => fold(label) === fold(from.label));
  return pair ? nameIn(pair.value) || null : null;
}

/** The one row whose other value the document holds, the longest such value first. */
function linkedValue(piece: Extract<Piece, { type: "linked" }>, doc: Doc, ctx: PlanContext): string | null {
  const rows = ctx.catalogue.table(piece.table)?.rows ?? [];
  const held = rows
    .filter((row) => holdsValue(doc, row[piece.by]?.raw ?? ""))
    .toSorted((a, b) => (b[piece.by]?.raw.length ?? 0) - (a[piece.by]?.raw.length ?? 0));
  const longest = held.filter((row) => row[piece.by]?.raw.length === held[0]?.[piece.by]?.raw.length);
  return longest.length === 1 ? (longest[0]?.[piece.give]?.raw.trim() ?? null) : null;
}

async function fillId(
  piece: Extract<Piece, { type: "id" }>,
  doc: Doc,
  { taken, remembered, joint }: How,
  ctx: PlanContext,
): Promise<string | null> {
  const all = idsFor(doc, piece);
  const free = all.filter((id) => ![...taken].some((stem) => fold(stem).includes(fold(id))));
  const options = free.length > 0 ? free : all;
  const own = await readOne(doc, ctx.request.lang === "de" ? "Nummer" : "number", { taken, remembered, joint }, ctx);
  // Another supplier numbers in another way: then what the paper calls its number is it.
  if (options.length === 0) return own?.raw.replaceAll(/\s+/gu, joint) ?? null;
  if (own && options.includes(own.raw)) return own.raw;
  const chosen = await ctx.fill.choose({
    question: `Which number is the document's own?\n${doc.text.slice(0, 400)}`,
    options: options.map((label) => ({ label })),
  });
  return chosen === null ? null : (options[chosen] ?? null);
}

/** The month's name in the language, length and case of a sample. */
function monthName(month: number, sample: string): string {
  const iso = `2000-${String(month).padStart(2, "0")}-01`;
  const german = /^(?:januar|februar|märz|maerz|mai|juni|juli|okt\p{L}*|dez\p{L}*)$/iu.test(sample);
  const short = sample.length <= 4 && !/^(?:mai|may|juni|juli|june|july)$/iu.test(sample);
  const name = formatDate(iso, { pattern: short ? "MMM" : "MMMM", lang: german ? "de" : "en" });
  if (sample === sample.toUpperCase()) return name.toUpperCase();
  return sample === sample.toLowerCase() ? name.toLowerCase() : name;
}
