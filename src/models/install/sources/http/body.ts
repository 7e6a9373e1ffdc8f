import type { Context } from "../../../../core/index.ts";
import { SourceFault } from "../../types.ts";
import type { Answer } from "./answer.ts";

/**
 * The bytes of one answer, never beyond `total`. Throws when nothing comes for `stallMs` or the connection breaks; ends
 * when the server ends, early or not.
 */
export async function* readBody(
  answer: Answer,
  position: number,
  total: number,
  stallMs: number,
  ctx: Context,
): AsyncIterable<Uint8Array> {
  const reader = answer.response.body?.getReader();
  if (!reader) throw new SourceFault("answered without a body");
  const watch = watchStall(stallMs, answer.stop, ctx);
  let skip = answer.skip;
  let left = total - position;
  try {
    while (left > 0) {
      watch.waiting();
      const { done, value } = await reader.read();
      watch.alive();
      if (done) return;
      const bytes = value.subarray(Math.min(skip, value.length)).subarray(0, left);
      skip -= Math.min(skip, value.length);
      if (bytes.length === 0) continue;
      left -= bytes.length;
      yield bytes;
    }
  } finally {
    watch.end();
    answer.stop.abort(); // frees the connection, also when the consumer stopped early
    await reader.cancel().catch(() => undefined);
  }
}

/** Aborts `stop` when a read waits longer than `stallMs`; time that the consumer takes does not count. */
function watchStall(stallMs: number, stop: AbortController, ctx: Context) {
  const ended = new AbortController();
  let since: number | null = null;
  const watch = async (): Promise<void> => {
    for (;;) {
      await ctx.clock.sleep(Math.max(10, stallMs / 8), ended.signal);
      if (since === null || ctx.clock.now() - since < stallMs) continue;
      stop.abort(new SourceFault(`sent nothing for ${Math.round(stallMs / 100) / 10} s`));
      return;
    }
  };
  watch().catch(() => undefined); // ends by abort
  return {
    waiting: () => {
      since = ctx.clock.now();
    },
    alive: () => {
      since = null;
    },
    end: () => ended.abort(),
  };
}
