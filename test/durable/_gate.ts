import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

/** Counts who is in it at once, over all and by key; nobody leaves while it is shut. */
export interface Gate {
  readonly now: number;
  readonly most: number;
  readonly mostByKey: ReadonlyMap<string, number>;
  pass(key?: string): Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const inside = new Map<string, number>();
  const mostByKey = new Map<string, number>();
  const opened = Promise.withResolvers<void>();
  const gate = { now: 0, most: 0 };
  const count = (key: string, change: number): void => {
    gate.now += change;
    gate.most = Math.max(gate.most, gate.now);
    inside.set(key, (inside.get(key) ?? 0) + change);
    mostByKey.set(key, Math.max(mostByKey.get(key) ?? 0, inside.get(key) ?? 0));
  };
  return {
    get now() {
      return gate.now;
    },
    get most() {
      return gate.most;
    },
    mostByKey,
    async pass(key = "") {
      count(key, 1);
      await opened.promise;
      await pause(5);
      count(key, -1);
    },
    open: () => opened.resolve(),
  };
}

/** Waits until it holds. However loaded the machine is: only what never comes true fails. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const from = performance.now();
  while (!(await holds())) {
    assert.ok(performance.now() - from < 30_000, `never: ${what}`);
    await pause(10);
  }
}
