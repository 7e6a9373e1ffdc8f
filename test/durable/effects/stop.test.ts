import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createStopSwitch } from "../../../src/durable/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { isError } from "../../store/_setup.ts";
import { createPeer, intentOf, openJournal } from "./_setup.ts";

const TRIALS = 100;

test("STOP holds the next act in 100 of 100 trials, wherever others are on their way", async (t) => {
  let isStopped = false;
  let [before, after] = [0, 0];
  const peer = createPeer("keyed", {
    act() {
      if (isStopped) after += 1;
      else before += 1;
      return Promise.resolve({ outcome: "done", receipt: null });
    },
  });
  const { perform, stop } = await openJournal(t, peer);
  /** One act after another until STOP, as a piece of work would. */
  async function work(name: string): Promise<unknown> {
    for (let at = 0; ; at += 1) {
      const thrown = await perform(intentOf(`${name}-${at}`)).then(
        () => null,
        (reason: unknown) => reason,
      );
      if (thrown !== null) return thrown;
    }
  }
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const workers = ["a", "b", "c"].map((name) => work(`${trial}-${name}`));
    const enough = before + (trial % 4);
    const hasBegun = () => before >= enough;
    while (!hasBegun()) await nextTurn();
    for (let turn = 0; turn < trial % 7; turn += 1) await nextTurn();
    const stopping = stop.stop("owner", "now");
    isStopped = true;
    for (const thrown of await Promise.all(workers)) assert.ok(isError("E_STOPPED", /now/)(thrown), String(thrown));
    await stopping;
    isStopped = false;
    await stop.release("owner");
  }
  assert.equal(after, 0);
  assert.ok(before >= TRIALS, `control: ${before} acts came before it`);
});

test("STOP survives a restart, and is seen by a process that did not set it", async (t) => {
  const peer = createPeer("keyed");
  const { store, ctx, stop, perform, again } = await openJournal(t, peer);
  await perform(intentOf("one"));
  await stop.stop("owner", "something is odd");
  await assert.rejects(again().perform(intentOf("two")), isError("E_STOPPED", /something is odd.*--off/));
  const other = await openStore(store.home, ctx);
  t.after(() => other.close());
  const elsewhere = createStopSwitch(other.stops, ctx);
  assert.equal((await elsewhere.current())?.by, "owner");
  assert.equal((await elsewhere.release("owner"))?.reason, "something is odd");
  await again().perform(intentOf("three"));
  await elsewhere.stop("another", "");
  await assert.rejects(
    perform(intentOf("four")),
    isError("E_STOPPED"),
    "the first process did not hear of it otherwise",
  );
  assert.deepEqual(peer.ledger, ["one", "three"]);
  assert.deepEqual(
    (await store.stops.list(9)).map(({ by, releasedBy }) => [by, releasedBy]),
    [
      ["another", null],
      ["owner", "owner"],
    ],
  );
});

test("STOP that cannot be written holds in this process, and a store that cannot be asked lets nothing pass", async (t) => {
  const peer = createPeer("keyed");
  const { perform, stop, store } = await openJournal(t, peer);
  const { set, current } = store.stops;
  store.stops.set = () => Promise.reject(new Error("disk"));
  await assert.rejects(stop.stop("owner", ""), /disk/);
  await assert.rejects(perform(intentOf("one")), isError("E_STOPPED"));
  store.stops.set = set;
  await stop.release("owner");
  store.stops.current = () => Promise.reject(new Error("cannot be read"));
  await assert.rejects(perform(intentOf("two")), /cannot be read/);
  store.stops.current = current;
  assert.deepEqual(peer.ledger, []);
  await perform(intentOf("three"));
});

test("STOP ends the waiting for another attempt at once", async (t) => {
  const peer = createPeer("keyed", {
    act: () =>
      Promise.resolve({
        outcome: "notYet",
        fault: { code: "E_EFFECT_FAILED", message: "Later." },
        retryAfterMs: 200_000, // as long as no clock is turned
      }),
  });
  const { perform, stop, store } = await openJournal(t, peer);
  const answer = perform(intentOf("one"));
  answer.catch(() => undefined);
  while ((await store.effects.find("one"))?.attempts !== 1) await nextTurn();
  await stop.stop("owner", "");
  await assert.rejects(answer, isError("E_STOPPED"));
  assert.equal((await store.effects.find("one"))?.state, "failed");
});
