import type { Duplex } from "node:stream";
import type { Context, Purpose, ServiceRecord } from "../../core/index.ts";

/**
 * Where one purpose may go. Closed by default: what no grant names is refused.
 *
 * `host` is a name, an address, `*.name` for all below it, or `*`. `any` is for a place that the owner's settings name exactly: it may be
 * on this machine or in the local network. `public` may only turn out to be a public address, whatever a name server says.
 */
export interface Grant {
  purpose: Purpose;
  host: string;
  port: number;
  reach: "public" | "any";
  /** Redirects out of it: to other grants of the purpose, or to any public server with the same protocol (contents checked by digest). */
  follows: "granted" | "public";
  /** Only asking: GET and HEAD, never a body. */
  readOnly: boolean;
}

export type Outcome = "started" | "done" | "failed" | "refused";

/** One line of the record; `started` is written before the first byte goes out. No paths, queries, headers or bodies. */
export interface EgressEntry {
  /** The same for what was started and how it ended. */
  id: string;
  /** ms UTC. */
  at: number;
  /** Null: nobody said what for. */
  purpose: Purpose | null;
  host: string;
  port: number;
  /** Dialled; null where it did not come to that. */
  address: string | null;
  /** HTTP method, CONNECT for a plain connection, RESOLVE, MX or SRV for a question to a name server, or RUN for a program. */
  method: string;
  outcome: Outcome;
  /** On the wire of this connection while the request lasted. */
  bytesOut: number;
  bytesIn: number;
  /** Status of the answer, or the code of the error. */
  result: string | null;
}

/** The bottom: one connection to one address. Nothing above it opens a socket. */
export type Dial = (to: { address: string; port: number }, signal: AbortSignal) => Promise<Duplex>;

/** All addresses of a name, as the system knows them. */
export type Lookup = (host: string) => Promise<string[]>;

/** Records of a name's services, as the system's name servers know them. */
export type LookUpRecords = (name: string, type: "MX" | "SRV") => Promise<ServiceRecord[]>;

export interface BrokerOptions {
  /** Asked anew for every request: settings change while Kralle runs. */
  grants(wish: { purpose: Purpose | null; host: string; port: number }): Promise<readonly Grant[]>;
  /** The privacy lock, as it stands at this moment. */
  isLocked(): boolean;
  /** Throws where it cannot keep it: then nothing goes out. */
  record(entry: EgressEntry): void;
  clock: Context["clock"];
  /** For tests of what lies above. */
  dial?: Dial;
  lookup?: Lookup;
  records?: LookUpRecords;
  /** Additional certificates, PEM; default those of Node. */
  ca?: string;
}
