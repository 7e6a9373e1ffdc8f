import type {
  Appointment as Event,
  EffectRecord,
  Item,
  Metric,
  MetricPoint,
  Store,
  StoredApproval,
  Tick,
} from "../../../store/index.ts";
import { BRIEFING_SCHEDULE } from "../names.ts";
import { addDays, startOf } from "../day.ts";
import type { Day } from "../types.ts";
import { LOOK_BACK } from "./usual.ts";

/** All that a briefing is made of, as it is stored at a moment. */
export interface Gathered extends Day {
  /** ms UTC: the moment, and up to when the briefing before told. */
  at: number;
  since: number;
  /** Those that are open, or whose snooze has ended. */
  items: Item[];
  /** Sorted by a desk since then. */
  arrived: number;
  approvals: StoredApproval[];
  /** Acts outside whose end nobody knows. */
  unclear: EffectRecord[];
  /** Acts outside that happened since then, but for the deliveries of briefings. */
  happened: EffectRecord[];
  /** Of schedules since then, but for the one of briefings. */
  ticks: Tick[];
  metrics: { metric: Metric; points: MetricPoint[] }[];
  /** Of calendars and invitations: what begins from now until the end of tomorrow. */
  calendar: Event[];
}

export type BriefingStore = Pick<
  Store,
  "items" | "calendar" | "approvals" | "effects" | "schedules" | "metrics" | "briefings" | "profile"
>;

const MOST_ITEMS = 2_000;
const MOST_ROWS = 500;
const MOST_WAITS = 50;

/** Reads it; the same store and moment give the same. */
export async function gather(store: BriefingStore, day: Day & { at: number; since: number }): Promise<Gathered> {
  const { at, since } = day;
  const within = (moment: number | null): boolean => moment !== null && moment >= since && moment < at;
  const [open, approvals, unclear, confirmed, ticks, metrics, calendar] = await Promise.all([
    store.items.list({ states: ["open", "snoozed"], limit: MOST_ITEMS }),
    store.approvals.list({ states: ["open"], limit: MOST_WAITS }),
    store.effects.list({ states: ["unknown"], limit: MOST_WAITS }),
    store.effects.list({ states: ["confirmed"], limit: MOST_ROWS }),
    ticksOf(store),
    metricsOf(store, at),
    store.calendar.between(at, startOf(addDays(day.date, 2), day.zone)),
  ]);
  const isOwn = ({ ref }: EffectRecord): boolean => ref.startsWith("briefing:");
  return {
    ...day,
    items: open.filter(({ state, until, at: came }) => came < at && (state === "open" || (until ?? 0) <= at)),
    arrived: (await store.items.list({ since, limit: MOST_ITEMS })).filter(
      ({ kind, createdAt }) => kind === "mail" && within(createdAt),
    ).length,
    approvals: approvals.filter(({ asked, expires }) => asked < at && expires > at),
    unclear: unclear.filter((effect) => !isOwn(effect) && effect.intended < at),
    happened: confirmed.filter((effect) => !isOwn(effect) && within(effect.ended)),
    ticks: ticks.filter(({ ended }) => within(ended)),
    metrics,
    calendar,
  };
}

async function ticksOf({ schedules }: BriefingStore): Promise<Tick[]> {
  const all = await schedules.list();
  const others = all.filter(({ name }) => name !== BRIEFING_SCHEDULE);
  return (await Promise.all(others.map(({ name }) => schedules.ticks(name, MOST_WAITS)))).flat();
}

async function metricsOf({ metrics }: BriefingStore, until: number): Promise<Gathered["metrics"]> {
  const all = await metrics.list();
  return Promise.all(
    all.map(async (metric) => ({ metric, points: await metrics.points(metric.id, { until, limit: LOOK_BACK + 1 }) })),
  );
}
