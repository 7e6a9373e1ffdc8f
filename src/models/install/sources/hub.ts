import type { Context } from "../../../core/index.ts";
import type { SourceSpec, StarterModel } from "../../catalogue/index.ts";
import { TimeoutFault, withTimeout } from "../timeout.ts";
import { SourceFault, type Environment, type Offer, type Piece, type PullLimits, type Source } from "../types.ts";
import { checkResponse, type Answer } from "./hubAnswer.ts";
import { readBody } from "./hubBody.ts";

/** A reachable hub may take this long to answer a later request. */
const ANSWER_MS = 15_000;
const MAX_PAUSE_MS = 10_000;
/** Less than this between two breaks is no progress: a hub that drips cannot keep a pull alive for ever. */
const PROGRESS_BYTES = 1024 * 1024;

/**
 * Hugging Face, or a server that speaks its download protocol: `GET <endpoint>/<repo>/resolve/<revision>/<file>` with
 * `Range`, redirects to where the bytes are. The endpoint is changed by KRALLE_HUB_URL or, as its own tools do, HF_ENDPOINT.
 */
export function createHubSource(
  spec: Extract<SourceSpec, { kind: "hub" }>,
  model: StarterModel,
  env: Environment,
  limits: PullLimits,
): Source {
  const endpoint = env["KRALLE_HUB_URL"] || env["HF_ENDPOINT"] || "https://huggingface.co";
  const address = toAddress(endpoint, spec);
  return {
    name: `hub ${address?.host ?? endpoint} (${spec.repo})`,
    space: (remaining) => remaining,
    async open(offset, _onPending, ctx): Promise<Offer> {
      if (isOffline(env)) return { kind: "unavailable", reason: "offline mode is set" };
      if (!address) return { kind: "unavailable", reason: `${endpoint} is no http(s) address` };
      const download = new Download(address, model.bytes, limits);
      try {
        const first = await download.connect(offset, limits.probeMs, ctx);
        return { kind: "pieces", pieces: download.pieces(first, offset, ctx) };
      } catch (thrown) {
        ctx.signal.throwIfAborted();
        return { kind: "unavailable", reason: toReason(thrown) };
      }
    },
  };
}

class Download {
  readonly #address: URL;
  readonly #total: number;
  readonly #limits: PullLimits;

  constructor(address: URL, total: number, limits: PullLimits) {
    this.#address = address;
    this.#total = total;
    this.#limits = limits;
  }

  /** One answer with bytes from `offset`; asks again, a bounded number of times, when the hub says "later". */
  async connect(offset: number, firstMs: number, ctx: Context): Promise<Answer> {
    let waitMs = firstMs;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#request(offset, waitMs, ctx);
      if (answer.kind === "bytes") return answer;
      await cancelBody(answer.response);
      if (answer.kind === "refused") throw new SourceFault(answer.reason);
      const pause = answer.pauseMs ?? this.#limits.retryMs * 2 ** (attempt - 1);
      if (attempt >= this.#limits.tries || pause > MAX_PAUSE_MS) throw new SourceFault(answer.reason);
      await ctx.clock.sleep(pause, ctx.signal);
      waitMs = ANSWER_MS; // it does answer, so it may take its time
    }
  }

  async *pieces(first: Answer, offset: number, ctx: Context): AsyncIterable<Piece> {
    let position = offset;
    let answer: Answer | null = first;
    let tries = 0;
    let mark = offset;
    for (;;) {
      try {
        answer ??= await this.connect(position, ANSWER_MS, ctx);
        for await (const bytes of readBody(answer, position, this.#total, this.#limits.stallMs, ctx)) {
          yield { type: "bytes", bytes };
          position += bytes.length;
        }
        if (position === this.#total) return;
        throw new SourceFault("the connection ended early");
      } catch (thrown) {
        ctx.signal.throwIfAborted();
        answer = null;
        tries = position - mark >= PROGRESS_BYTES ? 1 : tries + 1;
        mark = position;
        if (tries >= this.#limits.tries) throw new SourceFault(toReason(thrown), { cause: thrown });
        ctx.log.info("hub connection broke, asking again", { at: position, reason: toReason(thrown) });
        await ctx.clock.sleep(this.#limits.retryMs * 2 ** (tries - 1), ctx.signal);
      }
    }
  }

  async #request(offset: number, waitMs: number, ctx: Context) {
    const headers = { range: `bytes=${offset}-`, "accept-encoding": "identity" };
    // The body outlives the wait for the answer, so it hangs on its own signal.
    const stop = new AbortController();
    const signal = AbortSignal.any([ctx.signal, stop.signal]);
    try {
      const response = await withTimeout(waitMs, () => ctx.net.fetch(this.#address, { headers, signal }), ctx);
      return checkResponse(response, offset, this.#total, ctx.clock.now(), stop);
    } catch (thrown) {
      stop.abort();
      throw thrown;
    }
  }
}

/** Gives the connection back without waiting for a body that may never end. */
async function cancelBody(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

export function isOffline(env: Environment): boolean {
  return env["KRALLE_OFFLINE"] === "1" || env["HF_HUB_OFFLINE"] === "1";
}

function toAddress(endpoint: string, spec: Extract<SourceSpec, { kind: "hub" }>): URL | null {
  const path = `${spec.repo}/resolve/${encodeURIComponent(spec.revision ?? "main")}/${encodeURIComponent(spec.file)}`;
  const address = URL.parse(`${endpoint.replace(/\/+$/, "")}/${path}`);
  return address && /^https?:$/.test(address.protocol) ? address : null;
}

/** One line for a person. `fetch failed` hides its reason in the cause. */
function toReason(thrown: unknown): string {
  if (thrown instanceof TimeoutFault) return "did not answer in time";
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause;
  if (cause instanceof Error && !(thrown instanceof SourceFault)) {
    const code = "code" in cause ? String(cause.code) : "";
    return `cannot be reached (${code || cause.message})`;
  }
  return thrown.message;
}
