import { findEnd } from "./balanced.ts";

/** A call written like Python: `search(query="x", limit=3)`. Positional values have the key `null`. */
export interface PythonCall {
  name: string;
  values: { key: string | null; value: unknown }[];
}

/** Reads `name(…)` or `[name(…), name(…)]`; null when the text is anything else. */
export function readPythonCalls(text: string): PythonCall[] | null {
  const trimmed = text.trim().replace(/;$/, "");
  const isList = trimmed.startsWith("[") && trimmed.endsWith("]");
  const parts = isList ? splitTop(trimmed.slice(1, -1)) : [trimmed];
  const calls = parts.map(readCall);
  return calls.length > 0 && calls.every((call) => call !== null) ? calls : null;
}

function readCall(text: string): PythonCall | null {
  const found = /^\s*(?:print\()?([A-Za-z_][\w.-]*)\s*\(/.exec(text);
  if (found === null) return null;
  const open = text.indexOf("(", found[0].length - 1);
  const end = findEnd(text, open);
  if (end === null || !/^\)?\s*$/.test(text.slice(end))) return null;
  const values: PythonCall["values"] = [];
  for (const part of splitTop(text.slice(open + 1, end - 1))) {
    const named = /^\s*([A-Za-z_]\w*)\s*=(?!=)/.exec(part);
    const value = readLiteral(named === null ? part : part.slice(named[0].length));
    if (value === undefined) return null;
    values.push({ key: named?.[1] ?? null, value });
  }
  return { name: found[1] ?? "", values };
}

/** A Python or JSON literal; undefined when it is none. */
function readLiteral(text: string): unknown {
  const trimmed = text.trim();
  const single = /^'((?:[^'\\]|\\.)*)'$/s.exec(trimmed);
  if (single !== null) return readJson(`"${(single[1] ?? "").replaceAll("\\'", "'").replaceAll('"', '\\"')}"`);
  const asJson = trimmed
    .replace(/'((?:[^'\\]|\\.)*)'/gs, (_all, inside: string) => JSON.stringify(inside))
    .replace(/\b(True|False|None)\b/g, (word) => ({ True: "true", False: "false" })[word] ?? "null");
  return readJson(trimmed) ?? readJson(/"/.test(trimmed) ? trimmed : asJson) ?? readJson(asJson);
}

function readJson(text: string): unknown {
  if (text === "null") return null;
  try {
    return JSON.parse(text.replaceAll("\n", "\\n"));
  } catch {
    return undefined; // not a literal: the caller decides
  }
}

/** Splits at commas outside brackets and strings; an empty text has no parts. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if ("([{".includes(char)) at = (findEnd(text, at) ?? at + 1) - 1;
    else if (char === '"' || char === "'") at = skipString(text, at);
    else if (char === ",") {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== "");
}

function skipString(text: string, open: number): number {
  const quote = text.charAt(open);
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}
