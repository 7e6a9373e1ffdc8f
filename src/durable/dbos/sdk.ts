import type { Pool } from "pg";
import type { Logger } from "../../core/index.ts";
import type { Backing } from "../backing.ts";
import { JSON_SERIALIZER } from "./values.ts";

/** DBOS keeps one engine in static members of this class. */
export type Sdk = (typeof import("@dbos-inc/dbos-sdk"))["DBOS"];
type Configuration = Parameters<Sdk["setConfig"]>[0];
type SdkLogger = NonNullable<Configuration["logger"]>;

type MigrationLogger = Parameters<
  (typeof import("@dbos-inc/dbos-sdk/internal/system_database"))["ensureSystemDatabase"]
>[1];

const APPLICATION = "kralle";
/** Asked for, never dialled: the pool is used. */
const NOWHERE = "postgresql://nobody:none@127.0.0.1:1/none";

export interface QueueRecord {
  name: string;
  options: Omit<NonNullable<Parameters<Sdk["registerQueue"]>[1]>, "onConflict">;
}

export interface LoadedSdk {
  sdk: Sdk;
  /** The token of the execution that this is called from: what is recorded for a run must bear the one in its row. */
  ownerOf(workflowId: string): string | undefined;
  /** For the queue of the engine's own, which what is taken up, resumed or forked goes through; before the launch. */
  setInternalPoll(ms: number): void;
  /** Makes the engine's tables in a PostgreSQL, or brings them up to date, without an engine. */
  migrate(pool: Pool, log: Logger): Promise<void>;
  /** Puts queues into the records, before the launch: it looks for them once a second only. */
  registerQueues(backing: Backing, queues: readonly QueueRecord[], log: Logger): Promise<void>;
  /** Sends the notices of events and streams that wait to be sent together. */
  sendNotices(): Promise<void>;
}

/** Loads the SDK (0.2 s): only what needs durable work pays for it. */
export async function loadSdk(): Promise<LoadedSdk> {
  const [{ DBOS, DBOSClient }, context, executor, queues, database, { INTERNAL_QUEUE_NAME }] = await Promise.all([
    import("@dbos-inc/dbos-sdk"),
    import("@dbos-inc/dbos-sdk/internal/context"),
    import("@dbos-inc/dbos-sdk/internal/dbos-executor"),
    import("@dbos-inc/dbos-sdk/eventreceiver"),
    import("@dbos-inc/dbos-sdk/internal/system_database"),
    import("@dbos-inc/dbos-sdk/internal/utils"),
  ]);
  const migrate: LoadedSdk["migrate"] = async (pool, log) => {
    const logger = toSdkLogger(log.child({ part: "durable" })) as unknown as MigrationLogger; // it calls these four only
    await database.ensureSystemDatabase(NOWHERE, logger, pool);
  };
  return {
    sdk: DBOS,
    ownerOf: context.currentOwnerXid,
    setInternalPoll: (ms) => void queues.registerInternalQueue(INTERNAL_QUEUE_NAME, { minPollingIntervalMs: ms }),
    migrate,
    async registerQueues(backing, records, log) {
      if (records.length === 0) return;
      const pool = backing.pool as Pool;
      await migrate(pool, log);
      const logger = toSdkLogger(log.child({ part: "durable" }));
      const client = await DBOSClient.create({ systemDatabaseUrl: NOWHERE, systemDatabasePool: pool, logger });
      for (const { name, options } of records) {
        await client.registerQueue(name, { ...options, onConflict: "always_update", applicationName: APPLICATION });
      }
      await client.destroy();
    },
    sendNotices: async () => executor.DBOSExecutor.globalInstance?.systemDatabase.flushNotifications(),
  };
}

/** The version is constant: DBOS lets go on only what its own version left. */
export function toConfiguration({ pool, executor }: Backing, log: Logger): Configuration {
  return {
    name: APPLICATION,
    systemDatabaseUrl: NOWHERE,
    systemDatabasePool: pool as unknown as NonNullable<Configuration["systemDatabasePool"]>,
    applicationVersion: "1",
    executorID: executor,
    useListenNotify: true,
    serializer: JSON_SERIALIZER,
    logger: toSdkLogger(log.child({ part: "durable" })),
  };
}

function toSdkLogger(log: Logger): SdkLogger {
  return {
    debug: (entry) => log.debug(String(entry)),
    info: (entry) => log.debug(String(entry)),
    warn: (entry) => log.warn(String(entry)),
    error: (entry) => log.error(String(entry)),
  };
}
