import type { PlanContext } from "../../types.ts";
import { isReadable } from "../text/docs.ts";
import { toOptions } from "./describe.ts";
import type { RankedDoc, Ranking } from "./rank.ts";

const CLEAR = 0.3;
const MAX_OPTIONS = 7;

/** Files that could be meant at all. */
function likely(ranking: Ranking): RankedDoc[] {
  const pool = ranking.docs.filter((entry) => entry.complete && entry.covered > 0);
  const top = pool[0]?.score ?? 0;
  const fitting = pool.filter((entry) => entry.score >= Math.max(0.2, top * 0.45));
  // Hardly a word is shared, and nobody is named: the meaning must decide, among texts, the newest mails first.
  const isWeak = (fitting[0]?.covered ?? 0) < 0.5 && !ranking.needs.some((need) => need.required);
  const isText = fitting[0] !== undefined && fitting[0].doc.kind !== "table" && !ranking.ofKind;
  if (!isWeak || isText) return fitting;
  const others = ranking.docs
    .filter((entry) => !fitting.includes(entry) && (ranking.ofKind || isReadable(entry.doc)))
    .toSorted((a, b) => Number(b.doc.kind === "mail") - Number(a.doc.kind === "mail") || b.date.localeCompare(a.date));
  return [...fitting.slice(0, 4), ...others].slice(0, MAX_OPTIONS);
}

/** The one file that is meant: by a clear lead, by date where the newest is asked for, else by the model. */
export async function chooseDoc(text: string, ranking: Ranking, ctx: PlanContext): Promise<RankedDoc | null> {
  const pool = likely(ranking);
  const [first, second] = pool;
  // A day that one text alone is of names it, where the words tell no other.
  const ofDay = ranking.docs.filter(
    ({ date, doc }) => isReadable(doc) && ctx.request.dates.some(({ iso }) => iso === date),
  );
  const [only] = ofDay;
  if (only?.complete && ofDay.length === 1 && (first?.score ?? 0) <= only.score + 0.1) return only;
  if (!first) return null;
  if (ranking.newest) return newestOf(pool);
  const lead = first.score - (second?.score ?? 0);
  // Where hardly half of the words are met, the meaning decides and not the lead.
  const isMet = first.covered >= 0.5 || ranking.needs.some((need) => need.required);
  if (!second || (isMet && lead >= CLEAR) || (lead >= CLEAR / 2 && first.titled > second.titled + 0.4)) return first;
  const offered = pool.slice(0, MAX_OPTIONS);
  const at = await ctx.fill.choose({
    question: `Request: ${text}\nWhich file is meant? Judge by the meaning of its content.`,
    options: toOptions(offered),
  });
  return offered[at ?? 0] ?? first;
}

/** Of those that fit about as well as the best, the newest. */
function newestOf(pool: RankedDoc[]): RankedDoc | null {
  const top = pool[0];
  if (!top) return null;
  const close = pool.filter((entry) => entry.score >= top.score - 0.25 && entry.covered >= top.covered - 0.05);
  return close.toSorted((a, b) => b.date.localeCompare(a.date) || b.score - a.score)[0] ?? null;
}

/** Several files: those that meet all that the best one meets; in doubt the model leaves some out. */
export async function chooseDocs(text: string, ranking: Ranking, ctx: PlanContext): Promise<RankedDoc[]> {
  const pool = likely(ranking);
  const top = pool[0];
  if (!top) return [];
  const even = pool.filter((entry) => entry.covered >= top.covered - 0.05);
  const literal = ranking.needs.some((need) => need.required) || top.covered >= 0.95;
  if (literal && even.length > 0) return even;
  const offered = pool.slice(0, 8);
  const chosen = await ctx.fill.chooseMany({
    question: `Request: ${text}\nWhich files are meant?`,
    options: toOptions(offered),
  });
  return chosen.length === 0 ? even.slice(0, 1) : chosen.flatMap((at) => offered[at] ?? []);
}
