import { remembering } from "../../../../core/index.ts";
import { daysBetween, findDates, findPeriods, stem, words, type Word } from "../../../../files/index.ts";
import { findConcepts } from "../../lexicon/index.ts";
import { namedDays } from "./namedDays.ts";
import type { Need } from "./needs.ts";

interface Tokens {
  words: (Word & { stem: string })[];
  concepts: { start: number; end: number; ids: string[] }[];
}

export interface Hit {
  /** 1 = literally there. */
  strength: number;
  /** Offsets into the text. */
  start: number;
  end: number;
}

export interface Matcher {
  /** Where and how surely a text speaks of the need; null when it does not. */
  find(need: Need, text: string): Hit | null;
}

/** Compares needs with texts; every text is taken apart once. */
export function createMatcher(today: string): Matcher {
  const known = new Map<string, Tokens>();
  const tokensOf = (text: string): Tokens => {
    const cached = known.get(text);
    if (cached) return cached;
    const list = words(text).map((word) => ({ ...word, stem: stem(word.word) }));
    const made = { words: list, concepts: findConcepts(list.map((word) => word.word)) };
    known.set(text, made);
    return made;
  };
  return {
    find(need, text) {
      if (need.role === "day") return findDay(need, text, today);
      const tokens = tokensOf(text);
      if (need.role === "name") return findName(need, tokens);
      const word = findWord(need, tokens);
      const name = need.mentions.length > 0 ? findName(need, tokens) : null;
      return (name?.strength ?? 0) > (word?.strength ?? 0) ? name : word;
    },
  };
}

function findDay(need: Need, text: string, today: string): Hit | null {
  const found = [...findDates(text, { today }), ...namedDays(text, today)].find((date) => date.iso === need.iso);
  if (found) return { strength: 1, start: found.start, end: found.end };
  const within = findPeriods(text, { today }).find(
    ({ from, to }) => from !== null && to !== null && need.iso !== null && from <= need.iso && need.iso <= to,
  );
  return within
    ? {
        strength: daysBetween(within.from ?? "", within.to ?? "") < 32 ? 0.8 : 0.4,
        start: within.start,
        end: within.end,
      }
    : null;
}

/** All words of the name near each other, in any order; less when only the last of several (the family name) is there. */
function findName(need: Need, tokens: Tokens): Hit | null {
  const wanted = need.words;
  const all = tokens.words;
  // "X-ray" and "xray"
  const whole = wanted.length > 1 ? wanted.map((word) => word.folded).join("") : "";
  const joined = whole === "" ? undefined : all.find((token) => token.word === whole);
  if (joined) return { strength: 1, start: joined.start, end: joined.end };
  let best: Hit | null = null;
  for (const [at, token] of all.entries()) {
    if (!wanted.some((word) => sameName(word.folded, token.word))) continue;
    const near = all.slice(at, at + wanted.length + 2);
    const met = wanted.filter((word) => near.some((other) => sameName(word.folded, other.word)));
    const last = wanted.at(-1);
    const share = met.length / wanted.length;
    const family =
      last !== undefined && met.includes(last) && last.folded.length >= 3 && !/^\d{1,3}$/u.test(last.folded);
    const strength = share === 1 ? 1 : family ? 0.7 : share >= 0.6 ? 0.6 : 0.3;
    const end = near.findLast((other) => wanted.some((word) => sameName(word.folded, other.word)))?.end ?? token.end;
    if (strength > (best?.strength ?? 0)) best = { strength, start: token.start, end };
  }
  return best;
}

/** "Novák's", "Dornfelders", "Lumens" are the name; "Meier" and "Meyer" are two. */
function sameName(wanted: string, token: string): boolean {
  if (wanted === token) return true;
  if (/\d/u.test(wanted + token) || wanted.length < 3 || token.length < 3) return false;
  return token === `${wanted}s` || wanted === `${token}s` || token === `${wanted}n` || wanted === `${token}n`;
}

function findWord(need: Need, tokens: Tokens): Hit | null {
  const halves = bothHalves(need, tokens);
  if (halves) return halves;
  let best: Hit | null = null;
  const offer = (strength: number, start: number, end: number): void => {
    if (strength > (best?.strength ?? 0)) best = { strength, start, end };
  };
  for (const token of tokens.words) {
    for (const word of need.words) {
      const strength = wordStrength(word, token) * (need.words.length > 1 ? 0.6 : 1);
      if (strength > 0) offer(strength, token.start, token.end);
    }
  }
  const phrase = need.words.length > 1 ? adjacent(need, tokens) : null;
  if (phrase) return phrase;
  for (const span of tokens.concepts) {
    const [first, last] = [tokens.words[span.start], tokens.words[span.end - 1]];
    if (!first || !last) continue;
    const strength = span.ids.some((id) => need.direct.includes(id))
      ? 0.85
      : span.ids.some((id) => need.parts.includes(id))
        ? 0.5
        : 0;
    if (strength > 0) offer(strength, first.start, last.end);
  }
  return best;
}

/** "Wartung" and "Aufzug" in one text speak of the "Aufzugswartung". */
function bothHalves(need: Need, tokens: Tokens): Hit | null {
  const whole = need.words.length === 1 ? (need.words[0]?.folded ?? "") : "";
  if (whole.length < 9) return null;
  const first = tokens.words.find(
    (token) => token.word.length >= 4 && token.word.length <= whole.length - 4 && whole.startsWith(token.stem),
  );
  if (!first) return null;
  const rest = whole.slice(first.stem.length);
  const second = tokens.words.find(
    (token) =>
      token.word.length >= 4 && token !== first && rest.endsWith(token.word) && rest.length - token.word.length <= 3,
  );
  if (!second) return null;
  return { strength: 0.9, start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) };
}

/** All words of a phrase one behind the other. */
function adjacent(need: Need, tokens: Tokens): Hit | null {
  for (const [at, token] of tokens.words.entries()) {
    const run = tokens.words.slice(at, at + need.words.length);
    const all = run.length === need.words.length && need.words.every((word, index) => word.stem === run[index]?.stem);
    if (all) return { strength: 1, start: token.start, end: run.at(-1)?.end ?? token.end };
  }
  return null;
}

function wordStrength(word: { folded: string; stem: string }, token: { word: string; stem: string }): number {
  if (word.folded === token.word) return 1;
  if (/\d/u.test(word.folded) || /\d/u.test(token.word)) return 0;
  if (word.stem === token.stem) return 0.95;
  if (word.stem.length >= 4 && token.stem.length >= 4 && cognate(word.stem) === cognate(token.stem)) return 0.6;
  const [short, long] = word.stem.length < token.stem.length ? [word.stem, token.stem] : [token.stem, word.stem];
  if (short.length >= 4 && (long.endsWith(short) || long.startsWith(short)))
    return long.length - short.length < 3 ? 0.8 : 0.6;
  return 0;
}

/** One spelling for words that German and English share: "niche" and "Nische", "project" and "Projekt". */
const cognate = remembering((word) =>
  word
    .replace(/sch|ch|sh/gu, "s")
    .replace(/c|q/gu, "k")
    .replace(/ph/gu, "f")
    .replace(/[yj]/gu, "i")
    .replace(/z/gu, "s")
    .replace(/th/gu, "t")
    .replace(/(.)\1/gu, "$1")
    .replace(/[aeiou]+$/u, ""),
);
