import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const name = z.string().min(1).max(40);
const byName = z.object({ name });

const tick = z.object({
  /** When it was to run. */
  at: moment,
  /** due: it is at work · skipped: `note` says why. */
  state: z.enum(["due", "skipped", "done", "failed"]),
  ended: moment.nullable(),
  /** The beginning of the answer, or why there is none. */
  note: z.string().nullable(),
});
export type TickInfo = z.infer<typeof tick>;

const missed = z.enum(["once", "each", "skip"]);

const schedule = z.object({
  name,
  text: z.string(),
  /** Five fields of cron, on the clocks of `zone`. */
  pattern: z.string(),
  zone: z.string(),
  /** What happens to the times that nobody was there for: the newest runs, each runs, none does. */
  missed,
  paused: z.boolean(),
  /** Since when it has these times. */
  since: moment,
  next: moment.nullable(),
  last: tick.nullable(),
  /** A time that has passed and of which nothing is known: it never ran. */
  missing: moment.nullable(),
  /** The conversation with its answers. */
  session: z.string(),
});
export type ScheduleInfo = z.infer<typeof schedule>;

export const listSchedules = defineEndpoint({
  method: "GET",
  path: "/api/schedules",
  scope: "read",
  about: "Requests that run again and again, by name.",
  answer: z.object({ schedules: z.array(schedule) }),
});

export const putSchedule = defineEndpoint({
  method: "PUT",
  path: "/api/schedules/:name",
  scope: "act",
  about: "Makes a schedule, or gives it other times and words.",
  params: byName,
  body: z.object({
    /** "daily 7:00", "weekdays 7:30", "mon,thu 18:00", "monthly 1 9:00", "hourly", or five fields of cron. */
    times: z.string().min(1).max(100),
    text: z.string().trim().min(1).max(20_000),
    /** IANA name; the owner's, without it. */
    zone: z.string().min(1).max(60).nullish(),
    missed: missed.optional(),
    /** Absolute path of an existing folder to work in. */
    workspace: z.string().min(1).nullish(),
  }),
  answer: schedule,
});

export const changeSchedule = defineEndpoint({
  method: "PATCH",
  path: "/api/schedules/:name",
  scope: "act",
  about: "Pauses a schedule, or lets it go on.",
  params: byName,
  body: z.object({ paused: z.boolean() }),
  answer: schedule,
});

export const removeSchedule = defineEndpoint({
  method: "DELETE",
  path: "/api/schedules/:name",
  scope: "act",
  about: "Ends a schedule; its conversation and its ledger stay.",
  params: byName,
  answer: byName,
});

export const listTicks = defineEndpoint({
  method: "GET",
  path: "/api/schedules/:name/ticks",
  scope: "read",
  about: "When a schedule ran, and when it did not and why, the newest first.",
  params: byName,
  query: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(50) }),
  answer: z.object({ ticks: z.array(tick) }),
});

export const runSchedule = defineEndpoint({
  method: "POST",
  path: "/api/schedules/:name/ticks",
  scope: "act",
  about: "Runs it now, beside its times.",
  params: byName,
  status: 201,
  answer: tick,
});
