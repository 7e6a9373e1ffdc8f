import { AppError, type Context, type Purpose } from "../../../../core/index.ts";
import { TimeoutFault, withTimeout } from "../../timeout.ts";
import { SourceFault, type Piece, type PullLimits } from "../../types.ts";
import { checkResponse, type Answer } from "./answer.ts";
import { readBody } from "./body.ts";

/** A reachable server may take this long to answer a later request. */
export const ANSWER_MS = 15_000;
export const MAX_PAUSE_MS = 10_000;
/** Less than this between two breaks is no progress: a server that drips cannot keep a pull alive for ever. */
const PROGRESS_BYTES = 1024 * 1024;

/** One file behind one address, whose size is known. */
export interface RemoteFile {
  address: URL;
  bytes: number;
  headers: Readonly<Record<string, string>>;
  /** Default: the models. */
  purpose?: Purpose;
}

/** Fetches ranges of one file over HTTP; breaks, stalls and "later" are asked again, a bounded number of times. */
export class Download {
  readonly #file: RemoteFile;
  readonly #limits: PullLimits;

  constructor(file: RemoteFile, limits: PullLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** One answer with bytes from `offset`; asks again, a bounded number of times, when the server says "later". */
  async connect(offset: number, end: number, firstMs: number, ctx: Context): Promise<Answer> {
    let waitMs = firstMs;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#request(offset, end, waitMs, ctx);
      if (answer.kind === "bytes") return answer;
      await cancelBody(answer.response);
      if (answer.kind === "refused") throw new SourceFault(answer.reason);
      const pause = answer.pauseMs ?? this.#limits.retryMs * 2 ** (attempt - 1);
      if (attempt >= this.#limits.tries || pause > MAX_PAUSE_MS) throw new SourceFault(answer.reason);
      await ctx.clock.sleep(pause, ctx.signal);
      waitMs = ANSWER_MS; // it does answer, so it may take its time
    }
  }

  /** The bytes from `offset` to `end` (exclusive), in order; `first` is an answer that is there already. */
  async *pieces(first: Answer | null, offset: number, end: number, ctx: Context): AsyncIterable<Piece> {
    let position = offset;
    let answer = first;
    let tries = 0;
    let mark = offset;
    for (;;) {
      try {
        answer ??= await this.connect(position, end, ANSWER_MS, ctx);
        for await (const bytes of readBody(answer, position, end, this.#limits.stallMs, ctx)) {
          yield { type: "bytes", bytes };
          position += bytes.length;
        }
        if (position === end) return;
        throw new SourceFault("the connection ended early");
      } catch (thrown) {
        ctx.signal.throwIfAborted();
        answer = null;
        tries = position - mark >= PROGRESS_BYTES ? 1 : tries + 1;
        mark = position;
        if (tries >= this.#limits.tries) throw new SourceFault(toReason(thrown), { cause: thrown });
        ctx.log.info("connection broke, asking again", { at: position, reason: toReason(thrown) });
        await ctx.clock.sleep(this.#limits.retryMs * 2 ** (tries - 1), ctx.signal);
      }
    }
  }

  async #request(offset: number, end: number, waitMs: number, ctx: Context) {
    const { address, bytes, purpose = "models" } = this.#file;
    const last = end < bytes ? String(end - 1) : "";
    const headers = { ...this.#file.headers, range: `bytes=${offset}-${last}`, "accept-encoding": "identity" };
    // The body outlives the wait for the answer, so it hangs on its own signal.
    const stop = new AbortController();
    const signal = AbortSignal.any([ctx.signal, stop.signal]);
    try {
      const response = await withTimeout(waitMs, () => ctx.net.for(purpose).fetch(address, { headers, signal }), ctx);
      return checkResponse(response, offset, bytes, ctx.clock.now(), stop);
    } catch (thrown) {
      stop.abort();
      throw thrown;
    }
  }
}

/** Gives the connection back without waiting for a body that may never end. */
export async function cancelBody(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

/** One line for a person. `fetch failed` hides its reason in the cause. */
export function toReason(thrown: unknown): string {
  if (thrown instanceof TimeoutFault) return "did not answer in time";
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown instanceof SourceFault) return thrown.message;
  let cause = thrown.cause;
  if (thrown instanceof AppError && cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  if (cause instanceof Error) {
    const code = "code" in cause ? String(cause.code) : "";
    return `cannot be reached (${code || cause.message})`;
  }
  return thrown.message;
}
