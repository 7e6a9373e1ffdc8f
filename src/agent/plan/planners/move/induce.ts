import { findDates, fold, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { hasWord } from "../extract/pickDoc.ts";
import { isDayFirst } from "../shared/dayFirst.ts";
import { titleIds } from "./docParts.ts";
import { learnBehind, learnDateLabel, learnLinked, learnName, type Samples } from "./learn.ts";
import type { Piece } from "./pieces.ts";

/**
 * How files are named, learnt from names and the documents that bear them: what is the same in all names is constant text,
 * what stands in the documents is a slot. null when the names have no pattern in common.
 */
export function inducePattern(samples: { stem: string; doc: Doc | null }[], ctx: PlanContext): Piece[] | null {
  if (samples.length === 0) return null;
  const shapes = samples.map(({ stem, doc }) => ({ doc, parts: toParts(stem) }));
  const shape = majority(shapes.map(({ parts }) => parts.map(kindOf).join(" ")));
  const alike = shapes.filter(({ parts }) => parts.map(kindOf).join(" ") === shape);
  if (alike.length < Math.max(1, samples.length * 0.5)) return null;
  const first = alike[0];
  if (!first) return null;
  const pieces: Piece[] = [];
  for (const at of first.parts.keys()) {
    const column = alike.map(({ doc, parts }) => ({ doc, part: parts[at] ?? { kind: "text" as const, text: "" } }));
    const piece = toPiece(column, ctx);
    if (piece === null) return null;
    pieces.push(piece);
  }
  return pieces.some((piece) => piece.type !== "text") ? pieces : null;
}

interface Part {
  kind: "date" | "id" | "month" | "word" | "separator" | "text";
  text: string;
  form?: string;
}

const PARTS =
  /((?:19|20)\d{2}-\d{2}-\d{2}|(?:19|20)\d{2}_\d{2}_\d{2}|(?:19|20)\d{6}(?!\d)|\d{2}\.\d{2}\.(?:19|20)\d{2})|((?:\p{Lu}{1,6}[-_]?|\p{L}{0,8}-?)\d+(?:[-_./]\d+)*(?![\p{L}\d]))|(\p{L}[\p{L}\p{M}'.&]*)|([\s_\-,–]+)|(.)/gu;

function toParts(stem: string): Part[] {
  const parts: Part[] = [];
  for (const match of stem.matchAll(PARTS)) {
    if (match[1]) parts.push({ kind: "date", text: match[1], form: formOf(match[1]) });
    else if (match[2]) parts.push({ kind: "id", text: match[2] });
    else if (match[3]) addWord(parts, match[3]);
    else if (match[4]) parts.push({ kind: "separator", text: match[4] });
    else parts.push({ kind: "text", text: match[5] ?? "" });
  }
  return parts;
}

/** Words parted by one sign ("Drei-Kronen", "Café Morgenrot") are one name. */
function addWord(parts: Part[], word: string): void {
  if (monthOf(word) !== null) {
    parts.push({ kind: "month", text: word });
    return;
  }
  const [before, joint] = [parts.at(-2), parts.at(-1)];
  if (before?.kind === "word" && joint?.kind === "separator" && joint.text.length === 1) {
    parts.splice(-2, 2, { kind: "word", text: before.text + joint.text + word });
  } else parts.push({ kind: "word", text: word });
}

const kindOf = (part: Part) => (part.kind === "separator" ? part.text : part.kind);

function formOf(date: string): string {
  if (/^\d{8}$/u.test(date)) return "YYYYMMDD";
  if (date.includes(".")) return "DD.MM.YYYY";
  return date.includes("_") ? "YYYY_MM_DD" : "YYYY-MM-DD";
}

function toPiece(column: { doc: Doc | null; part: Part }[], ctx: PlanContext): Piece | null {
  const first = column[0]?.part;
  if (!first) return null;
  const same = column.every(({ part }) => part.text === first.text);
  const samples = column.flatMap(({ doc, part }) => (doc ? [{ doc, text: part.text }] : []));
  if (first.kind === "date") return toDate(first, samples, ctx);
  if (first.kind === "month") return { type: "month", sample: first.text };
  // What all names share is a part of the name (a year), unless there is only one to learn from.
  if (same && column.length > 1) return { type: "text", text: first.text };
  if (first.kind === "id") {
    const texts = column.map(({ part }) => part.text);
    const behind = learnBehind(samples, looseShape(texts));
    const linked = behind === null && !isOwn(samples) ? learnLinked(samples, ctx) : null;
    return behind ?? linked ?? { type: "id", ...idPattern(texts) };
  }
  if (first.kind !== "word") return { type: "text", text: first.text };
  const source = learnName(samples) ?? learnLinked(samples, ctx);
  return source ?? (same ? { type: "text", text: first.text } : null);
}

function toDate(first: Part, samples: Samples, ctx: PlanContext): Piece {
  const { today } = ctx.request;
  const iso = (text: string) =>
    findDates(text.replaceAll("_", "-").replace(/^(\d{4})(\d\d)(\d\d)$/u, "$1-$2-$3"), { today })[0]?.iso ?? "";
  const label = learnDateLabel(
    samples.map(({ doc, text }) => ({ doc, iso: iso(text) })),
    (text) => findDates(text, { today, dayFirst: isDayFirst(ctx.catalogue, ctx.request) }).map((date) => date.iso),
  );
  return { type: "date", form: first.form ?? "YYYY-MM-DD", label };
}

/** Whether the documents hold the number as it stands in the names. */
function isOwn(samples: Samples): boolean {
  return samples.some(({ doc, text }) => hasWord(fold(doc.text), fold(text)));
}

/** What all ids share literally from the left stays literal, digits become \d, so that only ids of this kind fit. */
function idPattern(ids: string[]): { prefix: string; body: RegExp } {
  const letters = /^\p{L}*[-_ ]?/u.exec(ids[0] ?? "")?.[0] ?? "";
  const prefix = ids.every((id) => id.startsWith(letters)) ? letters : "";
  const shape = (id: string) => id.slice(prefix.length).replaceAll(/\d+/gu, (digits) => `\\d{${digits.length}}`);
  const exact = new Set(ids.map(shape));
  const loose = new Set(
    ids.map((id) =>
      id
        .slice(prefix.length)
        .replaceAll(/\d+/gu, "\\d+")
        .replaceAll(/(?<!\\)\p{L}+/gu, "\\p{L}+"),
    ),
  );
  return { prefix, body: new RegExp(`^(?:${exact.size === 1 ? [...exact][0] : [...loose].join("|")})$`, "u") };
}

/** Letters and digits in the same order, of any number. */
function looseShape(texts: string[]): RegExp {
  const shapeOf = (part: string) => {
    if (/\d/u.test(part)) return String.raw`\d+`;
    return /\p{L}/u.test(part) ? String.raw`\p{L}+` : /[-_/ ]/u.test(part) ? `[${part}]` : ".";
  };
  const shapes = texts.map((text) => text.replaceAll(/\p{L}+|\d+|[^\p{L}\d]/gu, shapeOf));
  return new RegExp(`^(?:${[...new Set(shapes)].join("|")})$`, "u");
}

function majority(texts: string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts.entries()].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/**
 * Ids in a document that fit the pattern, those of its title first, each once. A document that writes its number without
 * the prefix of the file names ("Report 7731" in report-7731.pdf) gives it from its title.
 */
export function idsFor(doc: Doc, piece: { prefix: string; body: RegExp }): string[] {
  const title = titleIds(doc);
  const text = doc.text.match(/(?<![\p{L}\d])[\p{L}\d]+(?:[-_/.][\p{L}\d]+)*(?![\p{L}\d])/gu) ?? [];
  const fits = (id: string) => id.startsWith(piece.prefix) && piece.body.test(id.slice(piece.prefix.length));
  const whole = [...new Set([...title, ...text])].filter(fits);
  if (whole.length > 0 || piece.prefix === "") return whole;
  const bare = title.map((id) => id.replace(/^\p{L}+[-_]?(?=\d)/u, "")).filter((id) => piece.body.test(id));
  return [...new Set(bare)].map((id) => piece.prefix + id);
}

const MONTHS = [
  "jan",
  "feb",
  "maerz|mar|mrz",
  "apr",
  "mai|may",
  "juni?|june?",
  "juli?|july?",
  "aug",
  "sep",
  "okt|oct",
  "nov",
  "dez|dec",
];

/** 1..12 for a month's name, German or English, else null. */
function monthOf(word: string): number | null {
  const folded = fold(word);
  if (
    folded.length < 3 ||
    !/^(?:jan(?:uary?|uar)?|feb(?:ruary?|ruar)?|maerz|march|mar|mrz|april?|mai|may|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)$/u.test(
      folded,
    )
  )
    return null;
  const at = MONTHS.findIndex((name) => new RegExp(`^(?:${name})`, "u").test(folded));
  return at === -1 ? null : at + 1;
}

export function datesIn(doc: Doc, today: string): string[] {
  const cells = doc.tables.flatMap((table) =>
    table.columns.flatMap((column, at) =>
      column.type === "date" ? table.rows.flatMap((row) => row[at]?.value?.slice(0, 10) ?? []) : [],
    ),
  );
  return [...new Set([...cells, ...findDates(doc.text, { today }).map(({ iso }) => iso)])];
}
