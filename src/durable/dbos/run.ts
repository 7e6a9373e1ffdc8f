import { AppError, type Context } from "../../core/index.ts";
import type { StepOptions, WorkflowRun } from "../types.ts";
import type { Engine, Running } from "./engine.ts";
import { lostError, toFailure } from "./failures.ts";
import { awaitResult, endWith } from "./results.ts";
import { startRun } from "./start.ts";
import { fromEnvelope, toEnvelope } from "./values.ts";

const FOREVER_S = 10 * 365 * 86_400;
/** How often a wait for a signal looks by itself: a notice wakes it at once, this is for what a closing engine leaves. */
const LOOK_MS = 1_000;
const OWNER = 'SELECT owner_xid FROM "dbos".workflow_status WHERE workflow_uuid = $1';

/** What a workflow's body is handed, over the SDK's functions, which find their workflow by the asynchronous context. */
export function createRun(engine: Engine, id: string, { controller, owner, lost }: Running, ctx: Context): WorkflowRun {
  const { sdk, backing } = engine;
  const { signal } = controller;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw toFailure(thrown, id);
    }
  };
  const ensureOwner = async (): Promise<void> => {
    signal.throwIfAborted();
    const { rows } = await backing.query(OWNER, [id]);
    if (rows[0]?.["owner_xid"] === owner) return;
    const error = lostError(id);
    controller.abort(error);
    lost.resolve();
    throw error;
  };
  const begin = async <T>(fn: () => Promise<T> | T): Promise<T> => {
    if (!backing.isSure()) await ensureOwner();
    return fn();
  };
  const step = <T>(name: string, fn: () => Promise<T> | T, options: StepOptions = {}): Promise<T> =>
    guarded(async () => {
      const recorded = await sdk.runStep(async () => toEnvelope(await begin(fn)), {
        name,
        ...toRetries(options, signal),
      });
      return fromEnvelope(recorded) as T;
    });
  return {
    id,
    signal,
    step,
    ensureOwner,
    async sleep(ms) {
      const until = await step("sleep", () => ctx.clock.now() + ms);
      await backing.forgive(id);
      await guarded(() => ctx.clock.sleep(Math.max(0, until - ctx.clock.now()), signal));
    },
    waitForSignal: (topic, { waitMs } = {}) =>
      guarded(async () => {
        await backing.forgive(id);
        const timeoutSeconds = waitMs === undefined ? FOREVER_S : waitMs / 1_000;
        const message = sdk.recv(topic, { timeoutSeconds, pollingIntervalMs: LOOK_MS });
        const recorded = await endWith(message, signal);
        return recorded === null ? null : fromEnvelope(recorded);
      }),
    async child<Input, Output>(workflow: { name: string }, input: Input, options = {}) {
      const child = await guarded(() => startRun(engine, workflow as never, input, options));
      const result = (): Promise<Output> => step("result", () => awaitChild(child)) as Promise<Output>;
      return { id: child, result };
    },
    setEvent: (key, value) => guarded(() => sdk.setEvent(key, toEnvelope(value))),
    writeStream: (stream, value) => guarded(() => sdk.writeStream(stream, toEnvelope(value))),
    closeStream: (stream) => guarded(() => sdk.closeStream(stream)),
  };

  async function awaitChild(child: string): Promise<unknown> {
    await backing.forgive(id);
    return awaitResult(engine, child, signal);
  }
}

function toRetries({ attempts = 1, pauseMs = 1_000 }: StepOptions, signal: AbortSignal) {
  if (attempts <= 1) return {};
  const shouldRetry = (error: unknown): boolean =>
    !signal.aborted && !(error instanceof AppError && !error.retryable && error.code !== "E_BUG");
  return { retriesAllowed: true, maxAttempts: attempts, intervalSeconds: pauseMs / 1_000, backoffRate: 2, shouldRetry };
}
