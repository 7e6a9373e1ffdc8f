import type { Figure } from "./types.ts";

/** The middle value, or the mean of the two in the middle. Throws for an empty list: nothing was measured. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("The median of no values was asked for.");
  return (upper + lower) / 2;
}

/** A figure whose value is the median. */
export function toFigure(name: string, values: readonly number[], unit: string, atMost?: number): Figure {
  return { name, value: median(values), unit, n: values.length, ...(atMost === undefined ? {} : { atMost }) };
}

/** Median against median, not the median of ratios: the pairs were not measured at the same moment. */
export function toRatio(name: string, ours: readonly number[], bare: readonly number[]): Figure {
  return { name, value: median(ours) / median(bare), unit: "ratio", n: Math.min(ours.length, bare.length) };
}

export function isBroken({ value, atMost, atLeast }: Figure): boolean {
  return (atMost !== undefined && !(value <= atMost)) || (atLeast !== undefined && !(value >= atLeast));
}
