import { fold, words } from "../../../files/index.ts";
import { concepts, related, splitCompound } from "../lexicon/index.ts";
import type { Term } from "../request/index.ts";
import type { FrameColumn } from "./types.ts";

/** Columns that the words of a request name, best first. `depth` costs a little: the row's own columns come first. */
export function linkTerm(term: Term, columns: FrameColumn[]): { column: FrameColumn; score: number }[] {
  return columns
    .map((column) => ({ column, score: columnScore(term, column) * (1 - 0.08 * column.depth) }))
    .filter((entry) => entry.score >= 0.45)
    .toSorted((a, b) => b.score - a.score);
}

function wordScore(term: Term, name: string): number {
  // "Artikel" names "Artikelnr", "Projekt" names "Projektnummer".
  const prefix = term.stem.length >= 4 && name.length > term.stem.length && name.startsWith(fold(term.stem)) ? 0.78 : 0;
  // "Rechnungsnummer" names a column "Rechnung" that holds numbers, "Nettosumme" the column "Netto".
  const split = splitCompound(term.word);
  const ofNumber =
    split && concepts(split.head).some((id) => id === "number" || id === "total" || id === "amount")
      ? related(split.modifier, name) * 0.8
      : 0;
  return Math.max(related(term.word, name), prefix, ofNumber);
}

function halvesOf(word: string): string[] {
  const split = splitCompound(word);
  return split ? [split.modifier, split.head] : [];
}

/** "Rechnungsnummern" names "Rechnung Nr" by both of its halves, "Kundennummer" by one. */
function compoundScore(word: string, names: { word: string }[]): number {
  const halves = halvesOf(word);
  if (halves.length < 2) return 0;
  const parts = names.flatMap((name) => [name.word, ...halvesOf(name.word)]);
  const scores = halves.map((half) => Math.max(...parts.map((part) => related(half, part))));
  return scores.every((score) => score >= 0.7) ? 0.98 : 0;
}

function columnScore(term: Term, column: FrameColumn): number {
  const names = words(column.header);
  if (names.length === 0) return 0;
  const scores = names.map((name) => wordScore(term, name.word));
  const best = Math.max(...scores, compoundScore(term.word, names));
  // "Planned hours" is named less surely by "hours" alone than "Hours" is.
  const own =
    names.length > 1 ? best * (0.86 + 0.14 * (scores.filter((score) => score > 0.4).length / names.length)) : best;
  const whole = names.length > 1 ? related(term.word, column.header) : 0;
  // "customer" names "kunden.Name" a little: the way to it, not what stands there.
  const way =
    column.depth > 0 ? Math.max(0, ...words(column.name).map((name) => related(term.word, name.word))) * 0.55 : 0;
  return Math.max(own, way, whole >= 0.8 ? whole * 0.95 : 0);
}

/** How near a word is to a word of a table's name: "Werkstattaufträge" to "jobs" by its head, "key" to "Schlüsselbuch" by a half. */
export function namesPart(word: string, label: string): number {
  const head = splitCompound(word)?.head;
  const near = [...halvesOf(label).map((half) => related(word, half)), head ? related(head, label) : 0];
  return Math.max(related(word, label), ...near.map((score) => (score >= 0.8 ? score * 0.85 : 0)));
}

/** A number or sum: an empty one is nought, not something missing. */
export function isMeasure(column: FrameColumn): boolean {
  return column.type === "number" || column.type === "money";
}

export function isNumeric(column: FrameColumn): boolean {
  return (column.type === "number" || column.type === "money") && !NO_QUANTITY.test(column.header);
}

/** Numbers that name or order things: nobody adds them up. */
const NO_QUANTITY =
  /^(?:year|jahr|jahrgang|vintage|baujahr|model year|nr\.?|no\.?|pos\.?|position|#|id|plz|postcode|zip|report|week|woche|kw)$/iu;
