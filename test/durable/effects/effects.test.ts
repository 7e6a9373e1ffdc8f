import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Permit } from "../../../src/core/index.ts";
import { isError } from "../../store/_setup.ts";
import { createPeer, intentOf, openJournal } from "./_setup.ts";

const DAY_MS = 86_400_000;

describe("an act", () => {
  test("happens once, and its receipt is the answer each time", async (t) => {
    const peer = createPeer("neither");
    const { perform, effects, store } = await openJournal(t, peer);
    assert.deepEqual(await perform(intentOf("one")), { key: "one" });
    assert.deepEqual(await effects.perform(intentOf("one"), {} as Permit), { key: "one" }, "no permit is needed");
    assert.deepEqual(peer.ledger, ["one"]);
    const record = await store.effects.find("one");
    assert.equal(record?.state, "confirmed");
    assert.equal(record.attempts, 1);
    const told = (await store.audit.list({ limit: 9 })).map(({ kind, action }) => `${kind} ${action}`);
    assert.deepEqual(told, ["effect confirmed", "effect intended"]);
  });

  test("of a name that was taken by another act is refused", async (t) => {
    const peer = createPeer("neither");
    const { perform } = await openJournal(t, peer);
    await perform(intentOf("one"));
    await assert.rejects(perform(intentOf("one", { arguments: { text: "other" } })), isError("E_INPUT", /same name/));
    assert.deepEqual(peer.ledger, ["one"]);
  });

  test("asked for twice at the same moment happens once", async (t) => {
    const peer = createPeer("neither");
    const { perform } = await openJournal(t, peer);
    const answers = await Promise.all([1, 2, 3].map(() => perform(intentOf("one"))));
    assert.deepEqual(answers, [{ key: "one" }, { key: "one" }, { key: "one" }]);
    assert.deepEqual(peer.ledger, ["one"]);
  });

  test("without the guard's permit does not happen, and leaves nothing", async (t) => {
    const peer = createPeer("neither");
    const { effects, store } = await openJournal(t, peer);
    await assert.rejects(effects.perform(intentOf("one"), {} as Permit), isError("E_REFUSED", /permit/));
    assert.deepEqual([peer.ledger, await store.effects.find("one")], [[], null]);
  });

  test("is on disk as begun before the other side hears of it", async (t) => {
    const seen: (string | undefined)[] = [];
    const peer = createPeer("neither", {
      async act() {
        seen.push((await store.effects.find("one"))?.state);
        return { outcome: "done", receipt: null };
      },
    });
    const { perform, store } = await openJournal(t, peer);
    await perform(intentOf("one"));
    assert.deepEqual(seen, ["sent"]);
  });

  test("that an account of nobody should do is refused", async (t) => {
    const { perform } = await openJournal(t, null);
    await assert.rejects(perform(intentOf("one")), isError("E_EFFECT_FAILED", /not there/));
  });
});

