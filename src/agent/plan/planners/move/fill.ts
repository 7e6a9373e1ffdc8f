import { fold, formatDate, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { readFields } from "../fields/readFields.ts";
import { writeDate } from "../../ops/render.ts";
import { addresseeOf, letterheadOf } from "./docParts.ts";
import { datesIn, idsFor, type Piece } from "./induce.ts";
import { safeName, takeName } from "./names.ts";

/**
 * A name for a document by a learnt pattern; null when a slot cannot be filled. `taken` are stems that exist: an id that
 * another file carries is not this file's own.
 */
export async function fillPattern(
  pieces: Piece[],
  doc: Doc,
  taken: ReadonlySet<string>,
  ctx: PlanContext,
): Promise<string | null> {
  const parts: string[] = [];
  for (const piece of pieces) {
    const part = await fillPiece(piece, doc, taken, ctx);
    if (part === null) return null;
    parts.push(part);
  }
  return safeName(parts.join(""));
}

async function fillPiece(piece: Piece, doc: Doc, taken: ReadonlySet<string>, ctx: PlanContext): Promise<string | null> {
  switch (piece.type) {
    case "text":
      return piece.text;
    case "id": {
      const all = idsFor(doc, piece);
      const free = all.filter((id) => ![...taken].some((stem) => fold(stem).includes(fold(id))));
      const options = free.length > 0 ? free : all;
      const chosen = await ctx.fill.choose({
        question: `Which number is the document's own?\n${doc.text.slice(0, 400)}`,
        options: options.map((label) => ({ label })),
      });
      return chosen === null ? null : (options[chosen] ?? null);
    }
    case "date": {
      const [field] = await readFields(doc, [ctx.request.lang === "de" ? "Datum" : "Date"], ctx);
      return field?.candidate ? writeDate(field.candidate.value, piece.form) : null;
    }
    case "month": {
      const months = new Set(datesIn(doc, ctx.request.today).map((iso) => iso.slice(0, 7)));
      return months.size === 1 ? monthName(Number([...months][0]?.slice(5)), piece.sample) : null;
    }
    case "name": {
      const name = piece.from === "sender" ? letterheadOf(doc) : addresseeOf(doc);
      return name === null ? null : takeName(name, piece.take, piece.separator);
    }
  }
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
