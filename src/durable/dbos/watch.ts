import { AppError, type Context } from "../../core/index.ts";
import type { Backing } from "../backing.ts";
import type { Running } from "./engine.ts";
import { lostError } from "./failures.ts";

/**
 * Looks at the records for what this process is not told: ends of runs that somebody here waits for, and that a run which is here
 * was cancelled, ran out of its time, or was taken over. One statement for all of them; none while there is nothing to look for.
 */
export interface Watch {
  /** Resolves when the run has ended or is gone; rejects with the reason of `close`. */
  ended(id: string): Promise<void>;
  /** There is something new: a run has begun or ended here. */
  nudge(): void;
  /** Fires the signals of runs that are not this process's any more. */
  verify(): Promise<void>;
  close(reason: AppError): void;
}

/** How often it is looked whether runs that are here have been cancelled or taken over. */
const VERIFY_MS = 1_000;
const SELECT =
  'SELECT workflow_uuid, status, owner_xid FROM "dbos".workflow_status WHERE workflow_uuid = ANY($1::text[])';
const OPEN: ReadonlySet<unknown> = new Set(["PENDING", "ENQUEUED", "DELAYED"]);

interface Seen {
  status: unknown;
  owner: unknown;
}

export class RecordWatch implements Watch {
  readonly #backing: Backing;
  readonly #running: ReadonlyMap<string, Running>;
  readonly #ctx: Context;
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();
  readonly #closed = new AbortController();
  #wake: (() => void) | null = null;
  #isLooping = false;
  #verifiedAt = 0;

  constructor(backing: Backing, running: ReadonlyMap<string, Running>, ctx: Context) {
    this.#backing = backing;
    this.#running = running;
    this.#ctx = ctx;
  }

  ended(id: string): Promise<void> {
    if (this.#closed.signal.aborted) return Promise.reject(this.#closed.signal.reason);
    const known = this.#waiting.get(id);
    if (known) return known.promise;
    const entry = Promise.withResolvers<void>();
    this.#waiting.set(id, entry);
    if (this.#waiting.size === 1) this.#wake?.();
    this.#ensureLooping();
    return entry.promise;
  }

  nudge(): void {
    if (this.#waiting.size > 0) setImmediate(() => this.#wake?.());
    this.#ensureLooping();
  }

  async verify(): Promise<void> {
    const mine = new Map(this.#running);
    if (mine.size === 0) return;
    const seen = await this.#look([...mine.keys()]);
    for (const [id, one] of mine) settle(id, seen.get(id), one);
  }

  close(reason: AppError): void {
    this.#closed.abort(reason);
    for (const { promise, reject } of this.#waiting.values()) {
      promise.catch(() => undefined); // who waited may have gone
      reject(reason);
    }
    this.#waiting.clear();
    this.#wake?.();
  }

  #ensureLooping(): void {
    if (this.#isLooping || this.#closed.signal.aborted) return;
    this.#isLooping = true;
    void this.#loop().finally(() => {
      this.#isLooping = false;
      if (this.#hasWork()) this.#ensureLooping();
    });
  }

  async #loop(): Promise<void> {
    while (!this.#closed.signal.aborted && this.#hasWork()) {
      try {
        await this.#findEnds();
        await this.#verifyWhenDue();
      } catch (thrown) {
        if (this.#closed.signal.aborted) return;
        this.#ctx.log.warn("the records of durable work cannot be looked at", { error: thrown });
      }
      await this.#pause(this.#waiting.size > 0 ? this.#backing.endPollMs : VERIFY_MS);
    }
  }

  async #findEnds(): Promise<void> {
    const ids = [...this.#waiting.keys()];
    if (ids.length === 0) return;
    const seen = await this.#look(ids);
    for (const id of ids) {
      if (OPEN.has(seen.get(id)?.status)) continue;
      this.#waiting.get(id)?.resolve();
      this.#waiting.delete(id);
    }
  }

  async #verifyWhenDue(): Promise<void> {
    const passed = this.#ctx.clock.now() - this.#verifiedAt;
    if (passed >= 0 && passed < VERIFY_MS) return;
    await this.verify();
    this.#verifiedAt = this.#ctx.clock.now();
  }

  async #look(ids: readonly string[]): Promise<Map<string, Seen>> {
    const { rows } = await this.#backing.query(SELECT, [ids]);
    return new Map(
      rows.map((row) => [String(row["workflow_uuid"]), { status: row["status"], owner: row["owner_xid"] }]),
    );
  }

  #hasWork(): boolean {
    return this.#waiting.size > 0 || this.#running.size > 0;
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
    this.#wake = null;
  }
}

function settle(id: string, seen: Seen | undefined, { controller, owner, lost }: Running): void {
  const isCancelled = !seen || seen.status === "CANCELLED";
  if (!isCancelled && !(OPEN.has(seen.status) && seen.owner !== owner)) return;
  controller.abort(isCancelled ? new AppError("E_CANCELLED", `The work ${id} was cancelled.`) : lostError(id));
  lost.resolve();
}
