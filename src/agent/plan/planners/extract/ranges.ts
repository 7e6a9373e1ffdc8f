import { parseNumber } from "../../../../files/index.ts";

/** A range of numbers as lab reports and data sheets write it; null = open. */
export interface Range {
  min: number | null;
  max: number | null;
  /** Whether the bounds themselves are still inside ("< 5" leaves out 5). */
  strict: boolean;
}

const NUMBER = String.raw`-?\d+(?:[.,]\d+)?`;
const BETWEEN = new RegExp(String.raw`^\(?\[?(${NUMBER})\s*(?:-|–|—|to|bis|\.\.\.?)\s*(${NUMBER})\]?\)?`, "iu");
const BELOW = new RegExp(String.raw`^(?:<|≤|<=|up to|bis|unter|max\.?|below)\s*(${NUMBER})`, "iu");
const ABOVE = new RegExp(String.raw`^(?:>|≥|>=|from|ab|über|min\.?|above|over)\s*(${NUMBER})`, "iu");

/** "55-75", "150 – 400", "< 5", ">= 60", "2,5 bis 9,6 mmol/l"; null when the text is no range. */
export function parseRange(raw: string): Range | null {
  const text = raw.trim();
  const number = (written: string | undefined) =>
    written === undefined ? null : Number(parseNumber(written) ?? Number.NaN);
  const between = BETWEEN.exec(text);
  if (between) {
    const [min, max] = [number(between[1]), number(between[2])];
    return min === null || max === null || Number.isNaN(min + max) ? null : { min, max, strict: false };
  }
  const below = BELOW.exec(text);
  if (below) return { min: null, max: number(below[1]), strict: text.startsWith("<") && !text.startsWith("<=") };
  const above = ABOVE.exec(text);
  return above ? { min: number(above[1]), max: null, strict: text.startsWith(">") && !text.startsWith(">=") } : null;
}

export function isOutside(value: number, range: Range): "low" | "high" | null {
  if (range.min !== null && (range.strict ? value <= range.min : value < range.min)) return "low";
  if (range.max !== null && (range.strict ? value >= range.max : value > range.max)) return "high";
  return null;
}
