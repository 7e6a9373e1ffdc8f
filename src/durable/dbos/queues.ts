import type { Queue, Rate } from "../types.ts";
import type { Backing } from "../backing.ts";
import type { Engine } from "./engine.ts";
import type { Sdk } from "./sdk.ts";

type Options = NonNullable<Parameters<Sdk["registerQueue"]>[1]>;

/** Puts the queues into the records with the limits of this process. */
export async function registerQueues({ sdk, queues, backing }: Engine): Promise<void> {
  for (const queue of queues.values()) await sdk.registerQueue(queue.name, toOptions(queue, backing));
}

function toOptions({ concurrency, rate, perKey, pollMs }: Queue, backing: Backing): Options {
  return {
    onConflict: "always_update",
    minPollingIntervalMs: pollMs ?? backing.queuePollMs,
    ...(concurrency === undefined ? {} : { globalConcurrency: concurrency }),
    ...(rate === undefined ? {} : { rateLimit: toLimit(rate) }),
    ...(perKey?.concurrency === undefined ? {} : { partitionConcurrency: perKey.concurrency }),
    ...(perKey?.rate === undefined ? {} : { partitionRateLimit: toLimit(perKey.rate) }),
  };
}

const toLimit = ({ starts, perMs }: Rate) => ({ limitPerPeriod: starts, periodSec: perMs / 1_000 });
