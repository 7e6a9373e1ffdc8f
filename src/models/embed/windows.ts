/** About 50,000 words; more is a book, which should be cut into passages so that it can be found. */
export const MOST_WINDOWS = 128;

/** Cuts tokens into windows of nearly the same size, at most `most`; a short rest alone would say little. */
export function toWindows(tokens: readonly number[], most: number): number[][] {
  const count = Math.max(1, Math.ceil(tokens.length / most));
  return Array.from({ length: count }, (_window, at) =>
    tokens.slice(Math.floor((at * tokens.length) / count), Math.floor(((at + 1) * tokens.length) / count)),
  );
}

/** The mean by weight, of length 1. */
export function toMeanVector(
  vectors: readonly ArrayLike<number>[],
  weights: readonly number[],
): Float32Array<ArrayBuffer> {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const [at, vector] of vectors.entries()) {
    const weight = weights[at] ?? 0;
    for (let axis = 0; axis < sum.length; axis += 1) sum[axis] = (sum[axis] ?? 0) + weight * (vector[axis] ?? 0);
  }
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => (length === 0 ? 0 : value / length));
}
