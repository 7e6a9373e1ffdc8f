import { AppError, type Context } from "../../core/index.ts";
import { createShelf, once } from "./shelf.ts";
import { createResidencyState, type Effect, type Figures, type ResidencyState } from "./state.ts";
import type { Lease, Loadable, Priority, ResidentModel } from "./types.ts";

export interface ResidencyOptions {
  /**
   * Bytes of memory for all models together. Asked whenever nothing is loading or closing, with what the loaded models are
   * counted with: that is memory which is no longer free.
   */
  budgetBytes(heldBytes: number): number;
  /** A model that nobody used for so long is ended; null never. Default 10 minutes. */
  ttlMs?: number | null;
}

/**
 * Keeps several models in memory, never more than fit (rules: `state.ts`).
 *
 * Contract: `acquire` resolves with a lease when the model can be used, or throws what its load threw, E_MODEL_TOO_LARGE with
 * figures when it cannot fit, E_CANCELLED when the signal fired; then the load goes on for others who wait. Whoever holds
 * a lease must not wait for another one. `close` ends all models and refuses everybody.
 */
export interface Residency<T> {
  acquire<V extends T>(model: Loadable<V>, priority: Priority, signal: AbortSignal): Promise<Lease<V>>;
  /** A pinned model is never ended. Does not load it. Returns the function that unpins. */
  pin(id: string): () => void;
  list(): ResidentModel[];
  budgetBytes(): number;
  heldBytes(): number;
  /** Memory of the graphics cards' own for all models together; none until it is said. */
  setGpuBudget(bytes: number): void;
  close(): Promise<void>;
}

interface Visitor<T> {
  model: Loadable<T>;
  admit(lease: Lease<T>): void;
  fail(error: AppError): void;
}

const TTL_MS = 10 * 60_000;

export function createResidency<T>(options: ResidencyOptions, outer: Context): Residency<T> {
  const closing = new AbortController();
  const ctx: Context = { ...outer, signal: AbortSignal.any([outer.signal, closing.signal]) };
  const ttlMs = options.ttlMs === undefined ? TTL_MS : options.ttlMs;
  const state = createResidencyState({ budgetBytes: 0, ttlMs });
  const shelf = createShelf<T>(state, () => settle(), ctx);
  const line = new Map<number, Visitor<T>>();
  let nextTicket = 1;
  let timer: NodeJS.Timeout | undefined;

  const settle = (): void => {
    if (closing.signal.aborted) return;
    // While a model is on its way in or out, the system's free memory says neither the one nor the other.
    if (state.list().every((model) => model.state === "resident")) {
      state.setBudget(Math.max(0, options.budgetBytes(state.heldBytes())));
    }
    for (const effect of state.decide()) act(effect);
    clearTimeout(timer);
    const next = state.nextExpiry();
    if (next !== null) timer = setTimeout(expire, Math.max(0, next - ctx.clock.now()) + 1).unref();
  };
  const expire = (): void => {
    state.expire(ctx.clock.now());
    settle();
  };

  const pin = createPins(state, settle);

  const act = (effect: Effect): void => {
    if (effect.type === "close") return shelf.end(effect.id);
    if (effect.type === "load") return load(effect.id);
    const visitor = line.get(effect.ticket);
    line.delete(effect.ticket);
    if (effect.type === "grant") visitor?.admit(shelf.toLease(effect.id));
    else visitor?.fail(toTooLarge(effect.id, effect.figures));
  };
  const load = (id: string): void => {
    const model = [...line.values()].find((visitor) => visitor.model.id === id)?.model;
    if (model === undefined) throw new AppError("E_BUG", `The model ${id} is loaded for nobody.`);
    shelf.load(model, (error) => {
      for (const ticket of state.failed(id)) {
        line.get(ticket)?.fail(error);
        line.delete(ticket);
      }
    });
  };

  return {
    acquire<V extends T>(model: Loadable<V>, priority: Priority, signal: AbortSignal) {
      return new Promise<Lease<V>>((resolve, reject) => {
        if (closing.signal.aborted) return reject(toClosed(model.id));
        if (signal.aborted) return reject(toCancelled());
        const ticket = nextTicket++;
        const giveUp = (): void => {
          line.delete(ticket);
          state.cancel(ticket);
          reject(toCancelled());
          settle();
        };
        signal.addEventListener("abort", giveUp, { once: true });
        const leave = (): void => signal.removeEventListener("abort", giveUp);
        // what stands under the name of a model is what its own `load` gave
        const admit = (lease: Lease<T>): void => (leave(), resolve(lease as Lease<V>));
        line.set(ticket, { model, admit, fail: (error) => (leave(), reject(error)) });
        state.acquire(ticket, model.id, model, priority);
        settle();
      });
    },
    pin,
    list: () => state.list(),
    budgetBytes: () => state.budgetBytes(),
    heldBytes: () => state.heldBytes(),
    setGpuBudget: (bytes) => state.setGpuBudget(bytes),
    async close() {
      closing.abort();
      clearTimeout(timer);
      for (const { model, fail } of line.values()) fail(toClosed(model.id));
      line.clear();
      await shelf.close();
    },
  };
}

/** Pinned as long as anybody pins it. */
function createPins(state: Pick<ResidencyState, "pin" | "unpin">, onUnpinned: () => void): (id: string) => () => void {
  const pinned = new Map<string, number>();
  return (id) => {
    pinned.set(id, (pinned.get(id) ?? 0) + 1);
    state.pin(id);
    return once(() => {
      const left = (pinned.get(id) ?? 1) - 1;
      pinned.set(id, left);
      if (left > 0) return;
      state.unpin(id);
      onUnpinned();
    });
  };
}

const toCancelled = (): AppError => new AppError("E_CANCELLED", "The work was cancelled.");
const toClosed = (id: string): AppError => new AppError("E_ENGINE_START", `The engine of ${id} was closed.`);

function toTooLarge(id: string, { neededBytes, budgetBytes, pinnedBytes }: Figures): AppError {
  const toGB = (bytes: number): string => (bytes / 1e9).toFixed(1);
  const held = pinnedBytes > 0 ? `, of which pinned models hold ${toGB(pinnedBytes)} GB` : "";
  return new AppError(
    "E_MODEL_TOO_LARGE",
    `${id} needs about ${toGB(neededBytes)} GB of memory; models may take ${toGB(budgetBytes)} GB here${held}.`,
    {
      hint: "Close other programs, unpin a model, or choose a smaller one.",
      data: { neededBytes, budgetBytes, pinnedBytes },
    },
  );
}
