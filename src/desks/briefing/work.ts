import type { Context } from "../../core/index.ts";
import type { WorkflowRun } from "../../durable/index.ts";
import type { Profiles } from "../../store/index.ts";
import { dayOf } from "./day.ts";
import { deliver } from "./deliver/deliver.ts";
import { make } from "./make.ts";
import type { BriefingInput } from "./names.ts";
import type { BriefingParts } from "./parts.ts";
import type { Day, Language } from "./types.ts";

/**
 * Composes the briefing of a day and brings it to its places. What a crash interrupts goes on where it was: the day is that of the tick, the
 * composition is stored once for the day, and every delivery knows whether it was begun. Gives a line for the ledger.
 */
export async function work(
  { zone }: BriefingInput,
  parts: BriefingParts,
  run: WorkflowRun,
  ctx: Context,
): Promise<string> {
  const inner: Context = { ...ctx, signal: run.signal };
  const day = await run.step("day", () => findDay(zone, run.id, parts.store.profile, inner));
  if (day === null) return "over";
  const made = await run.step("compose", async () => {
    const isOver = dayOf(ctx.clock.now(), day.zone) !== day.date;
    const briefing = isOver ? await parts.store.briefings.find(day.date) : await make(day, parts, inner);
    if (!briefing) return null;
    const deliveries = await parts.store.briefings.deliveries(briefing.id);
    return {
      id: briefing.id,
      channels: deliveries.filter(({ state }) => state !== "done").map(({ channel }) => channel),
    };
  });
  if (made === null) return "over";
  for (const channel of made.channels) {
    await run.step(`deliver ${channel}`, async () => {
      const briefing = await parts.store.briefings.get(made.id);
      const all = await parts.store.briefings.deliveries(made.id);
      const delivery = all.find((one) => one.channel === channel);
      // Gone: the owner deleted it meanwhile.
      if (briefing && delivery) await deliver(briefing, delivery, parts, run, inner);
    });
  }
  return made.id;
}

/** The day of the tick, or today without one; null: it is over, since the machine slept through it. */
async function findDay(zone: string, id: string, profile: Profiles, ctx: Context): Promise<Day | null> {
  const today = dayOf(ctx.clock.now(), zone);
  const tick = /^tick_.+_(?<at>\d{4}-\d{2}-\d{2}T[\d:.]+Z)$/u.exec(id)?.groups?.["at"];
  const date = tick === undefined ? today : dayOf(Date.parse(tick), zone);
  return date === today ? { date, zone, language: await languageOf(profile) } : null;
}

/** The owner's, or that of the machine. */
export async function languageOf(profile: Profiles): Promise<Language> {
  const told = (await profile.get()).language;
  const machine = new Intl.DateTimeFormat().resolvedOptions().locale;
  return told ?? (machine.startsWith("de") ? "de" : "en");
}
