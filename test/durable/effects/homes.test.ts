import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { AppError, type Context } from "../../../src/core/index.ts";
import { createStopSwitch, hashIntent, openEffects, type EffectAdapter } from "../../../src/durable/index.ts";
import { createPresence } from "../../../src/durable/effects/presence.ts";
import { createPermits } from "../../../src/guard/index.ts";
import { openStore, type EffectClass } from "../../../src/store/index.ts";
import { usePostgres } from "../../_postgres.ts";
import { createContext, isError, tempFolder } from "../../store/_setup.ts";
import { until } from "../_gate.ts";
import { createPeer, intentOf, type Peer } from "./_setup.ts";

const postgres = usePostgres();
const BEAT_MS = 100;

/** A Kralle of its own home on the database, as the app composes it. */
async function openHome(t: TestContext, url: string, holder: string, adapter: EffectAdapter) {
  const ctx: Context = createContext();
  const store = await openStore(join(await tempFolder(t), holder), ctx, { databaseUrl: url });
  const permits = createPermits(ctx.clock);
  const presence = createPresence({ holders: store.holders, holder, beatMs: BEAT_MS }, ctx);
  const stop = createStopSwitch(store.stops, ctx);
  const { isSure } = presence;
  const effects = openEffects({ store, stop, adapter: () => adapter, redeem: permits.redeem, holder, isSure }, ctx);
  t.after(async () => {
    await presence.leave();
    await store.close();
  });
  const perform = (id: string, own?: EffectAdapter, run?: { ensureOwner(): Promise<void> }) => {
    const intent = intentOf(id);
    return effects.perform(intent, permits.mint({ hash: hashIntent(intent) }), own, run);
  };
  return { store, presence, effects, perform };
}

/** What a workflow's run says of who owns it. */
function ownedBy(first: string) {
  let owner = first;
  const runOf = (name: string) => ({
    ensureOwner: async () => {
      if (owner !== name) throw new AppError("E_CANCELLED", "The work goes on in another process.");
    },
  });
  return { runOf, give: (name: string) => void (owner = name) };
}

/** Stops at the moment in which an act begins, as a machine whose lid is closed does. */
function pausing(peer: Peer) {
  const [paused, lid] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const hold = async (): Promise<void> => {
    paused.resolve();
    await lid.promise;
  };
  return { paused: paused.promise, open: lid.resolve, hold, adapter: { ...peer.adapter, actMs: 200 } };
}

const ENDS: Record<EffectClass, string> = { keyed: "confirmed", queryable: "confirmed", neither: "unknown" };

