import { fold } from "../../../files/index.ts";
import { concepts } from "../lexicon/index.ts";
import { isTotal, uniqueNames, type RawTable } from "./rawTable.ts";

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
  const found = runs(read);
  // Lines whose parts differ in number may still be "thing: what about it".
  const used = new Set(found.flatMap((raw) => raw.lines));
  const pairs = read.map((line) =>
    line?.colon && !used.has(line.line) ? { ...line, parts: [line.parts[0] ?? "", line.rest] } : null,
  );
  return [...found, ...runs(pairs)];
}

function runs(lines: (Line | null)[]): RawTable[] {
  const found: RawTable[] = [];
  let run: Line[] = [];
  for (const line of [...lines, null]) {
    const last = run.at(-1);
    if (line === null || (last && !sameShape(last, line))) {
      const raw = toRaw(run);
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
  if (body === "" || body.length > 240 || isTotal(body)) return null;
  const colon = /^([^:,;]{1,50}): (?=\S)/u.exec(body);
  const rest = colon ? body.slice(colon[0].length) : body;
  // Sentences are no rows.
  if (/(?<!\d)[.!?] \p{Lu}/u.test(rest.replaceAll(/\b(?:Dr|Nr|Hr|Fr|St|Mr|Mrs|No)\. /g, ""))) return null;
  if (!colon && !bullet && /(?<!\d)[.!?:]$/.test(rest)) return null;
  const tail = rest.split(/\s*;\s+|,\s+|\s+[–|]\s+/).map((part) => part.trim());
  // "IMG_2041: guests, at the long table": a single word with digits names its line, the rest is one text.
  const named = colon !== null && /^\S*\d\S*$/.test(colon[1] ?? "");
  const parts = colon ? [colon[1] ?? "", ...(named ? [rest] : tail)] : tail;
  return parts.length < 2 ? null : { parts, colon: colon !== null, bullet: bullet !== "", rest, line };
}

function sameShape(a: Line, b: Line): boolean {
  return a.bullet === b.bullet && a.colon === b.colon && a.parts.length === b.parts.length && b.line === a.line + 1;
}

function toRaw(run: Line[]): RawTable | null {
  const first = run[0];
  if (!first) return null;
  const columns = first.parts.map((_, at) => run.map((line) => line.parts[at] ?? ""));
  const leads = columns.map((values, at) => (at === 0 ? "" : commonLead(values)));
  const led = leads.filter((lead) => lead !== "").length;
  if (run.length < (led > 0 ? 2 : 3)) return null;
  // Plain "label: value" lines are fields of one thing, unless their labels are values themselves ("IMG_2041: …").
  if (first.colon && columns.length === 2 && !areThings(columns[0] ?? [], columns[1] ?? [])) return null;
  const figures = columns.filter((values) => values.every((value) => /\d/.test(value))).length;
  if (led === 0 && figures === 0 && !first.colon) return null;
  if (columns[0]?.some((value) => value.split(/\s+/).length > 8)) return null;
  const names = columns.map((_, at) => leads[at] || (at === 0 ? "item" : `part ${at + 1}`));
  const rows = run.map((line) => line.parts.map((part, at) => withoutLead(part, leads[at] ?? "")));
  return { names: uniqueNames(names), rows, lines: run.map((line) => line.line) };
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

function withoutLead(part: string, lead: string): string {
  return (lead === "" ? part : part.slice(lead.length).trim()).replace(/[.,;]$/, "");
}
