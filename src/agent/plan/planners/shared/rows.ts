import { daysBetween, fold, similarity, stem, words, type Cell } from "../../../../files/index.ts";
import type { WideTable } from "../../gather/types.ts";
import { related } from "../../lexicon/index.ts";
import type { Term } from "../../request/index.ts";
import { timeOf } from "./times.ts";
import { overlaps, type Reading } from "./reading.ts";

/** What of a clause points at a row: terms, dates and numbers with their weight (rare = heavy). */
export interface RowScore {
  row: number;
  score: number;
  /** Strength 0..1 by clue index. */
  clues: number[];
}

export interface RowMatch {
  scores: RowScore[];
  /** Sum of the weights of all clues that matched anywhere. */
  possible: number;
  clues: Clue[];
}

export interface Clue {
  text: string;
  start: number;
  end: number;
  weight: number;
  /** Strength by row. */
  rows: Map<number, number>;
}

/**
 * How well each row of a table (with its looked-up columns) fits the words, dates and numbers of a clause. Spans in
 * `except` (the new value) do not count.
 */
export function matchRows(
  wide: WideTable,
  reading: Reading,
  except: readonly { start: number; end: number }[],
): RowMatch {
  const index = indexes.get(wide) ?? indexWords(wide);
  indexes.set(wide, index);
  const total = Math.max(1, wide.rows.length);
  const clues: Clue[] = [];
  for (const term of reading.terms) {
    const spoken = [...reading.dates, ...reading.times, ...reading.paths];
    if (overlaps(term, except) || overlaps(term, spoken)) continue;
    const rows = rowsOfTerm(term, index);
    if (rows.size > 0) clues.push(toClue(term, rows, total, term.name ? 1.3 : 1));
  }
  for (const code of codes(reading.text)) {
    const spoken = [...reading.dates, ...reading.times, ...reading.paths];
    if (overlaps(code, except) || overlaps(code, spoken) || overlaps(code, clues)) continue;
    const rows = rowsOfCode(wide, code.text);
    if (rows.size > 0) clues.push(toClue(code, rows, total, 1.5));
  }
  for (const date of reading.dates) {
    if (overlaps(date, except)) continue;
    const rows = rowsOfValue(wide, "date", (cell) => cell.value?.slice(0, 10) === date.iso);
    if (rows.size > 0) clues.push(toClue(date, rows, total, 1.2));
  }
  for (const period of reading.periods) {
    const { from, to } = period;
    if (from === null || to === null || overlaps(period, except) || daysBetween(from, to) > LONG) continue;
    const inside = (cell: Cell) => cell.value !== null && cell.value.slice(0, 10) >= from && cell.value <= to;
    const rows = rowsOfValue(wide, "date", inside);
    if (rows.size > 0) clues.push(toClue(period, rows, total, 0.8));
  }
  for (const time of reading.times) {
    if (overlaps(time, except)) continue;
    const rows = rowsOfTime(wide, time.time);
    if (rows.size > 0) clues.push(toClue(time, rows, total, 1.2));
  }
  for (const number of reading.numbers) {
    if (overlaps(number, except) || overlaps(number, clues)) continue;
    const rows = rowsOfValue(
      wide,
      "number",
      (cell) => cell.value !== null && Number(cell.value) === Number(number.value),
    );
    if (rows.size > 0) clues.push(toClue(number, rows, total, 0.8));
  }
  const scores = wide.rows.map((_, row) => {
    const strengths = clues.map((clue) => clue.rows.get(row) ?? 0);
    const score = strengths.reduce((sum, strength, at) => sum + strength * (clues[at]?.weight ?? 0), 0);
    return { row, score, clues: strengths };
  });
  const possible = clues.reduce((sum, clue) => sum + clue.weight * Math.max(...clue.rows.values()), 0);
  return { scores: scores.toSorted((a, b) => b.score - a.score), possible, clues };
}

/** Days; a year says little of which row is meant. */
const LONG = 100;

/** `a` explains all that `b` does, and more. */
export function dominates(a: RowScore, b: RowScore): boolean {
  return a.score > b.score + 1e-9 && a.clues.every((strength, at) => strength >= (b.clues[at] ?? 0) - 1e-9);
}

function toClue(
  span: { text: string; start: number; end: number },
  rows: Map<number, number>,
  total: number,
  factor: number,
): Clue {
  const best = Math.max(...rows.values());
  const frequent = [...rows.values()].filter((strength) => strength >= best - 0.05).length;
  return { text: span.text, start: span.start, end: span.end, weight: Math.log(1 + total / frequent) * factor, rows };
}

/** Tables are matched many times for one clause; their words are read once. */
const indexes = new WeakMap<WideTable, WordIndex>();

