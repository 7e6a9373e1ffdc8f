import {
  changeSchedule,
  listSchedules,
  listTicks,
  putSchedule,
  removeSchedule,
  runSchedule,
  type ScheduleInfo,
  type TickInfo,
} from "../../api/index.ts";
import type { OutputOf } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const scheduleRoutes: readonly Route[] = [
  defineRoute(listSchedules, async ({ app, ctx }) => {
    const { schedules } = await app.run("schedules", {}, {}, ctx);
    return { schedules: schedules.map(toSchedule) };
  }),
  defineRoute(putSchedule, async ({ app, params, body: { times, text, zone, missed, workspace }, ctx }) => {
    const wanted = { ...params, times, text, zone: zone ?? null, workspace: workspace ?? null };
    await app.conversations();
    return toSchedule(await app.run("addSchedule", missed === undefined ? wanted : { ...wanted, missed }, {}, ctx));
  }),
  defineRoute(changeSchedule, async ({ app, params, body, ctx }) => {
    await app.conversations();
    return toSchedule(await app.run("pauseSchedule", { ...params, ...body }, {}, ctx));
  }),
  defineRoute(removeSchedule, async ({ app, params, ctx }) => {
    await app.conversations();
    return app.run("removeSchedule", params, {}, ctx);
  }),
  defineRoute(listTicks, async ({ app, params, query, ctx }) => {
    const { ticks } = await app.run("scheduleLedger", { ...params, ...query }, {}, ctx);
    return { ticks: ticks.map(toTick) };
  }),
  defineRoute(runSchedule, async ({ app, params, ctx }) => {
    await app.conversations();
    return toTick(await app.run("runSchedule", params, {}, ctx));
  }),
];

type Schedule = OutputOf<"schedules">["schedules"][number];
type Tick = OutputOf<"scheduleLedger">["ticks"][number];

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

function toSchedule({ since, next, last, missing, ...rest }: Schedule): ScheduleInfo {
  return {
    ...rest,
    since: iso(since),
    next: isoOrNull(next),
    last: last === null ? null : toTick(last),
    missing: isoOrNull(missing),
  };
}

function toTick({ at, state, ended, note }: Tick): TickInfo {
  return { at: iso(at), state, ended: isoOrNull(ended), note };
}
