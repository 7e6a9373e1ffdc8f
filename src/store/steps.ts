import { AppError, type Context, type Steps } from "../core/index.ts";
import { numberOf, textOf, textOrNull } from "./database.ts";
import type { Store } from "./store.ts";

/**
 * The port `Steps` over the store: results of run `runId` that are stored already are returned in order, the rest runs.
 * A result is what JSON makes of it, on the first run as on every later one. A step that failed leaves its place to the
 * next call, so it can be tried again under the same name; an alternative to it belongs inside the same `fn`.
 */
export function createSteps(
  store: Store,
  runId: string,
  ctx: Context,
  /** Called with the step's place before it runs, also when it runs again because nothing was stored of it. */
  entering: (place: number) => Promise<void> = () => Promise.resolve(),
): Steps {
  let next = 0;
  return {
    async step<T>(name: string, fn: () => Promise<T> | T): Promise<T> {
      const seq = next++;
      const stored = await store.db.get("SELECT name, result FROM steps WHERE run = ? AND seq = ?", [runId, seq]);
      if (stored) return replay<T>(runId, seq, name, textOf(stored, "name"), textOrNull(stored, "result"));
      let result: string | null;
      try {
        ctx.signal.throwIfAborted();
        await entering(seq);
        result = JSON.stringify(await fn()) ?? null;
        await store.db.progress.run("INSERT INTO steps (run, seq, name, result, at) VALUES (?, ?, ?, ?, ?)", [
          runId,
          seq,
          name,
          result,
          ctx.clock.now(),
        ]);
      } catch (thrown) {
        if (next === seq + 1) next = seq;
        throw thrown;
      }
      return parse<T>(result);
    },
  };
}

/** What the steps of a run brought, in order. */
export async function readSteps(store: Store, runId: string): Promise<{ name: string; result: unknown }[]> {
  const rows = await store.db.all("SELECT name, result FROM steps WHERE run = ? ORDER BY seq", [runId]);
  return rows.map((row) => ({ name: textOf(row, "name"), result: parse(textOrNull(row, "result")) }));
}

/** When each step of a run ended (ms UTC), in order; without what it brought. */
export async function readStepTimes(store: Store, runId: string): Promise<{ name: string; at: number }[]> {
  const rows = await store.db.all("SELECT name, at FROM steps WHERE run = ? ORDER BY seq", [runId]);
  return rows.map((row) => ({ name: textOf(row, "name"), at: numberOf(row, "at") }));
}

function replay<T>(run: string, seq: number, name: string, storedName: string, result: string | null): T {
  if (storedName === name) return parse<T>(result);
  throw new AppError("E_BUG", `Step ${seq} of ${run} was "${storedName}" before and is "${name}" now.`, {
    hint: "The run cannot be resumed with this version of Kralle; start the request again.",
    data: { run, seq, stored: storedName, asked: name },
  });
}

function parse<T>(result: string | null): T {
  return (result === null ? undefined : JSON.parse(result)) as T;
}
