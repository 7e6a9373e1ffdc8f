import { AppError, toAppError, type Context } from "../../../core/index.ts";
import type { z } from "zod";
import { toBase } from "../address.ts";
import { createGuardedFetch, type Fetch } from "../guardedFetch.ts";
import type { RemoteLimits, RemoteServer } from "../types.ts";

/** The routes of one server beside chatting, which the AI SDK's provider does. */
export interface Routes {
  host: string;
  /** Base of the OpenAI routes, usually ending in /v1. */
  base: string;
  fetch(ctx: Context, firstByteMs: number): Fetch;
  /** Null where the server has no such route or answers something else. */
  find<T>(path: string, schema: z.ZodType<T>, ctx: Context, body?: object): Promise<T | null>;
  /** Like `find`, but what is missing is an error: E_ENGINE_REMOTE. */
  get<T>(path: string, schema: z.ZodType<T>, ctx: Context, body?: object): Promise<T>;
}

/** Paths are relative to the base; those that begin with ".." leave its last part (`/v1/../props`). */
export function createRoutes(server: RemoteServer, url: string, limits: RemoteLimits): Routes {
  const base = toBase(url);
  const { host, origin } = new URL(base);
  const fetchOf = (ctx: Context, firstByteMs: number): Fetch =>
    createGuardedFetch({ server: server.name, origin, key: server.key, limits, firstByteMs }, ctx);

  const ask = async (path: string, ctx: Context, body?: object): Promise<unknown> => {
    const init = body === undefined ? {} : toPost(body);
    const response = await fetchOf(ctx, limits.inspectMs)(new URL(path, `${base}/`), init);
    return response.json();
  };
  return {
    host,
    base,
    fetch: fetchOf,
    async find(path, schema, ctx, body) {
      try {
        return schema.safeParse(await ask(path, ctx, body)).data ?? null;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code === "E_CANCELLED" || ctx.signal.aborted) throw error;
        return null; // the server does not have this route
      }
    },
    async get(path, schema, ctx, body) {
      let reply: unknown;
      try {
        reply = await ask(path, ctx, body);
      } catch (thrown) {
        if (thrown instanceof AppError || ctx.signal.aborted) throw toAppError(thrown);
        throw toUnreadable(host, thrown);
      }
      const parsed = schema.safeParse(reply);
      if (parsed.success) return parsed.data;
      throw toUnreadable(host, parsed.error);
    },
  };
}

const toPost = (body: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const toUnreadable = (host: string, cause: unknown): AppError =>
  new AppError("E_ENGINE_REMOTE", `${host} gave an answer that cannot be read.`, {
    hint: "Check with `kralle engine check` whether the address is that of a model server.",
    cause,
  });
