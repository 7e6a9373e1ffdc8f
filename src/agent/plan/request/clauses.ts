import { isMemorySentence } from "../../memory/phrases.ts";
import { fold, sentences, stem, words } from "../../../files/index.ts";
import type { Clause } from "../types.ts";
import { headOf, isOrder, JOINT, NEXT, POINTS, refersBack, type Head } from "./orders.ts";
import { STOP_WORDS } from "./stopwords.ts";
import type { PathMention, Request } from "./types.ts";

/** A sentence, or a part of one that gives an order of its own. */
interface Piece {
  text: string;
  start: number;
  end: number;
  head: Head | null;
  order: boolean;
  asks: boolean;
  /** It begins a sentence. */
  fresh: boolean;
  /** A file or folder is named in it. */
  placed: boolean;
}

/**
 * Splits a request into what is asked for, in order. Background sentences ("I missed the meeting on Monday.") stay with
 * the clause after them, additions ("Just the number, please.") with the one before.
 */
export function splitClauses(text: string, paths: readonly PathMention[]): Clause[] {
  const { told, pieces } = takeTold(piecesOf(text, paths));
  const groups: Piece[][] = [];
  let lead: Piece[] = [];
  for (const [at, piece] of pieces.entries()) {
    const last = groups.at(-1);
    const next = pieces[at + 1];
    if (!last || (lead.length > 0 && !piece.order)) {
      if (piece.order) groups.push([...lead.splice(0), piece]);
      else lead.push(piece);
    } else if (!piece.order && lead.length === 0 && next?.order && isBackground(piece, next, last)) lead = [piece];
    else if (!piece.order || (lead.length === 0 && belongs(piece, last))) last.push(piece);
    else groups.push([...lead.splice(0), piece]);
  }
  if (lead.length > 0) {
    const last = groups.at(-1);
    if (last) last.push(...lead);
    else groups.push(lead);
  }
  return [...told, ...groups].map((group, index) => toClause(group, index, text));
}

/**
 * "Remember that our VAT id is DE123. Then write …": what is told at the head of a request is work of its own, each
 * sentence. Behind an order such words belong to the order, and may stand in a text that somebody else wrote.
 */
function takeTold(all: Piece[]): { told: Piece[][]; pieces: Piece[] } {
  const told: Piece[][] = [];
  let pieces = all;
  for (let head = pieces[0]; head && isMemorySentence(head.text); head = pieces[0]) {
    // Statements that follow until the next order are told, too, where there is an order; else they are all of one piece.
    const rest = pieces.slice(1);
    const isLast = !rest.some((piece) => piece.order || isMemorySentence(piece.text));
    told.push(isLast ? pieces : [head]);
    pieces = isLast ? [] : rest;
  }
  return { told, pieces };
}

function toClause(group: Piece[], index: number, text: string): Clause {
  const start = group[0]?.start ?? 0;
  const whole = trimJoint(text.slice(start, group.at(-1)?.end ?? text.length));
  const orders = group.filter((piece) => piece.order).map((piece) => trimJoint(piece.text));
  return { text: whole, index, start, ...(orders.length > 0 ? { order: orders.join(", ") } : {}) };
}

const trimJoint = (text: string) => text.replace(/[,;\s]+(?:and|und)?\s*$/iu, "").trim();

/** The clause with "@" in the place of each path: a word inside a path says nothing about the work. */
export function proseOf(clause: Clause, request: Request): string {
  return withoutPaths(clause.text, request);
}

/** Like `proseOf`, only what gives the order: no background before it, no remarks after it. */
export function orderOf(clause: Clause, request: Request): string {
  return withoutPaths(clause.order ?? clause.text, request);
}

function withoutPaths(text: string, request: Request): string {
  return request.paths.reduce((prose, path) => prose.replaceAll(path.text, "@"), text);
}

function piecesOf(text: string, paths: readonly PathMention[]): Piece[] {
  // A full stop or an "and" inside a path parts nothing.
  const masked = paths.reduce(
    (plain, { start, end }) => plain.slice(0, start) + "X".repeat(end - start) + plain.slice(end),
    text,
  );
  const pieces: Piece[] = [];
  const add = (from: number, to: number, fresh: boolean) => {
    const raw = masked.slice(from, to);
    const start = from + raw.length - raw.trimStart().length;
    const prose = raw.trim();
    if (prose === "") return;
    const placed = paths.some((path) => path.start >= from && path.end <= to);
    const bare = trimJoint(prose);
    const head = headOf(bare);
    const asks =
      (head !== "take" && bare.endsWith("?")) || /(?<!\p{L})(?:how (?:many|much)|wie\s?viele?)(?!\p{L})/iu.test(bare);
    const order = isOrder(bare, placed);
    pieces.push({
      text: text.slice(start, to).trimEnd(),
      start,
      end: to,
      head,
      order,
      asks,
      fresh,
      placed,
    });
  };
  for (const sentence of sentences(masked)) {
    let from = sentence.start;
    for (const match of sentence.text.matchAll(JOINT)) {
      const at = sentence.start + match.index;
      const rest = sentence.text.slice(match.index + match[0].length);
      if (at - from < 8 || !parts(match[0], masked.slice(from, at), rest)) continue;
      add(from, at, from === sentence.start);
      from = at + match[0].length;
    }
    add(from, sentence.end, from === sentence.start);
  }
  return pieces;
}

