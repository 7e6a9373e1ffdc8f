import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { createStopSwitch, hashIntent, openEffects, type EffectAdapter } from "../../../src/durable/index.ts";
import { createPermits } from "../../../src/guard/index.ts";
import type { EffectClass, EffectLog, Store } from "../../../src/store/index.ts";
import { createContext, tempStore } from "../../store/_setup.ts";
import { createPeer, createTurningClock, intentOf, type Peer } from "./_setup.ts";

const SEED = Number(process.env["KRALLE_SEED"] ?? 20_261);
/** `KRALLE_STORIES=100000` tells more of them; each can be told again by its number. */
const RUNS = Number(process.env["KRALLE_STORIES"] ?? 1_000);
const HOUR_MS = 3_600_000;
const KEY_WINDOW_MS = 24 * HOUR_MS;
const CLASSES: readonly EffectClass[] = ["keyed", "queryable", "neither"];
const NAMES = 4;

const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("perform" as const), name: fc.nat(NAMES - 1) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("together" as const), name: fc.nat(NAMES - 1) }) },
  { weight: 1, arbitrary: fc.constant({ type: "stop" as const }) },
  { weight: 2, arbitrary: fc.constant({ type: "release" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "restart" as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("set" as const), hours: fc.constantFrom(25, -48, 1, -1) }) },
);
const script = fc.array(fc.constantFrom("done", "done", "unclear", "notYet", "refused"), { maxLength: 8 });
const story = fc.record({
  effectClass: fc.constantFrom(...CLASSES),
  commands: fc.array(command, { minLength: 1, maxLength: 12 }),
  script,
  unclearHappens: fc.boolean(),
  /** At which waits the process ends, counted from its start, and how long it takes until the next one starts. */
  crashes: fc.array(fc.record({ at: fc.integer({ min: 1, max: 25 }), hours: fc.constantFrom(0, 0, 0, 1, 26) }), {
    maxLength: 3,
  }),
});
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

/** A process that may end at any wait: from then on nothing of it goes on. */
function createProcess(crashAt: number) {
  let waits = 0;
  const gone = Promise.withResolvers<"crashed">();
  let isAlive = true;
  const never = new Promise<never>(() => {});
  const wait = (): void => {
    waits += 1;
    if (waits !== crashAt) return;
    isAlive = false;
    gone.resolve("crashed");
  };
  /** It may end before the work and after it. */
  const through = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      wait();
      if (!isAlive) return never;
      const result = await work(...args);
      wait();
      return isAlive ? result : never;
    };
  };
  return { gone: gone.promise, through, end: () => (isAlive = false) };
}

function mortal(log: EffectLog, { through }: ReturnType<typeof createProcess>): EffectLog {
  return {
    ...log,
    add: through(log.add),
    begin: through(log.begin),
    retreat: through(log.retreat),
    finish: through(log.finish),
    find: through(log.find),
  };
}

