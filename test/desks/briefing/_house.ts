import { join } from "node:path";
import { parseConfig, type Clock, type Config } from "../../../src/core/index.ts";
import { openBriefing } from "../../../src/desks/briefing/open.ts";
import { BRIEFING_SCHEDULE, BRIEFING_WORK } from "../../../src/desks/briefing/names.ts";
import type { DeskParts } from "../../../src/desks/types.ts";
import {
  createScheduleBook,
  createStopSwitch,
  defineWorkflow,
  openClockwork,
  openEffects,
  openWorkflows,
  type Clockwork,
  type EffectAdapter,
  type Workflows,
} from "../../../src/durable/index.ts";
import { createPermits } from "../../../src/guard/permits.ts";
import { openStore, type Store } from "../../../src/store/index.ts";
import { createContext } from "../../store/_setup.ts";
import { plainNet } from "../../../scripts/testing/net.ts";

/** A home with the desk, its engine and the journal, as a gateway puts them together; opened again it goes on from what is there. */
export interface House {
  store: Store;
  clockwork: Clockwork;
  workflows: Workflows;
  /** Waits until the work of a tick, or of a name, has ended. */
  ended(run: string): Promise<unknown>;
  /** As a process that is gone: nothing that it was at is waited for. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  folder: string;
  clock: Clock;
  adapter(kind: string): EffectAdapter | null;
  briefing?: Partial<Config["briefing"]>;
  /** Puts itself between the desk and its parts. */
  wrap?: (parts: DeskParts) => DeskParts;
}

export const MAIL = { account: "acc_mail", to: "owner@example.org" };
export const TELEGRAM = { account: "acc_bot", chat: 7 };

export async function openHouse({
  folder,
  clock,
  adapter,
  briefing = {},
  wrap = (parts) => parts,
}: HouseOptions): Promise<House> {
  const ending = new AbortController();
  const ctx = createContext({ clock, signal: ending.signal, net: plainNet });
  const home = join(folder, "home");
  const store = await openStore(home, ctx);
  await ensureAccount(store, ctx);
  const { mint, redeem } = createPermits(clock);
  const stop = createStopSwitch(store.stops, ctx);
  const effects = openEffects({ store, stop, adapter: async (kind) => adapter(kind), redeem, holder: "house" }, ctx);
  const { config } = parseConfig({ briefing: { mail: MAIL, telegram: TELEGRAM, ...briefing } }, "config.json");
  const parts: DeskParts = {
    store,
    later: { promise: refuse, setTimer: refuse, cancelTimer: refuse },
    outside: async () => ({ perform: effects.perform, mint }),
    changed: () => undefined,
    settings: async () => config,
    meaning: async () => null,
  };
  const desk = openBriefing(wrap(parts), ctx);
  const work = defineWorkflow<unknown, unknown>(BRIEFING_WORK, (input, run) => desk.run(BRIEFING_WORK, input, run));
  const engine = createContext({ signal: ending.signal });
  const workflows = await openWorkflows({ database: { file: join(home, "durable.db") }, workflows: [work] }, engine);
  await effects.reconcile();
  const clockwork = await openClockwork({ store, workflows, kinds: [work] }, ctx);
  await desk.start();
  const end = async (): Promise<void> => {
    await clockwork.close();
    await workflows.close();
    await effects.close();
    await store.close();
  };
  return {
    store,
    clockwork,
    workflows,
    ended: (run) => workflows.result(run),
    async crash() {
      ending.abort();
      await end();
    },
    close: end,
  };
}

/** The schedule as `kralle briefing at 7:00` makes it, without an engine. */
export async function prepareHome(
  folder: string,
  { time, zone, now }: { time: string; zone: string; now: number },
): Promise<Store> {
  const ctx = createContext({ clock: { now: () => now, sleep: refuse } });
  const store = await openStore(join(folder, "home"), ctx);
  await ensureAccount(store, ctx);
  const [hour = "7", minute = "0"] = time.split(":");
  await createScheduleBook(store.schedules, {}, ctx).schedule({
    name: BRIEFING_SCHEDULE,
    workflow: { name: BRIEFING_WORK },
    input: { zone },
    pattern: `${Number(minute)} ${Number(hour)} * * *`,
    zone,
    missed: "once",
  });
  return store;
}

/** Runs of ticks that were due, oldest first. */
export async function runsOf({ store }: House): Promise<string[]> {
  const ticks = await store.schedules.ticks(BRIEFING_SCHEDULE, 1_000);
  return ticks.flatMap(({ run }) => (run === null ? [] : [run])).toReversed();
}

async function ensureAccount({ accounts, profile }: Store, ctx: ReturnType<typeof createContext>): Promise<void> {
  if (await accounts.get(MAIL.account)) return;
  const account = { kind: "imap" as const, name: "office", address: "owner@example.org", settings: {}, check: null };
  await accounts.create({ ...account, id: MAIL.account }, ctx);
  await profile.set({ language: "en" }, ctx);
}

const refuse = (): Promise<never> => Promise.reject(new Error("The briefing sets no timers."));
