import { readFile, rm } from "node:fs/promises";
import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { AppError, toAppError } from "../core/index.ts";
import type { GatewaySettings } from "./gate/door.ts";
import { GATE_LIMITS } from "./gate/limits.ts";
import { portOwner } from "./portOwner.ts";

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

/** Gives the port where there is one. A socket is its owner's alone from its first moment; its folder is that already. */
export async function listen(
  server: Server,
  where: { host: string; port: number } | { path: string },
): Promise<number> {
  try {
    if ("port" in where) await listening(server, () => server.listen(where));
    else {
      if (process.platform !== "win32") await rm(where.path, { force: true }); // of a process that ended: the home is locked
      await listening(server, () => privately(() => server.listen(where)));
    }
  } catch (thrown) {
    throw await toListenError(thrown, where);
  }
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** `make` makes its file before it returns. */
function privately(make: () => void): void {
  const before = process.umask(0o177);
  try {
    make();
  } finally {
    process.umask(before);
  }
}

function listening(server: Server, listenOn: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => {
      server.off("error", reject);
      resolve();
    });
    listenOn();
  });
}

async function toListenError(thrown: unknown, where: { port: number } | { path: string }): Promise<AppError> {
  const isBusy = thrown instanceof Error && "code" in thrown && thrown.code === "EADDRINUSE";
  if (!isBusy || !("port" in where)) return toAppError(thrown);
  const owner = await portOwner(where.port);
  const message =
    owner === null
      ? `Port ${where.port} is used by another program.`
      : `Port ${where.port} is used by process ${owner.pid} (${owner.command}).`;
  return new AppError("E_PORT_BUSY", message, {
    hint: "Choose another with --port, or with gateway.port in the settings; 0 takes any free one.",
    cause: thrown,
    data: { port: where.port, owner },
  });
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
