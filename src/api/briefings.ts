import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const date = z.iso.date();
const state = z.enum(["open", "snoozed", "done"]);
const count = z.int().nonnegative();

const action = z.object({
  item: z.string(),
  action: z.string(),
  kind: z.string(),
  title: z.string(),
  /** SHA-256 of exactly what it would do: what is sent back to release it. */
  hash: z.string(),
});

const entry = z.object({
  item: z.string(),
  desk: z.string(),
  /** "mail", "followup", "metric" … */
  kind: z.string(),
  /** Id in its desk: of the mail. */
  source: z.string(),
  title: z.string(),
  who: z.string().nullable(),
  since: moment,
  due: moment.nullable(),
  why: z.string(),
  /** Words of the source that show it. */
  quote: z.string().nullable(),
  /** What counted, the strongest first: what each adds to being urgent and important. */
  because: z.array(z.object({ feature: z.string(), value: z.number(), urgent: z.number(), important: z.number() })),
  action: action.nullable(),
  /** As it stands now. */
  state,
});
export type BriefingEntry = z.infer<typeof entry>;

const delivery = z.object({
  channel: z.string(),
  target: z.string(),
  /** unclear: it may be there, and nobody can tell: look there, then settle its act. */
  state: z.enum(["intended", "done", "unclear", "failed"]),
  note: z.string().nullable(),
  /** Id of its act (`/api/effects`). */
  effect: z.string().nullable(),
  at: moment,
});

const briefing = z.object({
  date,
  zone: z.string(),
  language: z.enum(["en", "de"]),
  at: moment,
  since: moment,
  /** Null: as it would be now. */
  stored: moment.nullable(),
  groups: z.object({ urgent: z.array(entry), important: z.array(entry), later: z.array(entry) }),
  more: z.string().nullable(),
  silent: z.string().nullable(),
  done: z.array(z.string()),
  waits: z.array(
    z.object({ type: z.enum(["approval", "effect", "question", "schedule"]), id: z.string(), text: z.string() }),
  ),
  appointments: z.array(z.object({ item: z.string().nullable(), at: moment, text: z.string() })),
  moved: z.array(
    z.object({
      metric: z.string(),
      name: z.string(),
      unit: z.string(),
      value: z.number(),
      /** Of the `n` values before, and where the next one is expected 19 times of 20. */
      mean: z.number(),
      low: z.number(),
      high: z.number(),
      n: count,
      points: z.array(z.object({ at: moment, value: z.number() })),
      text: z.string(),
    }),
  ),
  /** Of a day on which nothing wants anybody. */
  quiet: z.array(z.string()).nullable(),
  deliveries: z.array(delivery),
});
export type BriefingInfo = z.infer<typeof briefing>;

export const getBriefing = defineEndpoint({
  method: "GET",
  path: "/api/briefings/:date",
  scope: "read",
  about: "The briefing of a local day, or of `today`: as it was composed, else as it would be now.",
  params: z.object({ date: z.union([date, z.literal("today")]) }),
  answer: briefing,
});

export const listBriefings = defineEndpoint({
  method: "GET",
  path: "/api/briefings",
  scope: "read",
  about: "The days that have a briefing, newest first.",
  query: z.object({ before: date.optional(), limit: z.coerce.number().int().min(1).max(400).default(31) }),
  answer: z.object({
    briefings: z.array(z.object({ date, at: moment, urgent: count, important: count, amiss: count })),
  }),
});

export const composeBriefing = defineEndpoint({
  method: "POST",
  path: "/api/briefings",
  scope: "act",
  about: "Composes the briefing of today now and delivers it, unless it is there already.",
  answer: briefing,
});

export const resendBriefing = defineEndpoint({
  method: "POST",
  path: "/api/briefings/deliveries",
  scope: "act",
  about: "Sends the briefing of today again to where it certainly did not arrive.",
  body: z.object({ channel: z.enum(["file", "mail", "telegram"]) }),
  answer: briefing,
});

