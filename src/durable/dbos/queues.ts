import type { Queue, Rate } from "../types.ts";
import type { QueueRecord } from "./sdk.ts";

/** A queue as DBOS records it; `pollMs` is for one that says nothing of it. */
export function toQueueRecord({ name, concurrency, rate, perKey, ...queue }: Queue, pollMs: number): QueueRecord {
  return {
    name,
    options: {
      minPollingIntervalMs: queue.pollMs ?? pollMs,
      ...(concurrency === undefined ? {} : { globalConcurrency: concurrency }),
      ...(rate === undefined ? {} : { rateLimit: toLimit(rate) }),
      ...(perKey?.concurrency === undefined ? {} : { partitionConcurrency: perKey.concurrency }),
      ...(perKey?.rate === undefined ? {} : { partitionRateLimit: toLimit(perKey.rate) }),
    },
  };
}

const toLimit = ({ starts, perMs }: Rate) => ({ limitPerPeriod: starts, periodSec: perMs / 1_000 });