describe("several homes on one PostgreSQL", { skip: postgres.skip }, () => {
  for (const effectClass of ["keyed", "queryable", "neither"] as const) {
    test(`${effectClass}: work that another took over while this one slept is not done twice when it wakes up`, async (t) => {
      const url = await postgres.freshDatabase();
      const peer = createPeer(effectClass);
      const { paused, open, hold, adapter } = pausing(peer);
      const work = ownedBy("a");
      const [a, b] = await Promise.all([openHome(t, url, "a", adapter), openHome(t, url, "b", adapter)]);
      await Promise.all([a.presence.start(() => {}), b.presence.start(() => {})]);
      let asked = 0;
      const slept = a.perform("act", undefined, {
        // Looked at twice, before and after the beginning is on disk: it falls asleep right before the second.
        ensureOwner: async () => {
          asked += 1;
          if (asked === 2) await hold();
          return work.runOf("a").ensureOwner();
        },
      });
      await paused;
      work.give("b");
      await b.perform("act", undefined, work.runOf("b")).catch((thrown: unknown) => {
        assert.ok(effectClass === "neither" && thrown instanceof AppError && thrown.code === "E_EFFECT_UNKNOWN");
      });
      open();
      await assert.rejects(slept, isError("E_CANCELLED"));
      assert.equal((await b.store.effects.find("act"))?.state, ENDS[effectClass]);
      assert.deepEqual(peer.ledger, effectClass === "neither" ? [] : ["act"], "at most once, and never for nothing");
    });
  }

  test("control: without asking whose work it is, it is done twice", async (t) => {
    const url = await postgres.freshDatabase();
    const peer = createPeer("queryable");
    const { paused, open, hold, adapter } = pausing(peer);
    const act: EffectAdapter["act"] = async (order, ctx) => {
      await hold();
      return peer.adapter.act(order, ctx);
    };
    const [a, b] = await Promise.all([
      openHome(t, url, "a", { ...adapter, actMs: 60_000, act }),
      openHome(t, url, "b", adapter),
    ]);
    await Promise.all([a.presence.start(() => {}), b.presence.start(() => {})]);
    const slept = a.perform("act");
    await paused;
    await b.perform("act", undefined, ownedBy("b").runOf("b"));
    open();
    await slept;
    assert.deepEqual(peer.ledger, ["act", "act"]);
  });

  test("without its work, what another is doing is not begun a second time", async (t) => {
    const url = await postgres.freshDatabase();
    const peer = createPeer("keyed");
    const [a, b] = await Promise.all([openHome(t, url, "a", peer.adapter), openHome(t, url, "b", peer.adapter)]);
    await b.presence.start(() => {});
    const { ref, ...intent } = { ...intentOf("act"), ref: "act" };
    const stored = {
      ...intent,
      ref,
      key: "act",
      effectClass: "keyed",
      hash: hashIntent(intentOf("act")),
      run: null,
    } as const;
    await a.store.effects.add({ ...stored, holder: "a" }, createContext());
    await assert.rejects(b.perform("act"), isError("E_EFFECT_UNKNOWN", /another Kralle/));
    assert.deepEqual(peer.ledger, []);
  });

  test("what a dead one left open is carried on by the others; it is not sure of itself until it has shown itself", async (t) => {
    const url = await postgres.freshDatabase();
    const peer = createPeer("queryable", { actMs: 50 });
    const [a, b] = await Promise.all([openHome(t, url, "a", peer.adapter), openHome(t, url, "b", peer.adapter)]);
    const ctx = createContext();
    const leave = async (ref: string, isBegun: boolean) => {
      const given = { ...intentOf(ref), ref, key: ref, effectClass: "queryable", hash: "h", run: null } as const;
      const { record } = await a.store.effects.add({ ...given, holder: "a" }, ctx);
      if (isBegun) await a.store.effects.begin(record.id, "a", ctx);
      return record.id;
    };
    peer.ledger.push("arrived");
    const ids = await Promise.all([leave("intended", false), leave("arrived", true), leave("lost", true)]);
    await a.store.holders.beat("a"); // it shows itself once, and dies
    await b.presence.start(() => void b.effects.reconcile({ isForeign: true }));
    const states = () => Promise.all(ids.map(async (id) => (await b.store.effects.get(id))?.state));
    await until("all are at an end", async () => (await states()).every((state) => state === "confirmed"));
    assert.deepEqual(peer.ledger.toSorted(), ["arrived", "intended", "lost"]);
    assert.equal(await a.store.effects.begin(ids[0], "a", ctx), false);
    await assert.rejects(a.perform("new"), isError("E_CANCELLED", /may have taken over/));
    assert.equal(await a.store.holders.beat("a"), false, "it was given up");
    await a.presence.start(() => {});
    await a.perform("new");
    assert.equal(peer.ledger.at(-1), "new");
  });

  test("one that shows itself is never given up, and one that went away is gone", async (t) => {
    const url = await postgres.freshDatabase();
    const peer = createPeer("keyed");
    const [a, b] = await Promise.all([openHome(t, url, "a", peer.adapter), openHome(t, url, "b", peer.adapter)]);
    await a.presence.start(() => {});
    await b.presence.start(() => {});
    await new Promise((resolve) => setTimeout(resolve, 8 * BEAT_MS));
    await until("both are sure", () => a.presence.isSure() && b.presence.isSure());
    const seen = (await b.store.holders.list()).find(({ holder }) => holder === "a")!;
    assert.equal(await b.store.holders.takeOver({ ...seen, beat: seen.beat - 1 }, "b", createContext()), null);
    await a.presence.leave();
    assert.deepEqual(
      (await b.store.holders.list()).map(({ holder }) => holder),
      ["b"],
    );
  });
});
