import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import type { DeskParts } from "../../../src/desks/types.ts";
import { createStopSwitch, type EffectAdapter } from "../../../src/durable/index.ts";
import { createHandClock } from "../../durable/clockwork/_clock.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";
import { openHouse, prepareHome, runsOf, type House } from "./_house.ts";
import { mailItem } from "./_items.ts";

const ZONE = "Europe/Berlin";
const EVENING = Date.parse("2026-11-25T20:00:00Z");
const MORNING = Date.parse("2026-11-26T06:00:00Z");
const HOUR_MS = 3_600_000;

/** Places at which the work can be cut off: before a call had its effect, or behind it. */
const CUTS = [
  ["measure", "before"],
  ["store", "before"],
  ["store", "behind"],
  ["settle file", "before"],
  ["settle mail", "before"],
  ["settle mail", "behind"],
  ["act mail.send", "before"],
  ["act mail.send", "behind"],
  ["act telegram.send", "behind"],
] as const;

interface Crash {
  point: string;
  side: "before" | "behind";
  met: PromiseWithResolvers<void>;
}

/** Calls go through, until the point is met: from there on nothing comes back, as from a process that is gone. */
async function passing<T>(crash: Crash | null, point: string, call: () => Promise<T>): Promise<T> {
  if (crash?.point !== point) return call();
  if (crash.side === "behind") await call();
  crash.met.resolve();
  return new Promise(() => undefined);
}

function wrapped(parts: DeskParts, crash: Crash | null): DeskParts {
  const { metrics, briefings } = parts.store;
  return {
    ...parts,
    store: {
      ...parts.store,
      metrics: { ...metrics, put: (...args) => passing(crash, "measure", () => metrics.put(...args)) },
      briefings: {
        ...briefings,
        add: (...args) => passing(crash, "store", () => briefings.add(...args)),
        settle: (...args) => passing(crash, `settle ${args[1]}`, () => briefings.settle(...args)),
      },
    },
  };
}

/** What the other side saw; it can tell nobody about it afterwards. */
function createPeer(ledger: string[], crash: Crash | null): (kind: string) => EffectAdapter {
  return (kind) => ({
    effectClass: "neither",
    async act(order, ctx) {
      const gone = new Promise<never>((_, reject) =>
        ctx.signal.addEventListener("abort", () => reject(ctx.signal.reason)),
      );
      await Promise.race([
        passing(crash, `act ${kind}`, async () => void ledger.push(`${kind} ${JSON.stringify(order.arguments)}`)),
        gone,
      ]);
      return { outcome: "done", receipt: null };
    },
  });
}

/** `isBare`: the wrong way, which sends without the journal. */
async function open(folder: string, at: number, ledger: string[], crash: Crash | null, isBare = false): Promise<House> {
  const adapter = createPeer(ledger, crash);
  const clock = createHandClock(at);
  const bare: DeskParts["outside"] = async () => ({
    perform: ({ kind, account, arguments: given, id }) =>
      adapter(kind).act({ account, arguments: given, key: id }, createContext({ clock })),
    mint: () => ({}) as ReturnType<Awaited<ReturnType<DeskParts["outside"]>>["mint"]>,
  });
  const wrap = (parts: DeskParts): DeskParts => wrapped(isBare ? { ...parts, outside: bare } : parts, crash);
  return openHouse({ folder, clock, adapter, wrap });
}

/** A morning that is cut off at a point, and one that goes on from there. */
async function interrupt(t: TestContext, point: string, side: Crash["side"], isBare = false) {
  const folder = await tempFolder(t);
  const ledger: string[] = [];
  const crash: Crash = { point, side, met: Promise.withResolvers() };
  const evening = await prepareHome(folder, { time: "7:00", zone: ZONE, now: EVENING });
  await evening.items.put(mailItem("mail_1", { at: EVENING, due: MORNING, urgency: 3 }), {
    clock: createHandClock(EVENING),
  });
  await evening.close();
  const morning = await open(folder, MORNING, ledger, crash, isBare);
  morning.clockwork.look().catch(() => undefined);
  await crash.met.promise;
  await morning.crash();
  const later = await open(folder, MORNING + 60_000, ledger, null, isBare);
  t.after(() => later.close());
  await finish(later);
  return { folder, ledger, later };
}