interface WordIndex {
  /** Folded word -> rows that hold it. */
  rows: Map<string, Set<number>>;
  stems: Map<string, string>;
  /** Folded word -> its spellings, where there are several, with their rows. */
  literal: Map<string, Map<string, Set<number>>>;
}

function indexWords(wide: WideTable): WordIndex {
  const rows = new Map<string, Set<number>>();
  const spellings = new Map<string, Map<string, Set<number>>>();
  for (const [at, row] of wide.rows.entries()) {
    for (const [columnAt, cell] of row.entries()) {
      if (wide.columns[columnAt]?.type === "date") continue;
      for (const { word, text } of words(cell.raw)) {
        const spelled = spellings.get(word) ?? new Map<string, Set<number>>();
        const plain = text.toLowerCase().normalize("NFC");
        spellings.set(word, spelled.set(plain, (spelled.get(plain) ?? new Set<number>()).add(at)));
        const known = rows.get(word) ?? new Set<number>();
        rows.set(word, known.add(at));
      }
    }
  }
  const literal = new Map([...spellings.entries()].filter(([, spelled]) => spelled.size > 1));
  return { rows, stems: new Map([...rows.keys()].map((word) => [word, stem(word)])), literal };
}

const CODE = /(?<![\p{L}\d])(?:\p{L}{1,8}[-_/.]?\d[\p{L}\d]*(?:[-_/.][\p{L}\d]+)*|\d+(?:[-/]\d+)+|\d+)(?![\p{L}\d])/gu;

function codes(text: string): { text: string; start: number; end: number }[] {
  return [...text.matchAll(CODE)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Rows with a cell of words that is the code and nothing else ("B-2"); short ones have no word to be found by. */
function rowsOfCode(wide: WideTable, code: string): Map<number, number> {
  const found = new Map<number, number>();
  const wanted = fold(code);
  for (const [row, cells] of wide.rows.entries()) {
    const own = cells.some((cell, at) => wide.columns[at]?.type === "text" && fold(cell.raw.trim()) === wanted);
    if (own) found.set(row, 1);
  }
  return found;
}

function rowsOfTerm(term: Term, index: WordIndex): Map<number, number> {
  const found = new Map<number, number>();
  const folded = fold(term.text);
  const plain = term.text.toLowerCase().normalize("NFC");
  for (const [word, rows] of index.rows) {
    const strength = wordStrength(folded, term.stem, word, index.stems.get(word) ?? word);
    if (strength === 0) continue;
    // "Schäfer" is Schäfer rather than Schaefer, though both may be meant.
    const literal = index.literal.get(word);
    for (const row of rows) {
      const exact = strength === 1 && literal && !literal.get(plain)?.has(row) ? 0.96 : strength;
      found.set(row, Math.max(found.get(row) ?? 0, exact));
    }
  }
  return found;
}

/** 1 = the same word, less for inflection, compounds ("Bank" in "Sitzbank"), meaning, and a slip of the pen. */
export function wordStrength(a: string, aStem: string, b: string, bStem: string): number {
  if (a === b) return 1;
  if (/\d/u.test(a) || /\d/u.test(b)) return 0;
  if (aStem === bStem) return 0.95;
  const [short, long] = aStem.length < bStem.length ? [aStem, bStem] : [bStem, aStem];
  if (short.length >= 4 && (long.startsWith(short) || long.endsWith(short))) return 0.6;
  if (short.length >= 6 && commonStart(aStem, bStem) >= Math.max(6, long.length * 0.7)) return 0.5;
  if (short.length >= 3 && related(aStem, bStem) >= 0.8) return 0.5;
  if (short.length >= 5 && long.length - short.length <= 1 && similarity(a, b) >= 0.75) return 0.4;
  return 0;
}

/** "renoviert" and "Renovierung" begin alike. */
function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

function rowsOfTime(wide: WideTable, time: string): Map<number, number> {
  const found = new Map<number, number>();
  for (const [row, cells] of wide.rows.entries()) {
    if (cells.some((cell) => cell.raw.length <= 12 && timeOf(cell.raw) === time)) found.set(row, 1);
  }
  return found;
}

function rowsOfValue(wide: WideTable, kind: "date" | "number", fits: (cell: Cell) => boolean): Map<number, number> {
  const found = new Map<number, number>();
  for (const [columnAt, column] of wide.columns.entries()) {
    const isKind = kind === "date" ? column.type === "date" : column.type === "number" || column.type === "money";
    if (!isKind) continue;
    for (const [row, cells] of wide.rows.entries()) {
      const cell = cells[columnAt];
      if (cell && fits(cell)) found.set(row, 1);
    }
  }
  return found;
}
