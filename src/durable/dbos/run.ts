import { AppError, type Context } from "../../core/index.ts";
import type { StepOptions, WorkflowRun } from "../types.ts";
import { toFailure } from "./failures.ts";
import type { Sdk } from "./sdk.ts";
import { fromEnvelope, toEnvelope } from "./values.ts";

const FOREVER_S = 10 * 365 * 86_400;
/** How often a wait for a signal looks by itself: a notice wakes it at once, this is for what a closing engine leaves. */
const LOOK_MS = 1_000;

export interface RunParts {
  sdk: Sdk;
  id: string;
  signal: AbortSignal;
  /** Called before each wait for something outside. */
  park(): Promise<void>;
}

/** What a workflow's body is handed, over the SDK's functions, which find their workflow by the asynchronous context. */
export function createRun({ sdk, id, signal, park }: RunParts, ctx: Context): WorkflowRun {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw toFailure(thrown, id);
    }
  };
  const step = <T>(name: string, fn: () => Promise<T> | T, options: StepOptions = {}): Promise<T> =>
    guarded(async () => {
      const recorded = await sdk.runStep(async () => toEnvelope(await fn()), { name, ...toRetries(options, signal) });
      return fromEnvelope(recorded) as T;
    });
  return {
    id,
    signal,
    step,
    async sleep(ms) {
      const until = await step("sleep", () => ctx.clock.now() + ms);
      await park();
      await guarded(() => ctx.clock.sleep(Math.max(0, until - ctx.clock.now()), signal));
    },
    waitForSignal: (topic, { waitMs } = {}) =>
      guarded(async () => {
        await park();
        const timeoutSeconds = waitMs === undefined ? FOREVER_S : waitMs / 1_000;
        const message = sdk.recv(topic, { timeoutSeconds, pollingIntervalMs: LOOK_MS });
        const recorded = await endWith(message, signal);
        return recorded === null ? null : fromEnvelope(recorded);
      }),
  };
}

function toRetries({ attempts = 1, pauseMs = 1_000 }: StepOptions, signal: AbortSignal) {
  if (attempts <= 1) return {};
  const shouldRetry = (error: unknown): boolean =>
    !signal.aborted && !(error instanceof AppError && !error.retryable && error.code !== "E_BUG");
  return { retriesAllowed: true, maxAttempts: attempts, intervalSeconds: pauseMs / 1_000, backoffRate: 2, shouldRetry };
}

/** The promise's outcome, or the signal's reason when that comes first. */
export async function endWith<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
