/**
 * Who wrote what a value was made of. `owner`: their own words to Kralle; `own`: files that they declared their own. All others come
 * from outside: anybody may have written them.
 */
export const ORIGINS = ["owner", "own", "mail", "web", "others", "tool", "mcp", "skill", "agent"] as const;
export type Origin = (typeof ORIGINS)[number];

const TRUSTED: ReadonlySet<Origin> = new Set<Origin>(["owner", "own"]);

/** What a value was derived from, and whether somebody's private data is among it. A set: the order of `from` is that of ORIGINS. */
export interface Labels {
  readonly from: readonly Origin[];
  readonly isPrivate: boolean;
}

/** Of what was derived from nothing: a constant of Kralle's code. */
export const NOTHING: Labels = { from: [], isPrivate: false };
/** The owner's own words. */
export const OWNER: Labels = { from: ["owner"], isPrivate: false };
/** For what nobody can say anything of: everything at once. */
export const ANYTHING: Labels = { from: ORIGINS, isPrivate: true };

export function labelsOf(from: Origin, isPrivate: boolean): Labels {
  return { from: [from], isPrivate };
}

/** Labels of a value that was made of others: nothing that one of them has is lost. */
export function joinLabels(...all: readonly Labels[]): Labels {
  const from = ORIGINS.filter((origin) => all.some((labels) => labels.from.includes(origin)));
  return { from, isPrivate: all.some(({ isPrivate }) => isPrivate) };
}

/** Whether `more` has everything that `less` has. */
export function covers(more: Labels, less: Labels): boolean {
  return less.from.every((origin) => more.from.includes(origin)) && (more.isPrivate || !less.isPrivate);
}

/** Whether somebody else may have written a part of it. */
export function isUntrusted({ from }: Labels): boolean {
  return from.some((origin) => !TRUSTED.has(origin));
}

const PRIVATE = "private";

/** Labels as words, for a store: a union of words is a join of labels. */
export function toLabelWords({ from, isPrivate }: Labels): string[] {
  return isPrivate ? [...from, PRIVATE] : [...from];
}

/** The reverse. A word that this Kralle does not know stands for everything. */
export function fromLabelWords(words: readonly string[]): Labels {
  const from = ORIGINS.filter((origin) => words.includes(origin));
  const isKnown = (word: string): boolean => word === PRIVATE || (ORIGINS as readonly string[]).includes(word);
  return words.every(isKnown) ? { from, isPrivate: words.includes(PRIVATE) } : ANYTHING;
}

/** Labels that were kept as JSON. Whatever is no labels (any more) counts as everything. */
export function readLabels(stored: unknown): Labels {
  if (typeof stored !== "object" || stored === null) return ANYTHING;
  const { from, isPrivate } = stored as { from?: unknown; isPrivate?: unknown };
  if (!Array.isArray(from) || typeof isPrivate !== "boolean") return ANYTHING;
  return fromLabelWords([...from.map(String), ...(isPrivate ? [PRIVATE] : [])]);
}
