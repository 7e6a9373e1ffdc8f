import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { AppError, toAppError } from "../core/index.ts";
import type { GatewaySettings } from "./gate/door.ts";
import { GATE_LIMITS } from "./gate/limits.ts";

const OPTIONS: ServerOptions = {
  maxHeaderSize: GATE_LIMITS.headerBytes,
  headersTimeout: GATE_LIMITS.headersMs,
  requestTimeout: GATE_LIMITS.requestMs,
  // Longer than clients pause between requests: one that sends on a connection that is just being closed gets an error.
  keepAliveTimeout: GATE_LIMITS.idleMs,
  connectionsCheckingInterval: 1_000,
  noDelay: true,
};

/** A server that listens nowhere yet, with the limits that hold for everybody. */
export async function createListener(tls: GatewaySettings["tls"]): Promise<Server> {
  if (tls === undefined) return createServer(OPTIONS);
  const [cert, key] = await Promise.all([read("gateway.tls.cert", tls.cert), read("gateway.tls.key", tls.key)]);
  try {
    return createTlsServer({ ...OPTIONS, cert, key, minVersion: "TLSv1.2", handshakeTimeout: GATE_LIMITS.tlsMs });
  } catch (thrown) {
    throw new AppError("E_CONFIG", "gateway.tls: certificate and key cannot be used together.", {
      hint: "Both have to be PEM, and belong to each other.",
      cause: thrown,
    });
  }
}

async function read(setting: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new AppError("E_CONFIG", `${setting}: ${path} cannot be read.`, {
      hint: "Give the whole path of a PEM file that you may read.",
      cause: thrown,
    });
  }
}

/** Gives the port where there is one. */
export function listen(server: Server, where: { host: string; port: number } | { path: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (thrown: NodeJS.ErrnoException): void => reject(toListenError(thrown, where));
    server.once("error", fail);
    server.listen(where, () => {
      server.off("error", fail);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}

function toListenError(thrown: NodeJS.ErrnoException, where: { port: number } | { path: string }): AppError {
  if (thrown.code === "EADDRINUSE" && "port" in where) {
    return new AppError("E_PORT_BUSY", `Port ${where.port} is used by another program.`, {
      hint: "Choose another with --port, or with gateway.port in the settings; 0 takes any free one.",
      cause: thrown,
    });
  }
  return toAppError(thrown);
}

/** Waits for what is being answered, at most `graceMs`. */
export function end(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
