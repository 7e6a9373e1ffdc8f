import type { Sparse } from "../features/vector.ts";

/** Linear heads that share their places: `weights[place * classes + c]`, one bias for each class. */
export interface Head {
  classes: number;
  weights: Float32Array;
  bias: Float32Array;
}

export function score({ classes, weights, bias }: Head, { at, by }: Sparse): Float32Array {
  const scores = Float32Array.from(bias);
  for (let i = 0; i < at.length; i += 1) {
    const row = (at[i] as number) * classes;
    const value = by[i] as number;
    for (let c = 0; c < classes; c += 1) scores[c] = (scores[c] as number) + (weights[row + c] as number) * value;
  }
  return scores;
}

/** Shares that sum up to 1 of scores divided by `temperature` (Guo et al., ICML 2017: calibration by one number). */
export function softmax(scores: Float32Array, temperature = 1): Float32Array {
  const top = Math.max(...scores);
  const powers = scores.map((value) => Math.exp((value - top) / temperature));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** The place of the largest value. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
