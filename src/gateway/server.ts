import { rm } from "node:fs/promises";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { WebSocketServer, type WebSocket } from "ws";
import { placeSocket, type App } from "../app/index.ts";
import { AppError, type Context } from "../core/index.ts";
import { openDoors, type Doors } from "./doors/open.ts";
import { createDoor, requireSafeBinding, toUrl, type GatewaySettings } from "./gate/door.ts";
import { createGateHouse } from "./gate/gate.ts";
import { SECURITY_HEADERS } from "./gate/headers.ts";
import { GATE_LIMITS } from "./gate/limits.ts";
import { createOwnerGate } from "./gate/owner.ts";
import { leave } from "./leave.ts";
import type { Translate } from "./language.ts";
import { createListener, end, listen } from "./listen.ts";
import { createRouter } from "./router.ts";
import { refuse } from "./refuse.ts";
import { ROUTES } from "./routes/index.ts";
import { isRefusal, type Gate, type Route, type Self } from "./types.ts";
import { talk } from "./socket.ts";

export interface GatewayOptions {
  app: App;
  /** Where to listen and under which names; port 0 takes any free one. */
  settings: GatewaySettings;
  routes?: readonly Route[];
  /** Of what failures say; without it they are English, whatever the caller prefers. */
  translate?: Translate;
  /** Asks the process to end, as a signal does; nothing happens without. */
  end?: () => void;
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  /** ms UTC */
  readonly since: number;
  /** Accepts nothing new, ends what streams, and waits for what was being answered, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Opens the gateway on a port, and on the socket of the home for the owner's own programs. */
export async function openGateway(options: GatewayOptions, ctx: Context): Promise<Gateway> {
  const { app, settings } = options;
  requireSafeBinding(settings);
  const closing = new AbortController();
  const inner: Context = { ...ctx, signal: AbortSignal.any([ctx.signal, closing.signal]) };
  const self = { url: "", since: ctx.clock.now(), end: options.end ?? (() => undefined) };
  const parts = { app, self, routes: options.routes ?? ROUTES, translate: options.translate, closing: closing.signal };
  const access = await app.access();
  const path = await placeSocket(app.home, app.env);
  const house = createGateHouse({ access }, ctx);
  const [open, owner] = [await createListener(settings.tls), await createListener(undefined)];
  house.watch(open);
  const opened: Server[] = [];
  let doors: Doors | null = null;
  try {
    const others = (doors = await openDoors(app, house, inner));
    const port = await listen(open, settings);
    opened.push(open);
    // Nothing can have come in yet: connections are taken from the next turn of the loop on, so nothing is awaited here.
    const door = createDoor(settings, port);
    serve(open, { ...parts, doors: others, gate: house.gateOf(door) }, inner);
    serve(owner, { ...parts, doors: others, gate: createOwnerGate() }, inner);
    self.url = toUrl(settings, port);
    await listen(owner, { path });
    opened.push(owner);
    access.origin = self.url;
    return {
      url: self.url,
      port,
      since: self.since,
      async close(graceMs) {
        access.origin = null;
        closing.abort(new AppError("E_CANCELLED", "Kralle is closing."));
        await Promise.all([others.close(graceMs), ...opened.map((server) => end(server, graceMs))]);
        house.close();
        await rm(path, { force: true });
      },
    };
  } catch (thrown) {
    for (const server of opened) server.close();
    await doors?.close(0);
    house.close();
    throw thrown;
  }
}

interface HttpParts {
  app: App;
  doors: Doors;
  self: Self;
  gate: Gate;
  routes: readonly Route[];
  translate: Translate | undefined;
  closing: AbortSignal;
}

function serve(server: Server, parts: HttpParts, ctx: Context): void {
  const { app, self, doors, gate, routes, translate } = parts;
  const router = createRouter({ app, self, doors, gate, routes, translate, ctx });
  const answer = getRequestListener(router.fetch, { overrideGlobalObjects: false });
  const onRequest = (request: IncomingMessage, response: ServerResponse, isWaiting: boolean): void => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const refusal = gate.address(request);
    if (refusal) return void refuse(response, refusal);
    if (parts.closing.aborted) response.setHeader("connection", "close");
    if (isWaiting) response.writeContinue();
    void answer(request, response);
  };
  server.on("request", (request, response) => onRequest(request, response, false));
  server.on("checkContinue", (request, response) => onRequest(request, response, true));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: GATE_LIMITS.frameBytes, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    upgrade(request, socket, head, sockets, parts, ctx).catch((thrown: unknown) => {
      ctx.log.warn("upgrade failed", { error: thrown });
      socket.destroy();
    });
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    leave(socket, FAULTS[error.code ?? ""] ?? 400);
  });
}

/** What Node's parser refuses by itself, before there is a request. */
const FAULTS: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

async function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  sockets: WebSocketServer,
  { app, gate }: HttpParts,
  ctx: Context,
): Promise<void> {
  const deny = ({ status, retryAfterSeconds: wait }: { status: number; retryAfterSeconds?: number }): void => {
    leave(socket, status, wait === undefined ? [] : [`retry-after: ${wait}`]);
  };
  const refusal = gate.address(request);
  if (refusal) return deny(refusal);
  const found = await gate.credential(request);
  if (isRefusal(found)) return deny(found);
  if (request.url?.split("?")[0] !== "/api/ws") return deny({ status: 404 });
  sockets.handleUpgrade(request, socket, head, (client: WebSocket) => talk(client, found, app, ctx));
}
