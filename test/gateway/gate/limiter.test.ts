import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import type { GuessBook, GuessRow } from "../../../src/app/index.ts";
import { silentLogger } from "../../../src/core/index.ts";
import { createLimiter, type Attempt, type Limiter } from "../../../src/gateway/gate/limiter.ts";
import { GATE_LIMITS } from "../../../src/gateway/gate/limits.ts";

const { guesses: MOST, guessWindowMs: WINDOW } = GATE_LIMITS;

/** A machine whose time a test moves: what really passes, what the clock says, and starts of the process. */
class Machine {
  readonly disk = new Map<string, GuessRow>();
  real = 0;
  wall = 1_800_000_000_000;
  writes = 0;
  isFull = false;
  limiter: Limiter = this.restart();

  restart(): Limiter {
    const started = this.real;
    const memory = new Map(this.disk);
    const book: GuessBook = {
      all: () => [...memory.values()],
      of: (bucket) => memory.get(bucket) ?? null,
      put: (row) => {
        memory.set(row.bucket, row);
        if (this.isFull) return Promise.reject(new Error("full"));
        this.disk.set(row.bucket, row);
        this.writes += 1;
        return Promise.resolve();
      },
    };
    const clock = { now: () => this.wall, sleep: () => Promise.resolve() };
    this.limiter = createLimiter(book, { clock, log: silentLogger }, () => this.real - started);
    return this.limiter;
  }

  pass(ms: number): void {
    this.real += ms;
    this.wall += ms;
  }

  guess(bucket = "a", isRight = false): Attempt {
    return this.limiter.attempt(bucket, () => isRight);
  }
}

const kinds = (count: number, next: () => Attempt): string[] => Array.from({ length: count }, () => next().kind);
const evaluated = (some: string[]): number => some.filter((kind) => kind !== "refused").length;

describe("wrong secrets", () => {
  test("ten are looked at, the eleventh is not, nor is a right one; after five minutes again", () => {
    const machine = new Machine();
    assert.equal(evaluated(kinds(20, () => machine.guess())), MOST);
    const refused = machine.guess("a", true);
    assert.equal(refused.kind, "refused");
    assert.ok(refused.kind === "refused" && refused.retryMs > 0 && refused.retryMs <= WINDOW);
    assert.equal(machine.guess("b", true).kind, "right", "another id is not affected");
    machine.pass(WINDOW - 1);
    assert.equal(machine.guess().kind, "refused");
    machine.pass(1);
    assert.equal(evaluated(kinds(20, () => machine.guess())), MOST);
  });

  test("a right secret is no guess, and gives none back", () => {
    const machine = new Machine();
    kinds(MOST - 1, () => machine.guess());
    assert.deepEqual(new Set(kinds(50, () => machine.guess("a", true))), new Set(["right"]));
    assert.equal(machine.guess().kind, "wrong");
    assert.equal(machine.guess().kind, "refused");
  });

  test("who waits as told gets in", () => {
    const machine = new Machine();
    for (let count = 0; count < MOST; count += 1) {
      machine.guess();
      machine.pass(1_000);
    }
    const refused = machine.guess("a", true);
    assert.ok(refused.kind === "refused");
    machine.pass(refused.retryMs);
    assert.equal(machine.guess("a", true).kind, "right");
  });

  test("only the first refusal of a closing says so", () => {
    const machine = new Machine();
    kinds(MOST, () => machine.guess());
    const isFirst = (): boolean => {
      const attempt = machine.guess();
      return attempt.kind === "refused" && attempt.isFirst;
    };
    assert.deepEqual([isFirst(), isFirst(), isFirst()], [true, false, false]);
    machine.pass(WINDOW);
    kinds(MOST, () => machine.guess());
    assert.deepEqual([isFirst(), isFirst()], [true, false]);
  });

  test("a restart gives nothing back, whatever the clock says then", () => {
    for (const jump of [0, -86_400_000, 86_400_000, 10 * 365 * 86_400_000]) {
      const machine = new Machine();
      kinds(MOST, () => machine.guess());
      machine.wall += jump;
      machine.restart();
      assert.equal(machine.guess().kind, "refused", `${jump}`);
      machine.pass(WINDOW);
      assert.equal(machine.guess().kind, "wrong");
    }
  });

  test("what no longer counts is taken off the disk, so that a late restart does not count it anew", () => {
    const machine = new Machine();
    kinds(MOST, () => machine.guess());
    machine.pass(WINDOW);
    machine.limiter.sweep();
    assert.deepEqual(machine.disk.get("a")?.times, []);
    assert.equal(machine.disk.get("a")?.total, MOST, "but its owner still sees it");
    machine.restart();
    assert.equal(machine.guess().kind, "wrong");
    const { writes } = machine;
    machine.limiter.sweep();
    assert.equal(machine.writes, writes, "nothing is written when nothing changed");
  });

  test("a million guesses write as often as ten", () => {
    const machine = new Machine();
    for (let count = 0; count < 1_000_000; count += 1) machine.guess();
    assert.equal(machine.writes, MOST);
  });

  test("a full disk neither opens nor breaks it", async () => {
    const machine = new Machine();
    machine.isFull = true;
    for (let count = 0; count < MOST; count += 1) {
      const attempt = machine.guess();
      assert.ok(attempt.kind === "wrong");
      await attempt.stored;
    }
    assert.equal(machine.guess().kind, "refused");
  });

  const move = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant("guess" as const), bucket: fc.constantFrom("a", "b"), times: fc.nat(15) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("right" as const), bucket: fc.constantFrom("a", "b") }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.nat(WINDOW) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("clock" as const), ms: fc.integer({ min: -1e10, max: 1e10 }) }),
    },
    { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
    { weight: 1, arbitrary: fc.constant({ do: "sweep" as const }) },
  );

  /** The most wrong secrets that were evaluated within any five minutes that really passed. */
  function mostWithin(times: readonly number[]): number {
    return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + WINDOW).length));
  }

  type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

  function play(moves: readonly Move[], machine: Machine): Map<string, number[]> {
    const seen = new Map<string, number[]>([
      ["a", []],
      ["b", []],
    ]);
    for (const one of moves) {
      if (one.do === "pass") machine.pass(one.ms);
      else if (one.do === "clock") machine.wall += one.ms;
      else if (one.do === "restart") machine.restart();
      else if (one.do === "sweep") machine.limiter.sweep();
      else if (one.do === "right") machine.guess(one.bucket, true);
      else {
        const times = seen.get(one.bucket);
        for (let count = 0; count < one.times; count += 1) {
          if (machine.guess(one.bucket).kind === "wrong") times?.push(machine.real);
        }
      }
    }
    return seen;
  }

  test("never more than ten within any five minutes, over restarts and clock jumps", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
        for (const times of play(moves, new Machine()).values()) assert.ok(mostWithin(times) <= MOST);
      }),
      { numRuns: 500 },
    );
  });

  test("control: a machine that forgets at a restart is caught", () => {
    const forgetful = new Machine();
    forgetful.isFull = true;
    const moves = [
      { do: "guess", bucket: "a", times: 15 },
      { do: "restart" },
      { do: "guess", bucket: "a", times: 15 },
    ] as const;
    assert.equal(mostWithin(play(moves, forgetful).get("a") ?? []), 2 * MOST);
  });
});
