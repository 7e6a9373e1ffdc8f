import { statSync } from "node:fs";
import { join } from "node:path";
import { parseConfig, type Clock, type Config, type Net, type Purpose } from "../core/index.ts";
import { createBroker, type Broker } from "../guard/index.ts";
import { readConfig } from "./config.ts";
import type { AccountGrants } from "./egress/accounts.ts";
import { isLocked } from "./egress/lock.ts";
import type { Env } from "./home.ts";

export interface NetOptions {
  home: string;
  env: Env;
  clock: Clock;
  /** Of the accounts that are connected; none without it. */
  accounts?: AccountGrants;
}

/**
 * The network of this process: the egress broker, with grants by the settings and the connected accounts as they stand at each request, the privacy lock of the home
 * and the record in its logs. Its code is read by the first who goes out.
 */
export function createNet(options: NetOptions): Net {
  let opened: Promise<Broker> | null = null;
  const broker = (): Promise<Broker> => (opened ??= openBroker(options));
  const netFor = (purpose: Purpose | null): Net => {
    const net = async (): Promise<Net> => (purpose === null ? await broker() : (await broker()).for(purpose));
    return {
      for: netFor,
      fetch: async (input, init) => (await net()).fetch(input, init),
      connect: async (to, signal) => (await net()).connect(to, signal),
      resolve: async (to, signal) => (await net()).resolve(to, signal),
      records: async (of) => (await net()).records(of),
      entrust: async (program, work) => (await net()).entrust(program, work),
    };
  };
  return netFor(null);
}

async function openBroker({ home, env, clock, accounts }: NetOptions): Promise<Broker> {
  const [{ toGrants }, { recordEgress }] = await Promise.all([
    import("./egress/grants.ts"),
    import("./egress/record.ts"),
  ]);
  const settings = followConfig(home);
  return createBroker({
    grants: async ({ purpose }) => [
      ...toGrants(purpose, await settings(), env),
      ...(purpose === null ? [] : ((await accounts?.of(purpose)) ?? [])),
    ],
    isLocked: () => isLocked(home),
    record: (entry) => recordEgress(home, entry),
    clock,
  });
}

/** The settings as the file stands now, read anew when it changed. While it is wrong, the last good ones. */
function followConfig(home: string): () => Promise<Config> {
  let last: { version: string; config: Config } | null = null;
  return async () => {
    const info = statSync(join(home, "config.json"), { throwIfNoEntry: false, bigint: true });
    const version = info === undefined ? "none" : `${info.ino} ${info.size} ${info.mtimeNs}`;
    if (last?.version === version) return last.config;
    const config = await readConfig(home).then(
      (read) => read.config,
      () => last?.config ?? parseConfig({}, "").config,
    );
    last = { version, config };
    return config;
  };
}
