import { exampleToMail } from "./exampleToMail.ts";
import { toFeatures, type MailFeatures } from "./features/features.ts";
import { STRUCTURE } from "./features/structure.ts";
import { CLASSES, type Example, type MailClass } from "./types.ts";

/**
 * Classes of the owner's own, of which the shipped heads know nothing: one-class learning by the middle of the examples. A mail
 * belongs where it lies as near to the middle as the examples do that were left out of it; so the classes with examples of
 * all kinds are wide, and narrow ones narrow.
 */
export interface OwnClass {
  name: MailClass;
  /** Of length 1. */
  middle: Float64Array;
  /** Likeness from which a mail fits, and what one step of it is. */
  least: number;
  step: number;
  byMeaning: boolean;
}

const FEWEST = 3;
/** Own classes take no more than what is surely theirs: a mail left where it was is found by the owner, one moved away may not be. */
const STRICT = 0.5;

export function learnOwnClasses(examples: readonly Example[], middle: Float32Array): OwnClass[] {
  const groups = Map.groupBy(examples, (example) => example.class);
  return [...groups]
    .filter(([name, group]) => !(CLASSES as readonly string[]).includes(name) && group.length >= FEWEST)
    .map(([name, group]) => learn(name, group, middle));
}

/** By class how much better a mail fits than the examples do; above 0 it fits. */
export function fitOwnClasses(
  classes: readonly OwnClass[],
  features: MailFeatures,
  meaning: Float32Array | undefined,
  middle: Float32Array,
): Map<MailClass, number> {
  const fits = new Map<MailClass, number>();
  for (const one of classes) {
    if (one.byMeaning && meaning === undefined) continue;
    const vector = one.byMeaning ? ofMeaning(meaning as Float32Array, middle) : ofNamed(features);
    fits.set(one.name, Math.max(-3, Math.min(2, (dot(vector, one.middle) - one.least) / one.step)));
  }
  return fits;
}

function learn(name: MailClass, group: readonly Example[], middle: Float32Array): OwnClass {
  const byMeaning = group.every(({ meaning }) => meaning !== undefined);
  const vectors = group.map((example) =>
    byMeaning ? ofMeaning(example.meaning as Float32Array, middle) : ofNamed(toFeatures(exampleToMail(example))),
  );
  const likenesses = vectors.map((vector, at) => dot(vector, meanOf(vectors.toSpliced(at, 1))));
  const mean = likenesses.reduce((sum, one) => sum + one, 0) / likenesses.length;
  const spread = Math.sqrt(likenesses.reduce((sum, one) => sum + (one - mean) ** 2, 0) / likenesses.length);
  const step = Math.max(0.08, spread);
  return { name, middle: meanOf(vectors), least: mean + STRICT * step, step, byMeaning };
}

function ofMeaning(meaning: Float32Array, middle: Float32Array): Float64Array {
  return toUnit(Float64Array.from(meaning, (value, at) => value - (middle[at] ?? 0)));
}

const ofNamed = ({ named }: MailFeatures): Float64Array =>
  toUnit(Float64Array.from(STRUCTURE, (name) => named.get(name) ?? 0));

function toUnit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

function meanOf(vectors: readonly Float64Array[]): Float64Array {
  const [first] = vectors;
  const sum = new Float64Array(first?.length ?? 0);
  for (const vector of vectors) vector.forEach((value, at) => (sum[at] = (sum[at] as number) + value));
  return toUnit(sum);
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
