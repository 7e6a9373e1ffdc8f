import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Figure } from "../../bench/types.ts";
import type { Composition } from "../../src/desks/briefing/index.ts";
import { openStore, type NewItem } from "../../src/store/index.ts";
import { openTelegram, type Fault } from "../../src/world/index.ts";
import { openHouse, prepareHome, runsOf, TELEGRAM } from "../../test/desks/briefing/_house.ts";
import { adaptersOf, BOT, openPost } from "../../test/desks/briefing/_peers.ts";
import { createHandClock } from "../../test/durable/clockwork/_clock.ts";
import { createRandom } from "../../test/store/_random.ts";
import { createContext } from "../../test/store/_setup.ts";
import type { EvalPart } from "../part.ts";
import { OTHER, SAMPLE, tellFirm } from "./firm.ts";
import { toFirmFigures } from "./firmJudge.ts";
import { judgeDay, judgeDeliveries, type DayVerdict, type DeliveryVerdict } from "./judge.ts";
import { judgeLetter, planDay, type Truth } from "./plan.ts";

const HELP = `npm run eval -- briefing [options]: simulated days of a mailbox, at whose ends the briefing is made and judged.
  --days N     30; half of them around the day on which the clocks go forward, half around the one on which they go back
  --kills N    10: processes that are killed while they make a briefing
  --seed N     200; the ranking was set on 1 to 6
  --firm       instead: the 30 days of the sample firm, and ten of another, through a connected mailbox
  --days N     of the firm: only the last ones
  --verbose    what was urgent and not said so, and the other way round
  --json FILE  the figures, with machine`;

const ZONE = "Europe/Berlin";
/** On one night it does not exist, on another it comes twice. */
const TIME = "2:30";
const [SPRING, AUTUMN] = ["2026-03-29", "2026-10-25"];
const [DAY_MS, MINUTE_MS] = [86_400_000, 60_000];
const WORKER = fileURLToPath(new URL("../../test/desks/briefing/_worker.ts", import.meta.url));
/** Shares of the days on which the machine sleeps through the time, and of sends whose line is cut. */
const [SLEEP, CUT] = [0.2, 0.1];
/** How likely what was told is dealt with on that day, where it was said to be urgent, and where not. */
const [HANDLED_URGENT, HANDLED] = [0.85, 0.35];
const KILL_WITHIN_MS = 250;

export interface Simulated {
  days: DayVerdict[];
  deliveries: DeliveryVerdict;
  kills: number;
  /** Of each day: scenarios that were missed, or said to be urgent and are not. */
  missed: string[];
  false: string[];
}

/** The local days in their order: around both changes of the clocks. */
function toDates(count: number): string[] {
  const around = (date: string, length: number): string[] =>
    Array.from({ length }, (_, at) =>
      new Date(Date.parse(date) + (at - Math.floor(length / 2)) * DAY_MS).toISOString().slice(0, 10),
    );
  return [...around(SPRING, Math.ceil(count / 2)), ...around(AUTUMN, Math.floor(count / 2))];
}

