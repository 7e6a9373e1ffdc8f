import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { createScheduleBook, toPattern, type ScheduleBook, type ScheduleView } from "../../durable/index.ts";
import type { Tick } from "../../store/index.ts";
import { defineCommand, type Call } from "../command.ts";
import { requireWorkspace } from "../conversations/folders.ts";
import { SCHEDULED_REQUEST, scheduledRequest } from "../schedules/input.ts";

/** A scheduled request as every surface shows it. */
export type ScheduleInfo = Omit<ScheduleView, "workflow" | "input" | "through"> & {
  text: string;
  /** The conversation with its answers. */
  session: string;
};

const nothing = z.object({});

/** All requests that are scheduled, by name; work of desks has its own place. */
export const schedules = defineCommand<typeof nothing, { schedules: ScheduleInfo[] }, never>({
  about: "lists what runs again and again",
  input: nothing,
  async run(_input, call) {
    const all = await (await bookOf(call)).schedules();
    return { schedules: all.filter(({ workflow }) => workflow === SCHEDULED_REQUEST).map(toInfo) };
  },
});

const addInput = z.object({
  name: z.string().min(1).max(40),
  /** "daily 7:00", "weekdays 7:30", …, or five fields of cron. */
  times: z.string().min(1).max(100),
  text: z.string().trim().min(1).max(20_000),
  /** IANA name; the profile's, or the machine's, without it. */
  zone: z.string().min(1).max(60).nullable().default(null),
  missed: z.enum(["once", "each", "skip"]).default("once"),
  /** Folder to work in. */
  workspace: z.string().min(1).nullable().default(null),
});

/** Makes a schedule, or gives the one of this name other times and words; its conversation and its ledger stay. */
export const addSchedule = defineCommand<typeof addInput, ScheduleInfo, never>({
  about: "lets a request run again and again",
  input: addInput,
  async run({ name, times, text, zone, missed, workspace }, call) {
    const { services, ctx } = call;
    await services.hold();
    const store = await services.store();
    const book = await bookOf(call);
    const folder = workspace === null ? null : await requireWorkspace(workspace);
    const known = (await store.schedules.get(name)) ?? null;
    if (known !== null && known.workflow !== SCHEDULED_REQUEST) {
      throw new AppError("E_EXISTS", `${name} is the name of a schedule of Kralle's own.`, {
        hint: "Choose another name.",
      });
    }
    const before = known === null ? null : scheduledRequest.parse(known.input).session;
    const old = before === null ? null : await store.sessions.get(before);
    const timing = { pattern: toPattern(times), zone: zone ?? (await zoneOf(store.profile)) };
    const goesOn = old !== null && (folder === null || old.workspace === folder);
    const session = goesOn
      ? old.id
      : (await store.sessions.create({ title: name, workspace: folder, model: null }, ctx)).id;
    const input = { session, text };
    return toInfo(await book.schedule({ name, workflow: { name: SCHEDULED_REQUEST }, input, ...timing, missed }));
  },
});

async function zoneOf(profiles: { get(): Promise<{ timeZone: string | null }> }): Promise<string> {
  return (await profiles.get()).timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const named = z.object({ name: z.string().min(1).max(40) });

/** Its conversation and its ledger stay. */
export const removeSchedule = defineCommand<typeof named, { name: string }, never>({
  about: "ends a schedule",
  input: named,
  async run({ name }, call) {
    await call.services.hold();
    await (await bookOf(call)).unschedule(name);
    return { name };
  },
});

const pauseInput = named.extend({ paused: z.boolean() });

export const pauseSchedule = defineCommand<typeof pauseInput, ScheduleInfo, never>({
  about: "pauses a schedule, or lets it go on",
  input: pauseInput,
  async run({ name, paused }, call) {
    await call.services.hold();
    return toInfo(await (await bookOf(call)).pause(name, paused));
  },
});

/** A tick now, beside the others. */
export const runSchedule = defineCommand<typeof named, Tick, never>({
  about: "runs a scheduled request now",
  input: named,
  async run({ name }, { conversations }) {
    if (conversations === null) {
      throw new AppError("E_NOT_SERVING", "Schedules run in the gateway, and it is not running.", {
        hint: "Start it with `kralle up`.",
      });
    }
    return conversations.clockwork.tick(name);
  },
});

const ledgerInput = named.extend({ limit: z.int().positive().max(1_000).default(50) });

/** When it ran, and when it did not and why, newest first. */
export const scheduleLedger = defineCommand<typeof ledgerInput, { ticks: Tick[] }, never>({
  about: "shows when a schedule ran",
  input: ledgerInput,
  async run({ name, limit }, call) {
    const book = await bookOf(call);
    const ticks = await book.ledger(name, limit);
    if (ticks.length === 0) await book.find(name);
    return { ticks };
  },
});

async function bookOf({ conversations, services, ctx }: Call<never>): Promise<ScheduleBook> {
  if (conversations !== null) return conversations.clockwork;
  const { schedules: kept } = await services.store();
  return createScheduleBook(kept, { changed: () => services.changes.tell("schedules") }, ctx);
}

function toInfo({ workflow: _workflow, input, through: _through, ...rest }: ScheduleView): ScheduleInfo {
  const { text, session } = scheduledRequest.parse(input);
  return { ...rest, text, session };
}
