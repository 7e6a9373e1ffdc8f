import type { Purpose } from "../../../core/index.ts";

/** One way out. With the lock it is tried as Kralle goes; without it `control` is the same attempt with its guard away. */
export interface Try {
  /** Whose way it is: a purpose, a kind of account, or a kind of process that Kralle starts. */
  actor: string;
  way: string;
  /** What the broker is asked for, where it is. */
  purpose?: Purpose;
  run(): Promise<unknown>;
  control?: () => Promise<unknown>;
}

/** What one try did; `packets` as the kernel counted them on the only interface that leads out. */
export interface TryResult {
  actor: string;
  way: string;
  packets: number;
  /** Code of the refusal, or "sent". */
  outcome: string;
}

export interface TryReport {
  tries: TryResult[];
  packets: number;
  bytes: number;
}

/** What `inside.ts` is told, as JSON in its first argument. */
export interface InsideOrder {
  home: string;
  /** The peer at the other end of the wire. */
  ipv4: string;
  ipv6: string;
  isLocked: boolean;
  /** Appears when the peer answers. */
  readyFile: string;
}

/** Of the peer: a public address, so that only the lock and nothing else refuses it. */
export const PEER = { ipv4: "93.184.216.34", ipv6: "2606:2800:220:1::34" } as const;
export const OURS = { ipv4: "93.184.216.1", ipv6: "2606:2800:220:1::1" } as const;
/** `redirecting` and `forwarding` are our own, on the loopback of the namespace. */
export const PORTS = { web: 80, tls: 443, other: 8080, names: 53, redirecting: 8081, forwarding: 8082 } as const;