const STRONG: ReadonlySet<Head | null> = new Set(["move", "change"]);

/** Whether a joint really parts two orders. */
function parts(joint: string, before: string, rest: string): boolean {
  if (joint.startsWith(";")) return isOrder(rest, false);
  if (/\p{L}/u.test(joint)) return !/^\p{Lu}/u.test(rest);
  // A comma alone stands in every list and relative clause: both sides must be orders, the second one of weight.
  const first = headOf(before.replace(/^.*[.!?:]\s+/u, "").trim());
  const second = headOf(rest);
  const upTo = /^[^,;.]*/u.exec(rest)?.[0] ?? "";
  return first !== null && (STRONG.has(second) || /XXXX/u.test(upTo) || /^(?:tell|sag|let)\s/iu.test(rest));
}

/** "Ms Lee rang. Change her address.": told for the sake of the order that follows, not about the one before. */
function isBackground(piece: Piece, next: Piece, last: Piece[]): boolean {
  const own = contentOf(piece.text);
  const shares = (other: string) => contentOf(other).filter((word) => own.includes(word)).length;
  if (!piece.fresh || !next.fresh || piece.placed || NEXT.test(next.text) || refersBack(piece.text)) return false;
  if (!/^(?:\p{Lu}|\p{N})/u.test(piece.text) || /^(?:please|bitte|just|only|nur|not|nicht|no|kein)/iu.test(piece.text))
    return false;
  const before = last.map(({ text }) => text).join(" ");
  return (
    shares(next.text) > shares(before) || (POINTS.test(next.text) && !POINTS.test(piece.text) && shares(before) === 0)
  );
}

/** Whether an order is no work of its own, but goes on with the clause before. */
function belongs(piece: Piece, last: Piece[]): boolean {
  const orders = last.filter(({ order }) => order);
  const before = orders.at(-1);
  if (!before) return false;
  if (orders.every(({ head, asks }) => head === "take" && !asks)) return true;
  const back = refersBack(piece.text);
  const changes = orders.some(({ head }) => head === "move" || head === "change");
  const stores = orders.some(
    ({ placed, asks, head, text }) => placed && !asks && (head !== "take" || /(?<!\p{L})as|als(?!\p{L})/u.test(text)),
  );
  switch (piece.head) {
    case "move":
      return (
        back &&
        orders.some(({ head, text }) => head === "move" || (head === "save" && refersBack(text)) || placesFiles(text))
      );
    case "count":
      return before.head === "count" && !piece.fresh && !piece.placed
        ? true
        : piece.fresh && before.asks && !piece.placed && !piece.asks && (back || sharesWord(piece, before));
    case "short":
      return before.asks && !changes;
    case "tell":
      if (/^\S+\s+(?:ihm|ihr|ihnen|him|her|them)(?!\p{L})/iu.test(piece.text)) return !piece.asks;
      return (
        !changes &&
        !stores &&
        !piece.placed &&
        (back || /^\S+\s+(?:me|mir|us|uns)(?!\p{L})/iu.test(piece.text)) &&
        !asksAnew(piece)
      );
    case "save":
      return back && !(piece.placed && stores && !writesLetter(orders));
    case "make":
      return back && !piece.placed && !changes;
    default:
      return false;
  }
}

/** "Leg die zu den Rechnungen und benenn sie …": files are put somewhere. */
const placesFiles = (text: string) => /^(?:\S+\s+){0,2}?(?:leg|put|file|pack|schieb|stell)e?(?!\p{L})/iu.test(text);

const writesLetter = (orders: Piece[]) => orders.every(({ placed }) => !placed);

/** "tell me how many", "sag mir, wie hoch …" right after something else was looked up is a question of its own. */
const asksAnew = ({ text }: Piece) => /(?<!\p{L})(?:how (?:many|much)|wie\s?viele?|wie hoch)(?!\p{L})/iu.test(text);

function sharesWord(a: Piece, b: Piece): boolean {
  const other = contentOf(b.text);
  return contentOf(a.text).some((word) => other.includes(word));
}

function contentOf(text: string): string[] {
  return words(text)
    .filter(({ word }) => word.length > 2 && !STOP_WORDS.has(fold(word)))
    .map(({ word }) => stem(word));
}
