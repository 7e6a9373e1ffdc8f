/** A row of a covering array: the number of a value for each parameter. */
export type Row = readonly number[];

/** Three parameters, ascending. */
type Triple = readonly [number, number, number];

/**
 * Rows in which any values of any three parameters meet, other than of the three `met` elsewhere: a mixed covering array of strength 3, greedy, one row at
 * a time (Cohen, Dalal, Fredman, Patton: The AETG System, 1997). Many times smaller than the product; the same for the same sizes.
 */
export function coverTriples(sizes: readonly number[], met: Triple | null = null): Row[] {
  const triples = triplesOf(sizes.length).filter((triple) => String(triple) !== String(met));
  const open = new Map(triples.map((triple) => [triple, new Set(valuesOf(triple, sizes))]));
  const rows: Row[] = [];
  for (const triple of triples) {
    for (const values of open.get(triple) ?? []) {
      const row = complete(triple, fromKey(values), sizes, triples, open);
      for (const other of triples) open.get(other)?.delete(toKey(other, row));
      rows.push(row);
    }
  }
  return rows;
}

/** Fills the other parameters one after the other, each with the value that covers most of what is open. */
function complete(
  start: Triple,
  values: Row,
  sizes: readonly number[],
  triples: readonly Triple[],
  open: ReadonlyMap<Triple, ReadonlySet<number>>,
): Row {
  const row: number[] = sizes.map((_, at) => values[start.indexOf(at)] ?? -1);
  for (const [at, size] of sizes.entries()) {
    if (start.includes(at)) continue;
    const touched = triples.filter((triple) => triple.includes(at));
    let [best, most] = [0, -1];
    for (let value = 0; value < size; value += 1) {
      row[at] = value;
      const gained = touched.filter((triple) => isSet(triple, row) && open.get(triple)?.has(toKey(triple, row))).length;
      if (gained > most) [best, most] = [value, gained];
    }
    row[at] = best;
  }
  return row;
}

export function triplesOf(count: number): Triple[] {
  const all = Array.from({ length: count }, (_, at) => at);
  return all.flatMap((a) => all.slice(a + 1).flatMap((b) => all.slice(b + 1).map((c): Triple => [a, b, c])));
}

const BASE = 64;
const isSet = (triple: Triple, row: Row): boolean => triple.every((at) => (row[at] ?? -1) >= 0);
const fromKey = (key: number): Row => [Math.floor(key / BASE / BASE), Math.floor(key / BASE) % BASE, key % BASE];

/** The values of a row for three of its parameters, as one number. */
export function toKey([a, b, c]: Triple, row: Row): number {
  return ((row[a] ?? 0) * BASE + (row[b] ?? 0)) * BASE + (row[c] ?? 0);
}

function valuesOf([a, b, c]: Triple, sizes: readonly number[]): number[] {
  const range = (at: number): number[] => Array.from({ length: sizes[at] ?? 0 }, (_, value) => value);
  return range(a).flatMap((x) => range(b).flatMap((y) => range(c).map((z) => (x * BASE + y) * BASE + z)));
}
