import type { MailFeatures } from "./features/features.ts";
import { exampleToMail } from "./exampleToMail.ts";
import { HASHED, toFeatures } from "./features/features.ts";
import type { Sparse } from "./features/vector.ts";
import type { Heads } from "./head/heads.ts";
import { fitOwnClasses, learnOwnClasses } from "./ownClasses.ts";
import type { Example, MailClass, MailToJudge } from "./types.ts";

/**
 * What the owner's corrections say of a mail: a vote of the examples that are like it (nearest neighbours; Cover and Hart, 1967).
 * Likeness is the cosine of their pieces, rare ones counting more, and more for the same sender. Only what is clearly alike
 * votes, so a correction changes the next mail of its kind at once and leaves all others alone; a linear head that learned
 * from single corrections moved unrelated mails (figures in docs/inbox.md).
 */
export interface Vote {
  /** Scores to add, by class. */
  scores: ReadonlyMap<MailClass, number>;
  /** Of the owner's own classes: how much better the mail fits than an example fits the others of its class; above 0 it does. */
  fits: ReadonlyMap<MailClass, number>;
  /** The most alike example, and how much it is. */
  nearest: { example: Example; likeness: number } | null;
}

interface Learned {
  example: Example;
  vector: Sparse;
  length: number;
  domain: string;
}

/** Under this likeness two mails have no more in common than their language. */
const ALIKE = 0.3;
/** Score that full likeness gives: about as much as the head's surest decisions have between first and second. */
const STRENGTH = 14;
const SAME_SENDER = 0.28;
const SAME_DOMAIN = 0.12;
const MOST_EXAMPLES = 500;

export interface Personal {
  vote(mail: MailToJudge, features: MailFeatures, meaning?: Float32Array): Vote;
}

/** `rarity`: how much a place tells one mail from another. The newest example of two that say different counts more. */
export function createPersonal(
  examples: readonly Example[],
  { rarity, middle }: Pick<Heads, "rarity" | "middle">,
): Personal {
  const ownClasses = learnOwnClasses(examples, middle);
  const learned = [...examples]
    .toSorted((a, b) => b.at - a.at)
    .slice(0, MOST_EXAMPLES)
    .map((example) => toLearned(example, rarity));
  return {
    vote(mail, features, meaning) {
      const mine = weigh(features.vector, rarity);
      const length = norm(mine);
      const address = mail.from?.address.toLowerCase() ?? "";
      const scores = new Map<MailClass, number>();
      let nearest: Vote["nearest"] = null;
      const lookup = new Map<number, number>();
      mine.at.forEach((place, i) => lookup.set(place, mine.by[i] as number));
      for (const one of learned) {
        const likeness = cosine(lookup, length, one) + senderBonus(address, one);
        if (nearest === null || likeness > nearest.likeness) nearest = { example: one.example, likeness };
        if (likeness < ALIKE) continue;
        const score = Math.min(1, likeness - ALIKE) * STRENGTH;
        // of many that say the same only the most alike counts in full: a habit is no proof
        const before = scores.get(one.example.class) ?? 0;
        scores.set(one.example.class, Math.max(before, score) + 0.15 * Math.min(before, score));
      }
      return { scores, nearest, fits: fitOwnClasses(ownClasses, features, meaning, middle) };
    },
  };
}

function toLearned(example: Example, rarity: Float32Array): Learned {
  const vector = weigh(toFeatures(exampleToMail(example)).vector, rarity);
  return { example, vector, length: norm(vector), domain: toDomain(example.sender) };
}

function weigh({ at, by }: Sparse, rarity: Float32Array): Sparse {
  const places: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < at.length; i += 1) {
    const place = at[i] as number;
    if (place >= HASHED) continue;
    places.push(place);
    values.push((by[i] as number) * (rarity[place] as number));
  }
  return { at: Int32Array.from(places), by: Float32Array.from(values) };
}

const norm = ({ by }: Sparse): number => Math.sqrt(by.reduce((sum, value) => sum + value * value, 0));

function cosine(mine: ReadonlyMap<number, number>, length: number, { vector, length: other }: Learned): number {
  let product = 0;
  for (let i = 0; i < vector.at.length; i += 1)
    product += (mine.get(vector.at[i] as number) ?? 0) * (vector.by[i] as number);
  return product / Math.max(1e-9, length * other);
}

function senderBonus(address: string, { example, domain }: Learned): number {
  if (address === "") return 0;
  if (address === example.sender.toLowerCase()) return SAME_SENDER;
  return domain !== "" && domain === toDomain(address) ? SAME_DOMAIN : 0;
}

const PUBLIC =
  /^(?:gmail|googlemail|gmx|web|t-online|freenet|outlook|hotmail|live|yahoo|icloud|me|aol|posteo|mailbox|proton(?:mail)?)\./;

/** Of a firm; "" for those of the large providers, whose customers have nothing in common. */
function toDomain(address: string): string {
  const domain = address.toLowerCase().split("@")[1] ?? "";
  return PUBLIC.test(domain) ? "" : domain;
}