/** Whoever is awake at the time, or wakes later on the same day, makes the briefing; some are killed over it. */
export async function simulate(options: { days: number; kills: number; seed: number }): Promise<Simulated> {
  // What is planted never depends on how often a line was cut.
  const [random, luck] = [createRandom(options.seed), createRandom(options.seed + 1_000_000)];
  const folder = mkdtempSync(join(tmpdir(), "kralle-briefing-"));
  const cut = (): Fault => (luck.next() < CUT ? (luck.next() < 0.5 ? "cutBefore" : "cutAfter") : "none");
  const [post, telegram] = await Promise.all([
    openPost(),
    openTelegram(BOT, { fault: cut, chats: [TELEGRAM.chat], isLimited: false }),
  ]);
  post.onLetter = async () => (luck.next() >= CUT ? "take" : luck.next() < 0.5 ? "takeAndCut" : "lose");
  const places = { smtp: post.port, telegram: telegram.url };
  const dates = toDates(options.days);
  const killed = new Set(
    dates
      .map((_, at) => at)
      .toSorted(() => luck.next() - 0.5)
      .slice(0, options.kills),
  );
  const truths = new Map<string, Truth>();
  const items = new Map<string, NewItem>();
  const result: Simulated = {
    days: [],
    deliveries: { once: 0, doubled: [], told: 0, lies: [], unclear: 0 },
    kills: 0,
    missed: [],
    false: [],
  };
  try {
    for (const [at, date] of dates.entries()) {
      const noon = Date.parse(`${date}T12:00:00Z`);
      const before = noon - DAY_MS;
      const store = await prepareHome(folder, { time: TIME, zone: ZONE, now: before });
      for (const truth of planDay(at, before - 12 * 3_600_000, random)) {
        const item = judgeLetter(truth, random);
        truths.set(truth.id, truth);
        items.set(truth.id, item);
        await store.items.put(item, { clock: createHandClock(truth.at) });
      }
      await store.close();
      // 2:30 and a little, by the clocks of that day; or asleep until the morning.
      const wakes = random.next() < SLEEP ? noon - 4 * 3_600_000 : noon - 9 * 3_600_000;
      if (killed.has(at)) result.kills += await kill(folder, wakes, places, luck.next() * KILL_WITHIN_MS);
      await finish(folder, wakes + MINUTE_MS, places);
      await close(date, folder, { truths, items, result, random });
    }
    const store = await openStore(join(folder, "home"), createContext());
    const ledgers = { mail: post.letters, telegram: telegram.ledger };
    result.deliveries = await judgeDeliveries(dates, { store, home: join(folder, "home"), ledgers });
    await store.close();
    return result;
  } finally {
    await Promise.all([post.close(), telegram.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Places = Parameters<typeof adaptersOf>[0];

/** 1 when it was killed before it had ended by itself. */
async function kill(folder: string, now: number, places: Places, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [WORKER, folder, String(now), JSON.stringify(places)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  await Promise.race([once(child.stdout, "data"), ended]);
  await Promise.race([pause(afterMs), ended]);
  const isKilled = child.exitCode === null && child.kill("SIGKILL");
  await ended;
  return Number(isKilled);
}

async function finish(folder: string, now: number, places: Places): Promise<void> {
  const adapters = adaptersOf(places);
  const house = await openHouse({ folder, clock: createHandClock(now), adapter: (kind) => adapters[kind] ?? null });
  await house.clockwork.look();
  const last = (await runsOf(house)).at(-1);
  if (last !== undefined) await house.ended(last);
  await house.close();
}

interface Closing {
  truths: Map<string, Truth>;
  items: ReadonlyMap<string, NewItem>;
  result: Simulated;
  random: { next(): number };
}

/** Judges what was told, and lets the owner deal with some of it. */
async function close(date: string, folder: string, { truths, items, result, random }: Closing): Promise<void> {
  const ctx = createContext();
  const home = join(folder, "home");
  const store = await openStore(home, ctx);
  const briefing = await store.briefings.find(date);
  if (!briefing) throw new Error(`There is no briefing of ${date}.`);
  const composition = briefing.composition as Composition;
  result.days.push(await judgeDay(composition, { truths, items, home }));
  const urgent = new Set(composition.groups.urgent.map(({ source }) => source));
  for (const { id, scenario, urgentFrom, at } of truths.values()) {
    if (at >= composition.at) continue;
    const isUrgent = urgentFrom !== null && urgentFrom <= composition.at;
    if (isUrgent !== urgent.has(id)) (isUrgent ? result.missed : result.false).push(`${date} ${scenario} ${id}`);
    if (random.next() >= (isUrgent ? HANDLED_URGENT : HANDLED)) continue;
    const item = await store.items.find("inbox", id);
    if (item) await store.items.setState(item.id, "done", ctx);
    truths.delete(id);
  }
  await store.close();
}

/** `npm run eval -- briefing`. */
export const briefing: EvalPart = async (args, { note }) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      days: { type: "string" },
      firm: { type: "boolean", default: false },
      kills: { type: "string", default: "10" },
      seed: { type: "string", default: "200" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    note(HELP);
    return [];
  }
  if (values.firm) return tellFirms({ days: values.days, isVerbose: values.verbose }, note);
  const options = { days: Number(values.days ?? 30), kills: Number(values.kills), seed: Number(values.seed) };
  const simulated = await simulate(options);
  const { days, deliveries } = simulated;
  for (const fault of [...deliveries.doubled, ...deliveries.lies, ...days.flatMap((day) => day.wrongNumbers)])
    note(fault);
  if (values.verbose) {
    for (const one of simulated.missed) note(`not said to be urgent: ${one}`);
    for (const one of simulated.false) note(`not urgent, and said so: ${one}`);
  }
  note(`${simulated.kills} processes were killed at work, ${deliveries.unclear} deliveries are told as unclear`);
  return toFigures(simulated);
};

async function tellFirms(
  { days, isVerbose }: { days: string | undefined; isVerbose: boolean },
  note: (text: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, firm] of [
    ["sample firm", SAMPLE],
    ["other firm", OTHER],
  ] as const) {
    const verdict = await tellFirm(firm, days === undefined ? {} : { days: Math.min(Number(days), firm.days) });
    for (const fault of [...verdict.amiss, ...verdict.wrongNumbers]) note(fault);
    // What the other firm gets wrong is looked at by nobody who sets the ranking.
    if (isVerbose && firm !== OTHER) {
      for (const one of verdict.missed) note(`not said to be urgent: ${one}`);
      for (const one of verdict.false) note(`not urgent, and said so: ${one}`);
    }
    note(`${name}: ${verdict.mails} mails on ${verdict.days} mornings`);
    figures.push(...toFirmFigures(`briefing of the ${name}`, verdict));
  }
  return figures;
}

export function toFigures({ days, deliveries, kills }: Simulated): Figure[] {
  const sum = (of: (day: DayVerdict) => number): number => days.reduce((total, day) => total + of(day), 0);
  const planted = sum((day) => day.planted);
  const shown = sum((day) => day.shown);
  const numbers = sum((day) => day.numbers);
  const sends = deliveries.told + deliveries.lies.length;
  const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
  return [
    { name: "briefing: urgent and said so", value: share(sum((day) => day.found), planted), unit: "ratio", n: planted, atLeast: 0.9 },
    { name: "briefing: said to be urgent and not", value: share(sum((day) => day.falselyShown), shown), unit: "ratio", n: shown, atMost: 0.1 },
    { name: "briefing: numbers as planted", value: 1 - share(sum((day) => day.wrongNumbers.length), numbers), unit: "ratio", n: numbers, atLeast: 1 },
    { name: "briefing: days made once, doubled nowhere", value: share(deliveries.once, days.length), unit: "ratio", n: days.length, atLeast: 1 },
    { name: "briefing: deliveries told as they were", value: share(deliveries.told, sends), unit: "ratio", n: sends, atLeast: 1 },
    { name: "briefing: kills at work", value: kills, unit: "kills", n: days.length },
  ]; // prettier-ignore
}