async function finish(house: House): Promise<void> {
  await house.clockwork.look();
  const runs = await runsOf(house);
  assert.equal(runs.length, 1, "the tick of the morning");
  await house.ended(runs[0] ?? "");
}

describe("a crash while the briefing is made", () => {
  for (const [point, side] of CUTS) {
    test(`${side} ${point}: composed once, nothing goes out twice, what is unclear is told`, async (t) => {
      const { folder, ledger, later } = await interrupt(t, point, side);
      const composed = await later.store.briefings.list({ limit: 9 });
      assert.deepEqual(
        composed.map(({ id }) => id),
        [`briefing:2026-11-26:${ZONE}`],
      );
      const deliveries = await later.store.briefings.deliveries(composed[0]?.id ?? "");
      for (const channel of ["mail", "telegram"]) {
        const sent = ledger.filter((line) => line.startsWith(channel)).length;
        const { state } = deliveries.find((one) => one.channel === channel)!;
        const isCut = point === `act ${channel}.send`;
        assert.equal(state, isCut ? "unclear" : "done", channel);
        assert.equal(sent, isCut && side === "before" ? 0 : 1, `${channel} was sent`);
      }
      const files = await readdir(join(folder, "home", "briefings"));
      assert.deepEqual(files, ["2026-11-26.md"]);
      const file = await readFile(join(folder, "home", "briefings", "2026-11-26.md"), "utf8");
      assert.match(file, /Letter mail/);
      assert.equal(deliveries.find(({ channel }) => channel === "file")?.state, "done");
    });
  }

  test("while STOP holds nothing goes out, and that is told; the page and the file have it", async (t) => {
    const folder = await tempFolder(t);
    const ledger: string[] = [];
    const store = await prepareHome(folder, { time: "7:00", zone: ZONE, now: EVENING });
    await createStopSwitch(store.stops, createContext()).stop("owner", "enough");
    await store.close();
    const house = await open(folder, MORNING, ledger, null);
    t.after(() => house.close());
    await finish(house);
    const deliveries = await house.store.briefings.deliveries(`briefing:2026-11-26:${ZONE}`);
    assert.deepEqual(
      deliveries.map(({ channel, state }) => [channel, state]),
      [
        ["file", "done"],
        ["mail", "failed"],
        ["telegram", "failed"],
        ["web", "done"],
      ],
    );
    assert.match(deliveries.find(({ channel }) => channel === "mail")?.note ?? "", /STOP/);
    assert.deepEqual(ledger, []);
  });

  test("a day that was slept through is left out; the next one is made", async (t) => {
    const folder = await tempFolder(t);
    await (await prepareHome(folder, { time: "7:00", zone: ZONE, now: EVENING })).close();
    const night = await open(folder, MORNING + 20 * HOUR_MS, [], null);
    await night.clockwork.look();
    const [first = ""] = await runsOf(night);
    assert.equal(await night.ended(first), "over");
    await night.close();
    const morning = await open(folder, MORNING + 24 * HOUR_MS, [], null);
    t.after(() => morning.close());
    await morning.clockwork.look();
    await morning.ended((await runsOf(morning)).at(-1) ?? "");
    const composed = await morning.store.briefings.list({ limit: 9 });
    assert.deepEqual(composed.map(({ date }) => date), ["2026-11-27"]); // prettier-ignore
  });

  test("control: without the journal the mail goes out twice", async (t) => {
    const { ledger } = await interrupt(t, "settle mail", "before", true);
    assert.equal(ledger.filter((line) => line.startsWith("mail")).length, 2);
  });
});
