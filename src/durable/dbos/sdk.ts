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

/** Asked for, never dialled: the pool is used. */
const NOWHERE = "postgresql://nobody:none@127.0.0.1:1/none";

export interface LoadedSdk {
  sdk: Sdk;
  /** The token of the execution that this is called from: what is recorded for a run must bear the one in its row. */
  ownerOf(workflowId: string): string | undefined;
  /** For the queue of the engine's own, which what is taken up, resumed or forked goes through; before the launch. */
  setInternalPoll(ms: number): void;
  /** Makes the engine's tables in a PostgreSQL, or brings them up to date, without an engine. */
  migrate(pool: Pool, log: Logger): Promise<void>;
  /** Sends the notices of events and streams that wait to be sent together. */
  sendNotices(): Promise<void>;
}

/** Loads the SDK (0.2 s): only what needs durable work pays for it. */
export async function loadSdk(): Promise<LoadedSdk> {
  const [{ DBOS }, context, executor, queues, database, { INTERNAL_QUEUE_NAME }] = await Promise.all([
    import("@dbos-inc/dbos-sdk"),
    import("@dbos-inc/dbos-sdk/internal/context"),
    import("@dbos-inc/dbos-sdk/internal/dbos-executor"),
    import("@dbos-inc/dbos-sdk/eventreceiver"),
    import("@dbos-inc/dbos-sdk/internal/system_database"),
    import("@dbos-inc/dbos-sdk/internal/utils"),
  ]);
  return {
    sdk: DBOS,
    ownerOf: context.currentOwnerXid,
    setInternalPoll: (ms) => void queues.registerInternalQueue(INTERNAL_QUEUE_NAME, { minPollingIntervalMs: ms }),
    async migrate(pool, log) {
      const logger = toSdkLogger(log.child({ part: "durable" })) as unknown as MigrationLogger; // it calls these four only
      await database.ensureSystemDatabase(NOWHERE, logger, pool);
    },
    sendNotices: async () => executor.DBOSExecutor.globalInstance?.systemDatabase.flushNotifications(),
  };
}

/** The version is constant: DBOS lets go on only what its own version left. */
export function toConfiguration({ pool, executor }: Backing, log: Logger): Configuration {
  return {
    name: "kralle",
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
