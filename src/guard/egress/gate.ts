import { AppError, createId, type CheckedAddress, type Purpose } from "../../core/index.ts";
import { reachOf } from "./address.ts";
import { findGrant, locked, toAddresses, type Wish } from "./decide.ts";
import { systemDial, systemLookup } from "./dial.ts";
import type { BrokerOptions, Dial, EgressEntry, Grant } from "./types.ts";
import { createWires, WireAgent, type Line, type Wires } from "./wire.ts";

/** How soon an open connection notices a lock that another process turned on. */
const LOOK_MS = 200;

/** Where a request is noted: its beginning is by the time that this exists, its end comes once. */
export interface Note {
  /** The connection that carries it; what moves on it is counted from here on. */
  on(stream: unknown): void;
  end(outcome: "done" | "failed", result: string | null): void;
}

/** What all ways out share: the decision, the record, the connections, the lock that ends them. */
export interface Gate {
  readonly wires: Wires;
  /** The grant and the addresses for a wish; a refusal is recorded. Throws E_REFUSED, E_PRIVACY_LOCK, E_NETWORK. */
  allow(wish: Wish): Promise<{ grant: Grant; checked: CheckedAddress[] }>;
  /** The same for a question to a name server, where no address is dialled. */
  allowQuestion(wish: Wish): Promise<void>;
  /** Throws where the record cannot be kept. */
  begin(wish: Omit<Wish, "isFollowed">): Note;
  /** What needs no connection, in one line. */
  note(wish: Omit<Wish, "isFollowed">, change: Partial<EgressEntry>): void;
  agentOf(purpose: Purpose, tls: boolean): WireAgent;
  /** Hands out a signal that the lock fires, until `done`. */
  entrust(): { signal: AbortSignal; done(): void };
  sever(): void;
  close(): void;
}

export function createGate(options: BrokerOptions): Gate {
  const { clock, isLocked, lookup = systemLookup } = options;
  const wires = createWires(lockable(options.dial ?? systemDial, isLocked), options.ca);
  const agents = new Map<string, WireAgent>();
  const entrusted = new Set<AbortController>();
  let looking: NodeJS.Timeout | null = null;

  const sever = (): void => {
    const reason = locked({ host: "another machine" });
    wires.sever(reason);
    for (const one of entrusted) one.abort(reason);
    entrusted.clear();
  };
  /** While anything is open that leaves the machine, the lock is looked at. */
  const look = (): void => {
    if (isLocked()) sever();
    if (wires.hasOutside() || entrusted.size > 0) return;
    if (looking) clearInterval(looking);
    looking = null;
  };
  const startLooking = (): void => {
    looking ??= setInterval(look, LOOK_MS).unref();
  };
  /** A refusal is recorded. */
  const recorded = async <T>(wish: Wish, decide: () => Promise<T>): Promise<T> => {
    try {
      return await decide();
    } catch (thrown) {
      const code = thrown instanceof AppError ? thrown.code : "E_BUG";
      const outcome = code === "E_NETWORK" ? "failed" : "refused";
      options.record({ ...toEntry(wish, clock.now()), outcome, result: code });
      throw thrown;
    }
  };
  return {
    wires,
    allow: (wish) =>
      recorded(wish, async () => {
        const grant = findGrant(wish, await options.grants(wish));
        return { grant, checked: await toAddresses(wish, grant, { lookup, isLocked }) };
      }),
    allowQuestion: (wish) =>
      recorded(wish, async () => {
        findGrant(wish, await options.grants(wish));
        if (isLocked()) throw locked(wish);
      }),
    begin(wish) {
      const entry = toEntry(wish, clock.now());
      options.record(entry);
      return createNote(entry, (end) => options.record({ ...end, at: clock.now() }), wires, startLooking);
    },
    note: (wish, change) => options.record({ ...toEntry(wish, clock.now()), ...change }),
    agentOf(purpose, tls) {
      const key = `${tls} ${purpose}`;
      const known = agents.get(key) ?? new WireAgent(wires, tls);
      agents.set(key, known);
      return known;
    },
    entrust() {
      const control = new AbortController();
      entrusted.add(control);
      startLooking();
      return { signal: control.signal, done: () => void entrusted.delete(control) };
    },
    sever,
    close() {
      for (const agent of agents.values()) agent.destroy();
      wires.close();
      if (looking) clearInterval(looking);
    },
  };
}

function createNote(entry: EgressEntry, record: (end: EgressEntry) => void, wires: Wires, onOpen: () => void): Note {
  let line: Line | null = null;
  let before = { out: 0, in: 0 };
  let isOver = false;
  return {
    on(stream) {
      line = wires.lineOf(stream);
      before = line?.bytes() ?? before;
      onOpen();
    },
    end(outcome, result) {
      if (isOver) return;
      isOver = true;
      const now = line?.bytes() ?? before;
      const bytes = { bytesOut: now.out - before.out, bytesIn: now.in - before.in };
      record({ ...entry, ...bytes, address: line?.address ?? null, outcome, result });
    },
  };
}

/** The lock is asked once more at the very last moment, and once the connection stands: nothing is written to it before. */
function lockable(dial: Dial, isLocked: () => boolean): Dial {
  return async (to, signal) => {
    const mayGo = (): boolean => reachOf(to.address) === "loopback" || !isLocked();
    if (!mayGo()) throw locked({ host: to.address });
    const stream = await dial(to, signal);
    if (mayGo()) return stream;
    stream.destroy();
    throw locked({ host: to.address });
  };
}

function toEntry({ purpose, host, port, method }: Omit<Wish, "isFollowed">, now: number): EgressEntry {
  const empty = { address: null, bytesOut: 0, bytesIn: 0, result: null };
  return { id: createId("out", now), at: now, purpose, host, port, method, outcome: "started", ...empty };
}
