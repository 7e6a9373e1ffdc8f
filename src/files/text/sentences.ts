import type { Span } from "../types.ts";
import { MONTH } from "../values/names.ts";

const ABBREVIATION =
  /(?:^|[^\p{L}])(?:z\.\s?b|d\.\s?h|u\.\s?a|o\.\s?ä|i\.\s?d\.\s?r|v\.\s?a|z\.\s?t|s\.\s?o|s\.\s?u|e\.\s?k|e\.\s?v|i\.\s?a|i\.\s?v|a\.\s?d|nr|dr|prof|dipl|ing|hr|fr|str|tel|art|abs|abt|bzw|ca|etc|evtl|ggf|inkl|exkl|zzgl|max|min|mio|mrd|tsd|std|stk|usw|vgl|bspw|bsp|sog|jhd|jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|oct|nov|dez|dec|e\.\s?g|i\.\s?e|vs|inc|ltd|co|corp|no|mr|mrs|ms|st|approx|dept|est|fig|p\.?\s?s|a\.\s?m|p\.\s?m|u\.\s?s|\p{L})\.$/iu;
const MONTH_NEXT = new RegExp(`^\\s*(?:${MONTH})(?![\\p{L}])`, "iu");
const ORDINAL_NEXT =
  /^\s*(?:Quartal|Halbjahr|Januar|Etage|Stock|Obergeschoss|OG|Mahnung|Klasse|Rate|Woche|Tag|Platz|und \d)/;
const BULLET = /^\s*(?:[-*•–·]|\d{1,3}[.)]|[a-z]\))\s+/u;
const KEY_VALUE = /^\s*[\p{L}][\p{L}\p{N} ./()&_-]{0,40}:\s+\S/u;
const TABLE_ROW = /\t|\S {2,}\S.* {2,}\S|[|;].*[|;]/u;

/**
 * The sentences of a text. A blank line, a bullet, a "Label: value" line and a table line are units of their own; other lines
 * run on into the next when the sentence does. Abbreviations, decimals, "1. März" and "2. Quartal" do not end one.
 */
export function sentences(text: string): Span[] {
  return blocks(text).flatMap(([start, end]) => splitBlock(text, start, end));
}

/** Line groups [start, end) inside which sentences may run over line ends. */
function blocks(text: string): [number, number][] {
  const found: [number, number][] = [];
  let open: [number, number] | null = null;
  for (const match of text.matchAll(/[^\n]+/g)) {
    const line = match[0];
    const [start, end] = [match.index, match.index + line.length];
    const alone = KEY_VALUE.test(line) || TABLE_ROW.test(line.trim()) || /^\s*#{1,6} /.test(line);
    const touching = open !== null && text.slice(open[1], start) === "\n";
    if (open && touching && !alone && !BULLET.test(line) && runsOn(text.slice(open[0], open[1]), line)) {
      open[1] = end;
      continue;
    }
    const block: [number, number] = [start, end];
    if (line.trim() !== "") found.push(block);
    open = alone || line.trim() === "" ? null : block;
  }
  return found;
}

/** A wrapped line: the one before is long enough to be full, or the next goes on in lower case. */
function runsOn(before: string, line: string): boolean {
  const last = before.slice(before.lastIndexOf("\n") + 1).trimEnd();
  if (/[.!?:]["')]?$/.test(last) && last.length < 50) return false;
  return last.length >= 50 || /^\s*\p{Ll}/u.test(line);
}

function splitBlock(text: string, start: number, end: number): Span[] {
  const found: Span[] = [];
  let from = start;
  const block = text.slice(start, end);
  for (const match of block.matchAll(/[.!?…]+["'”“»)\]]*(?=\s)/g)) {
    const stop = start + match.index + match[0].length;
    if (!isEnd(text.slice(Math.max(from, stop - 40), stop), text.slice(stop, stop + 30))) continue;
    push(found, text, from, stop);
    from = stop;
  }
  push(found, text, from, end);
  return found;
}

function isEnd(head: string, rest: string): boolean {
  if (!head.endsWith(".")) return true;
  if (ABBREVIATION.test(head)) return false;
  if (/(?:^|\s)\d{1,2}\.$/.test(head))
    return (
      !(MONTH_NEXT.test(rest) || ORDINAL_NEXT.test(rest) || /^\s*\p{Ll}|^\s*\d/u.test(rest)) &&
      !/^\s*\d{1,3}\.$/.test(head)
    );
  return !/^\s+\p{Ll}/u.test(rest);
}

function push(found: Span[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to);
  const start = from + raw.length - raw.trimStart().length;
  const trimmed = raw.trim();
  if (trimmed !== "") found.push({ start, end: start + trimmed.length, text: trimmed });
}
