/** A row as node-postgres gives it. */
export type PgRow = Record<string, unknown>;

export interface PgResult {
  rows: PgRow[];
  rowCount: number | null;
}

/**
 * Where the engine records what it does. Statements are PostgreSQL's, tables in the schema "dbos". After `close` every
 * statement is refused, also of a transaction that is open: what still runs can write nothing more.
 */
export interface Backing {
  /** Shaped like node-postgres' Pool, for DBOS. */
  readonly pool: unknown;
  /** The name under which runs of this process are in the records. */
  readonly executor: string;
  /** How often queues, and ends of runs that are waited for, are looked for. */
  readonly queuePollMs: number;
  readonly endPollMs: number;
  query(sql: string, values?: readonly unknown[]): Promise<PgResult>;
  /** The recoveries of this run so far are not held against it: it has got to where it waits for something outside. */
  forgive(workflowId: string): Promise<void>;
  /**
   * Whether no other process can have taken over what runs here. False is no proof of the contrary: the owner has to be asked for
   * before anything is begun.
   */
  isSure(): boolean;
  /** Once the engine has been launched; `verify` lets go of each run that is not this process's any more. */
  launched(verify: () => Promise<void>): Promise<void>;
  /** Bytes on the disk. */
  size(): Promise<number>;
  /** Gives room of what was deleted back to the disk; a little at a time. */
  shrink(signal: AbortSignal): Promise<void>;
  copyTo(file: string): Promise<void>;
  /** Forgives all that is running: that the process ends here is no fault of theirs. Then nothing is taken any more. */
  close(): Promise<void>;
  /** When the engine has shut down. */
  end(): Promise<void>;
}

/** How often in a row a run was taken up counts only since it last got somewhere. */
export const FORGIVE =
  "UPDATE \"dbos\".workflow_status SET recovery_attempts = 1 WHERE recovery_attempts > 1 AND status = 'PENDING'";
