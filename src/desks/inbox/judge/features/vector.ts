/** A vector of which few places are not zero: `at[i]` is the place of the value `by[i]`; no place stands twice. */
export interface Sparse {
  at: Int32Array;
  by: Float32Array;
}

export function toSparse(places: ReadonlyMap<number, number>): Sparse {
  return { at: Int32Array.from(places.keys()), by: Float32Array.from(places.values()) };
}

/** Places of several vectors one behind the other; `offset` moves those of the second. */
export function joinSparse(first: Sparse, second: Sparse, offset: number): Sparse {
  const at = new Int32Array(first.at.length + second.at.length);
  const by = new Float32Array(at.length);
  at.set(first.at);
  by.set(first.by);
  at.set(
    second.at.map((place) => place + offset),
    first.at.length,
  );
  by.set(second.by, first.at.length);
  return { at, by };
}
