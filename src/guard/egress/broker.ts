import type { Endpoint, Net, Purpose, ServiceRecord } from "../../core/index.ts";
import { locked, noPurpose, toWish } from "./decide.ts";
import { systemRecords, toAbort } from "./dial.ts";
import { fetchThrough, toCode, toUnreached } from "./fetch.ts";
import { createGate, type Gate } from "./gate.ts";
import type { BrokerOptions, LookUpRecords } from "./types.ts";

export interface Broker extends Net {
  /** Ends at once all that leaves the machine; called when the lock is turned on. */
  sever(): void;
  close(): void;
}

/**
 * The only way out of this process. A request is decided by the grant of its purpose, then by every address that its name has; one of
 * these is dialled, with the name said to the server. So a name server that answers otherwise the second time is not asked a second time.
 * No proxy of the environment is used. Contract: `Net`.
 */
export function createBroker(options: BrokerOptions): Broker {
  const gate = createGate(options);
  const netFor = (purpose: Purpose | null): Net => ({
    for: netFor,
    fetch: (input, init) => fetchThrough(gate, purpose, input, init),
    connect: (to, signal) => connectThrough(gate, purpose, to, signal ?? new AbortController().signal),
    async resolve(to) {
      const wish = toWish(purpose, to, "RESOLVE");
      const { checked } = await gate.allow(wish);
      gate.note(wish, { address: checked[0]?.address ?? null, outcome: "done" });
      return checked;
    },
    records: (of) => askThrough(gate, purpose, of, options.records ?? systemRecords),
    entrust: (program, work) => entrustThrough(gate, purpose, program, options.isLocked, work),
  });
  return { ...netFor(null), sever: gate.sever, close: gate.close };
}

async function connectThrough(
  gate: Gate,
  purpose: Purpose | null,
  to: Endpoint & { tls?: boolean },
  signal: AbortSignal,
) {
  const wish = toWish(purpose, to, "CONNECT");
  const { checked } = await gate.allow(wish);
  const note = gate.begin(wish);
  try {
    const { stream } = await gate.wires.open(checked, to.tls === true, signal);
    note.on(stream);
    let failure: Error | null = null;
    stream.once("error", (error) => (failure = error));
    stream.once("close", () => note.end(failure === null ? "done" : "failed", failure && toCode(failure)));
    return stream;
  } catch (thrown) {
    note.end("failed", toCode(thrown));
    throw signal.aborted ? toAbort(signal) : toUnreached(wish.host, thrown);
  }
}

/** A question to the name servers, recorded before it is asked. */
async function askThrough(
  gate: Gate,
  purpose: Purpose | null,
  { name, type }: { name: string; type: "MX" | "SRV" },
  records: LookUpRecords,
): Promise<ServiceRecord[]> {
  const wish = toWish(purpose, { host: name, port: 53 }, type);
  await gate.allowQuestion(wish);
  const note = gate.begin(wish);
  try {
    const found = await records(wish.host, type);
    note.end("done", null);
    return found;
  } catch (thrown) {
    note.end("failed", toCode(thrown));
    throw toUnreached(wish.host, thrown);
  }
}

async function entrustThrough<T>(
  gate: Gate,
  purpose: Purpose | null,
  program: string,
  isLocked: () => boolean,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const wish = { purpose, host: program, port: 0, method: "RUN" };
  if (purpose === null || isLocked()) {
    gate.note(wish, { outcome: "refused", result: purpose === null ? "E_REFUSED" : "E_PRIVACY_LOCK" });
    throw purpose === null ? noPurpose(program) : locked({ host: program });
  }
  const note = gate.begin(wish);
  const { signal, done } = gate.entrust();
  try {
    const found = await work(signal);
    note.end("done", null);
    return found;
  } catch (thrown) {
    note.end("failed", toCode(thrown));
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    done();
  }
}
