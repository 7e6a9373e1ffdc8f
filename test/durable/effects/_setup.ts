import type { TestContext } from "node:test";
import type { Context } from "../../../src/core/index.ts";
import {
  createStopSwitch,
  hashIntent,
  openEffects,
  type Act,
  type EffectAdapter,
  type Effects,
  type Intent,
  type StopSwitch,
} from "../../../src/durable/index.ts";
import { createPermits } from "../../../src/guard/index.ts";
import type { EffectClass, Store } from "../../../src/store/index.ts";
import { createContext, tempStore } from "../../store/_setup.ts";

/** A clock that tests turn; a wait moves it on at once, and the time that passes with it. */
export function createTurningClock(start = 1_700_000_000_000) {
  const state = { now: start, elapsed: 0 };
  return {
    state,
    elapsed: () => state.elapsed,
    clock: {
      now: () => state.now,
      sleep(ms: number, signal?: AbortSignal): Promise<void> {
        if (signal?.aborted) return Promise.reject(signal.reason);
        if (ms >= ENDLESS_MS)
          return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
        state.now += ms;
        state.elapsed += ms;
        return Promise.resolve();
      },
    },
  };
}

/** As long as an act may take: nobody turns the clock that far by waiting for an answer. */
const ENDLESS_MS = 60_000;

/** The other side: what really happened there, and what it does next. */
export interface Peer {
  /** Keys of acts that happened, one each time. */
  ledger: string[];
  /** Keys of acts that happened so long ago that a `keyed` one does not know them any more: it would do them again. */
  forgotten: Set<string>;
  /** What the next acts meet; afterwards all goes well. */
  script: Act["outcome"][];
  /** What really happens at an unclear act. */
  unclearHappens: boolean;
  adapter: EffectAdapter;
  questions: number;
}

export function createPeer(effectClass: EffectClass, more: Partial<EffectAdapter> = {}): Peer {
  const fault = { code: "E_EFFECT_FAILED" as const, message: "No." };
  const peer: Peer = {
    ledger: [],
    forgotten: new Set(),
    script: [],
    unclearHappens: true,
    questions: 0,
    adapter: {
      effectClass,
      act({ key }) {
        const outcome = peer.script.shift() ?? "done";
        const happens = outcome === "done" || (outcome === "unclear" && peer.unclearHappens);
        if (happens && !(effectClass === "keyed" && peer.ledger.includes(key) && !peer.forgotten.has(key)))
          peer.ledger.push(key);
        if (outcome === "done") return Promise.resolve({ outcome, receipt: { key } });
        if (outcome === "unclear") return Promise.resolve({ outcome, reason: "the line broke" });
        return Promise.resolve({ outcome, fault });
      },
      ...(effectClass === "queryable"
        ? {
            query({ key }) {
              peer.questions += 1;
              return Promise.resolve(peer.ledger.includes(key) ? { key, asked: true } : null);
            },
          }
        : {}),
      ...more,
    },
  };
  return peer;
}

export interface Opened {
  store: Store;
  ctx: Context;
  stop: StopSwitch;
  effects: Effects;
  /** With a permit of its own. */
  perform(intent: Intent, own?: EffectAdapter): Promise<unknown>;
  time: { now: number; elapsed: number };
  /** As a new process would find it. */
  again(): Opened;
}

export const intentOf = (id: string, more: Partial<Intent> = {}): Intent => ({
  id,
  kind: "peer",
  account: "a",
  arguments: { text: "hello" },
  title: `say hello (${id})`,
  ...more,
});

export async function openJournal(t: TestContext, peer: Peer | null): Promise<Opened> {
  const { clock, state, elapsed } = createTurningClock();
  const ctx = createContext({ clock });
  const store = await tempStore(t, ctx);
  const open = (): Opened => {
    const permits = createPermits(clock, elapsed);
    const stop = createStopSwitch(store.stops, ctx);
    const effects = openEffects(
      {
        store,
        stop,
        adapter: () => peer?.adapter ?? null,
        redeem: permits.redeem,
        holder: "here",
        random: () => 1,
        elapsed,
      },
      ctx,
    );
    return {
      store,
      ctx,
      stop,
      effects,
      perform: (intent, own) => effects.perform(intent, permits.mint({ hash: hashIntent(intent) }), own),
      time: state,
      again: open,
    };
  };
  return open();
}
