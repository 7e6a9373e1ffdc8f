import { Pool } from "pg";
import type { AppError, Logger } from "../../core/index.ts";

/** A pool that takes no statement any more once it was shut, on no connection, whoever holds it. */
export interface GatedPool {
  readonly pool: Pool;
  shut(reason: AppError): void;
}

const CONNECTIONS = 20;
const CONNECT_MS = 10_000;
/** A process that was stopped amid a transaction holds what it locked no longer than it counts as alive. */
const IDLE_IN_TRANSACTION_MS = 5_000;

export function createGatedPool(url: string, name: string, log: Logger): GatedPool {
  const pool = new Pool({
    connectionString: url,
    application_name: name,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  let shut: AppError | null = null;
  pool.on("error", (error) => log.warn("a connection to the database was lost", { error }));
  pool.on("connect", (client) => {
    const query = client.query.bind(client);
    const gated = (...args: unknown[]): unknown => {
      if (!shut) return Reflect.apply(query, client, args);
      const done = args.at(-1);
      if (typeof done !== "function") return Promise.reject(shut);
      done(shut);
      return undefined;
    };
    client.query = gated as typeof client.query;
  });
  return {
    pool,
    shut(reason) {
      shut = reason;
    },
  };
}
