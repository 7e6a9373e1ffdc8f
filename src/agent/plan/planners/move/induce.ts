import { findDates, fold, words, type Doc } from "../../../../files/index.ts";
import { withoutLegalForm } from "./names.ts";
import { addresseeOf, letterheadOf, titleIds } from "./docParts.ts";

/**
 * How the files of a folder are named, learnt from the names and contents of the files that are there: constant text, and
 * slots whose values stand in the documents.
 */
export type Piece =
  | { type: "text"; text: string }
  /** An id of one shape: literal `prefix` ("RE-"), then what `body` matches ("2026-107"). */
  | { type: "id"; prefix: string; body: RegExp }
  /** A month's name, written like `sample`. */
  | { type: "month"; sample: string }
  | { type: "date"; form: string }
  /** A word or words of the document; `take` says which. */
  | { type: "name"; from: NameSource; take: Take; separator: string };

export type NameSource = "sender" | "recipient";
export type Take = "whole" | "first" | "last";

/** The common pattern of names without extension; null when they share none. */
export function inducePattern(samples: { stem: string; doc: Doc }[]): Piece[] | null {
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
    const piece = toPiece(column);
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
  /((?:19|20)\d{2}-\d{2}-\d{2}|(?:19|20)\d{2}_\d{2}_\d{2}|(?:19|20)\d{6}(?!\d)|\d{2}\.\d{2}\.(?:19|20)\d{2})|(\p{L}{0,8}[-_]?\d+(?:[-_./]\d+)*(?![\p{L}\d]))|(\p{L}[\p{L}\p{M}'.&]*)|([\s_\-,–]+)|(.)/gu;

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

function toPiece(column: { doc: Doc; part: Part }[]): Piece | null {
  const first = column[0]?.part;
  if (!first) return null;
  const same = column.every(({ part }) => part.text === first.text);
  if (first.kind === "date") return { type: "date", form: first.form ?? "YYYY-MM-DD" };
  if (first.kind === "id") {
    // One number in all names is a part of the name (a year) unless it is the only sample.
    if (same && column.length > 1) return { type: "text", text: first.text };
    return { type: "id", ...idPattern(column.map(({ part }) => part.text)) };
  }
  if (first.kind === "month") return { type: "month", sample: first.text };
  if (first.kind !== "word") return { type: "text", text: first.text };
  const source = learnName(column);
  if (source && !(same && column.length > 1)) return source;
  return same ? { type: "text", text: first.text } : null;
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

function learnName(column: { doc: Doc; part: Part }[]): Piece | null {
  const votes = new Map<string, { count: number; piece: Piece }>();
  for (const { doc, part } of column) {
    for (const from of ["sender", "recipient"] as const) {
      const name = from === "sender" ? letterheadOf(doc) : addresseeOf(doc);
      if (name === null) continue;
      const take = takeOf(withoutLegalForm(name), part.text);
      if (take === null) continue;
      const key = `${from} ${take}`;
      const known = votes.get(key);
      const separator = /[-_ ]/u.exec(part.text)?.[0] ?? known?.piece ?? "-";
      votes.set(key, {
        count: (known?.count ?? 0) + 1,
        piece: { type: "name", from, take, separator: typeof separator === "string" ? separator : "-" },
      });
    }
  }
  const best = [...votes.values()].toSorted((a, b) => b.count - a.count)[0];
  return best && best.count >= column.length * 0.5 ? best.piece : null;
}

function takeOf(name: string, part: string): Take | null {
  const squeeze = (text: string) => fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, "");
  const list = words(name).map(({ word }) => word);
  if (squeeze(name) === squeeze(part)) return "whole";
  if (squeeze(part) === list[0]) return "first";
  if (squeeze(part) === list.at(-1)) return "last";
  return squeeze(name).includes(squeeze(part)) ? "first" : null;
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
