import { guessLanguage, stem } from "../../../files/index.ts";
import { concepts, findConcepts, isStopWord } from "../lexicon/index.ts";
import { tokenize, type Token } from "./names.ts";
import { nearTokens, type TokenMatch } from "./tokenMatch.ts";
import type { Mention } from "./types.ts";
import { detailsOf, type Entry, type ValueIndex } from "./valueIndex.ts";

interface Found extends Mention {
  entry: Entry;
  /** First and last request token, inclusive. */
  from: number;
  to: number;
  /** Letters as they stand, not only after folding. */
  literal: boolean;
}

/** A token that this many values hold tells nothing alone. */
const COMMON = 400;

/** Names of months and weekdays, folded, with a possible genitive. */
const MONTH =
  /^(?:januar|january|jan|februar|february|feb|maerz|march|april|apr|mai|may|ju[nl]i|june|july|august|aug|(?:septem|novem)ber|sept?|nov|o[kc]tober|o[kc]t|de[cz]ember|de[cz]|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?$/;

/** See Catalogue.mentions. */
export function findMentions(text: string, index: ValueIndex): Mention[] {
  const tokens = tokenize(text);
  const matches = tokens.map((token) => nearTokens(token, index));
  const outside = matches.map((list, at) => (isInPath(text, tokens[at]) ? [] : list));
  const found = new Map<string, Found>();
  for (const entry of candidates(tokens, matches, index)) {
    for (const hit of alignments(entry, text, tokens, entry.table.kind === "files" ? matches : outside)) {
      const key = `${entry.table.id}/${entry.column}/${entry.value}/${hit.from}`;
      if ((found.get(key)?.score ?? 0) < hit.score) found.set(key, hit);
    }
  }
  const kept = joinRows(withoutWeaker([...found.values()]));
  const meant = byMeaning(text, tokens, index, kept);
  return [...kept, ...meant]
    .toSorted((a, b) => b.to - b.from - (a.to - a.from) || b.score - a.score || a.start - b.start)
    .map(({ start, end, text: span, value, table, column, rows, score }) => ({
      start,
      end,
      text: span,
      value,
      table,
      column,
      rows,
      score,
    }));
}

/** A new file may be called after anybody: words of a path mean files only. */
function isInPath(text: string, token: Token | undefined): boolean {
  if (!token) return false;
  const start = text.slice(0, token.start).search(/\S*$/);
  const word = /^\S*/.exec(text.slice(start))?.[0] ?? "";
  return (
    /\/|\.\p{L}{2,4}\d?[.,;:!?)"']*$/u.test(word) && /[\p{L}\d]\.\p{L}{2,4}\d?[.,;:!?)"']*$|\p{L}\/\p{L}/u.test(word)
  );
}

function candidates(tokens: Token[], matches: TokenMatch[][], index: ValueIndex): Set<Entry> {
  const entries = new Set<Entry>();
  for (const [at, list] of matches.entries()) {
    if (isStopWord(tokens[at]?.folded ?? "")) continue;
    for (const match of list) {
      const holders = index.byToken.get(match.token) ?? [];
      // Frequent tokens count only next to others of the same value, which bring it in themselves.
      for (const entry of holders) if (holders.length <= COMMON || entry.tokens.length === 1) entries.add(entry);
    }
  }
  return entries;
}

/** Places where tokens of the value stand in the request, in order, with at most one other word between. */
function alignments(entry: Entry, text: string, tokens: Token[], matches: TokenMatch[][]): Found[] {
  const found: Found[] = [];
  for (let start = 0; start < tokens.length; start += 1) {
    const hit = alignAt(entry, start, matches);
    if (hit === null) continue;
    const made = toFound(entry, hit, text, tokens);
    if (made) found.push(made);
    start = hit.to;
  }
  return found;
}

interface Hit {
  from: number;
  to: number;
  covered: number;
  quality: number;
  literal: boolean;
  /** Value tokens used. */
  used: number[];
}

function alignAt(entry: Entry, start: number, matches: TokenMatch[][]): Hit | null {
  let hit: Hit | null = null;
  let next = 0;
  for (let at = start; at < matches.length; at += 1) {
    if (hit && at - hit.to > 1) break;
    const match =
      bestToken(entry, matches[at] ?? [], next) ?? (hit ? bestToken(entry, matches[at] ?? [], 0, hit.used) : null);
    if (match === null) {
      if (hit === null) return null;
      continue;
    }
    const { weights, raw } = detailsOf(entry);
    const weight = weights[match.at] ?? 0;
    hit ??= { from: at, to: at, covered: 0, quality: 1, literal: true, used: [] };
    hit.to = at;
    hit.covered += weight;
    hit.quality = Math.min(hit.quality, match.match.score);
    hit.literal &&= raw[match.at] === match.match.raw || match.match.inflected;
    hit.used.push(match.at);
    next = match.at + 1;
  }
  return hit;
}

function bestToken(
  entry: Entry,
  list: TokenMatch[],
  from: number,
  used: number[] = [],
): { at: number; match: TokenMatch } | null {
  for (const match of list) {
    const at = entry.tokens.findIndex(
      (token, place) => place >= from && !used.includes(place) && token === match.token,
    );
    if (at !== -1) return { at, match };
  }
  return null;
}

function toFound(entry: Entry, hit: Hit, text: string, tokens: Token[]): Found | null {
  const { weights, total, name } = detailsOf(entry);
  const share = hit.covered / total;
  const words = weights.filter((weight) => weight >= 1).length;
  const strong = hit.used.filter((at) => (weights[at] ?? 0) >= 1);
  if (strong.length === 0 && share < 0.95) return null;
  const digitsOnly = strong.every((at) => /^\d+$/.test(entry.tokens[at] ?? ""));
  if (digitsOnly && share < 0.95) return null;
  // A part stands for a name; of other texts more must be there, of long ones two words.
  const least = name ? 0.3 : words <= 4 ? 0.45 : 0.6;
  if (share < 0.99 && (share < least || (words > 4 && strong.length < 2))) return null;
  if (entry.value.includes("@") && share < 0.99) return null;
  // An id is its digits and letters together: half of "A-2601" is nothing.
  if (/\d/.test(entry.value) && !/\s/.test(entry.value) && share < 0.99) return null;
  const first = tokens[hit.from];
  const last = tokens[hit.to];
  if (!first || !last) return null;
  const start = first.start;
  const end = last.end;
  let score = hit.quality * (share >= 0.99 ? 1 : 0.45 + 0.5 * share);
  if (entry.tokens.length === 1 && isCommon(first, text)) score = Math.min(score, 0.65);
  if (
    share < 0.9 &&
    tokens.slice(hit.from, hit.to + 1).every((token) => MONTH.test(token.folded) || isCommon(token, text))
  )
    score *= 0.8;
  if (!hit.literal) score *= 0.97;
  const span = text.slice(start, end);
  return {
    start,
    end,
    text: span,
    value: entry.value,
    table: entry.table.id,
    column: entry.column,
    rows: entry.rows,
    score,
    entry,
    from: hit.from,
    to: hit.to,
    literal: hit.literal,
  };
}

/** A word of every day ("Name", "offen", "dog") that happens to be a value too. */
function isCommon(token: Token, text: string): boolean {
  const capital = /^\p{Lu}/u.test(text.slice(token.start));
  // In English only names have capitals inside a sentence: "Max" is not "max".
  const english = guessLanguage(text) === "en" && /[^.!?\s]\s*$/.test(text.slice(0, token.start));
  const asName = capital && (english || concepts(token.folded).length === 0);
  return !asName && !/\d/.test(token.folded) && (isStopWord(token.folded) || concepts(token.folded).length > 0);
}

/**
 * Of what covers the same words, only the best stays: a longer stretch over a part of it, letters that agree over those that
 * agree after folding, a whole value over a part of one.
 */
function withoutWeaker(found: Found[]): Found[] {
  return found.filter((one) => !found.some((other) => other !== one && beats(other, one)));
}

function beats(other: Found, one: Found): boolean {
  if (other.from > one.from || other.to < one.to) return false;
  const longer = other.to - other.from > one.to - one.from;
  if (longer) return other.score >= one.score * 0.75;
  if (one.literal !== other.literal && other.score > one.score - 0.08) return other.literal;
  return other.score - one.score > 0.12 && !(one.entry.category && one.score > 0.9);
}

/**
 * First and last name in two columns of one table: neighbours narrow each other to the rows that have both, and mentions of
 * those words elsewhere in the table fall away.
 */
function joinRows(found: Found[]): Found[] {
  const dropped = new Set<Found>();
  for (const left of found) {
    for (const right of found) {
      if (
        left.table !== right.table ||
        left.column === right.column ||
        right.from - left.to < 1 ||
        right.from - left.to > 2
      )
        continue;
      const others = new Set(right.rows);
      const common = left.rows.filter((row) => others.has(row));
      if (common.length === 0) continue;
      const both = new Set(common);
      for (const other of found) {
        const same = other !== left && other !== right && other.table === left.table;
        const covers =
          (other.from === left.from && other.to === left.to) || (other.from === right.from && other.to === right.to);
        if (same && covers && !other.rows.some((row) => both.has(row))) dropped.add(other);
      }
      left.rows = common;
      right.rows = common;
    }
  }
  return found.filter((one) => !dropped.has(one));
}

/** Values of status and kind columns that mean what a word of the request means: "finished" and "abgeschlossen". */
function byMeaning(text: string, tokens: Token[], index: ValueIndex, kept: Found[]): Found[] {
  const found: Found[] = [];
  for (const span of findConcepts(tokens.map((token) => token.folded))) {
    const from = span.start;
    const to = span.end - 1;
    const first = tokens[from];
    const last = tokens[to];
    if (!first || !last) continue;
    for (const entry of new Set(span.ids.flatMap((id) => index.byConcept.get(id) ?? []))) {
      const known = [...kept, ...found].some((one) => one.entry === entry && one.from <= to && one.to >= from);
      if (known || stem(entry.value) === stem(first.folded)) continue;
      found.push({
        start: first.start,
        end: last.end,
        text: text.slice(first.start, last.end),
        value: entry.value,
        table: entry.table.id,
        column: entry.column,
        rows: entry.rows,
        score: 0.5,
        entry,
        from,
        to,
        literal: false,
      });
    }
  }
  return found;
}
