import { AppError } from "../../core/index.ts";
import type { WorkflowInfo } from "../types.ts";
import type { Engine } from "./engine.ts";
import { notFoundError, toFailure } from "./failures.ts";
import { toInfo, toInput } from "./info.ts";
import { fromEnvelope } from "./values.ts";

export async function findRun({ sdk, outside }: Engine, id: string): Promise<WorkflowInfo | null> {
  const [status] = await outside(() => sdk.listWorkflows(toInput({ ids: [id] })));
  return status ? toInfo(status) : null;
}

export async function ensureFound(engine: Engine, id: string): Promise<WorkflowInfo> {
  const info = await findRun(engine, id);
  if (!info) throw notFoundError(id);
  return info;
}

/** What the run returned, or its error. Throws E_CANCELLED when `signal` fires first. */
export async function awaitResult(engine: Engine, id: string, signal: AbortSignal): Promise<unknown> {
  try {
    const end = engine.ends.get(id) ?? findEnd(engine, id);
    end.catch(() => undefined); // who waits may go before it ends
    return fromEnvelope(await endWith(end, AbortSignal.any([signal, engine.closed])));
  } catch (thrown) {
    if (!signal.aborted) throw toFailure(thrown, id);
    throw new AppError("E_CANCELLED", `Nobody waits for the work ${id} any more.`, { cause: thrown });
  }
}

/** Of a run that this process does not see end by itself. */
export async function findEnd(engine: Engine, id: string): Promise<unknown> {
  await ensureFound(engine, id);
  await engine.watch.ended(id);
  await ensureFound(engine, id);
  return engine.outside(() => engine.sdk.retrieveWorkflow(id).getResult());
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
