import type { MailToJudge } from "../types.ts";
import { addGrams, toTerms } from "./grams.ts";
import { STRUCTURE, toStructure } from "./structure.ts";
import { toSparse, type Sparse } from "./vector.ts";

/** Places for hashed pieces; behind them come the named features. */
export const HASHED = 1 << 15;
export const SIZE = HASHED + STRUCTURE.length;

const PLACE = new Map(STRUCTURE.map((name, at) => [name, HASHED + at]));

export interface MailFeatures {
  vector: Sparse;
  named: ReadonlyMap<string, number>;
}

export interface FeatureWeights {
  subject: number;
  text: number;
  from: number;
  named: number;
}
/** Lengths of the blocks beside each other, chosen by cross-validation on the training mails. */
export const WEIGHTS: FeatureWeights = { subject: 0.6, text: 1, from: 0.4, named: 0.5 };

export function toFeatures(mail: MailToJudge, weights = WEIGHTS): MailFeatures {
  const places = new Map<number, number>();
  const from = mail.from ?? { name: "", address: "" };
  addGrams(places, toTerms(mail.subject), 1, HASHED, weights.subject);
  addGrams(places, toTerms(mail.text), 3, HASHED, weights.text);
  addGrams(places, toTerms(`${from.name} ${from.address.replaceAll(/[@.]/g, " ")}`), 5, HASHED, weights.from);
  const named = toStructure(mail);
  for (const [name, value] of named) places.set(PLACE.get(name) as number, value * weights.named);
  return { vector: toSparse(places), named };
}
