import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { Client } from "pg";
import { openStore, type Database, type Store } from "../../src/store/index.ts";
import { openPostgres } from "../../src/store/postgres/open.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import type { Postgres } from "../_postgres.ts";
import { createContext, tempFolder } from "./_setup.ts";

/** A store that can be opened again and again, and its bare database. */
export interface Place {
  readonly home: string;
  open(): Promise<Store>;
  openDatabase(): Promise<Database>;
}

/** What the suite runs on. */
export interface Stores {
  readonly name: "sqlite" | "postgres";
  readonly skip: string | false;
  place(t: TestContext): Promise<Place>;
  /** An empty store that is closed with the test. */
  open(t: TestContext): Promise<Store>;
  /** The words of the index of messages, without that of the session. Once before any message. */
  indexedWords(store: Store, session: string): Promise<string[]>;
  /** Throws where the index says something else than the messages. */
  checkIndex(store: Store): Promise<void>;
  /** So many of a property's usual runs: what takes a way to a server takes longer. */
  runs(usual: number): number;
}

const ctx = createContext();

function toStores(
  name: Stores["name"],
  parts: Pick<Stores, "skip" | "place" | "runs" | "indexedWords" | "checkIndex">,
): Stores {
  return {
    name,
    ...parts,
    async open(t) {
      const store = await (await parts.place(t)).open();
      t.after(() => store.close());
      return store;
    },
  };
}

export const sqliteStores: Stores = toStores("sqlite", {
  skip: false,
  async place(t) {
    const home = join(await tempFolder(t), "home");
    await mkdir(home);
    return { home, open: () => openStore(home, ctx), openDatabase: async () => openSqlite(join(home, "kralle.db")) };
  },
  async indexedWords({ db }, session) {
    await db.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab('main', 'message_index', 'row')");
    const rows = await db.all("SELECT term FROM temp.words WHERE term <> ?", [session.slice(4)]);
    return rows.map(({ term }) => String(term));
  },
  async checkIndex({ db }) {
    await db.run("INSERT INTO message_index (message_index, rank) VALUES ('integrity-check', 1)");
  },
  runs: (usual) => usual,
});

/** One database for all tests of a file, which come one after another: emptied is quicker than new. */
export function postgresStores(postgres: Postgres): Stores {
  let database: Promise<string> | null = null;
  return toStores("postgres", {
    skip: postgres.skip,
    async place(t) {
      const home = join(await tempFolder(t), "home");
      const databaseUrl = await (database ??= postgres.freshDatabase());
      await clear(databaseUrl);
      return {
        home,
        open: () => openStore(home, ctx, { databaseUrl }),
        openDatabase: () => openPostgres(databaseUrl, ctx),
      };
    },
    async indexedWords({ db }, session) {
      const rows = await db.all("SELECT DISTINCT unnest(tsvector_to_array(words)) AS term FROM messages");
      return rows.map(({ term }) => String(term)).filter((term) => term !== `@${session.slice(4)}`);
    },
    checkIndex: async () => undefined, // PostgreSQL makes the column anew with each change
    runs: (usual) => Math.ceil(usual / 10),
  });
}

async function clear(databaseUrl: string): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  await client.query("SET client_min_messages = warning; DROP SCHEMA IF EXISTS kralle CASCADE");
  await client.end();
}
