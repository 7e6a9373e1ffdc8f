import { isAbsolute } from "node:path";
import { z } from "zod";
import type { Config } from "../../core/index.ts";
import { createScheduleBook, toPattern, type ScheduleBook } from "../../durable/index.ts";
import {
  BRIEFING_SCHEDULE,
  BRIEFING_WORK,
  FEATURES,
  readShares,
  type BriefingInput,
  type Feature,
} from "../../desks/briefing/index.ts";
import { findAccount } from "../accounts/find.ts";
import { defineCommand, type Call } from "../command.ts";
import { changeConfig } from "../config.ts";

/** When it comes, where it goes, and what counts how much. */
export interface BriefingSettings {
  /** Null: it does not come by itself. */
  schedule: { pattern: string; zone: string; next: number | null; paused: boolean } | null;
  folder: string | null;
  mail: NonNullable<Config["briefing"]["mail"]> | null;
  telegram: NonNullable<Config["briefing"]["telegram"]> | null;
  /** `urgent` and `important`: what a full feature adds by itself; `weight`: by how much the owner multiplies it. */
  weights: { feature: Feature; weight: number; urgent: number; important: number }[];
}

const nothing = z.object({});

export const briefingSettings = defineCommand<typeof nothing, BriefingSettings, never>({
  about: "shows when the briefing comes, where it goes and what counts",
  input: nothing,
  run: (_input, call) => readAll(call),
});

const setInput = z.object({
  /** "7:00", "weekdays 7:30", or five fields of cron; null: it does not come by itself. */
  at: z.string().trim().min(1).max(100).nullable().optional(),
  /** IANA name; the profile's, or the machine's, without it. */
  zone: z.string().min(1).max(60).optional(),
  /** By its whole path: the gateway has a folder of its own that it runs in. */
  folder: z.string().min(1).max(4_096).refine(isAbsolute, "not a whole path").nullable().optional(),
  mail: z.object({ account: z.string(), to: z.string() }).nullable().optional(),
  telegram: z.object({ account: z.string(), chat: z.int() }).nullable().optional(),
  /** null: 1 again. */
  weights: z.partialRecord(z.enum(FEATURES), z.number().min(0).max(5).nullable()).optional(),
});

/** Changes what is named and leaves the rest. E_CONFIG, E_INPUT name what is wrong. */
export const setBriefing = defineCommand<typeof setInput, BriefingSettings, never>({
  about: "changes when the briefing comes, where it goes and what counts",
  input: setInput,
  async run({ at, zone, ...places }, call) {
    const { services } = call;
    const store = await services.store();
    if (places.mail) places.mail.account = (await findAccount(places.mail.account, store)).id;
    if (places.telegram) places.telegram.account = (await findAccount(places.telegram.account, store)).id;
    if (Object.values(places).some((value) => value !== undefined)) {
      await changeConfig(services.home, (raw) => ({ ...raw, briefing: merge(raw["briefing"], places) }));
      services.changes.tell("settings");
    }
    if (at !== undefined) await setTime(at, zone, call);
    services.changes.tell("briefings");
    return readAll(call);
  },
});

async function setTime(at: string | null, asked: string | undefined, call: Call<never>): Promise<void> {
  await call.services.hold();
  const book = await bookOf(call);
  const store = await call.services.store();
  const known = await store.schedules.get(BRIEFING_SCHEDULE);
  if (at === null) return known ? book.unschedule(BRIEFING_SCHEDULE) : undefined;
  const zone = asked ?? (await store.profile.get()).timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const input: BriefingInput = { zone };
  await book.schedule({
    name: BRIEFING_SCHEDULE,
    workflow: { name: BRIEFING_WORK },
    input,
    pattern: toPattern(/^\d{1,2}[:.]\d{2}/u.test(at) ? `daily ${at}` : at),
    zone,
    missed: "once",
  });
}

function merge(raw: unknown, changes: Record<string, unknown>): Record<string, unknown> {
  const old = (raw ?? {}) as Record<string, unknown>;
  const { weights, ...rest } = changes;
  const merged = { ...old, ...without(rest, undefined) };
  if (weights !== undefined) {
    const next = { ...((old["weights"] ?? {}) as object), ...(weights as object) };
    merged["weights"] = without(without(next, null), undefined);
  }
  return without(merged, null);
}

const without = (record: object, value: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, kept]) => kept !== value));

async function bookOf({ conversations, services, ctx }: Call<never>): Promise<ScheduleBook> {
  if (conversations !== null) return conversations.clockwork;
  const { schedules } = await services.store();
  return createScheduleBook(schedules, { changed: () => services.changes.tell("schedules") }, ctx);
}

async function readAll(call: Call<never>): Promise<BriefingSettings> {
  const [{ briefing }, book, shares] = await Promise.all([call.services.settings(), bookOf(call), readShares()]);
  const schedule = (await book.schedules()).find(({ name }) => name === BRIEFING_SCHEDULE);
  return {
    schedule: schedule
      ? { pattern: schedule.pattern, zone: schedule.zone, next: schedule.next, paused: schedule.paused }
      : null,
    folder: briefing.folder ?? null,
    mail: briefing.mail ?? null,
    telegram: briefing.telegram ?? null,
    weights: FEATURES.map((feature) => ({ feature, weight: briefing.weights[feature] ?? 1, ...shares[feature] })),
  };
}
