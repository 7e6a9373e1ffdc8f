import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context as HonoContext } from "hono";
import type { z } from "zod";
import { SCOPES, type Scope } from "../api/index.ts";
import type { App } from "../app/index.ts";
import { AppError, toAppError, type Context } from "../core/index.ts";
import { eventStream, failed, json } from "./answer.ts";
import { readJson } from "./body.ts";
import type { Doors } from "./doors/open.ts";
import { createSpeak, inWordsOf, type Speak, type Translate } from "./language.ts";
import {
  isRefusal,
  RefusedError,
  type Gate,
  type Principal,
  type Refusal,
  type Route,
  type Self,
  type Sent,
} from "./types.ts";
import { createUi } from "./ui.ts";

export interface RouterParts {
  app: App;
  doors: Doors;
  self: Self;
  gate: Gate;
  routes: readonly Route[];
  /** Of what failures say; without it they are English. */
  translate?: Translate | undefined;
  ctx: Context;
}

type Http = { Bindings: HttpBindings };

/**
 * Every route behind the one gate, and the files of the UI, which hold nothing of the owner's, before it. What neither knows
 * is E_NOT_FOUND, for those who came through the gate.
 */
export function createRouter(parts: RouterParts): Hono<Http> {
  const router = new Hono<Http>();
  for (const route of parts.routes) {
    router.on(route.endpoint.method, route.endpoint.path, async (c) => {
      const speak = createSpeak(c.req.header("accept-language"), parts.translate);
      return inWordsOf(speak, await serve(route, parts, speak, c));
    });
  }
  const ui = createUi();
  router.all("*", async (c) => {
    const page = await ui.answer(c.req.raw);
    if (page) return page;
    const found = await parts.gate.credential(c.env.incoming);
    const nothing = `There is nothing at ${c.req.method} ${c.req.path.slice(0, 200)}.`;
    const answer = isRefusal(found) ? refused(found) : failed(new AppError("E_NOT_FOUND", nothing));
    return inWordsOf(createSpeak(c.req.header("accept-language"), parts.translate), answer);
  });
  return router;
}

async function serve(
  { endpoint, handle }: Route,
  parts: RouterParts,
  speak: Speak,
  c: HonoContext<Http>,
): Promise<Response> {
  const { app, gate, ctx } = parts;
  const gone = new AbortController();
  try {
    const found = endpoint.scope === null ? null : await gate.credential(c.env.incoming);
    if (found && isRefusal(found)) return refused(found);
    if (found && endpoint.scope !== null) requireScope(found, endpoint.scope);
    const leave = (): void => gone.abort();
    c.env.outgoing.once("close", leave);
    const signals = [ctx.signal, gone.signal, ...(found ? [found.revoked] : [])];
    const call = {
      params: check(endpoint.params, c.req.param(), "path"),
      query: check(endpoint.query, c.req.query(), "query"),
      body: endpoint.body ? check(endpoint.body, await readJson(c.req.raw), "body") : undefined,
      principal: found,
      request: c.req.raw,
      http: c.env,
      gate,
      app: found && found.kind !== "socket" ? calledBy(app, found.id) : app,
      doors: parts.doors,
      self: parts.self,
      speak,
      ctx: { ...ctx, signal: AbortSignal.any(signals) },
    };
    const answer = await handle(call);
    if (answer instanceof Response) return answer; // of a protocol that is not ours
    if (endpoint.stream) return eventStream(answer as AsyncIterable<Sent<unknown>>, leave);
    if (endpoint.status === 204) return new Response(null, { status: 204 });
    return json(endpoint.answer.parse(answer), endpoint.status ?? 200);
  } catch (thrown) {
    if (thrown instanceof RefusedError) return refused(thrown.refusal);
    const error = toAppError(thrown);
    const log = error.code === "E_BUG" ? ctx.log.error : ctx.log.debug;
    log("request failed", { path: endpoint.path, code: error.code, error: thrown });
    return failed(error);
  }
}

/** The same app; what it records says who called. */
function calledBy(app: App, by: string): App {
  return { ...app, run: (name, input, hooks, ctx) => app.run(name, input, { ...hooks, by }, ctx) };
}

function check(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [where, ...(issue?.path ?? [])].join(".");
  throw new AppError("E_INPUT", `${path} is wrong: ${issue?.message}.`, { hint: "Correct this part of the request." });
}

export function requireScope(principal: Principal, scope: Scope): void {
  if (SCOPES.indexOf(principal.scope) >= SCOPES.indexOf(scope)) return;
  throw new AppError("E_FORBIDDEN", `This needs the right "${scope}"; ${principal.name} has "${principal.scope}".`, {
    hint: "Use another token, or make one: kralle token create --scope ….",
  });
}

/** Says what a person needs to go on, and nothing that tells an attacker how near he came. */
export function refusalOf({ status }: Refusal): AppError {
  if (status === 429) return new AppError("E_TOO_MANY", "Too many wrong credentials; wait a little.");
  if (status !== 401) return new AppError("E_FORBIDDEN", "This request may not come in.");
  return new AppError("E_UNAUTHENTICATED", "A valid credential is missing.", {
    hint: "kralle token create makes a token for programs, kralle sign-in a link for a browser.",
  });
}

export function refused(refusal: Refusal): Response {
  const response = failed(refusalOf(refusal));
  const headers = new Headers(response.headers);
  if (refusal.retryAfterSeconds !== undefined) headers.set("retry-after", String(refusal.retryAfterSeconds));
  return new Response(response.body, { status: refusal.status, headers });
}
