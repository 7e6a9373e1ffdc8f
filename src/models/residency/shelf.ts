import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { ResidencyState } from "./state.ts";
import type { Lease, Loadable, Loaded } from "./types.ts";

/** The loaded models themselves: what `ResidencyState` decides about. */
export interface Shelf<T> {
  /** Loads, and tells the state and then `onSettled`; a failure goes to `onFailed` first. */
  load(model: Loadable<T>, onFailed: (error: AppError) => void): void;
  end(id: string): void;
  toLease(id: string): Lease<T>;
  /** Waits for what is under way, then ends everything. */
  close(): Promise<void>;
}

export function createShelf<T>(
  state: Pick<ResidencyState, "loaded" | "closed" | "measure" | "release">,
  onSettled: () => void,
  ctx: Context,
): Shelf<T> {
  const there = new Map<string, { model: Loadable<T>; loaded: Loaded<T>; measured: number }>();
  const works = new Set<Promise<void>>();

  const track = (work: Promise<void>): void => {
    works.add(work);
    void work.finally(() => {
      works.delete(work);
      onSettled();
    });
  };
  const load = async (model: Loadable<T>, onFailed: (error: AppError) => void): Promise<void> => {
    try {
      there.set(model.id, { model, loaded: await model.load(ctx), measured: 0 });
      state.loaded(model.id, ctx.clock.now());
    } catch (thrown) {
      onFailed(toAppError(thrown));
    }
  };
  const end = async (id: string): Promise<void> => {
    const loaded = there.get(id)?.loaded;
    there.delete(id);
    ctx.log.debug("A model is ended, its memory is returned.", { model: id });
    await loaded?.close().catch((error: unknown) => ctx.log.warn("model not ended in order", { model: id, error }));
    state.closed(id);
  };

  return {
    load: (model, onFailed) => track(load(model, onFailed)),
    end: (id) => track(end(id)),
    toLease(id) {
      const entry = there.get(id);
      if (entry === undefined) throw new AppError("E_BUG", `The model ${id} counts as loaded and is not.`);
      const release = once(() => {
        // After use, not after loading: the first answer is what touches the memory of the context.
        const bytes = entry.loaded.residentBytes;
        state.measure(id, bytes);
        if (bytes > entry.measured) entry.model.onMeasured?.(bytes);
        entry.measured = Math.max(entry.measured, bytes);
        state.release(id, ctx.clock.now());
        onSettled();
      });
      return { value: entry.loaded.value, release };
    },
    async close() {
      await Promise.all(works);
      await Promise.all([...there.keys()].map(end));
    },
  };
}

/** The second and later calls do nothing. */
export function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
