import { chars, choice, literal, optional, repeat, sequence, type Node } from "./node.ts";

/** At most 15 digits, so that every value is exact in a double. */
const LARGEST = 999_999_999_999_999;

/** Exactly the decimal integers from `min` to `max`, both included; a missing or huge bound means 15 digits. */
export function toIntegerRange(min: number | undefined, max: number | undefined): Node | null {
  const low = Math.ceil(Math.max(min ?? -LARGEST, -LARGEST));
  const high = Math.floor(Math.min(max ?? LARGEST, LARGEST));
  if (low > high) return null;
  const parts: Node[] = [];
  if (high >= 0) parts.push(toDigits(Math.max(low, 0), high));
  if (low < 0) parts.push(sequence(literal("-"), toDigits(Math.max(1, -high), -low)));
  return choice(parts);
}

/**
 * Decimal numbers between the bounds with at most 6 places. Exact for integer bounds; returns null where no such number
 * is expressible, and then the caller allows any number and validates it.
 */
export function toNumberRange(min: number | undefined, max: number | undefined): Node | null {
  const low = Math.ceil(Math.max(min ?? -LARGEST, -LARGEST));
  const high = Math.floor(Math.min(max ?? LARGEST, LARGEST));
  const parts: Node[] = [];
  if (high >= 0 && low <= high) parts.push(...toFractions(Math.max(low, 0), high));
  if (low < 0 && low <= high) {
    for (const part of toFractions(Math.max(0, -high), -low)) parts.push(sequence(literal("-"), part));
  }
  return parts.length === 0 ? null : choice(parts);
}

function toFractions(low: number, high: number): Node[] {
  const fraction = sequence(literal("."), repeat(chars("0-9"), 1, 6));
  const parts: Node[] = [];
  const whole = high === LARGEST ? high : high - 1; // beyond 15 digits a fraction means nothing in a double
  if (whole >= low) parts.push(sequence(toDigits(low, whole), optional(fraction)));
  if (whole < high) parts.push(literal(String(high)));
  return parts;
}

/** Non-negative integers from `low` to `high` without leading zeros, split by the number of digits. */
function toDigits(low: number, high: number): Node {
  const parts: Node[] = [];
  if (low === 0) parts.push(literal("0"));
  let from = Math.max(low, 1);
  while (from <= high) {
    const width = String(from).length;
    const widest = from === 10 ** (width - 1) ? String(high + 1).length - 1 : 0;
    const to = widest >= width ? 10 ** widest - 1 : Math.min(high, 10 ** width - 1);
    if (widest >= width) parts.push(sequence(chars("1-9"), repeat(chars("0-9"), width - 1, widest - 1)));
    else parts.push(sameWidth(String(from), String(to)));
    from = to + 1;
  }
  return choice(parts);
}

function sameWidth(low: string, high: string): Node {
  const width = low.length;
  if (width === 0) return literal("");
  if (/^0*$/.test(low) && /^9*$/.test(high)) return repeat(chars("0-9"), width, width);
  const first = low.charCodeAt(0);
  const last = high.charCodeAt(0);
  if (first === last) return sequence(literal(low.charAt(0)), sameWidth(low.slice(1), high.slice(1)));
  const rest = width - 1;
  const lowIsWhole = /^0*$/.test(low.slice(1));
  const highIsWhole = /^9*$/.test(high.slice(1));
  const from = lowIsWhole ? first : first + 1;
  const to = highIsWhole ? last : last - 1;
  const parts: Node[] = [];
  if (!lowIsWhole) parts.push(sequence(literal(low.charAt(0)), sameWidth(low.slice(1), "9".repeat(rest))));
  if (from <= to) {
    const digit = from === to ? literal(String.fromCharCode(from)) : chars(between(from, to));
    parts.push(sequence(digit, rest === 0 ? literal("") : repeat(chars("0-9"), rest, rest)));
  }
  if (!highIsWhole) parts.push(sequence(literal(high.charAt(0)), sameWidth("0".repeat(rest), high.slice(1))));
  return choice(parts);
}

const between = (from: number, to: number): string => `${String.fromCharCode(from)}-${String.fromCharCode(to)}`;