describe("what goes wrong", () => {
  test("refused by the other side: failed, and the same answer again", async (t) => {
    const peer = createPeer("keyed");
    peer.script = ["refused"];
    const { perform, store } = await openJournal(t, peer);
    await assert.rejects(perform(intentOf("one")), isError("E_EFFECT_FAILED", /^No/));
    await assert.rejects(perform(intentOf("one")), isError("E_EFFECT_FAILED", /^No/));
    assert.deepEqual([peer.ledger, (await store.effects.find("one"))?.state], [[], "failed"]);
  });

  for (const effectClass of ["keyed", "queryable", "neither"] as const) {
    test(`${effectClass}: what certainly did not happen is tried again, at most six times`, async (t) => {
      const peer = createPeer(effectClass);
      peer.script = Array(5).fill("notYet");
      const { perform, store } = await openJournal(t, peer);
      await perform(intentOf("one"));
      peer.script = Array(6).fill("notYet");
      await assert.rejects(perform(intentOf("two")), isError("E_EFFECT_FAILED"));
      assert.deepEqual([peer.ledger, (await store.effects.find("two"))?.attempts], [["one"], 6]);
    });

    test(`${effectClass}: an unclear act that happened is not done twice`, async (t) => {
      const peer = createPeer(effectClass);
      peer.script = ["unclear"];
      const { perform, store } = await openJournal(t, peer);
      const answer = perform(intentOf("one"));
      if (effectClass === "neither")
        await assert.rejects(answer, isError("E_EFFECT_UNKNOWN", /the line broke.*settle/));
      else await answer;
      assert.deepEqual(peer.ledger, ["one"]);
      assert.equal((await store.effects.find("one"))?.state, effectClass === "neither" ? "unknown" : "confirmed");
    });

    test(`${effectClass}: an unclear act that did not happen`, async (t) => {
      const peer = createPeer(effectClass);
      [peer.script, peer.unclearHappens] = [["unclear"], false];
      const { perform } = await openJournal(t, peer);
      await perform(intentOf("one")).catch(() => null);
      assert.deepEqual(peer.ledger, effectClass === "neither" ? [] : ["one"]);
    });
  }

  test("what an adapter throws is unclear, and so is what takes too long", async (t) => {
    for (const act of [() => Promise.reject(new Error("boom")), () => new Promise<never>(() => {})]) {
      const peer = createPeer("neither", { act, actMs: 1_000 });
      const { perform, store } = await openJournal(t, peer);
      await assert.rejects(perform(intentOf("one")), isError("E_EFFECT_UNKNOWN", /boom|within 1 s/));
      assert.equal((await store.effects.find("one"))?.state, "unknown");
    }
  });

  test("who is asked to wait waits so long, and for hours does not wait at all", async (t) => {
    const fault = { code: "E_EFFECT_FAILED" as const, message: "Too many." };
    const waits = [45_000, 7_200_000];
    for (const retryAfterMs of waits) {
      const acts: number[] = [];
      const peer = createPeer("neither", {
        act() {
          acts.push(time.elapsed);
          return Promise.resolve(
            acts.length === 1 ? { outcome: "notYet", fault, retryAfterMs } : { outcome: "done", receipt: 1 },
          );
        },
      });
      const { perform, time } = await openJournal(t, peer);
      const answer = perform(intentOf("one"));
      if (retryAfterMs === waits[1]) await assert.rejects(answer, isError("E_EFFECT_FAILED", /Too many/));
      else assert.equal(await answer, 1);
      if (acts.length > 1) assert.ok(acts[1]! - acts[0]! >= retryAfterMs);
    }
  });

  test("what is not found afterwards is unknown, and is not done again", async (t) => {
    const peer = createPeer("queryable", { readBack: () => Promise.resolve(false) });
    const { perform } = await openJournal(t, peer);
    await assert.rejects(perform(intentOf("one")), isError("E_EFFECT_UNKNOWN", /not found afterwards/));
    assert.deepEqual(peer.ledger, ["one"]);
  });

  test("an unknown act is settled by a person, once", async (t) => {
    const peer = createPeer("neither");
    peer.script = ["unclear", "unclear"];
    const { perform, effects, store } = await openJournal(t, peer);
    for (const name of ["one", "two"]) await perform(intentOf(name)).catch(() => null);
    const [two, one] = await store.effects.list({ states: ["unknown"], limit: 9 });
    assert.equal((await effects.settle(one!.id, true, "owner")).state, "confirmed");
    assert.equal((await effects.settle(two!.id, false, "owner")).settledBy, "owner");
    await assert.rejects(effects.settle(one!.id, false, "owner"), isError("E_INPUT", /is known/));
    await assert.rejects(effects.settle("eff_none", false, "owner"), isError("E_NOT_FOUND"));
    await assert.rejects(perform(intentOf("two")), isError("E_EFFECT_UNKNOWN"));
    assert.equal(peer.ledger.length, 2);
  });
});

