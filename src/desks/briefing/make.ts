import type { Context } from "../../core/index.ts";
import type { Briefing } from "../../store/index.ts";
import { checkNumbers, createReader } from "./compose/check.ts";
import { compose } from "./compose/compose.ts";
import { gather, type BriefingStore } from "./compose/gather.ts";
import { planDeliveries } from "./deliver/plan.ts";
import { measureMails } from "./measure.ts";
import type { BriefingParts } from "./parts.ts";
import type { Weights } from "./rank/types.ts";
import type { Composition, Day } from "./types.ts";

const DAY_MS = 86_400_000;
/** What is stored may change between composing and checking: then it is composed anew. */
const TRIES = 3;

const idOf = ({ date, zone }: Pick<Day, "date" | "zone">): string => `briefing:${date}:${zone}`;

/** The briefing of a moment, checked against the store, not stored. */
export async function draft(store: BriefingStore, day: Day, weights: Weights, ctx: Context): Promise<Composition> {
  const at = ctx.clock.now();
  const [before] = await store.briefings.list({ before: day.date, limit: 1 });
  const since = before ? (before.composition as Composition).at : at - DAY_MS;
  for (let count = 1; ; count += 1) {
    const composed = compose(await gather(store, { ...day, at, since }), weights);
    const read = createReader(await gather(store, { ...day, at, since }), weights);
    const { composition, wrong } = checkNumbers(composed, read);
    if (wrong.length === 0) return composition;
    if (count < TRIES) continue;
    ctx.log.warn("sentences of the briefing did not agree with the store", { count: wrong.length });
    return composition;
  }
}

/** The briefing of a local day: the one that is stored, or composed now and stored with where it is to go. */
export async function make(day: Day, parts: BriefingParts, ctx: Context): Promise<Briefing> {
  const { store } = parts;
  const known = await store.briefings.find(day.date);
  if (known) return known;
  const config = await parts.settings();
  await measureMails(store, day, ctx);
  const composition = await draft(store, day, config.briefing.weights, ctx);
  const id = idOf(day);
  const deliveries = planDeliveries(id, store, config);
  const { briefing } = await store.briefings.add({ id, date: day.date, zone: day.zone, composition, deliveries }, ctx);
  parts.changed("briefings", briefing.id);
  return briefing;
}
