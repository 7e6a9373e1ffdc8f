import { splitCompound } from "./compound.ts";
import { normalise } from "./data.ts";
import { directConcepts, findConcepts, related } from "./lexicon.ts";
import { isStopWord } from "./stopWords.ts";

export interface ColumnScore {
  /** Index into the columns that were given. */
  column: number;
  /** 0..1, 1 = the words are the column's name. */
  score: number;
}

/** Words in column names that say how, not what: they count little. */
const MINOR = new Set(
  "gbp eur usd chf euro netto net brutto gross nr no id number nummer in je per pro am on of ab bis from until to left".split(
    " ",
  ),
);

/** Small words that are part of phrases: "on call", "in Arbeit", "gültig ab". */
const KEPT = new Set(["on", "in", "ab", "bis", "from", "until", "to", "am", "by"]);

/**
 * How well words of a request name a column: best first, scores above 0.25 only. `phrase` may be a phrase ("due date") or
 * the terms of one ("brutto", "betrag").
 */
export function linkColumns(phrase: string | string[], columns: { name: string }[]): ColumnScore[] {
  const words = contentWords(Array.isArray(phrase) ? phrase.join(" ") : phrase);
  if (words.length === 0) return [];
  const whole = words.join(" ");
  return columns
    .map((column, at) => ({ column: at, score: nameScore(words, whole, column.name) }))
    .filter((entry) => entry.score > 0.25)
    .toSorted((a, b) => b.score - a.score);
}

function nameScore(words: string[], whole: string, name: string): number {
  // Wide columns are called "kunden.Ort": the table's name helps, but the column's own name decides.
  const dot = name.lastIndexOf(".");
  const own = dot === -1 ? name : name.slice(dot + 1);
  const score = ownScore(words, whole, own);
  if (dot === -1) return score;
  const owner = Math.max(0, ...words.map((word) => related(word, name.slice(0, dot).replace(/^.*\./, ""))));
  return Math.min(1, score * 0.9 + (score > 0.25 ? owner * 0.1 : 0));
}

function ownScore(words: string[], whole: string, name: string): number {
  if (normalise(name) === whole) return 1;
  const parts = contentWords(name);
  if (parts.length === 0) return 0;
  if (parts.join(" ") === whole) return 0.98;
  const ids = phraseConcepts(normalise(name), parts);
  const phraseIds = phraseConcepts(whole, words);
  const asWhole = ids.some((id) => phraseIds.includes(id)) ? 0.85 : 0;
  const split = Math.min(0.95, alignment(toUnits(words.flatMap(apart)), toUnits(parts.flatMap(apart))));
  return Math.max(asWhole, alignment(toUnits(words), toUnits(parts)), split);
}

/** Concepts of the phrase as a whole, or of its only content word. */
function phraseConcepts(whole: string, words: string[]): string[] {
  const direct = directConcepts(whole);
  if (direct.length > 0) return direct;
  const main = words.filter((word) => !MINOR.has(word));
  return directConcepts(main.length === 1 ? (main[0] ?? "") : words.join(" "));
}

/** A word, or a phrase that the lexicon knows as one ("on call"). */
interface Unit {
  text: string;
  weight: number;
}

function toUnits(words: string[]): Unit[] {
  const units: Unit[] = [];
  const phrases = findConcepts(words).filter((span) => span.end - span.start > 1);
  for (let at = 0; at < words.length; at += 1) {
    const phrase = phrases.find((span) => span.start === at);
    const text = phrase ? words.slice(at, phrase.end).join(" ") : (words[at] ?? "");
    units.push({ text, weight: MINOR.has(text) ? 0.3 : 1 });
    if (phrase) at = phrase.end - 1;
  }
  return units;
}

/** A request says more than the name of a column; a name should be covered nearly whole. */
function alignment(words: Unit[], parts: Unit[]): number {
  const covered = coverage(parts, words);
  const used = coverage(words, parts);
  return covered === 0 || used === 0 ? 0 : 0.7 * covered + 0.3 * used;
}

function coverage(of: Unit[], by: Unit[]): number {
  let total = 0;
  let sum = 0;
  for (const unit of of) {
    total += unit.weight;
    sum += unit.weight * Math.max(0, ...by.map((other) => related(unit.text, other.text)));
  }
  return total === 0 ? 0 : sum / total;
}

/** Folded content words; "on" and "in" stay, they belong to names such as "on call". */
function contentWords(text: string): string[] {
  return normalise(text)
    .split(" ")
    .filter((word) => word !== "" && (!isStopWord(word) || KEPT.has(word)));
}

/** The parts of a compound that the lexicon knows. */
function apart(word: string): string[] {
  const parts = splitCompound(word);
  return parts === null ? [word] : [parts.modifier, parts.head];
}