describe("after a crash", () => {
  /** Left as a process leaves it that ends after it recorded the beginning. */
  async function left(
    t: Parameters<typeof openJournal>[0],
    peer: ReturnType<typeof createPeer>,
    { happened, begun = true, jumpMs = 0 }: { happened: boolean; begun?: boolean; jumpMs?: number },
  ) {
    const opened = await openJournal(t, peer);
    const { record } = await opened.store.effects.add(
      {
        ref: "one",
        kind: "peer",
        account: "a",
        effectClass: peer.adapter.effectClass,
        key: "one",
        title: "",
        arguments: null,
        hash: "h",
        run: null,
        holder: "here",
      },
      opened.ctx,
    );
    if (begun) await opened.store.effects.begin(record.id, "here", opened.ctx);
    if (happened) peer.ledger.push("one");
    opened.time.now += jumpMs;
    const next = opened.again();
    return { ...next, stateNow: async () => (await next.store.effects.find("one"))?.state };
  }

  for (const happened of [true, false]) {
    test(`keyed: is sent again with its key (it had happened: ${happened})`, async (t) => {
      const peer = createPeer("keyed", { keyWindowMs: DAY_MS });
      const { effects } = await left(t, peer, { happened });
      assert.deepEqual(await effects.reconcile(), { confirmed: 1, failed: 0, unknown: 0, open: 0 });
      assert.deepEqual(peer.ledger, ["one"]);
    });

    test(`queryable: is asked about first (it had happened: ${happened})`, async (t) => {
      const peer = createPeer("queryable", { settleMs: 500 });
      const { effects, time } = await left(t, peer, { happened });
      assert.equal((await effects.reconcile()).confirmed, 1);
      assert.deepEqual([peer.ledger, peer.questions, time.elapsed >= 500], [["one"], 1, true]);
    });

    test(`neither: is unknown (it had happened: ${happened})`, async (t) => {
      const peer = createPeer("neither");
      const { effects } = await left(t, peer, { happened });
      assert.equal((await effects.reconcile()).unknown, 1);
      assert.deepEqual(peer.ledger, happened ? ["one"] : []);
    });
  }

  test("what had certainly not begun is done, of each class", async (t) => {
    for (const effectClass of ["keyed", "queryable", "neither"] as const) {
      const peer = createPeer(effectClass);
      const { effects } = await left(t, peer, { happened: false, begun: false });
      assert.equal((await effects.reconcile()).confirmed, 1);
      assert.deepEqual([peer.ledger, peer.questions], [["one"], 0]);
    }
  });

  test("STOP holds what was left as well: what had not begun has failed, what may have happened stays open", async (t) => {
    const unbegun = createPeer("keyed");
    const first = await left(t, unbegun, { happened: false, begun: false });
    await first.stop.stop("owner", "");
    assert.equal((await first.effects.reconcile()).failed, 1);
    const begun = createPeer("keyed");
    const second = await left(t, begun, { happened: false });
    await second.stop.stop("owner", "");
    assert.equal((await second.effects.reconcile()).open, 1);
    assert.deepEqual([unbegun.ledger, begun.ledger, await second.stateNow()], [[], [], "sent"]);
    await second.stop.release("owner");
    assert.equal((await second.effects.reconcile()).confirmed, 1);
    assert.deepEqual(begun.ledger, ["one"]);
  });

  test("the other side cannot be asked: it stays open, and nothing is done", async (t) => {
    const peer = createPeer("queryable", { query: () => Promise.reject(new Error("no line")) });
    const { effects, stateNow } = await left(t, peer, { happened: true });
    assert.equal((await effects.reconcile()).open, 1);
    assert.deepEqual([peer.ledger, await stateNow()], [["one"], "sent"]);
  });

  test("an account that is gone: unknown where it had begun, failed where not", async (t) => {
    for (const begun of [true, false]) {
      const { effects, store, ctx } = await openJournal(t, null);
      const base = { kind: "peer", account: "a", effectClass: "keyed" as const, key: "k", title: "", hash: "h" };
      const { record } = await store.effects.add({ ...base, ref: "r", arguments: 1, run: null, holder: "here" }, ctx);
      if (begun) await store.effects.begin(record.id, "here", ctx);
      assert.equal((await effects.reconcile())[begun ? "unknown" : "failed"], 1);
    }
  });

  test("what another Kralle carries is left to it", async (t) => {
    const { effects, store, ctx } = await openJournal(t, createPeer("keyed"));
    const base = { kind: "peer", account: "a", effectClass: "keyed" as const, key: "k", title: "", hash: "h" };
    await store.effects.add({ ...base, ref: "r", arguments: 1, run: null, holder: "there" }, ctx);
    assert.deepEqual(await effects.reconcile(), { confirmed: 0, failed: 0, unknown: 0, open: 0 });
  });

  describe("clocks", () => {
    const jumps = [
      ["within the window", 3_600_000, "confirmed"],
      ["25 hours on", 25 * 3_600_000, "unknown"],
      ["2 days back", -2 * DAY_MS, "unknown"],
      ["an hour back, as when summer time ends on a clock of local time", -3_600_000, "unknown"],
    ] as const;
    for (const [name, ms, state] of jumps) {
      test(`a key of a day, ${name}: ${state}`, async (t) => {
        const peer = createPeer("keyed", { keyWindowMs: DAY_MS });
        const { effects, stateNow } = await left(t, peer, { happened: true, jumpMs: ms });
        await effects.reconcile();
        assert.deepEqual([peer.ledger, await stateNow()], [["one"], state]);
      });
    }

    test("beyond the window of its key it is asked about, where that can be", async (t) => {
      const asked: string[] = [];
      const peer = createPeer("keyed", {
        keyWindowMs: DAY_MS,
        query: ({ key }) => Promise.resolve(asked.push(key) > 0 ? { key } : null),
      });
      const { effects } = await left(t, peer, { happened: true, jumpMs: 25 * 3_600_000 });
      assert.equal((await effects.reconcile()).confirmed, 1);
      assert.deepEqual([asked, peer.ledger], [["one"], ["one"]]);
    });

    for (const ms of [25 * 3_600_000, -2 * DAY_MS]) {
      test(`what had not begun is not begun any more when the clock jumped by ${ms / 3_600_000} h`, async (t) => {
        const peer = createPeer("keyed");
        const { effects } = await left(t, peer, { happened: false, begun: false, jumpMs: ms });
        assert.equal((await effects.reconcile()).failed, 1);
        assert.deepEqual(peer.ledger, []);
      });
    }

    test("a clock that was set back does not keep new acts from happening", async (t) => {
      const peer = createPeer("keyed", { keyWindowMs: DAY_MS });
      const first = await openJournal(t, peer);
      await first.perform(intentOf("before"));
      first.time.now -= 2 * DAY_MS;
      peer.script = ["unclear"];
      await first.perform(intentOf("after"));
      peer.script = ["unclear"];
      await first.again().perform(intentOf("later"));
      assert.deepEqual(peer.ledger, ["before", "after", "later"]);
    });
  });
});
