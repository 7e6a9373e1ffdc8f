import { fold, isTotalRow } from "../../../files/index.ts";
import { concepts } from "../lexicon/index.ts";
import { uniqueNames, type RawTable } from "./rawTable.ts";

interface Line {
  parts: string[];
  /** The first part stood before a colon. */
  colon: boolean;
  bullet: boolean;
  /** All after the colon (the whole line without one). */
  rest: string;
  line: number;
}

/**
 * Lists whose lines have one shape: "- Poster, format A1, by 4 December 2026", "Drill: built 2014, last service 04.12.2025".
 * A word that begins a part in every line is the column's name.
 */
export function listTables(lines: string[]): RawTable[] {
  const read = lines.map((text, at) => readLine(text, at + 1));
  const found = runs(read, (run) => toRaw(evened(run) ?? []));
  const taken = new Set(found.flatMap((raw) => raw.lines));
  const free = read.map((line) => (line && taken.has(line.line) ? null : line));
  found.push(...runs(free, toRaw, true));
  // Lines whose parts differ in number may still be "thing: what about it".
  const used = new Set(found.flatMap((raw) => raw.lines));
  const pairs = read.map((line) =>
    line?.colon && !used.has(line.line) ? { ...line, parts: [line.parts[0] ?? "", line.rest] } : null,
  );
  return [...found, ...runs(pairs, toRaw, true)];
}

/** Tables made of stretches of lines of one kind; `strict`: also of one number of parts. */
function runs(lines: (Line | null)[], make: (run: Line[]) => RawTable | null, strict = false): RawTable[] {
  const found: RawTable[] = [];
  let run: Line[] = [];
  for (const line of [...lines, null]) {
    const last = run.at(-1);
    if (line === null || (last && !(follows(last, line) && (!strict || last.parts.length === line.parts.length)))) {
      const raw = make(run);
      if (raw) found.push(raw);
      run = [];
    }
    if (line) run.push(line);
  }
  return found;
}

function readLine(text: string, line: number): Line | null {
  const bullet = /^\s*(?:[-*•–·]|\d{1,3}[.)])\s+/u.exec(text)?.[0] ?? "";
  const body = text.slice(bullet.length).trim();
  if (body === "" || body.length > 240) return null;
  const colon = /^([^:,;]{1,50}): (?=\S)/u.exec(body);
  const rest = colon ? body.slice(colon[0].length) : body;
  // Sentences are no rows.
  if (/(?<!\d)[.!?] \p{Lu}/u.test(rest.replaceAll(/\b(?:Dr|Nr|Hr|Fr|St|Mr|Mrs|No)\. /g, ""))) return null;
  if (!colon && !bullet && /(?<!\d)[.!?:]$/.test(rest)) return null;
  // "12 Nov - Weber - tiles, grey - 450 EUR": where dashes part the line, commas stand inside the cells.
  const dashes = rest.split(/(?<!\d)\s+[-–|]\s+|\s+[-–|]\s+(?!\d)/);
  const tail = (dashes.length > 2 ? dashes : rest.split(/\s*;\s+|,\s+|(?<!\d)\s+[-–|]\s+|\s+[-–|]\s+(?!\d)/)).map(
    (part) => part.trim(),
  );
  // "IMG_2041: guests, at the long table": a single word with digits names its line, the rest is one text.
  const named = colon !== null && /^\S*\d\S*$/.test(colon[1] ?? "");
  const parts = colon ? [colon[1] ?? "", ...(named ? [rest] : tail)] : tail;
  return parts.length < 2 || parts.length > 10 || isTotalRow([parts[0] ?? ""])
    ? null
    : { parts, colon: colon !== null, bullet: bullet !== "", rest, line };
}

function follows(a: Line, b: Line): boolean {
  return a.bullet === b.bullet && a.colon === b.colon && b.line === a.line + 1;
}

/**
 * The lines with as many parts as most of them have: a cell may hold a comma itself, or stand empty. null when too few lines
 * are alike, or one fits nowhere.
 */
