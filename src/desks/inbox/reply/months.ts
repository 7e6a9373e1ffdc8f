import { conceptKeys } from "../knowledge/terms.ts";

const EN = "january february march april may june july august september october november december".split(" ");
const NAME =
  "Jan(?:uar|uary)?|Feb(?:ruar|ruary)?|März|March|Mar|Apr(?:il)?|Mai|May(?! (?:I|we|you|my|our|they|he|she|it|the|one) )|Jun[ei]?|Jul[iy]?|Aug(?:ust)?|Sept?(?:ember)?|O[kc]t(?:ober)?|Nov(?:ember)?|De[zc](?:ember)?";
const MONTH = new RegExp(`(?<!\\p{L})(?:${NAME})(?!\\p{L})`, "gu");
const RANGE = new RegExp(
  `(?<!\\p{L})(${NAME})\\.?(?: \\d{4})?\\s*(?:–|-|bis(?: zum| ende| mitte| anfang)?|to(?: the)?|until|till|through)\\s*(?:end of |mid-)?(?:\\d{1,2}\\.? )?(${NAME})(?!\\p{L})`,
  "gu",
);

/** Months that a text speaks of, 0: January; of a stretch ("May to September", "November bis März") all of them. */
export function monthsOf(text: string): Set<number> {
  const found = new Set<number>();
  for (const [name] of text.matchAll(MONTH)) found.add(monthOf(name));
  for (const [, first = "", last = ""] of text.matchAll(RANGE)) {
    const [from, to] = [monthOf(first), monthOf(last)];
    for (let step = 0; step <= (to - from + 12) % 12; step += 1) found.add((from + step) % 12);
  }
  return found;
}

function monthOf(name: string): number {
  const start = name.toLowerCase().replace("ä", "a").replace("mai", "may").replace("okt", "oct").replace("dez", "dec");
  return EN.findIndex((month) => month.startsWith(start.slice(0, 3)));
}

/** The keys of months as words have them (`toTokens`). */
export const monthKeys = (months: ReadonlySet<number>): string[] =>
  [...months].flatMap((month) => conceptKeys(EN[month] ?? ""));
