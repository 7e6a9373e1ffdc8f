import { availableParallelism, totalmem } from "node:os";
import type { Config, Context } from "../core/index.ts";
import {
  createResidency,
  createTurns,
  toPlaces,
  type Encoder,
  type Engine,
  type ResidentModel,
} from "../models/index.ts";
import type { Store } from "../store/index.ts";
import type { ChosenModel } from "./chooseModel.ts";
import type { SetupEvent } from "./events.ts";
import type { Residents } from "./localModel.ts";
import { bringModel, type BringOptions, type RunningModel } from "./runtime.ts";

type Emit = (event: SetupEvent) => void;

/** The models that were asked for in this process. */
export interface ModelHouse {
  /** The one that worked last, when it has this name or none is asked for. */
  current(asked: string | null, emit: Emit): Promise<RunningModel> | null;
  /** Shared with those who asked for it before, else brought. */
  bring(chosen: ChosenModel, options: Omit<BringOptions, "residents" | "emit">, emit: Emit): Promise<RunningModel>;
  /** What all of them share. */
  readonly shared: Residents;
  residents(): { models: ResidentModel[]; budgetBytes: number };
  close(): Promise<void>;
}

interface Bringing {
  id: string;
  running: Promise<RunningModel>;
  listeners: Set<Emit>;
}

/** `ctx` lives as long as the house: cancelling one request does not end what others wait for. */
export function createModelHouse(
  store: () => Promise<Store>,
  { keepMinutes, pinned }: Pick<Config["models"], "keepMinutes" | "pinned">,
  ctx: Context,
): ModelHouse {
  const residency = createResidency<Engine | Encoder>({ budgetBytes: toBudget, ttlMs: keepMinutes * 60_000 }, ctx);
  for (const id of pinned) residency.pin(id);
  const residents: Residents = { residency, turns: createTurns(toPlaces(availableParallelism())), store };
  const brought = new Map<string, Bringing>();
  let last: Bringing | null = null;

  const join = (bringing: Bringing, emit: Emit): Promise<RunningModel> => {
    last = bringing;
    bringing.listeners.add(emit);
    return bringing.running;
  };

  return {
    shared: residents,
    current: (asked, emit) => (last && (asked === null || asked === last.id) ? join(last, emit) : null),
    bring(chosen, options, emit) {
      const key = toKey(chosen);
      const known = brought.get(key);
      if (known) return join(known, emit);
      ctx.signal.throwIfAborted(); // closed meanwhile: nothing may be started that nobody ends
      const listeners = new Set<Emit>();
      const tell = (event: SetupEvent): void => {
        for (const listener of listeners) listener(event);
      };
      listeners.add(emit);
      const running = bringModel(chosen, { ...options, residents, emit: tell }, ctx);
      const bringing: Bringing = { id: chosen.id, running, listeners };
      brought.set(key, bringing);
      // What failed is tried anew by the next who asks.
      const forget = (): void => {
        if (brought.get(key) === bringing) brought.delete(key);
        if (last === bringing) last = null;
      };
      running.then(({ ready }) => ready.catch(forget), forget);
      return join(bringing, emit);
    },
    residents: () => ({ models: residency.list(), budgetBytes: toBudget(residency.heldBytes()) }),
    async close() {
      const engines = [...brought.values()].map(({ running }) => running.then(({ engine }) => engine.close()));
      await Promise.allSettled(engines); // whoever asked for one that failed was told
      await residency.close();
    },
  };
}

/** Settings of a server can change under the same name. */
const toKey = (chosen: ChosenModel): string =>
  chosen.kind === "remote" ? `${chosen.id} ${JSON.stringify(chosen.settings)}` : chosen.id;

/** Left to the system and to other programs, of what is free and of the whole. */
const RESERVE_BYTES = 256e6;
const MOST_SHARE = 0.9;

/**
 * Bytes for all models together: what is free now, and what the loaded ones hold. Weights that are mapped from their file
 * count as held and as free at once; the share of the whole keeps them from being promised twice.
 */
function toBudget(heldBytes: number): number {
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.max(0, Math.min(process.availableMemory() + heldBytes - RESERVE_BYTES, total * MOST_SHARE));
}
