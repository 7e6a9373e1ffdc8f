import { SKILL_LIMITS } from "./types.ts";
import { unusable } from "./unusable.ts";

/** A value of the front matter. */
export type Field = string | string[] | Map<string, string>;

export interface FrontMatter {
  fields: Map<string, Field>;
  body: string;
}

const KEY = /^([A-Za-z][\w-]{0,63}):(?:[ \t]+(.*)|[ \t]*)$/u;
const FENCE = /^---[ \t]*$/u;

const notReadable = (line: number): Error => unusable(`Line ${line} of the front matter cannot be read.`);

/**
 * The YAML that a SKILL.md begins with, as much of it as skills use: scalars (plain, quoted, block), lists of scalars and one
 * level of keys. What YAML has besides (anchors, tags, deeper nesting) is refused, not guessed. Throws E_INPUT.
 */
export function readFrontMatter(text: string): FrontMatter {
  const lines = text
    .replace(/^\uFEFF/u, "")
    .replaceAll(/\r\n?/gu, "\n")
    .split("\n");
  if (!FENCE.test(lines[0] ?? "")) throw unusable("There is no front matter: its first line is to be ---.");
  const end = lines.findIndex((line, at) => at > 0 && FENCE.test(line));
  if (end === -1) throw unusable("The front matter has no end: a line --- is missing.");
  const head = lines.slice(1, end);
  if (head.length > SKILL_LIMITS.headLines || head.join("\n").length > SKILL_LIMITS.headChars)
    throw unusable("The front matter is too long.");
  return { fields: readFields(head), body: lines.slice(end + 1).join("\n") };
}

const isNothing = (line: string): boolean => /^\s*(?:#.*)?$/u.test(line);
const isInner = (line: string): boolean => /^[ \t]/u.test(line) || line.trim() === "";

function readFields(lines: readonly string[]): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (isNothing(line)) continue;
    const [, key, rest = ""] = KEY.exec(line) ?? [];
    if (key === undefined) throw notReadable(at + 2);
    if (fields.has(key)) throw unusable(`The front matter names ${key} twice.`);
    const begin = at + 1;
    const value = rest.trim();
    // A list may stand as far left as its key.
    const belongs = (next: string): boolean => isInner(next) || (value === "" && /^-[ \t]/u.test(next));
    while (at + 1 < lines.length && belongs(lines[at + 1] ?? "")) at += 1;
    fields.set(key, readField(value, lines.slice(begin, at + 1), begin + 1));
  }
  return fields;
}

/** `line`: the number of the key's line in the file. */
function readField(value: string, inner: readonly string[], line: number): Field {
  const block = /^([|>])[+-]?(?:[ \t]+#.*)?$/u.exec(value);
  if (block) return readBlock(inner, block[1] === ">");
  const told = inner.filter((next) => !isNothing(next)).map((next) => next.trim());
  if (value !== "" && !value.startsWith("#")) {
    if (told.length === 0) return value.startsWith("[") ? readFlow(value, line) : readScalar(value, line);
    if (/^["'[]/u.test(value)) throw notReadable(line + 1);
    return [value, ...told].map((part) => readPlain(part, line)).join(" ");
  }
  if (told.length === 0) return "";
  if (told.every((next) => /^-[ \t]/u.test(next))) return told.map((next) => readScalar(next.slice(1).trim(), line));
  return readMap(inner, line);
}

function readMap(inner: readonly string[], line: number): Map<string, string> {
  const map = new Map<string, string>();
  const indents = new Set<number>();
  for (const next of inner) {
    if (isNothing(next)) continue;
    const [, key, rest = ""] = KEY.exec(next.trim()) ?? [];
    indents.add(next.search(/\S/u));
    if (key === undefined || map.has(key) || indents.size > 1) throw notReadable(line);
    map.set(key, rest.trim() === "" ? "" : readScalar(rest.trim(), line));
  }
  return map;
}

function readBlock(inner: readonly string[], isFolded: boolean): string {
  const indent = Math.min(...inner.filter((next) => next.trim() !== "").map((next) => next.search(/\S/u)));
  const lines = inner.map((next) => next.slice(Number.isFinite(indent) ? indent : 0).trimEnd());
  const text = lines.join("\n").trimEnd();
  return isFolded ? text.replaceAll(/(?<!\n)\n(?!\n)/gu, " ").replaceAll(/\n{2,}/gu, "\n") : text;
}

function readFlow(value: string, line: number): string[] {
  const [, inside] = /^\[([^[\]{}]*)\][ \t]*(?:#.*)?$/u.exec(value) ?? [];
  if (inside === undefined) throw notReadable(line);
  return inside.trim() === "" ? [] : inside.split(",").map((part) => readScalar(part.trim(), line));
}

function readScalar(value: string, line: number): string {
  if (value.startsWith('"')) {
    const [, quoted] = /^("(?:[^"\\]|\\.)*")[ \t]*(?:#.*)?$/u.exec(value) ?? [];
    if (quoted === undefined) throw notReadable(line);
    try {
      return String(JSON.parse(quoted));
    } catch (cause) {
      throw unusable(`Line ${line} of the front matter cannot be read.`, cause);
    }
  }
  if (!value.startsWith("'")) return readPlain(value, line);
  const [, quoted] = /^'((?:[^']|'')*)'[ \t]*(?:#.*)?$/u.exec(value) ?? [];
  if (quoted === undefined) throw notReadable(line);
  return quoted.replaceAll("''", "'");
}

function readPlain(value: string, line: number): string {
  const text = value.replace(/(?:^|[ \t])#.*$/u, "").trim();
  if (/^(?:[&*!%@`{}[\],"'|>]|[-?:](?:[ \t]|$))/u.test(text)) throw notReadable(line);
  if (/:(?:[ \t]|$)/u.test(text))
    throw unusable(`Line ${line} of the front matter holds a colon: put its value in quotes.`);
  return text;
}
