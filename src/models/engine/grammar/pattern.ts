import { chars, choice, literal, repeat, sequence, type Node } from "./node.ts";

/** What any character but quote, backslash and controls is in a class. */
const PLAIN = '^"\\\\\\x00-\\x1F\\x7F';
const ESCAPES: Record<string, string> = { d: "0-9", w: "A-Za-z0-9_", s: " " };

/**
 * Translates a regular expression into a grammar for the inside of a JSON string; null where it uses what a grammar
 * cannot say (look-around, back references, flags, `\b`). What the grammar admits always matches the pattern; it may
 * admit less (no quotes or controls inside classes).
 */
export function fromPattern(source: string, any: Node): Node | null {
  const reader: Reader = { source, at: 0 };
  const node = readChoice(reader, any, true);
  return node !== null && reader.at === source.length ? node : null;
}

interface Reader {
  readonly source: string;
  at: number;
}

function readChoice(reader: Reader, any: Node, top: boolean): Node | null {
  const items: Node[] = [];
  for (;;) {
    const item = readSequence(reader, any, top);
    if (item === null) return null;
    items.push(item);
    if (reader.source[reader.at] !== "|") return choice(items);
    reader.at += 1;
  }
}

function readSequence(reader: Reader, any: Node, top: boolean): Node | null {
  const items: Node[] = [];
  let open = top;
  let closed = !top;
  if (top && reader.source[reader.at] === "^") {
    open = false;
    reader.at += 1;
  }
  while (reader.at < reader.source.length && !"|)".includes(reader.source.charAt(reader.at))) {
    if (top && reader.source[reader.at] === "$" && isEndOfAlternative(reader)) {
      closed = true;
      reader.at += 1;
      break;
    }
    const atom = readAtom(reader, any);
    if (atom === null) return null;
    const repeated = readQuantifier(reader, atom);
    if (repeated === null) return null;
    items.push(repeated);
  }
  const around = repeat(any, 0, null);
  return sequence(...(open ? [around] : []), ...items, ...(closed ? [] : [around]));
}

function isEndOfAlternative(reader: Reader): boolean {
  const next = reader.source[reader.at + 1];
  return next === undefined || next === "|";
}

function readAtom(reader: Reader, any: Node): Node | null {
  const char = reader.source.charAt(reader.at);
  if ("^$*+?{}".includes(char)) return null;
  if (char === "(") return readGroup(reader, any);
  if (char === "[") return readClass(reader);
  const [point = ""] = reader.source.slice(reader.at);
  reader.at += point.length;
  if (char === ".") return chars(PLAIN);
  if (char !== "\\") return asLiteral(point);
  const escaped = reader.source.charAt(reader.at);
  reader.at += 1;
  const known = ESCAPES[escaped];
  if (known !== undefined) return chars(known);
  return /[A-Za-z0-9]/.test(escaped) || escaped === "" ? null : asLiteral(escaped);
}

const asLiteral = (char: string): Node => literal(JSON.stringify(char).slice(1, -1));

function readGroup(reader: Reader, any: Node): Node | null {
  reader.at += 1;
  if (reader.source.startsWith("?:", reader.at)) reader.at += 2;
  else if (reader.source[reader.at] === "?") return null;
  const inside = readChoice(reader, any, false);
  if (inside === null || reader.source[reader.at] !== ")") return null;
  reader.at += 1;
  return inside;
}

function readClass(reader: Reader): Node | null {
  const found = /^\[(\^?)((?:[^\]\\]|\\.)*)\]/u.exec(reader.source.slice(reader.at));
  if (found === null) return null;
  reader.at += found[0].length;
  const [, negated = "", body = ""] = found;
  const parts: string[] = [];
  for (const [part] of body.matchAll(/(?:\\.|[^\\])(?:-(?:\\.|[^\\]))?|-/gu)) {
    const inside = toClassPart(part, negated !== "");
    if (inside === null) return null;
    parts.push(inside);
  }
  if (negated === "" && parts.length === 0) return null;
  return chars((negated === "" ? "" : PLAIN) + parts.join(""));
}

/** One member of a bracket class; null where it would admit a character that JSON strings must escape. */
function toClassPart(part: string, negated: boolean): string | null {
  const escape = /^\\([a-z])$/i.exec(part)?.[1];
  if (escape !== undefined) return ESCAPES[escape] ?? null;
  if (/\\[A-Za-z0-9]/.test(part)) return null;
  const range = /^(\\?.)-(\\?.)$/u.exec(part);
  const ends = range === null ? [part] : [range[1] ?? "", range[2] ?? ""];
  const codes = ends.map((end) => end.replace(/^\\(?=.)/, ""));
  const [from = "", to = from] = codes;
  if (from > to || (!negated && mustBeEscaped(from, to))) return null;
  return codes.map(toClassChar).join("-");
}

function mustBeEscaped(from: string, to: string): boolean {
  return from < " " || ['"', "\\", "\x7f"].some((char) => from <= char && char <= to);
}

function toClassChar(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (/[\]\\^[-]/.test(char) || code < 0x20) return `\\x${code.toString(16).padStart(2, "0").toUpperCase()}`;
  return char;
}

function readQuantifier(reader: Reader, atom: Node): Node | null {
  const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(reader.source.slice(reader.at));
  if (found === null) return atom;
  reader.at += found[0].length;
  if (reader.source[reader.at] === "?") reader.at += 1; // lazy: the same language
  if (reader.source[reader.at] === "+") return null;
  if (found[0] === "*") return repeat(atom, 0, null);
  if (found[0] === "+") return repeat(atom, 1, null);
  if (found[0] === "?") return repeat(atom, 0, 1);
  const min = Number(found[1]);
  const max = found[2] === undefined ? min : found[3] === "" ? null : Number(found[3]);
  return max !== null && (max < min || max > 1000) ? null : repeat(atom, min, max);
}
