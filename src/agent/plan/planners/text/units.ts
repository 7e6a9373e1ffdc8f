import { labelled, sentences, type Doc, type Labelled, type Span } from "../../../../files/index.ts";
import { bodyOf } from "../../gather/fileTables.ts";
import { instructionSpans } from "./instructions.ts";
import { overlaps } from "./needs.ts";

/** A sentence or line of a document, with what it stands under. */
export interface Unit {
  doc: Doc;
  text: string;
  /** Offsets into the document's text. */
  start: number;
  end: number;
  /** Headings above it, from the outermost on. */
  heading: string;
  before: string;
  after: string;
  /** The paragraph of running text that it is a sentence of; "" in lists and tables. */
  block: string;
  /** "Label: value", where the line is one. */
  pair: Labelled | null;
}

const HEADING = /^(#{1,6})\s+(.+)$|^([^\s.!?;,][^.!?;]{1,58}):\s*$/u;

/** The sentences of a document in order, without lines that speak to a machine. */
export function unitsOf(doc: Doc): Unit[] {
  const hidden = instructionSpans(doc.text);
  const pairs = labelled(doc.text);
  const body = bodyOf(doc).start;
  const spans = joinAbbreviated(sentences(doc.text), doc.text)
    .flatMap(splitLines)
    .filter((span) => span.start >= body && !overlaps(span, hidden));
  const blocks = proseBlocks(doc.text);
  const heads: { level: number; text: string; start: number }[] = [];
  const units: Unit[] = [];
  for (const span of spans) {
    const head = HEADING.exec(span.text.trim());
    if (head) {
      const level = head[1]?.length ?? 7;
      while (heads.length > 0 && (heads.at(-1)?.level ?? 0) >= level) heads.pop();
      heads.push({ level, text: (head[2] ?? head[3] ?? "").trim(), start: span.start });
      if (head[1]) continue;
    }
    const pair = pairs.find((one) => one.span.start >= span.start - 2 && one.span.end <= span.end + 1) ?? null;
    units.push({
      doc,
      text: span.text,
      start: span.start,
      end: span.end,
      heading: heads.map((one) => one.text).join(" / "),
      before: units.at(-1)?.text ?? "",
      after: "",
      block: blocks.find((block) => block.start <= span.start && span.end <= block.end)?.text ?? "",
      pair,
    });
  }
  for (const [at, unit] of units.entries()) unit.after = units[at + 1]?.text ?? "";
  return units;
}

const MAX_BLOCK = 900;

/** Paragraphs of several sentences without list signs: what is said in one goes on in the next. */
function proseBlocks(text: string): Span[] {
  return [...text.matchAll(/\S[^]*?(?=\n\s*\n|$)/gu)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }))
    .filter(
      (block) =>
        block.text.length <= MAX_BLOCK &&
        /[.!?]["”»)]*$/u.test(block.text.trim()) &&
        !/^\s*(?:[-*•–|#]|\d{1,2}[.)]\s)/mu.test(block.text),
    );
}

/** "durch Fa. Medtech Rehn": an abbreviated title before a name ends no sentence. */
function joinAbbreviated(spans: Span[], text: string): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const goesOn =
      last && /(?:^|\s)(?:Fa|Hr|Hrn|Fr|Frl|Dr|Prof|Mr|Mrs|Ms|St|Nr|No|Inh|Tel|ca|inkl|zzgl|geb)\.$/u.test(last.text);
    if (last && goesOn && !text.slice(last.end, span.start).includes("\n")) {
      last.end = span.end;
      last.text = text.slice(last.start, last.end);
    } else joined.push({ ...span });
  }
  return joined;
}

/** Lines that no full stop ends are a list, each an entry of its own; running text ends with one. */
function splitLines(span: Span): Span[] {
  if (!span.text.includes("\n") || /[.!?]["”»)]*$/u.test(span.text) || /\n\s*\p{Ll}/u.test(span.text)) return [span];
  return [...span.text.matchAll(/[^\n]+/gu)].map((line) => ({
    start: span.start + line.index,
    end: span.start + line.index + line[0].length,
    text: line[0],
  }));
}
