import { z } from "zod";
import { AppError, createId } from "../../core/index.ts";
import {
  answerQuestion,
  baseOf,
  BRIEFING_SCHEDULE,
  BRIEFING_WORK,
  dayOf,
  draftBriefing,
  languageOf,
  nextEffect,
  planDeliveries,
  toMarkdown,
  toShort,
  type Answer,
  type BriefingInput,
  type Composition,
  type Day,
} from "../../desks/briefing/index.ts";
import type { Briefing, Delivery, DeliveryState, EffectState, ItemState, Store } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const date = z.iso.date();

/** Where a briefing went. An unclear one that somebody has cleared since is told as it was cleared. */
export interface DeliveryView extends Omit<Delivery, "briefing" | "effect"> {
  /** Id of its act in the journal, to be settled there where it is unclear. */
  effect: string | null;
}

export interface BriefingView {
  composition: Composition;
  /** When it was composed and stored, ms UTC; null: as it would be now, and stored nowhere. */
  stored: number | null;
  deliveries: DeliveryView[];
  /** Of its items, as they stand now. */
  states: Record<string, ItemState>;
}

const showInput = z.object({
  /** A local day; today without it. */
  date: date.nullable().default(null),
});

/** The briefing of a day: the one that was composed, or, of today, as it would be now. */
export const briefing = defineCommand<typeof showInput, BriefingView, never>({
  about: "shows the briefing of a day",
  input: showInput,
  async run({ date: asked }, { services, ctx }) {
    const store = await services.store();
    const day = await today(store, ctx.clock.now());
    const found = await store.briefings.find(asked ?? day.date);
    if (found) return toView(found, store);
    if (asked !== null && asked !== day.date) throw notComposed(asked);
    const { weights } = (await services.settings()).briefing;
    const composition = await draftBriefing(store, day, weights, ctx);
    return { composition, stored: null, deliveries: [], states: await statesOf(composition, store) };
  },
});

const textInput = showInput.extend({
  form: z.enum(["markdown", "short"]).default("markdown"),
  most: z.int().min(200).max(100_000).default(4_096),
});

/** The same as text, for who shows no page. */
export const briefingText = defineCommand<typeof textInput, { text: string }, never>({
  about: "gives the briefing of a day as text",
  input: textInput,
  async run({ form, most, ...input }, call) {
    const { composition } = await briefing.run(input, call);
    const base = baseOf(await call.services.settings());
    return { text: form === "markdown" ? await toMarkdown(composition, base) : await toShort(composition, base, most) };
  },
});

const listInput = z.object({ before: date.optional(), limit: z.int().positive().max(400).default(31) });

export interface BriefingDay {
  date: string;
  /** ms UTC */
  at: number;
  urgent: number;
  important: number;
  /** Deliveries that are unclear or failed. */
  amiss: number;
}

/** The days that have one, newest first. */
export const briefings = defineCommand<typeof listInput, { briefings: BriefingDay[] }, never>({
  about: "lists the briefings",
  input: listInput,
  async run(filter, { services }) {
    const store = await services.store();
    const all = await store.briefings.list(filter);
    return {
      briefings: await Promise.all(
        all.map(async (one): Promise<BriefingDay> => {
          const { groups } = one.composition as Composition;
          const deliveries = (await toView(one, store)).deliveries.filter(
            ({ state }) => state === "unclear" || state === "failed",
          );
          return {
            date: one.date,
            at: one.at,
            urgent: groups.urgent.length,
            important: groups.important.length,
            amiss: deliveries.length,
          };
        }),
      ),
    };
  },
});

const nothing = z.object({});

/** Composes that of today now, unless it is there already: a day has one. Waits for its deliveries. */
export const composeBriefing = defineCommand<typeof nothing, BriefingView, never>({
  about: "composes the briefing of today now",
  input: nothing,
  async run(_input, { services, conversations, ctx }) {
    if (conversations === null) throw notServing();
    const store = await services.store();
    const day = await today(store, ctx.clock.now());
    if (!(await store.briefings.find(day.date))) {
      const id = `briefing:${day.date}:${day.zone}`;
      const input: BriefingInput = { zone: day.zone };
      const work = { name: BRIEFING_WORK, run: () => Promise.resolve(null) };
      await conversations.clockwork.promise(work, input, { id });
      await conversations.work.workflows.result(id, { signal: ctx.signal });
    }
    const found = await store.briefings.find(day.date);
    if (!found) throw notComposed(day.date);
    return toView(found, store);
  },
});

const againInput = z.object({ channel: z.enum(["file", "mail", "telegram"]) });