/** What went wrong, in words. `acts`: how the journal's adapter is made, so that a control can spoil it. */
async function tell(
  { effectClass, commands, script: outcomes, unclearHappens, crashes }: Story,
  store: Store,
  run: string,
  spoil: (adapter: EffectAdapter) => EffectAdapter = (adapter) => adapter,
): Promise<string[]> {
  const { clock, state, elapsed } = createTurningClock(
    // After all that was told before in this store: to the journal an earlier clock is one that was set back.
    Math.max(Date.now(), (await store.effects.latestAt()) + 1),
  );
  const ctx = createContext({ clock });
  const peer: Peer = createPeer(effectClass, effectClass === "keyed" ? { keyWindowMs: KEY_WINDOW_MS } : {});
  Object.assign(peer, { script: [...outcomes], unclearHappens });
  let isStopped = false;
  const wrong: string[] = [];
  const nameOf = (at: number): string => `${run}-${at}`;

  function start(crashAt: number) {
    const life = createProcess(crashAt);
    const { act, query } = peer.adapter;
    const adapter = spoil({
      ...peer.adapter,
      act: life.through((...args: Parameters<typeof act>) => {
        if (isStopped) wrong.push("an act began while STOP held");
        return act(...args);
      }),
      ...(query ? { query: life.through(query) } : {}),
    });
    const permits = createPermits(clock, elapsed);
    const stop = createStopSwitch(store.stops, ctx);
    const log = mortal(store.effects, life);
    const parts = { store: { effects: log, space: store.space }, stop, redeem: permits.redeem, holder: run };
    const effects = openEffects({ ...parts, adapter: () => adapter, random: () => 0.5, elapsed }, ctx);
    const perform = (at: number): Promise<unknown> => {
      const intent = intentOf(nameOf(at));
      return effects.perform(intent, permits.mint({ hash: hashIntent(intent) })).catch(() => null);
    };
    return { ...life, effects, perform, stop };
  }

  const waits = [...crashes];
  let next = waits.shift();
  let now = start(next?.at ?? Infinity);
  const pass = (hours: number): void => {
    state.now += hours * HOUR_MS;
    state.elapsed += hours * HOUR_MS;
    if (hours * HOUR_MS >= KEY_WINDOW_MS) for (const key of peer.ledger) peer.forgotten.add(key);
  };
  const restart = async (): Promise<void> => {
    for (let ended: unknown = "crashed"; ended === "crashed";) {
      now.end();
      pass(next?.hours ?? 0);
      next = waits.shift();
      now = start(next?.at ?? Infinity);
      ended = await Promise.race([now.gone, now.effects.reconcile()]);
    }
  };
  for (const one of commands) {
    const work = async (): Promise<unknown> => {
      if (one.type === "perform") return now.perform(one.name);
      if (one.type === "together") return Promise.all([now.perform(one.name), now.perform(one.name), now.perform(0)]);
      if (one.type === "restart") return "crashed";
      if (one.type === "set") return (state.now += one.hours * HOUR_MS);
      if (one.type === "release") {
        isStopped = false;
        return now.stop.release("x");
      }
      await now.stop.stop("x", "");
      isStopped = true;
      return null;
    };
    if ((await Promise.race([now.gone, work()])) === "crashed") await restart();
  }
  isStopped = false;
  await now.stop.release("x");
  waits.length = 0;
  await restart();

  for (let at = 0; at < NAMES; at += 1) {
    const times = peer.ledger.filter((key) => key === nameOf(at)).length;
    const record = await store.effects.find(nameOf(at));
    const say = (fault: string): number => wrong.push(`${nameOf(at)}, ${record?.state}, ${times} times: ${fault}`);
    if (times > 1) say("doubled");
    if (times > 0 && !record) say("not recorded");
    if (record?.state === "confirmed" && times === 0) say("lost");
    if (record?.state === "failed" && times > 0) say("told as failed");
    if (record?.state === "sent" || record?.state === "intended") say("left open");
    if (record?.state === "unknown" && effectClass === "queryable") say("could have been asked");
  }
  return wrong;
}

test("whatever comes between: nothing is doubled, lost, left open, or begun while STOP holds", async (t) => {
  const store = await tempStore(t);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      assert.deepEqual(await tell(told, store, `r${(run += 1)}`), []);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  t.diagnostic(`${run} stories, seed ${SEED}`);
});

interface Control {
  only: EffectClass;
  spoil: (adapter: EffectAdapter) => EffectAdapter;
}

const controls: Record<string, Control> = {
  "an adapter that says too early that nothing happened": {
    only: "neither",
    spoil: (adapter) => ({
      ...adapter,
      act: async (...args) => {
        const act = await adapter.act(...args);
        if (act.outcome !== "unclear") return act;
        return { outcome: "notYet", fault: { code: "E_NETWORK", message: "no" } };
      },
    }),
  },
  "an account that is taken for one that knows keys": {
    only: "neither",
    spoil: (adapter) => ({ ...adapter, effectClass: "keyed" }),
  },
  "an account that is taken for one that never forgets a key": {
    only: "keyed",
    spoil: (adapter) => ({ ...adapter, keyWindowMs: Infinity, freshMs: 100 * KEY_WINDOW_MS }),
  },
};
for (const [name, { only, spoil }] of Object.entries(controls)) {
  test(`control: ${name} is found out`, async (t) => {
    const store = await tempStore(t);
    let run = 0;
    const some = story.filter(({ effectClass }) => effectClass === only);
    const result = await fc.check(
      fc.asyncProperty(some, async (told) => (await tell(told, store, `c${(run += 1)}`, spoil)).length === 0),
      { seed: SEED, numRuns: 2_000, endOnFailure: true },
    );
    assert.ok(result.failed, `${run} stories and nothing wrong`);
    t.diagnostic(`after ${run} stories`);
  });
}