export const askBriefing = defineEndpoint({
  method: "POST",
  path: "/api/briefings/questions",
  scope: "read",
  about: "Answers a question about a briefing, by code and from what it stands on.",
  body: z.object({
    question: z.string().trim().min(1).max(500),
    date: date.nullish(),
    /** What "that" means. */
    item: z.string().min(1).max(100).nullish(),
  }),
  answer: z.object({ isAnswered: z.boolean(), lines: z.array(z.string()), items: z.array(z.string()) }),
});

const settings = z.object({
  /** Null: it does not come by itself. */
  schedule: z
    .object({ pattern: z.string(), zone: z.string(), next: moment.nullable(), paused: z.boolean() })
    .nullable(),
  folder: z.string().nullable(),
  mail: z.object({ account: z.string(), to: z.string() }).nullable(),
  telegram: z.object({ account: z.string(), chat: z.int() }).nullable(),
  weights: z.array(z.object({ feature: z.string(), weight: z.number(), urgent: z.number(), important: z.number() })),
});
export type BriefingSettingsInfo = z.infer<typeof settings>;

export const getBriefingSettings = defineEndpoint({
  method: "GET",
  path: "/api/briefings/settings",
  scope: "read",
  about: "When the briefing comes, where it goes, and what counts how much.",
  answer: settings,
});

export const setBriefingSettings = defineEndpoint({
  method: "PATCH",
  path: "/api/briefings/settings",
  scope: "admin",
  about: "Changes when the briefing comes, where it goes, and what counts how much.",
  body: z.object({
    /** "7:00", "weekdays 7:30", or five fields of cron; null: not by itself. */
    at: z.string().trim().min(1).max(100).nullable().optional(),
    folder: z.string().min(1).max(4_096).nullable().optional(),
    mail: z.object({ account: z.string(), to: z.string() }).nullable().optional(),
    telegram: z.object({ account: z.string(), chat: z.int() }).nullable().optional(),
    /** By feature; null: 1 again. */
    weights: z.record(z.string(), z.number().min(0).max(5).nullable()).optional(),
  }),
  answer: settings,
});

const item = z.object({
  id: z.string(),
  desk: z.string(),
  kind: z.string(),
  source: z.string(),
  account: z.string().nullable(),
  title: z.string(),
  who: z.object({ name: z.string(), address: z.string() }).nullable(),
  at: moment,
  class: z.string().nullable(),
  needsReply: z.boolean(),
  /** 0 none, 1 low, 2 normal, 3 high. */
  importance: z.int().min(0).max(3),
  urgency: z.int().min(0).max(3),
  due: moment.nullable(),
  reason: z.string(),
  evidence: z.array(
    z.union([
      z.object({ type: z.literal("quote"), source: z.string(), text: z.string() }),
      z.object({ type: z.literal("fact"), name: z.string(), value: z.string(), source: z.string() }),
    ]),
  ),
  state,
  until: moment.nullable(),
});
export type ItemInfo = z.infer<typeof item>;

export const listItems = defineEndpoint({
  method: "GET",
  path: "/api/items",
  scope: "read",
  about: "What may want a person, of all desks, newest first.",
  query: z.object({
    desk: z.string().min(1).max(40).optional(),
    state: state.optional(),
    since: moment.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  answer: z.object({ items: z.array(item) }),
});

export const releaseAction = defineEndpoint({
  method: "POST",
  path: "/api/items/:item/actions/:action",
  scope: "act",
  about: "Releases what an item proposes: exactly what was shown, by its hash.",
  params: z.object({ item: z.string().min(1).max(100), action: z.string().min(1).max(100) }),
  body: z.object({
    /** Of what was shown; not needed for "done" and "snooze", which every item knows. */
    hash: z.string().length(64).optional(),
    /** Of "snooze": until when. */
    until: moment.optional(),
  }),
  answer: z.object({ id: z.string(), state }),
});

export const listMetrics = defineEndpoint({
  method: "GET",
  path: "/api/metrics",
  scope: "read",
  about: "What is measured over time, with the newest values, oldest first.",
  query: z.object({ limit: z.coerce.number().int().min(1).max(400).default(31) }),
  answer: z.object({
    metrics: z.array(
      z.object({
        id: z.string(),
        source: z.string(),
        name: z.string(),
        unit: z.string(),
        definition: z.string(),
        points: z.array(z.object({ at: moment, value: z.number() })),
      }),
    ),
  }),
});
