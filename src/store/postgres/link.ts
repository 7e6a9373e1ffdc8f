import type { Client as PgClient } from "pg";
import type { Logger } from "../../core/index.ts";
import type { Row, SqlValue } from "../database.ts";
import { SCHEMA } from "./schema.ts";
import type { PostgresPlace } from "./place.ts";
import { toNumbered } from "./translate.ts";
import { readerOf, toParam } from "./values.ts";

export interface Answer {
  rows: Row[];
  changes: number;
}

/** One connection. Throws what node-postgres throws. */
export interface Link {
  /** False from the moment at which it is known to be gone. */
  readonly isAlive: boolean;
  /** Resolves at that moment. */
  readonly gone: Promise<void>;
  query(sql: string, params?: readonly SqlValue[]): Promise<Answer>;
  /** Several statements without parameters, in one message. */
  control(sql: string): Promise<void>;
  /** Hears what other connections say on this channel. */
  listen(channel: string, hear: (payload: string) => void): Promise<void>;
  end(): Promise<void>;
}

export interface LinkOptions {
  /** Whether a change that resolved survives a power cut of the server. */
  firm: boolean;
  log: Logger;
}

const CONNECT_MS = 10_000;
/** As long as SQLite waits for another program. */
const LOCK_MS = 5_000;
/** A process that was stopped amid a transaction holds its rows no longer than this. */
const IDLE_IN_TRANSACTION_MS = 5_000;
const STATEMENTS = 200;

/** Serialisable: what several gateways do at once comes out as if they had done it one after another, or is made again. */
function settings(firm: boolean): string {
  return `SET search_path = ${SCHEMA}, pg_catalog; SET default_transaction_isolation = 'serializable';
    SET synchronous_commit = ${firm ? "on" : "off"}; SET lock_timeout = ${LOCK_MS}; SET client_min_messages = warning;
    SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}; SET standard_conforming_strings = on`;
}

export async function openLink(place: PostgresPlace, { firm, log }: LinkOptions): Promise<Link> {
  const { default: pg } = await import("pg");
  const client: PgClient = new pg.Client({
    connectionString: place.url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: "kralle",
    types: { getTypeParser: (oid: number) => readerOf(oid) },
  });
  let isAlive = true;
  const { promise: gone, resolve: tellGone } = Promise.withResolvers<void>();
  const end = (error?: Error): void => {
    if (isAlive && error) log.warn("the connection to the database broke", { error });
    isAlive = false;
    tellGone();
  };
  client.on("error", end);
  client.on("end", () => end());
  const numbered = new Map<string, string>();
  const toText = (sql: string): string => {
    const text = numbered.get(sql) ?? toNumbered(sql);
    if (numbered.size >= STATEMENTS) numbered.clear();
    numbered.set(sql, text);
    return text;
  };
  await client.connect();
  const link: Link = {
    get isAlive() {
      return isAlive;
    },
    gone,
    async query(sql, params = []) {
      const { rows, rowCount } = await client.query<Row>(toText(sql), params.map(toParam));
      return { rows, changes: rowCount ?? 0 };
    },
    async control(sql) {
      await client.query(sql);
    },
    async listen(channel, hear) {
      client.on("notification", (notice) => {
        if (notice.channel === channel) hear(notice.payload ?? "");
      });
      await client.query(`LISTEN ${channel}`);
    },
    async end() {
      isAlive = false;
      await client.end();
    },
  };
  try {
    await link.control(settings(firm));
  } catch (thrown) {
    await link.end().catch(() => undefined); // the first error is the one to tell
    throw thrown;
  }
  return link;
}