/** Sends the briefing of today once more to where it certainly did not arrive. What is unclear is cleared first, by who can look there. */
export const resendBriefing = defineCommand<typeof againInput, BriefingView, never>({
  about: "sends the briefing of today again to where it did not arrive",
  input: againInput,
  async run({ channel }, { services, conversations, ctx }) {
    if (conversations === null) throw notServing();
    const store = await services.store();
    const day = await today(store, ctx.clock.now());
    const found = await store.briefings.find(day.date);
    if (!found) throw notComposed(day.date);
    const kept = (await store.briefings.deliveries(found.id)).find((one) => one.channel === channel);
    const planned = (await planDeliveries(found.id, store, await services.settings())).find(
      (one) => one.channel === channel,
    );
    if (!kept || !planned || (await toDelivery(kept, store)).state !== "failed") throw notFailed();
    const effect = kept.effect === null ? null : await nextEffect(kept.effect);
    const next = { before: kept.effect, target: planned.target, effect };
    if (!(await store.briefings.again(found.id, channel, next, ctx))) throw notFailed();
    const id = `${found.id}:again:${effect ?? createId("file", ctx.clock.now())}`;
    const input: BriefingInput = { zone: found.zone };
    const work = { name: BRIEFING_WORK, run: () => Promise.resolve(null) };
    await conversations.clockwork.promise(work, input, { id });
    await conversations.work.workflows.result(id, { signal: ctx.signal });
    return toView(found, store);
  },
});

const notFailed = (): AppError =>
  new AppError("E_INPUT", "Only what certainly did not arrive is sent again.", {
    hint: "Where it is unclear, look there and say first whether it arrived: `kralle today` shows how.",
  });

const askInput = showInput.extend({
  question: z.string().trim().min(1).max(500),
  /** The item that "that" means. */
  item: z.string().min(1).max(100).nullable().default(null),
});

/** A question about a briefing, answered by code from what it stands on. */
export const askBriefing = defineCommand<typeof askInput, Answer, never>({
  about: "answers a question about a briefing",
  input: askInput,
  async run({ question, item, date: asked }, call) {
    const { composition, stored } = await briefing.run({ date: asked }, call);
    const answer = await answerQuestion(question, composition, item);
    if (answer.isAnswered || stored === null || asked !== null) return answer;
    // It may be about what came since.
    const { services, ctx } = call;
    const store = await services.store();
    const { weights } = (await services.settings()).briefing;
    const now = await draftBriefing(store, await today(store, ctx.clock.now()), weights, ctx);
    return answerQuestion(question, now, item);
  },
});

/** Whose day it is: by the zone of the schedule where there is one, else the owner's, else the machine's. */
async function today(store: Store, now: number): Promise<Day> {
  const [schedule, profile] = await Promise.all([store.schedules.get(BRIEFING_SCHEDULE), store.profile.get()]);
  const zone = schedule?.zone ?? profile.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { date: dayOf(now, zone), zone, language: await languageOf(store.profile) };
}

const notServing = (): AppError =>
  new AppError("E_NOT_SERVING", "The briefing is composed by the gateway, and it is not running.", {
    hint: "Start it with `kralle up`; `kralle today` shows what it would say.",
  });

const notComposed = (day: string): AppError =>
  new AppError("E_NOT_FOUND", `There is no briefing of ${day}.`, {
    hint: "`kralle briefing list` names the days that have one.",
  });

async function toView({ id, at, composition }: Briefing, store: Store): Promise<BriefingView> {
  const deliveries = await store.briefings.deliveries(id);
  const shown = composition as Composition;
  return {
    composition: shown,
    stored: at,
    deliveries: await Promise.all(deliveries.map((one) => toDelivery(one, store))),
    states: await statesOf(shown, store),
  };
}

/** What a person said of an act, or what was found out later, counts. */
const SETTLED: Readonly<Partial<Record<EffectState, DeliveryState>>> = {
  confirmed: "done",
  failed: "failed",
  unknown: "unclear",
};

async function toDelivery({ briefing: _id, effect, ...rest }: Delivery, store: Store): Promise<DeliveryView> {
  const act = effect === null ? null : await store.effects.find(effect);
  const state = (act && SETTLED[act.state]) ?? rest.state;
  return { ...rest, state, note: state === "done" && act ? null : rest.note, effect: act?.id ?? null };
}

async function statesOf({ groups, appointments, waits }: Composition, store: Store): Promise<BriefingView["states"]> {
  const ids = [
    ...[...groups.urgent, ...groups.important, ...groups.later, ...appointments].flatMap(({ item }) => item ?? []),
    ...waits.filter(({ type }) => type === "question").map(({ id }) => id),
  ];
  const found = await Promise.all(ids.map((id) => store.items.get(id)));
  return Object.fromEntries(found.flatMap((item) => (item ? [[item.id, item.state] as const] : [])));
}
