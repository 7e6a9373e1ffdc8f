import type { Context } from "../../core/index.ts";
import type { Store } from "../../store/index.ts";
import { egressVersion, readLines, type EgressRecord } from "./record.ts";

const EVERY_MS = 5_000;

/** Carries what was recorded over into the audit chain. */
export interface EgressAudit {
  flush(): Promise<void>;
  /** With the last lines. */
  close(): Promise<void>;
}

/**
 * Follows the record of this home while the process holds it, whoever wrote: each request that ended, or that was refused, becomes one
 * record of the chain. It goes on behind the last one that the chain has; so a crash between the two loses and doubles nothing.
 */
export function followEgress(home: string, store: () => Promise<Store>, ctx: Context): EgressAudit {
  let seen = "";
  let last: string | null = null;
  let running: Promise<void> = Promise.resolve();

  const carry = async (): Promise<void> => {
    const version = egressVersion(home);
    if (version === seen || version === "") return;
    const { audit } = await store();
    if (last === null) {
      const [newest] = await audit.list({ kinds: ["egress"], limit: 1 });
      last = String(newest?.data["id"] ?? "");
    }
    const ended = readLines(home).filter(({ outcome }) => outcome !== "started");
    const from = ended.findLastIndex(({ id }) => id === last) + 1;
    for (const line of ended.slice(from)) {
      await audit.append(toEntry(line), ctx);
      last = line.id;
    }
    seen = version;
  };
  const flush = (): Promise<void> => {
    running = running
      .then(carry)
      .catch((error: unknown) => ctx.log.warn("What left the machine is not in the audit chain yet.", { error }));
    return running;
  };
  const timer = setInterval(() => void flush(), EVERY_MS).unref();
  return {
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

function toEntry({ id, purpose, host, port, address, method, outcome, bytesOut, bytesIn, result }: EgressRecord) {
  const data = { id, purpose, address, method, bytesOut, bytesIn, result };
  return { kind: "egress" as const, actor: "system", action: outcome, subject: `${host}:${port}`, data };
}
