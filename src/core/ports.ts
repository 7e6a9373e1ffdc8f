import type { Duplex } from "node:stream";
import type { Clock } from "./clock.ts";
import type { Logger } from "./log.ts";
import type { PURPOSES } from "./purposes.ts";

/**
 * Why somebody dials. The owner's grants are asked for by it: a purpose without a grant may go nowhere. `models`: weights, their hubs
 * and registries; `registry:HOST`: one that a model's name gave; `packages`: engine packs and provider packages; `engine:NAME`, `mcp:NAME`: a
 * server of the settings; `unsubscribe:HOST`: the one address that takes the owner off a list; `web`: pages; the others: one account.
 */
export type Purpose = (typeof PURPOSES.alone)[number] | `${(typeof PURPOSES.named)[number]}:${string}`;

/** Where to: a name or an address (IPv6 with or without brackets), and its port. */
export interface Endpoint {
  host: string;
  port: number;
}

/** An address that may be dialled, with the name that is to be said to the server (TLS, Host). */
export interface CheckedAddress {
  address: string;
  family: 4 | 6;
  port: number;
  serverName: string;
}

/** A machine that a name server names for a service of a domain (MX: RFC 5321, SRV: RFC 2782); a smaller priority goes first. */
export interface ServiceRecord {
  host: string;
  /** Null in MX, which has none. */
  port: number | null;
  priority: number;
}

/**
 * The network as a capability, by the egress broker (`guard/egress`). Nobody calls the global `fetch` or opens a socket; who needs the
 * network is handed this and says what for.
 *
 * Contract: every call is decided by the grants of its purpose and by the addresses that are dialled in the end, and is recorded; while
 * the privacy lock is on, only what stays on this machine is let through. Without a purpose nothing is. Throws E_REFUSED, E_PRIVACY_LOCK,
 * E_NETWORK.
 */
export interface Net {
  for(purpose: Purpose): Net;
  /** As the platform's. Redirects are followed step by step, each decided anew, without credentials or body for another origin. */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>;
  /** An open connection, with TLS where it is asked for. For libraries that take a socket. */
  connect(to: Endpoint & { tls?: boolean }, signal?: AbortSignal): Promise<Duplex>;
  /** For libraries that dial by themselves: they must dial one of these, and no name. */
  resolve(to: Endpoint, signal?: AbortSignal): Promise<CheckedAddress[]>;
  /** What the name servers say of a domain's services, best first; none where there are no such records. The grant is for port 53. */
  records(of: { name: string; type: "MX" | "SRV" }): Promise<ServiceRecord[]>;
  /**
   * Lets a program of the machine that has a network of its own (npm, pip) go out for this purpose while `work` runs it. The signal fires
   * when the privacy lock is turned on: the program is to be ended then.
   */
  entrust<T>(program: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** Handed to every function that does I/O. `signal` cancels; `clock` is the only source of time. */
export interface Context {
  signal: AbortSignal;
  clock: Clock;
  net: Net;
  log: Logger;
}

/**
 * What makes work resumable. `step(name, fn)` runs `fn` once and stores its result (JSON); when the same run is started
 * again, stored results are returned in order instead of running again. Contract: names must come in the same order on
 * every run (another name at the same place is E_BUG); a step that failed is not stored; the result is stored before
 * `step` resolves, so what a step returned has happened.
 */
export interface Steps {
  step<T>(name: string, fn: () => Promise<T> | T): Promise<T>;
}
