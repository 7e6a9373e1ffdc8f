import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { WebSocketServer, type WebSocket } from "ws";
import type { App } from "../app/index.ts";
import { AppError, toAppError, type Context } from "../core/index.ts";
import { createRouter, refused } from "./router.ts";
import { ROUTES } from "./routes/index.ts";
import { isRefusal, type Gate, type Principal, type Refusal, type Route } from "./types.ts";
import { talk } from "./socket.ts";

export interface GatewayOptions {
  app: App;
  gate: Gate;
  /** Where to listen; port 0 takes any free one. */
  host: string;
  port: number;
  routes?: readonly Route[];
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  /** Accepts nothing new, ends what streams, and waits for what was being answered, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Limits that hold before anybody proved who he is. */
const LIMITS = { headerBytes: 16 * 1024, headersMs: 5_000, requestMs: 60_000, frameBytes: 64 * 1024, sockets: 512 };

/** Opens the gateway on a port, and on the socket of the home for the owner's own programs. */
export async function openGateway(options: GatewayOptions, ctx: Context): Promise<Gateway> {
  const { app, gate, host, port } = options;
  const closing = new AbortController();
  const inner: Context = { ...ctx, signal: AbortSignal.any([ctx.signal, closing.signal]) };
  const routes = options.routes ?? ROUTES;
  const open = createHttp({ app, gate, routes, closing: closing.signal }, inner);
  const owner = createHttp({ app, gate: ownerGate(), routes, closing: closing.signal }, inner);
  await listen(open, { host, port });
  const path = join(app.home, "run", "kralle.sock");
  try {
    await mkdir(join(app.home, "run"), { recursive: true, mode: 0o700 });
    await chmod(join(app.home, "run"), 0o700);
    await rm(path, { force: true }); // of a process that ended; the home's lock says that there is no other
    await listen(owner, { path });
    await chmod(path, 0o600);
  } catch (thrown) {
    open.close();
    throw thrown;
  }
  const address = open.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    port: bound,
    async close(graceMs) {
      closing.abort(new AppError("E_CANCELLED", "Kralle is closing."));
      await Promise.all([end(open, graceMs), end(owner, graceMs)]);
      await rm(path, { force: true });
    },
  };
}

interface HttpParts {
  app: App;
  gate: Gate;
  routes: readonly Route[];
  closing: AbortSignal;
}

function createHttp(parts: HttpParts, ctx: Context): Server {
  const { app, gate, routes } = parts;
  const router = createRouter({ app, gate, routes, ctx });
  const answer = getRequestListener(router.fetch, { overrideGlobalObjects: false });
  const server = createServer({
    maxHeaderSize: LIMITS.headerBytes,
    headersTimeout: LIMITS.headersMs,
    requestTimeout: LIMITS.requestMs,
    connectionsCheckingInterval: 1_000,
    noDelay: true,
  });
  server.maxConnections = LIMITS.sockets;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(SECURITY)) response.setHeader(name, value);
    const refusal = gate.address(request);
    if (refusal) return void refuse(request, response, refusal, ctx);
    if (parts.closing.aborted) response.setHeader("connection", "close");
    void answer(request, response);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.frameBytes, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    upgrade(request, socket, head, sockets, parts, ctx).catch((thrown: unknown) => {
      ctx.log.warn("upgrade failed", { error: thrown });
      socket.destroy();
    });
  });
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  });
  return server;
}

/** On every answer, also refusals. */
const SECURITY = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
};

async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  ctx: Context,
): Promise<void> {
  ctx.log.warn("refused", { because: refusal.log, method: request.method ?? "" });
  const answer = refused(refusal);
  response.writeHead(refusal.status, { ...Object.fromEntries(answer.headers), connection: "close" });
  response.end(await answer.text());
}

async function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  sockets: WebSocketServer,
  { app, gate }: HttpParts,
  ctx: Context,
): Promise<void> {
  const deny = (status: number): void => {
    socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  };
  const refusal = gate.address(request);
  if (refusal) return deny(refusal.status);
  if (request.url?.split("?")[0] !== "/api/ws") return deny(404);
  const found = await gate.credential(request);
  if (isRefusal(found)) return deny(found.status);
  sockets.handleUpgrade(request, socket, head, (client: WebSocket) => talk(client, found, app, ctx));
}

/** Whoever may open the socket of the home is its owner: its mode lets nobody else. */
function ownerGate(): Gate {
  const owner: Principal = {
    kind: "socket",
    id: "owner",
    name: "the owner",
    scope: "admin",
    revoked: new AbortController().signal,
  };
  return { address: () => null, credential: () => Promise.resolve(owner) };
}

function listen(server: Server, where: { host: string; port: number } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (thrown: NodeJS.ErrnoException) => reject(toListenError(thrown, where)));
    server.listen(where, () => {
      server.removeAllListeners("error");
      resolve();
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

function end(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
