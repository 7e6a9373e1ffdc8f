import { AppError, createRedactor, type Context } from "../../core/index.ts";
import { guardBody, type BodyKind } from "./guardedBody.ts";
import { toRefusal, toRetryAfter, toWords } from "./httpError.ts";
import type { RemoteLimits } from "./types.ts";

export interface FetchRules {
  /** Name of the engine, for messages. */
  server: string;
  /** Requests to other origins are refused; null where a provider package knows its own addresses. */
  origin: string | null;
  key: string | null;
  limits: RemoteLimits;
  /** Until the first byte; for questions about the server less than for answers. */
  firstByteMs: number;
}

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Longer waits are the person's decision. */
const MOST_WAIT_MS = 5_000;
const ERROR_BYTES = 64 * 1024;

/**
 * The network as the clients of model servers get it: `ctx.net.fetch` with bounds. It never follows a redirect, turns
 * every status that is no success into an AppError (so that no client prints a foreign answer), waits once where a busy
 * server names a short time, and guards the body. Ends when `ctx.signal` or the client's own signal fires.
 */
export function createGuardedFetch(rules: FetchRules, ctx: Context): Fetch {
  return async (input, init = {}) => {
    const { url, options } = await toRequest(input, init);
    if (rules.origin !== null && url.origin !== rules.origin) throw toElsewhere(rules.server, url.host);
    const signal = options.signal ? AbortSignal.any([ctx.signal, options.signal]) : ctx.signal;
    for (let tries = 1; ; tries += 1) {
      const response = await reach(url, { ...options, signal }, rules, ctx);
      if (response.ok) return guard(response, url, rules);
      const error = await refusalOf(response, url, rules, ctx);
      const wait = error.data?.["retryAfterMs"];
      if (tries > 1 || typeof wait !== "number" || wait > MOST_WAIT_MS) throw error;
      await ctx.clock.sleep(wait, signal);
    }
  };
}

/** Clients may hand over a Request; its parts are needed to send it again. */
async function toRequest(
  input: string | URL | Request,
  init: RequestInit,
): Promise<{ url: URL; options: RequestInit }> {
  if (!(input instanceof Request)) return { url: new URL(input), options: init };
  const body = input.body === null ? null : await input.text();
  const { method, headers, signal } = input;
  return { url: new URL(input.url), options: { method, headers, body, signal, ...init } };
}

async function reach(url: URL, init: RequestInit, rules: FetchRules, ctx: Context): Promise<Response> {
  const headers = new Headers(init.headers);
  if (rules.key !== null) headers.set("authorization", `Bearer ${rules.key}`);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), rules.firstByteMs);
  const signals = [late.signal, ...(init.signal ? [init.signal] : [])];
  try {
    const sent = { ...init, headers, redirect: "manual" as const, signal: AbortSignal.any(signals) };
    return await ctx.net.for(`engine:${rules.server}`).fetch(url, sent);
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    if (thrown instanceof AppError && thrown.code !== "E_NETWORK") throw thrown; // the broker's own words
    throw late.signal.aborted ? toLate(url.host, rules.firstByteMs) : toUnreachable(url.host, rules.server, thrown);
  } finally {
    clearTimeout(timer);
  }
}

function guard(response: Response, url: URL, { limits, firstByteMs }: FetchRules): Response {
  const kind = toBodyKind(response.headers.get("content-type") ?? "");
  if (kind === "page") {
    response.body?.cancel().catch(() => undefined);
    throw toPage(url.host);
  }
  const { status, statusText, headers } = response;
  const body = response.body === null ? null : guardBody(response.body, { host: url.host, kind, limits, firstByteMs });
  return new Response(body, { status, statusText, headers });
}

function toBodyKind(type: string): BodyKind | "page" {
  if (/^text\/html/i.test(type)) return "page";
  if (/ndjson|jsonl/i.test(type)) return "lines";
  return /event-stream/i.test(type) ? "events" : "json";
}

async function refusalOf(response: Response, url: URL, rules: FetchRules, ctx: Context): Promise<AppError> {
  const { status, headers } = response;
  const { host } = url;
  const location = headers.get("location");
  if (status >= 300 && status < 400) {
    response.body?.cancel().catch(() => undefined);
    const target = location !== null && URL.canParse(location, url.href) ? new URL(location, url).origin : "elsewhere";
    return new AppError("E_ENGINE_REMOTE", `${host} wants the request to be sent to ${target}, which is not done.`, {
      hint: "If that is the right server, add it with that address.",
      data: { status },
    });
  }
  const retryAfterMs = toRetryAfter(headers.get("retry-after"), ctx.clock.now());
  // Some servers say again what they were sent. Before it is cut: half a key would not be known for one.
  const { redact } = createRedactor(rules.key === null ? [] : [rules.key]);
  const words = toWords(redact(await readSome(response)));
  return toRefusal({ server: rules.server, host, status, words, retryAfterMs });
}

/** The beginning of an error's body; what cannot be read says nothing. */
async function readSome(response: Response): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const timer = setTimeout(() => reader.cancel().catch(() => undefined), 2_000);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (bytes < ERROR_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      bytes += value.byteLength;
    }
  } catch {
    return ""; // the status alone is told
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => undefined);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const toUnreachable = (host: string, server: string, cause: unknown): AppError =>
  new AppError("E_ENGINE_REMOTE", `Nothing answers at ${host} (engine ${server}).`, {
    hint: "Start the server (Ollama: `ollama serve`), or correct its address with `kralle engine add`.",
    cause,
  });

const toLate = (host: string, ms: number): AppError =>
  new AppError("E_ENGINE_REMOTE", `${host} did not begin to answer within ${ms / 1000} seconds.`, {
    hint: "Look whether the server is busy or still loads a model, and try again.",
  });

const toElsewhere = (server: string, host: string): AppError =>
  new AppError("E_REFUSED", `The engine ${server} wanted to send to ${host}, which is not its address.`, {
    hint: "Add that address as an engine of its own if you trust it.",
  });

const toPage = (host: string): AppError =>
  new AppError("E_ENGINE_REMOTE", `${host} answered with a web page.`, {
    hint: "The address must be that of the API: for most servers it ends in /v1, for Ollama it is http://127.0.0.1:11434.",
  });
