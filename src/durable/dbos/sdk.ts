import type { Logger } from "../../core/index.ts";
import type { SqlitePool } from "../sqlite/pool.ts";
import { JSON_SERIALIZER } from "./values.ts";

/** DBOS keeps one engine in static members of this class. */
export type Sdk = (typeof import("@dbos-inc/dbos-sdk"))["DBOS"];
type Configuration = Parameters<Sdk["setConfig"]>[0];
type SdkLogger = NonNullable<Configuration["logger"]>;

/** Loads the SDK (0.2 s): only what needs durable work pays for it. */
export async function loadSdk(): Promise<Sdk> {
  return (await import("@dbos-inc/dbos-sdk")).DBOS;
}

/** One process, one version: both are constant, since DBOS takes up only what its own executor and version left. */
export function toConfiguration(pool: SqlitePool, log: Logger): Configuration {
  return {
    name: "kralle",
    systemDatabaseUrl: "postgresql://nobody:none@127.0.0.1:1/none", // asked for, never dialled: the pool below is used
    systemDatabasePool: pool as unknown as NonNullable<Configuration["systemDatabasePool"]>,
    applicationVersion: "1",
    executorID: "local",
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
