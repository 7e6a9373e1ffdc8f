import type { Context } from "../../../../core/index.ts";
import { SourceFault, type Piece, type PullLimits } from "../../types.ts";
import type { Answer } from "./answer.ts";
import type { Download } from "./download.ts";

/**
 * The bytes from `offset` to `total`, in order, fetched in ranges over a few connections at once. Ranges that came ahead of
 * their turn wait in memory, at most `connections` of them; a killed pull loses these and nothing else. A range that breaks
 * is gone on with by itself. `onPending` hears how many bytes wait.
 */
export async function* parallelPieces(
  download: Download,
  first: Answer,
  span: { offset: number; total: number },
  limits: PullLimits,
  onPending: (bytes: number) => void,
  outer: Context,
): AsyncIterable<Piece> {
  const stop = new AbortController();
  const ctx: Context = { ...outer, signal: AbortSignal.any([outer.signal, stop.signal]) };
  const running: Promise<Uint8Array[]>[] = [];
  let next = span.offset;
  let pending = 0;
  const count = (bytes: number): void => {
    pending += bytes;
    onPending(pending);
  };
  const launch = (answer: Answer | null): void => {
    if (next >= span.total) return;
    const start = next;
    next = Math.min(span.total, start + limits.rangeBytes);
    const job = collect(download.pieces(answer, start, next, ctx), count);
    job.catch(() => undefined); // heard when it is its turn
    running.push(job);
  };
  try {
    launch(first);
    while (running.length < limits.connections && next < span.total) launch(null);
    for (let job = running.shift(); job; job = running.shift()) {
      for (const bytes of await job) {
        count(-bytes.length);
        yield { type: "bytes", bytes };
      }
      launch(null);
    }
  } catch (thrown) {
    outer.signal.throwIfAborted();
    throw thrown instanceof SourceFault ? thrown : new SourceFault(String(thrown), { cause: thrown });
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
}

async function collect(pieces: AsyncIterable<Piece>, count: (bytes: number) => void): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const piece of pieces) {
    if (piece.type !== "bytes") continue;
    collected.push(piece.bytes);
    count(piece.bytes.length);
  }
  return collected;
}