function evened(run: Line[]): Line[] | null {
  const counts = Map.groupBy(run, (line) => line.parts.length);
  const usual = [...counts.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (usual.length < 2 || usual.length < run.length * 0.5) return null;
  const columns = (usual[0]?.parts ?? []).map((_, at) => {
    const values = usual.map((line) => line.parts[at] ?? "");
    const kinds = new Set(values.map(kindOf));
    return { lead: at === 0 ? "" : fold(commonLead(values)), kind: kinds.size === 1 ? kindOf(values[0] ?? "") : null };
  });
  const lines = run.map((line) => {
    const parts = usual.includes(line) ? line.parts : fit(line.parts, columns).parts;
    return parts && { ...line, parts };
  });
  return lines.every((line) => line !== null) ? lines : null;
}

interface Shape {
  lead: string;
  kind: string | null;
}

/** The best way to lay parts into columns, in order: several in one (they were one cell with commas), or none. */
function fit(parts: string[], columns: Shape[], first = true): { parts: string[] | null; score: number } {
  const [column, ...rest] = columns;
  if (!column) return { parts: parts.length === 0 ? [] : null, score: 0 };
  let best: { parts: string[] | null; score: number } = { parts: null, score: -Infinity };
  for (let take = first ? 1 : 0; take <= Math.min(3, parts.length); take += 1) {
    const tail = fit(parts.slice(take), rest, false);
    const score = tail.score + scoreOf(parts.slice(0, take), column);
    if (tail.parts && score > best.score) best = { parts: [parts.slice(0, take).join(", "), ...tail.parts], score };
  }
  return best;
}

function scoreOf(taken: string[], { lead, kind }: Shape): number {
  const [head] = taken;
  if (head === undefined) return -0.5;
  const led = lead === "" ? 0 : fold(head).startsWith(`${lead} `) ? 2 : -2;
  return led + (kind === null || kind === kindOf(head) ? 1 : -1) - (taken.length - 1) * 0.6;
}

function kindOf(value: string): string {
  return /^\W{0,2}\d/.test(value) ? "figures" : /\d/.test(value) ? "mixed" : "words";
}

function toRaw(lines: Line[]): RawTable | null {
  const [head, ...below] = lines;
  if (!head) return null;
  const isNamed = isHead(head, below);
  const run = isNamed ? below : lines;
  const columns = head.parts.map((_, at) => run.map((line) => line.parts[at] ?? ""));
  const leads = columns.map((values, at) => (at === 0 ? "" : commonLead(values)));
  const led = leads.filter((lead) => lead !== "").length;
  if (run.length < (led > 0 || isNamed ? 2 : 3)) return null;
  // Plain "label: value" lines are fields of one thing, unless their labels are values themselves ("IMG_2041: …").
  if (head.colon && columns.length === 2 && !areThings(columns[0] ?? [], columns[1] ?? [])) return null;
  const figures = columns.filter((values) => values.every((value) => /\d/.test(value))).length;
  if (led === 0 && figures === 0 && !head.colon) return null;
  if (columns[0]?.some((value) => value.split(/\s+/).length > 8)) return null;
  const bare = columns.map((values, at) => values.map((value) => withoutLead(value, leads[at] ?? "")));
  const counted = bare.map((values, at) => (at === 0 ? null : countedThing(values)));
  const names = isNamed
    ? head.parts
    : columns.map((_, at) => counted[at] ?? (leads[at] || (at === 0 ? "item" : `part ${at + 1}`)));
  const rows = run.map((line, row) =>
    line.parts.map((_, at) => withoutThing(bare[at]?.[row] ?? "", counted[at] ?? null)),
  );
  return { names: uniqueNames(names), rows, lines: run.map((line) => line.line) };
}

/** A first line of words alone, over lines that all have figures, names the columns. */
function isHead(head: Line, below: Line[]): boolean {
  const words = head.parts.every((part) => !/\d/.test(part) && part.split(/\s+/).length <= 3);
  return (
    words && !head.colon && head.parts.length > 2 && below.length > 1 && below.every((line) => /\d/.test(line.rest))
  );
}

/** Labels that hold digits, or that are no words of forms before values that all hold digits ("Rabivac: batch RV-1"). */
function areThings(labels: string[], values: string[]): boolean {
  if (labels.every((label) => /\d/.test(label))) return true;
  const known = labels.filter((label) => label.split(/\s+/).some((word) => concepts(word).length > 0)).length;
  return labels.length >= 3 && known <= labels.length * 0.25 && values.every((value) => /\d/.test(value));
}

/** The words that begin every value, when something is left behind them in each. */
function commonLead(values: string[]): string {
  const split = values.map((value) => value.split(/\s+/));
  const words: string[] = [];
  for (let at = 0; at < 3; at += 1) {
    const word = split[0]?.[at];
    if (word === undefined || /\d/.test(word)) break;
    if (!split.every((list) => list.length > at + 1 && fold(list[at] ?? "") === fold(word))) break;
    words.push(word);
  }
  return words.join(" ");
}

/** "18 children", "21 children": what every value counts names the column. */
function countedThing(values: string[]): string | null {
  const things = values.map((value) => /^\d+ (\p{L}{3,}(?: \p{L}+)?)\.?$/u.exec(value)?.[1] ?? null);
  const [first = null] = things;
  return first !== null && things.every((thing) => thing !== null && fold(thing) === fold(first)) ? first : null;
}

const withoutThing = (value: string, thing: string | null) => (thing === null ? value : value.replace(/ .*$/u, ""));

function withoutLead(part: string, lead: string): string {
  return (lead === "" ? part : part.slice(lead.length).trim()).replace(/[.,;]$/, "");
}
