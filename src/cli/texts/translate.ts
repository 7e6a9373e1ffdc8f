import { GERMAN } from "./german/index.ts";

interface Pattern {
  /** What stands before, between and after the values, in order; one more than there are values. */
  literals: string[];
  german: string;
}

/** Ways to read a text by one pattern that are tried: a value may hold what stands between values. */
const MOST_READINGS = 100;
/** Of all patterns and values together. An ordinary message takes some thousand; a strange one stays English. */
const MOST_STEPS = 100_000;
/** A value in a value in a value: a list of sources, a source, its reason, what the system said. */
const DEEPEST = 5;

let patterns: Pattern[] | null = null;

/**
 * A message or hint of an error in German, or null when the catalogue does not have it: it is German already, or comes from
 * outside. Values keep their place by number; what Kralle did not write stays as it is.
 */
export function toGerman(text: string): string | null {
  return translate(text, { steps: MOST_STEPS, depth: 0, known: new Map() });
}

/** Shared by all that belongs to one message. */
interface Effort {
  steps: number;
  depth: number;
  known: Map<string, string | null>;
}

function translate(text: string, effort: Effort): string | null {
  if (Object.hasOwn(GERMAN, text)) return GERMAN[text] ?? null;
  const known = effort.known.get(text);
  if (known !== undefined) return known;
  if (effort.depth >= DEEPEST) return null;
  patterns ??= compile(GERMAN);
  effort.depth += 1;
  let found: string | null = null;
  for (const pattern of patterns) {
    effort.steps -= 1;
    if (effort.steps <= 0) break;
    found = apply(pattern, text, effort);
    if (found !== null) break;
  }
  effort.depth -= 1;
  effort.known.set(text, found);
  return found;
}

function apply({ literals, german }: Pattern, text: string, effort: Effort): string | null {
  const readings = [...readValues(text, literals, effort)];
  if (readings.length === 0) return null;
  const inner = [...german.matchAll(/\{~(\d+)\}/g)].map(([, index]) => Number(index));
  const isKnown = (values: string[]) => (index: number) => translateLines(values[index] ?? "", effort) !== null;
  const values =
    readings.find((one) => inner.every(isKnown(one))) ??
    readings.find((one) => inner.some(isKnown(one))) ??
    (/\p{L}/u.test(literals.join("")) ? readings[0] : undefined); // "{0} {1}." alone fits almost anything
  if (values === undefined) return null;
  return german.replaceAll(/\{(~?)(\d+)\}/g, (_, mark: string, index: string) => {
    const value = values[Number(index)] ?? "";
    return mark === "" ? value : (translateLines(value, effort) ?? value);
  });
}

/** A value of several lines is a list, each line a text of its own. Null when no line has a translation. */
function translateLines(value: string, effort: Effort): string | null {
  const lines = value.split("\n");
  const translated = lines.map((line) => translate(line, effort));
  return translated.every((line) => line === null) ? null : lines.map((line, at) => translated[at] ?? line).join("\n");
}

/** The most telling first: of two patterns that fit, the one with more text of its own is meant. */
function compile(catalogue: Readonly<Record<string, string>>): Pattern[] {
  const found = Object.entries(catalogue)
    .map(([source, german]) => ({ literals: source.split(/\{\d+\}/), german }))
    .filter(({ literals }) => literals.length > 1);
  const weight = ({ literals }: Pattern): number => literals.join("").length;
  return found.toSorted((one, other) => weight(other) - weight(one));
}

/** The values with which the pattern gives the text, the shortest ones first. */
function* readValues(text: string, literals: readonly string[], effort: Effort): Generator<string[], undefined> {
  const [head = "", ...rest] = literals;
  const tail = rest.pop() ?? "";
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return;
  const inner = text.slice(head.length, text.length - tail.length);
  let left = MOST_READINGS;
  const split = function* (from: number, at: number, values: string[]): Generator<string[], undefined> {
    const literal = rest[at];
    if (literal === undefined) return yield [...values, inner.slice(from)];
    for (
      let end = inner.indexOf(literal, from);
      end >= 0 && left > 0 && effort.steps > 0;
      end = inner.indexOf(literal, end + 1)
    ) {
      left -= 1;
      effort.steps -= 1 + (inner.length >> 8);
      yield* split(end + literal.length, at + 1, [...values, inner.slice(from, end)]);
      if (end >= inner.length) return;
    }
  };
  yield* split(0, 0, []);
}
