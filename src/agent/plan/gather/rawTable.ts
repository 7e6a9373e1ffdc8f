/** Rows as strings, with the 1-based line of each. */
export interface RawTable {
  names: string[];
  rows: string[][];
  lines: number[];
}

export function uniqueNames(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}
