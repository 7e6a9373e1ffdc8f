import type { Backing } from "../backing.ts";
import type { Queue } from "../types.ts";
import type { Sdk } from "./sdk.ts";
import type { Envelope } from "./values.ts";
import type { Watch } from "./watch.ts";

export type Starter = (input: Envelope) => Promise<Envelope>;

/** A body that runs in this process. */
export interface Running {
  controller: AbortController;
  /** Its token: see `LoadedSdk.ownerOf`. */
  owner: string | undefined;
  /** Resolved when the run was cancelled or goes on elsewhere. */
  lost: PromiseWithResolvers<void>;
}

/** The open engine and what this process knows of it. */
export interface Engine {
  readonly sdk: Sdk;
  readonly backing: Backing;
  readonly starters: ReadonlyMap<string, Starter>;
  readonly queues: ReadonlyMap<string, Queue>;
  /** By the id of the run. */
  readonly running: Map<string, Running>;
  /** Ends of runs that were started here without a queue: known at once, without looking. */
  readonly ends: Map<string, Promise<unknown>>;
  readonly watch: Watch;
  /** Fires when the engine has been closed. */
  readonly closed: AbortSignal;
  /** Calls from inside a workflow must not become steps of it, or they would be answered from its record. */
  outside<T>(work: () => Promise<T>): Promise<T>;
}
