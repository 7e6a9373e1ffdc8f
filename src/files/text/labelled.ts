import type { Labelled } from "../types.ts";

const LABEL = "\\p{L}[\\p{L}\\p{M}\\p{N} .,'’/()&+#§_-]{0,58}?";
/** "Label: value", "Label = value"; the colon is no clock time and no address. */
const COLON = new RegExp(`^(\\**(${LABEL})\\**) ?[:：]\\**(?!//)(?:[ \\t]+|(?=[^\\d\\s\\\\/]))(\\S.*)$`, "u");
const EQUALS = new RegExp(`^(${LABEL}) ?= ?(\\S.*)$`, "u");
const LEADERS = new RegExp(`^(${LABEL}) ?(?:\\.{3,}|…+|_{3,})[ .…_]*(\\S.*)$`, "u");
/** "Gesamtbetrag 1.234,50 EUR", "Invoice date 1 March 2026", "Rechnungs-Nr. R-2026-17": one space, but a telling value. */
const TAIL = new RegExp(
  `^(${LABEL}[\\p{L}.)]) ((?:EUR|USD|CHF|GBP|[€$£]) ?-?\\d[\\d.,']*|-?\\d[\\d.,']*(?:[.,]\\d{2}| ?(?:EUR|USD|CHF|GBP|[€$£%]))|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}\\.? \\p{L}{3,9} \\d{4}|\\p{L}{3,9} \\d{1,2}, \\d{4}|[A-Z]{1,5}-[A-Z0-9-]*\\d[A-Z0-9-]*)$`,
  "u",
);
const MAX_WORDS = 7;

/**
 * Every "label value" of a text, line by line: with a colon, dots, a tab, a wide gap (PDF columns), an equals sign, in
 * Markdown bold or a two-column table, or with a single space before an amount, a date or a number with letters at the line's
 * end. A label alone on its line takes the next line as its value. Several pairs may stand in one line, parted by wide gaps.
 */
export function labelled(text: string): Labelled[] {
  const found: Labelled[] = [];
  let pending: { label: string; start: number } | null = null;
  for (const match of text.matchAll(/[^\n]+/g)) {
    const line = match[0].slice(0, 2000);
    const pairs = readLine(line, match.index);
    if (pending && pairs.length === 0 && line.trim() !== "" && !/^.{0,60}:$/.test(line.trim())) {
      found.push(toPair(text, pending.label, pending.start, match.index, line));
    }
    found.push(...pairs);
    const alone = new RegExp(`^\\s*(?:[-*•] )?\\**(${LABEL})\\** ?:\\**\\s*$`, "u").exec(line);
    pending =
      alone?.[1] && isLabel(alone[1]) ? { label: tidy(alone[1]), start: match.index + line.indexOf(alone[1]) } : null;
  }
  return found;
}

function toPair(text: string, label: string, start: number, lineStart: number, line: string): Labelled {
  const value = line.trim();
  const end = lineStart + line.indexOf(value) + value.length;
  return { label, value, span: { start, end, text: text.slice(start, end) } };
}

function readLine(line: string, at: number): Labelled[] {
  const row = /^\s*\|([^|]+)\|([^|]+)\|\s*$/.exec(line);
  if (row && !/^[\s:-]+$/.test(row[2] ?? "")) {
    return make(row[1] ?? "", row[2] ?? "", line, at, 0);
  }
  const head = /^\s*(?:[-*•·–] +|>+ ?|\d{1,2}[.)] +)?/u.exec(line)?.[0].length ?? 0;
  // pairs in columns: "Rechnungsnummer: R-1     Datum: 01.03.2026"
  const pieces = splitColumns(line.slice(head));
  return pieces.flatMap(({ text, start }) => readPiece(text, at, line, head + start));
}

/** Parts a line before every wide gap whose right side is a pair with a colon of its own. */
function splitColumns(line: string): { text: string; start: number }[] {
  const pieces: { text: string; start: number }[] = [];
  let start = 0;
  for (const gap of line.matchAll(/(?: {2,}|\t+|[;|] +)(?=\p{L}(?:(?! {2})[^:\t]){0,50}:\s)/gu)) {
    if (gap.index <= start) continue;
    pieces.push({ text: line.slice(start, gap.index), start });
    start = gap.index + gap[0].length;
  }
  pieces.push({ text: line.slice(start), start });
  return pieces;
}

function readPiece(piece: string, at: number, line: string, offset: number): Labelled[] {
  const text = piece.trimEnd();
  const colon = COLON.exec(text);
  if (colon) return make(colon[2] ?? "", (colon[3] ?? "").replace(/(?: {3,}|\t).*$/, ""), line, at, offset);
  const columns = fromColumns(text.trim().split(/ {2,}|\t+/));
  if (columns) return columns.flatMap(([label, value]) => make(label, value, line, at, offset));
  for (const pattern of [LEADERS, EQUALS, TAIL]) {
    const match = pattern.exec(text);
    if (match) return make(match[1] ?? "", match[2] ?? "", line, at, offset);
  }
  return [];
}

/**
 * Pairs of a line of cells: "Kunde | Meier"; behind an address "Meier GmbH | Datum | 01.03.2026"; "Datum | 01.03. | Nr. | 17".
 * More cells, or none with a telling value, are a table row. Null when there is only one cell.
 */
function fromColumns(cells: string[]): [string, string][] | null {
  const [a = "", b = "", c = "", d = ""] = cells;
  if (cells.length < 2) return null;
  if (cells.length === 2) return /^\p{L}/u.test(a) ? [[a, b]] : [];
  if (cells.length === 3 && isName(b) && /\d/.test(c) && !/\d/.test(a)) return [[b, c]];
  if (cells.length === 4 && isName(a) && isName(c) && /\d/.test(b) && /\d/.test(d))
    return [
      [a, b],
      [c, d],
    ];
  return [];
}

const isName = (cell: string) => /^\p{L}[^\d:]{1,58}:?$/u.test(cell);

function make(rawLabel: string, rawValue: string, line: string, at: number, offset: number): Labelled[] {
  const label = tidy(rawLabel);
  const value = rawValue.trim().replace(/\s*\*+$/, "");
  if (!isLabel(label) || value === "") return [];
  const start = line.indexOf(label, offset);
  const end = line.indexOf(value, start + label.length) + value.length;
  if (start < 0 || end < start) return [];
  return [{ label, value, span: { start: at + start, end: at + end, text: line.slice(start, end) } }];
}

const tidy = (label: string) => label.replace(/^[\s*]+|[\s*:]+$/g, "");

function isLabel(label: string): boolean {
  return label.length > 1 && label.split(/\s+/).length <= MAX_WORDS && !/[.!?] \p{Lu}| {2}|\t/u.test(label);
}
