import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { App } from "../../app/index.ts";
import type { Context } from "../../core/index.ts";
import { json } from "../answer.ts";
import { SECURITY_HEADERS } from "../gate/headers.ts";
import { leave } from "../leave.ts";
import { refusalOf } from "../router.ts";
import type { Gate, Refusal } from "../types.ts";
import { toDoorError } from "./errors.ts";
import { createDoorRouter } from "./router.ts";
import { DOOR_ROUTES } from "./routes.ts";

/** Puts the routes of doors on a server, behind this gate. There is no upgrade here. */
export function serveDoor(server: Server, app: App, gate: Gate, ctx: Context): void {
  const router = createDoorRouter({ app, gate, routes: DOOR_ROUTES, ctx });
  const answer = getRequestListener(router.fetch, { overrideGlobalObjects: false });
  const onRequest = (request: IncomingMessage, response: ServerResponse, isWaiting: boolean): void => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const refusal = gate.address(request);
    if (refusal) return void refuse(request, response, refusal);
    if (ctx.signal.aborted) response.setHeader("connection", "close");
    if (isWaiting) response.writeContinue();
    void answer(request, response);
  };
  server.on("request", (request, response) => onRequest(request, response, false));
  server.on("checkContinue", (request, response) => onRequest(request, response, true));
  server.on("upgrade", (_request, socket) => socket.destroy());
  server.on("clientError", (_error, socket) => leave(socket, 400));
}

async function refuse({ url = "" }: IncomingMessage, response: ServerResponse, refusal: Refusal): Promise<void> {
  const told = toDoorError(url.startsWith("/v1") ? "openai" : "ollama", refusalOf(refusal));
  const answer = json(told, refusal.status);
  response.writeHead(refusal.status, { ...Object.fromEntries(answer.headers), connection: "close" });
  response.end(await answer.text());
}
