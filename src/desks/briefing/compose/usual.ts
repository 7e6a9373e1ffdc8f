import type { MetricPoint } from "../../../store/index.ts";

/** Where the next value is expected 19 times of 20. */
export interface Usual {
  mean: number;
  low: number;
  high: number;
  /** How many values it is made of. */
  n: number;
}

/** Fewer values say nothing about what is usual. */
const LEAST = 7;
/** The newest ones that are looked at. */
export const LOOK_BACK = 28;

/** Two-sided 95 % quantiles of Student's t by degrees of freedom, from 6 on (NIST/SEMATECH e-Handbook, 1.3.6.7.2). */
const T95 = [2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052]; // prettier-ignore

/**
 * The prediction interval of one further value of a normal sample: mean ± t · s · sqrt(1 + 1/n) (ISO 16269-8). Null for fewer than seven
 * values. A series that never varied expects its own value.
 */
export function usualOf(before: readonly Pick<MetricPoint, "value">[]): Usual | null {
  const values = before.slice(-LOOK_BACK).map(({ value }) => value);
  const n = values.length;
  const t = T95[n - LEAST];
  if (t === undefined) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = t * Math.sqrt(variance) * Math.sqrt(1 + 1 / n);
  return { mean, low: mean - half, high: mean + half, n };
}
