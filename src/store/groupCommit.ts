import { setImmediate as nextTurn } from "node:timers/promises";
import { endsTransaction, type Connection } from "./connection.ts";

/**
 * read: changes nothing · change: one statement that can share a transaction · whole: several statements, all or nothing ·
 * alone: cannot run inside a transaction that others share (schema, PRAGMA, closing).
 */
export type JobKind = "read" | "change" | "whole" | "alone";

interface Job {
  kind: JobKind;
  /** Resolves only when a power cut cannot take it away any more. */
  firm: boolean;
  work(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Committed {
  job: Job;
  settle(): void;
}

const BATCH_CALLS = 256;

/**
 * Runs calls one after another in the order they were made; those that change something and wait at the same moment share one
 * transaction. A COMMIT only writes (it survives the end of the process); `sync`, which runs beside the event loop, makes it survive a
 * power cut, and one serves all that was committed before it began. Contract:
 * - A call that changes something resolves after the COMMIT that holds it, a firm one after the sync behind that; a statement that
 *   fails is taken back alone.
 * - A COMMIT that fails, or an error that ends a transaction (full disk, I/O), fails every call of the batch so far.
 * - A sync that fails fails all that waited for it, and every firm call after it: nobody knows what the disk holds then.
 * - A read before the first change of a batch runs without a transaction; one amid changes resolves with them.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #jobs: Job[] = [];
  /** How many of the waiting jobs change something. */
  #changing = 0;
  #running = false;
  readonly #sync: () => Promise<void>;
  readonly #batchMs: number;
  /** Committed, and waiting for the next sync. */
  #unsynced: Committed[] = [];
  #syncing: Promise<void> | null = null;
  /** Why no sync can be trusted any more. */
  #broken: { error: unknown } | null = null;

  /** `batchMs`: a batch holds the event loop no longer than this; what waits comes with the next one. */
  constructor(connection: Connection, sync: () => Promise<void>, batchMs: number) {
    this.#connection = connection;
    this.#sync = sync;
    this.#batchMs = batchMs;
  }

  add<T>(kind: JobKind, firm: boolean, work: () => T | Promise<T>): Promise<T> {
    if (kind === "read" && !this.#running) return runNow(work);
    if (firm && this.#broken && kind !== "read" && kind !== "alone") return Promise.reject(this.#broken.error);
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ kind, firm, work, resolve: resolve as (value: unknown) => void, reject });
      if (isChanging(kind)) this.#changing += 1;
      if (this.#running) return;
      this.#running = true;
      void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    while (this.#jobs.length > 0) {
      // Whatever else this turn of the event loop brings (requests on other sockets) is in time for the batch.
      await nextTurn();
      await this.#batch();
    }
    this.#running = false;
  }

  async #batch(): Promise<void> {
    const until = performance.now() + this.#batchMs;
    const settled: Committed[] = [];
    const held: Job[] = [];
    for (let calls = 0; calls < BATCH_CALLS && performance.now() < until; calls += 1) {
      const job = this.#jobs[0];
      if (!job || (held.length > 0 && this.#waitsForCommit(job.kind))) break;
      this.#take();
      if (!isChanging(job.kind) && held.length === 0) {
        await runNow(job.work).then((value) => {
          if (job.kind === "alone") this.#settle([{ job, settle: () => job.resolve(value) }]);
          else job.resolve(value);
        }, job.reject);
        continue;
      }
      if (held.length === 0 && !this.#begin(job)) return;
      held.push(job);
      try {
        const value = await (job.kind === "whole" ? this.#runWhole(job) : job.work());
        settled.push({ job, settle: () => job.resolve(value) });
      } catch (thrown) {
        if (endsTransaction(thrown) || !this.#connection.inTransaction) return this.#fail(held, thrown);
        settled.push({ job: { ...job, firm: false }, settle: () => job.reject(thrown) });
      }
    }
    if (held.length > 0) this.#commit(held, settled);
  }

  /** A read after the last change, and what must be alone, come when the batch is committed. */
  #waitsForCommit(kind: JobKind): boolean {
    return kind === "alone" || (kind === "read" && this.#changing === 0);
  }

  #take(): void {
    const job = this.#jobs.shift();
    if (job && isChanging(job.kind)) this.#changing -= 1;
  }

  /** When no transaction can begin, all changes that wait right behind fail alike: each would wait as long for the same. */
  #begin(first: Job): boolean {
    try {
      this.#connection.control("BEGIN IMMEDIATE");
      return true;
    } catch (thrown) {
      first.reject(thrown);
      for (let next = this.#jobs[0]; next && isChanging(next.kind); next = this.#jobs[0]) {
        this.#take();
        next.reject(thrown);
      }
      return false;
    }
  }

  async #runWhole(job: Job): Promise<unknown> {
    const connection = this.#connection;
    connection.control("SAVEPOINT whole");
    try {
      const value = await job.work();
      connection.control("RELEASE whole");
      return value;
    } catch (thrown) {
      if (!endsTransaction(thrown) && connection.inTransaction) {
        connection.control("ROLLBACK TO whole");
        connection.control("RELEASE whole");
      }
      throw thrown;
    }
  }

  #commit(held: Job[], settled: Committed[]): void {
    try {
      this.#connection.control("COMMIT");
    } catch (thrown) {
      return this.#fail(held, thrown);
    }
    this.#settle(settled);
  }

  /** What is not firm is done; the rest waits for a sync that begins from now on. */
  #settle(settled: readonly Committed[]): void {
    for (const one of settled) {
      if (one.job.firm) this.#unsynced.push(one);
      else one.settle();
    }
    if (this.#unsynced.length > 0) this.#syncing ??= this.#syncAll();
  }

  async #syncAll(): Promise<void> {
    while (this.#unsynced.length > 0) {
      const served = this.#unsynced;
      this.#unsynced = [];
      try {
        if (this.#broken) throw this.#broken.error;
        await this.#sync();
        for (const { settle } of served) settle();
      } catch (thrown) {
        this.#broken ??= { error: thrown };
        for (const { job } of served) job.reject(thrown);
      }
    }
    this.#syncing = null;
  }

  /** When nothing waits for a sync any more. */
  async synced(): Promise<void> {
    while (this.#syncing) await this.#syncing;
  }

  #fail(held: Job[], error: unknown): void {
    let said = error;
    try {
      if (this.#connection.inTransaction) this.#connection.control("ROLLBACK");
    } catch (thrown) {
      said = thrown; // The next BEGIN fails too and says so to everybody; nothing of this batch was acknowledged.
    }
    for (const job of held) job.reject(said);
  }
}

const isChanging = (kind: JobKind): boolean => kind === "change" || kind === "whole";

async function runNow<T>(work: () => T | Promise<T>): Promise<T> {
  return work();
}
