import type { PlanContext } from "../../types.ts";
import { isReadable } from "../text/docs.ts";
import type { Matcher } from "../text/matcher.ts";
import type { Need } from "../text/needs.ts";
import type { Asked } from "./asked.ts";

/** Below this a word helps to rank and is no condition. */
const ASIDE = 0.35;
const MANY = 0.4;
const MAX_DOCS = 150;
/** What every amount answers. */
const COSTS =
  /^(?:kost\p{L}*|costs?|pay|pays|paid|zahl\p{L}*|bezahl\p{L}*|berechne\p{L}*|charged?|verlang\p{L}*|price[sd]?)$/iu;

/**
 * How much the plain words of a question weigh: little when no file has them and they are no thing ("somebody", "bear",
 * "woanders"), less when many files have them. A thing that no file has keeps its weight: it is what cannot be answered.
 */
export function weighWords(needs: Need[], text: string, asked: Asked, matcher: Matcher, ctx: PlanContext): void {
  const docs = ctx.catalogue.docs.filter((doc) => isReadable(doc) || doc.kind === "table").slice(0, MAX_DOCS);
  for (const need of needs) {
    if (need.role !== "word" || need.weight < 0.7 || need.mentions.length > 0) continue;
    if (asked.type === "amount" && COSTS.test(need.text)) need.weight = ASIDE;
    const holding = docs.filter((doc) => (matcher.find(need, doc.text.slice(0, 20_000))?.strength ?? 0) >= 0.8).length;
    if (holding === 0 && !isThing(need, needs, text, ctx)) need.weight = ASIDE;
    if (docs.length >= 8 && holding > docs.length * MANY) need.weight *= 0.75;
  }
}

const BEFORE_THING =
  /(?:^|\s|['’])(?:the|a|an|our|my|his|her|their|your|of|for|which|what|s|any|no)\s+(?:[\p{Ll}-]+(?:al|ic|ed|ous|ful|ish|y|est|er)\s+)?$/iu;

/** A noun: by its capital in German, by what stands before it in English; or what the lexicon knows. */
function isThing(need: Need, needs: Need[], text: string, ctx: PlanContext): boolean {
  if (need.direct.length > 0 || need.parts.length > 0) return true;
  if (ctx.request.lang === "de") return /^\p{Lu}/u.test(need.text);
  if (BEFORE_THING.test(text.slice(0, need.start))) return true;
  const before = needs[needs.indexOf(need) - 1];
  return (
    before !== undefined && need.start - before.end === 1 && before.role === "word" && isThing(before, needs, text, ctx)
  );
}
