import type { Knowledge } from "../knowledge/knowledge.ts";
import { toQuery, type Ask, type AskWord } from "./asks.ts";
import { findCandidates } from "./candidates.ts";
import { settle, type Settled } from "./settle.ts";

/**
 * What the knowledge says to one question. Where several facts fit about equally, the first: choosing by the starter model was measured to
 * be worse (docs/replies.md).
 */
export async function answerAsk(ask: Ask, knowledge: Knowledge, today: string): Promise<Settled> {
  if (ask.want === "fact" && ask.words.length === 0) return { type: "nothing" }; // "and what else?"
  const found = await knowledge.find(toQuery(ask));
  const near = await withinReach(ask, knowledge, found.counts);
  const settled = settle(findCandidates(near, found.chunks, found), ask.want, today);
  const [first] = settled.type === "open" ? settled.candidates : [];
  return first ? { type: "answer", candidates: [first], sure: first.share * 0.7 } : settled;
}

/** "15 km away" within a radius of 30 km: the place itself need not be named anywhere. */
async function withinReach(ask: Ask, knowledge: Knowledge, counts: ReadonlyMap<string, number>): Promise<Ask> {
  const { kilometres, words, before } = ask;
  if (kilometres === null) return ask;
  const { chunks } = await knowledge.find(["+radius", "km"]);
  const radius = Math.max(0, ...chunks.flatMap(({ text }) => [...text.matchAll(RADIUS)].map(([, km]) => Number(km))));
  if (kilometres > radius) return ask;
  const isPlace = (word: AskWord): boolean =>
    word.folded === String(kilometres) || (/^\p{Lu}/u.test(word.text) && word.keys.every((key) => !counts.has(key)));
  return {
    ...ask,
    words: words.filter((word) => !isPlace(word)),
    before: { ...before, asked: before.asked.filter((word) => !isPlace(word)) },
  };
}

const RADIUS = /(?:umkreis|radius|within|bis zu|up to)[^.\d]{0,20}(\d+) ?km/giu;
