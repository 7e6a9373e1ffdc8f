import type { Word } from "../types.ts";
import { fold } from "./fold.ts";

/** Numbers stay whole ("1.234,50", "2026"); under_scores and hyphens part words; so does camelCase of at least two letters. */
const WORD = /\p{N}+(?:[.,]\p{N}+)*(?!\p{L})|[\p{L}\p{N}\p{M}]+/gu;
const CAMEL = /(?<=\p{Ll}{2})(?=\p{Lu}\p{Ll})/u;

/** The words of a text with their offsets, folded. "rechnungsNr_2026-A" gives rechnungs, nr, 2026, a. */
export function words(text: string): Word[] {
  const found: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    let start = match.index;
    for (const part of match[0].split(CAMEL)) {
      found.push({ word: fold(part), start, end: start + part.length, text: part });
      start += part.length;
    }
  }
  return found;
}
