import type { Socket } from "node:net";
import type { Server } from "node:http";
import { GATE_LIMITS } from "./limits.ts";

/**
 * Connections on which nobody has proven anything are few and make room for new ones: whoever opens many and waits loses his
 * own, and a person who comes then still gets in.
 */
export interface Connections {
  watch(server: Server): void;
  /** Somebody has proven who he is on this one. */
  prove(socket: Socket): void;
  counts(): { pending: number; all: number };
}

/** By the peer's port: with TLS, a request knows another object for the same connection. */
const keyOf = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`;

export function createConnections(limits: { pending: number; connections: number } = GATE_LIMITS): Connections {
  const all = new Set<string>();
  const pending = new Map<string, Socket>(); // in the order of their coming

  /** The oldest that has sent nothing yet, else the oldest. */
  const dropOne = (): boolean => {
    const waiting = [...pending];
    const chosen = waiting.find(([, socket]) => socket.bytesRead === 0) ?? waiting[0];
    if (chosen === undefined) return false;
    pending.delete(chosen[0]);
    all.delete(chosen[0]);
    chosen[1].destroy();
    return true;
  };

  return {
    watch(server) {
      server.on("connection", (socket: Socket) => {
        const key = keyOf(socket);
        socket.once("close", () => {
          pending.delete(key);
          all.delete(key);
        });
        if (pending.size >= limits.pending) dropOne();
        if (all.size >= limits.connections && !dropOne()) return void socket.destroy();
        all.add(key);
        pending.set(key, socket);
      });
    },
    prove: (socket) => void pending.delete(keyOf(socket)),
    counts: () => ({ pending: pending.size, all: all.size }),
  };
}
