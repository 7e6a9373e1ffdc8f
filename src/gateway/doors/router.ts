import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context as HonoContext } from "hono";
import type { App } from "../../app/index.ts";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import { readJson } from "../body.ts";
import { json } from "../answer.ts";
import { refusalOf, requireScope } from "../router.ts";
import { isRefusal, type Gate } from "../types.ts";
import { doorStatusOf, toDoorError } from "./errors.ts";
import { streamFrames } from "./stream.ts";
import type { Dialect, DoorRoute } from "./types.ts";

export interface DoorRouterParts {
  app: App;
  gate: Gate;
  routes: readonly DoorRoute[];
  ctx: Context;
}

type Http = { Bindings: HttpBindings };

/** Pictures come inside the JSON. */
const BODY_BYTES = 32 * 1024 * 1024;

/** Every route behind the gate of its port, with the right to let Kralle work; nothing is answered before. */
export function createDoorRouter(parts: DoorRouterParts): Hono<Http> {
  const router = new Hono<Http>();
  for (const route of parts.routes) router.on(route.method, route.path, (c) => serve(route, parts, c));
  router.all("*", (c) => {
    const dialect: Dialect = c.req.path.startsWith("/v1") ? "openai" : "ollama";
    const handle = (): never => {
      throw new AppError("E_NOT_FOUND", `There is nothing at ${c.req.method} ${c.req.path.slice(0, 200)}.`);
    };
    return serve({ method: "GET", path: "*", dialect, handle }, parts, c);
  });
  return router;
}

async function serve(
  route: Omit<DoorRoute, "handle"> & { handle: DoorRoute["handle"] },
  { app, gate, ctx }: DoorRouterParts,
  c: HonoContext<Http>,
): Promise<Response> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  try {
    const found = await gate.credential(c.env.incoming);
    if (isRefusal(found)) return toRefused(route.dialect, refusalOf(found), found.status, found.retryAfterSeconds);
    requireScope(found, "act");
    c.env.outgoing.once("close", leave);
    const body = route.body ? check(route, await readJson(c.req.raw, BODY_BYTES)) : undefined;
    const signal = AbortSignal.any([ctx.signal, gone.signal, found.revoked]);
    const call = { params: c.req.param(), body, inference: await app.inference(), ctx: { ...ctx, signal } };
    const answer = await route.handle(call);
    if ("json" in answer) return json(answer.json);
    if ("text" in answer)
      return new Response(answer.text, { headers: { "content-type": "text/plain; charset=utf-8" } });
    return streamFrames(answer, route.dialect, leave, ctx.log);
  } catch (thrown) {
    const error = toAppError(thrown);
    const log = error.code === "E_BUG" ? ctx.log.error : ctx.log.debug;
    log("door: request failed", { path: route.path, code: error.code, error: thrown });
    return json(toDoorError(route.dialect, error), doorStatusOf(error));
  }
}

function check(route: Pick<DoorRoute, "body">, value: unknown): unknown {
  const parsed = route.body?.safeParse(value);
  if (!parsed || parsed.success) return parsed?.data;
  const issue = parsed.error.issues[0];
  const path = issue === undefined || issue.path.length === 0 ? "The body" : issue.path.join(".");
  throw new AppError("E_INPUT", `${path} is wrong: ${issue?.message}.`, { hint: "Correct this part of the request." });
}

function toRefused(dialect: Dialect, error: AppError, status: number, retryAfterSeconds?: number): Response {
  const response = json(toDoorError(dialect, error), status);
  if (retryAfterSeconds !== undefined) response.headers.set("retry-after", String(retryAfterSeconds));
  return response;
}
