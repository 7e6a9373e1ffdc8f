import type { Knowledge } from "../knowledge/knowledge.ts";
import { toQuery, type Ask } from "./asks.ts";
import { findCandidates, type Candidate } from "./candidates.ts";
import { settle, type Settled } from "./settle.ts";

/** What a person, or a model under a grammar, chooses: the index of the candidate that answers the question, or null: none of them. */
export type Choose = (ask: Ask, candidates: readonly Candidate[]) => Promise<number | null>;

/** What the knowledge says to one question. An "open" one is settled by `choose` where there is one. */
export async function answerAsk(
  ask: Ask,
  knowledge: Knowledge,
  today: string,
  choose: Choose | null,
): Promise<Settled> {
  const found = await knowledge.find(toQuery(ask));
  const settled = settle(findCandidates(ask, found.chunks, found), today);
  if (settled.type !== "open") return settled;
  const chosen = choose === null ? 0 : await choose(ask, settled.candidates);
  const candidate = chosen === null ? undefined : settled.candidates[chosen];
  if (!candidate) return { type: "nothing" };
  return { type: "answer", candidates: [candidate], sure: candidate.share * 0.7 };
}
