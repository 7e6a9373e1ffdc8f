/** A part of a text with its place. */
export interface Span {
  start: number;
  end: number;
  text: string;
}

/**
 * The outermost bracketed parts of a text that begin with one of `opens`, strings inside respected. Unclosed ones are
 * left out.
 */
export function findBalanced(text: string, opens: string): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (!opens.includes(text.charAt(at))) continue;
    const end = findEnd(text, at);
    if (end === null) continue;
    spans.push({ start: at, end, text: text.slice(at, end) });
    at = end - 1;
  }
  return spans;
}

const PAIRS: Record<string, string> = { "{": "}", "[": "]", "(": ")" };

/** Index after the bracket that closes the one at `start`, or null. */
export function findEnd(text: string, start: number): number | null {
  const expected: string[] = [];
  let quote = "";
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote !== "") {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
      continue;
    }
    if (char === '"' || (char === "'" && isQuote(text, at))) quote = char;
    else if (PAIRS[char] !== undefined) expected.push(PAIRS[char]);
    else if (char === expected.at(-1)) expected.pop();
    else if (char === ")" || char === "]" || char === "}") return null;
    if (expected.length === 0) return at + 1;
  }
  return null;
}

/** An apostrophe inside a word ("don't") opens no string. */
const isQuote = (text: string, at: number): boolean => /[\s=([{,:]/.test(text.charAt(at - 1));
