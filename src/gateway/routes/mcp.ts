import { getMcp, postMcp } from "../../api/index.ts";
import type { McpServer } from "../../app/index.ts";
import { MCP_REVISIONS, RPC, toRpcFailure, type Context } from "../../core/index.ts";
import { json } from "../answer.ts";
import { streamFrames, toSse } from "../doors/stream.ts";
import { defineRoute, type Route } from "../types.ts";

/** Streamable HTTP of the Model Context Protocol (revision 2025-06-18), without sessions: each message stands for itself. */
export const mcpRoutes: readonly Route[] = [
  defineRoute(postMcp, async ({ app, body, request, ctx }) => {
    const revision = request.headers.get("mcp-protocol-version");
    if (revision !== null && !MCP_REVISIONS.some((known) => known === revision)) {
      return json(toRpcFailure(null, RPC.request, "This revision of the protocol is not spoken here."), 400);
    }
    const server = await app.mcpServer();
    if (wantsProgress(body) && /text\/event-stream/u.test(request.headers.get("accept") ?? "")) {
      return streamFrames({ type: "text/event-stream", frames: toFrames(server, body, ctx) }, "openai", noop, ctx.log);
    }
    const answer = await server.handle(body, ctx);
    if (answer === null) return new Response(null, { status: 202 });
    return json(answer, "error" in answer && (answer.id ?? null) === null ? 400 : 200);
  }),
  defineRoute(getMcp, () => Promise.resolve(new Response(null, { status: 405, headers: { allow: "POST" } }))),
];

const noop = (): void => undefined; // the caller's leaving is heard by the router

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

const wantsProgress = (body: unknown): boolean =>
  fieldOf(fieldOf(fieldOf(body, "params"), "_meta"), "progressToken") !== undefined;

/** What is told on the way, then the answer. */
async function* toFrames(server: McpServer, body: unknown, ctx: Context): AsyncGenerator<string> {
  const told: object[] = [];
  const state = { awake: Promise.withResolvers<void>(), isDone: false };
  const tell = (message: object): void => {
    told.push(message);
    state.awake.resolve();
  };
  void server.handle(body, ctx, tell).then((answer) => {
    state.isDone = true;
    if (answer !== null) told.push(answer);
    state.awake.resolve();
  });
  for (;;) {
    await state.awake.promise;
    state.awake = Promise.withResolvers<void>();
    for (const message of told.splice(0)) yield toSse(message);
    if (state.isDone && told.length === 0) return;
  }
}
