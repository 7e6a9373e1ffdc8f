/** The first of each id: the same model may lie on the machine twice. */
export function uniqueById<T extends { id: string }>(all: readonly T[]): T[] {
  return [...new Map(all.toReversed().map((one) => [one.id, one])).values()].toReversed();
}
