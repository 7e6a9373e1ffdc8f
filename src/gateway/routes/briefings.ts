import {
  askBriefing,
  composeBriefing,
  getBriefing,
  getBriefingSettings,
  listBriefings,
  listItems,
  listMetrics,
  releaseAction,
  resendBriefing,
  setBriefingSettings,
  type BriefingEntry,
  type BriefingInfo,
  type BriefingSettingsInfo,
  type ItemInfo,
} from "../../api/index.ts";
import type { OutputOf } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const briefingRoutes: readonly Route[] = [
  defineRoute(listBriefings, async ({ app, query: { before, limit }, ctx }) => {
    const found = await app.run("briefings", before === undefined ? { limit } : { before, limit }, {}, ctx);
    return { briefings: found.briefings.map(({ at, ...rest }) => ({ ...rest, at: iso(at) })) };
  }),
  defineRoute(getBriefingSettings, async ({ app, ctx }) => toSettings(await app.run("briefingSettings", {}, {}, ctx))),
  defineRoute(setBriefingSettings, async ({ app, body, principal, ctx }) => {
    await app.conversations();
    return toSettings(await app.run("setBriefing", body, { by: principal?.id ?? "owner" }, ctx));
  }),
  defineRoute(askBriefing, ({ app, body: { question, date, item }, ctx }) =>
    app.run("askBriefing", { question, date: date ?? null, item: item ?? null }, {}, ctx),
  ),
  defineRoute(getBriefing, async ({ app, params: { date }, ctx }) =>
    toBriefing(await app.run("briefing", { date: date === "today" ? null : date }, {}, ctx)),
  ),
  defineRoute(composeBriefing, async ({ app, ctx }) => {
    await app.conversations();
    return toBriefing(await app.run("composeBriefing", {}, {}, ctx));
  }),
  defineRoute(resendBriefing, async ({ app, body, principal, ctx }) => {
    await app.conversations();
    return toBriefing(await app.run("resendBriefing", body, { by: principal?.id ?? "owner" }, ctx));
  }),
  defineRoute(listItems, async ({ app, query: { state, since, desk, limit }, ctx }) => {
    const filter = {
      limit,
      ...(desk === undefined ? {} : { desk }),
      ...(state === undefined ? {} : { states: [state] }),
      ...(since === undefined ? {} : { since: Date.parse(since) }),
    };
    return { items: (await app.run("items", filter, {}, ctx)).items.map(toItem) };
  }),
  defineRoute(releaseAction, async ({ app, params, body: { hash, until }, principal, ctx }) => {
    await app.conversations();
    const asked = {
      ...params,
      ...(hash === undefined ? {} : { hash }),
      ...(until === undefined ? {} : { until: Date.parse(until) }),
    };
    const { id, state } = await app.run("releaseAction", asked, { by: principal?.id ?? "owner" }, ctx);
    return { id, state };
  }),
  defineRoute(listMetrics, async ({ app, query, ctx }) => {
    const { metrics } = await app.run("metrics", query, {}, ctx);
    return {
      metrics: metrics.map(({ points, ...metric }) => ({
        ...metric,
        points: points.map(({ at, value }) => ({ at: iso(at), value })),
      })),
    };
  }),
];

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

type View = OutputOf<"briefing">;
type Entry = View["composition"]["groups"]["urgent"][number];

function toBriefing({ composition, stored, deliveries, states }: View): BriefingInfo {
  const { date, zone, language, at, since, groups, more, silent, done, waits, appointments, moved, quiet } =
    composition;
  const entries = (all: readonly Entry[]): BriefingEntry[] => all.map((one) => toEntry(one, states));
  return {
    date,
    zone,
    language,
    at: iso(at),
    since: iso(since),
    stored: isoOrNull(stored),
    groups: { urgent: entries(groups.urgent), important: entries(groups.important), later: entries(groups.later) },
    more: more?.text ?? null,
    silent: silent?.text ?? null,
    done: done.map(({ text }) => text),
    waits: waits.map(({ type, id, line }) => ({ type, id, text: line.text })),
    appointments: appointments.map(({ item, at: when, line }) => ({ item, at: iso(when), text: line.text })),
    moved: moved.map(({ metric, name, unit, value, mean, low, high, n, points, line }) => ({
      metric,
      name,
      unit,
      value,
      mean,
      low,
      high,
      n,
      points: points.map((point) => ({ at: iso(point.at), value: point.value })),
      text: line.text,
    })),
    quiet: quiet?.map(({ text }) => text) ?? null,
    deliveries: deliveries.map(({ channel, target, state, note, effect, at: when }) => ({
      channel,
      target,
      state,
      note,
      effect,
      at: iso(when),
    })),
  };
}

function toEntry({ since, due, why, quote, because, ...entry }: Entry, states: View["states"]): BriefingEntry {
  return {
    ...entry,
    since: iso(since),
    due: isoOrNull(due),
    why: why.text,
    quote: quote?.text ?? null,
    because: because.map((one) => ({ ...one })),
    // One that was deleted meanwhile wants nothing any more.
    state: states[entry.item] ?? "done",
  };
}

function toSettings({ schedule, ...rest }: OutputOf<"briefingSettings">): BriefingSettingsInfo {
  return { ...rest, schedule: schedule && { ...schedule, next: isoOrNull(schedule.next) } };
}

type Item = OutputOf<"items">["items"][number];

function toItem({
  at,
  due,
  until,
  actions: _actions,
  features: _features,
  why: _why,
  createdAt: _c,
  updatedAt: _u,
  ...item
}: Item): ItemInfo {
  return { ...item, at: iso(at), due: isoOrNull(due), until: isoOrNull(until) };
}
