import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { LlamaContext, LlamaSequence } from "../../../src/models/engine/binding.ts";
import { createSeats, type Seats, type SeatsOptions } from "../../../src/models/engine/seats.ts";

/** Holds tokens and does nothing: where requests sit is decided by code alone. */
function toContext(window: number, log: string[], name: string): LlamaContext {
  const toSequence = (): LlamaSequence =>
    ({ contextTokens: [], nextTokenIndex: 0, needsCheckpoints: false }) as unknown as LlamaSequence;
  return {
    contextSize: window,
    getSequence: toSequence,
    dispose: async () => void log.push(`${name} gone`),
  };
}

interface Place {
  seats: Seats;
  log: string[];
  asked(): number;
}

function open(own: Partial<SeatsOptions> = {}): Place {
  const log: string[] = [];
  let asked = 0;
  let made = 0;
  const seats = createSeats({
    main: { context: toContext(4096, log, "main"), window: 4096 },
    parallel: 4,
    tokenBytes: 1,
    spareBytes: () => ((asked += 1), 1e9),
    createContext: async (sequences, window) => {
      made += 1;
      log.push(`group ${made}: ${sequences} of ${window}`);
      return toContext(window, log, `group ${made}`);
    },
    idleMs: 20,
    keep: async (seat) => void (seat.conversation !== null && log.push(`kept ${seat.conversation}`)),
    warn: (message) => log.push(message),
    ...own,
  });
  return { seats, log, asked: () => asked };
}

const here = (): boolean => false;

describe("seats", () => {
  it("gives the first one the main context, and those who wait a second one of their size", async () => {
    const { seats, log } = open();
    const first = await seats.take(1000, [1], here);
    const [second, third] = await Promise.all([seats.take(300, [2], here), seats.take(700, [3], here)]);
    assert.deepEqual(log, ["group 1: 2 of 768"]);
    assert.deepEqual([first?.window, second?.window, third?.window], [4096, 768, 768]);
    for (const seat of [first, second, third]) seats.leave(seat ?? assert.fail());
    await sleep(60);
    assert.deepEqual(log.at(-1), "group 1 gone", "given back when idle");
    assert.equal(seats.groupBytes, 0);
  });

  it("waits for the main context where memory is short, without asking again and again", async () => {
    let asked = 0;
    const { seats, log } = open({ spareBytes: () => ((asked += 1), 0) });
    const first = (await seats.take(10, [1], here)) ?? assert.fail();
    const second = seats.take(10, [2], here);
    await sleep(50);
    assert.ok(asked < 5, `asked ${asked} times`);
    seats.leave(first);
    assert.equal((await second)?.window, 4096);
    assert.deepEqual(log, []);
  });

  it("goes on one after another when a second context cannot be made", async () => {
    const { seats, log } = open({ createContext: () => Promise.reject(new Error("no memory")) });
    const first = (await seats.take(10, [1], here)) ?? assert.fail();
    const second = seats.take(10, [2], here);
    await sleep(20);
    seats.leave(first);
    assert.equal((await second)?.window, 4096);
    assert.match(log.join(), /^No memory for requests side by side/);
  });

  it("gives the group back although its guest was cancelled while it was built, and the main context is busy", async () => {
    let gone = false;
    const { seats, log } = open();
    await seats.take(10, [1], here);
    const guest = seats.take(10, [2], () => gone);
    gone = true;
    await sleep(60);
    assert.equal(await guest, null);
    assert.deepEqual(log, ["group 1: 2 of 256", "group 1 gone"]);
  });

  it("lets nobody have a sequence while its conversation is kept, and does not end its context", async () => {
    const { seats, log } = open();
    const main = (await seats.take(10, [1], here)) ?? assert.fail();
    const seat = (await seats.take(10, [2], here)) ?? assert.fail();
    seat.conversation = "talk";
    seats.leave(seat);
    const tending = seats.tend(async () => {
      await sleep(60);
      log.push("saved");
    });
    const larger = seats.take(2000, [3], here); // the group is too small for it
    await tending;
    seats.leave(main);
    await larger;
    assert.ok(log.indexOf("saved") < (log.indexOf("group 1 gone") + 1 || Infinity), log.join());
  });

  it("prefers the sequence that holds most of the prompt", async () => {
    const { seats } = open();
    const main = (await seats.take(10, [1], here)) ?? assert.fail();
    const seat = (await seats.take(10, [2], here)) ?? assert.fail();
    (seat.sequence.contextTokens as number[]).push(7, 8, 9);
    seats.leave(main);
    seats.leave(seat);
    assert.equal(await seats.take(10, [7, 8, 5], here), seat);
  });
});
