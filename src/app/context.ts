import { createLogger, systemClock, type Context } from "../core/index.ts";
import { createLogFile } from "./logs.ts";
import { createAccountGrants, type AccountGrants } from "./egress/accounts.ts";
import { createNet } from "./net.ts";
import type { Env } from "./home.ts";

/** The context of a process. Where accounts may go is asked of who opens their store. */
export interface ProcessContext extends Context {
  readonly accounts: AccountGrants;
}

/** The context of a process: the system's clock and network, and the log file of the home. */
export function createContext(options: { home: string; env: Env; signal: AbortSignal }): ProcessContext {
  const accounts = createAccountGrants();
  const level = options.env["KRALLE_DEBUG"] ? "debug" : "info";
  return {
    signal: options.signal,
    clock: systemClock,
    net: createNet({ home: options.home, env: options.env, clock: systemClock, accounts }),
    accounts,
    log: createLogger(createLogFile(options.home), level, systemClock.now, { pid: process.pid }),
  };
}
