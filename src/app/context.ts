import { createLogger, systemClock, type Context } from "../core/index.ts";
import { createLogFile } from "./logs.ts";
import { createNet } from "./net.ts";
import type { Env } from "./home.ts";

/** The context of a process: the system's clock and network, and the log file of the home. */
export function createContext(options: { home: string; env: Env; signal: AbortSignal }): Context {
  const level = options.env["KRALLE_DEBUG"] ? "debug" : "info";
  return {
    signal: options.signal,
    clock: systemClock,
    net: createNet({ home: options.home, env: options.env, clock: systemClock }),
    log: createLogger(createLogFile(options.home), level, systemClock.now, { pid: process.pid }),
  };
}
