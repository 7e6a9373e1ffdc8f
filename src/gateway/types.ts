import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Endpoint, Scope } from "../api/index.ts";
import type { App } from "../app/index.ts";
import type { AppError, Context } from "../core/index.ts";
import type { Doors } from "./doors/open.ts";
import type { Speak } from "./language.ts";

/** Who calls: proved by a credential, or by being allowed to open the socket of the home. */
export interface Principal {
  kind: "token" | "device" | "socket" | "door";
  /** Of the token or the device; "owner" for the socket, the name of a door without a token. */
  id: string;
  name: string;
  scope: Scope;
  /** Fires when it is revoked. */
  revoked: AbortSignal;
}

/** Why somebody may not come in. The status goes out, the rest into the log. */
export interface Refusal {
  status: 400 | 401 | 403 | 421 | 429 | 431 | 503;
  log: string;
  retryAfterSeconds?: number;
}

/**
 * The one gate. `address` looks at where a request comes from and where it wants to go, before anything else of it is read;
 * `credential` at who sends it. Both are asked for every request and every upgrade.
 */
export interface Gate {
  address(request: IncomingMessage): Refusal | null;
  credential(request: IncomingMessage): Promise<Principal | Refusal>;
  /** Exchanges a one-time code for the cookie of a new device. */
  signIn(request: IncomingMessage, code: string): Promise<SignedIn | Refusal>;
  /** Revokes the device; what it gives makes the browser forget its cookie. */
  signOut(request: IncomingMessage, device: string): Promise<string>;
}

export interface SignedIn {
  setCookie: string;
  device: { id: string; name: string; scope: Scope };
}

/** Thrown by a handler that lets nobody in. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.log);
    this.refusal = refusal;
  }
}

export const isRefusal = (found: Principal | Refusal): found is Refusal => "status" in found;

/** The gateway itself. */
export interface Self {
  /** Of its port. */
  readonly url: string;
  /** ms UTC */
  readonly since: number;
  /** Asks the process to end, as a signal does. */
  end(): void;
}

/** What a handler works with. `ctx.signal` fires when the caller is gone, when its credential is revoked, or when the gateway closes. */
export interface Call<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** null only where the endpoint asks for no credential. */
  principal: Principal | null;
  request: Request;
  /** The raw sides, for what only they have: the connection, several headers of one name. */
  http: { incoming: IncomingMessage; outgoing: ServerResponse };
  gate: Gate;
  app: App;
  /** Ports for other programs. */
  doors: Doors;
  self: Self;
  /** For failures that are told inside of an answer; those that a handler throws are spoken anyway. */
  speak: Speak;
  ctx: Context;
}

type Of<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/** An endpoint and what it does. A handler throws AppError for what the caller can mend. */
export interface Route {
  endpoint: Endpoint;
  handle(call: Call<unknown, unknown, unknown>): Promise<unknown>;
}

/** Answers with JSON of the endpoint's schema. */
export function defineRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
  handle: (call: Call<Of<P>, Of<Q>, Of<B>>) => Promise<z.input<A>>,
): Route {
  return { endpoint: endpoint as unknown as Endpoint, handle: handle as Route["handle"] };
}

/** One server-sent event; without `id` it is not counted. */
export interface Sent<T> {
  id?: number;
  data: T;
}

/** Answers with server-sent events, as many as come. What goes wrong before the first one is an answer like any other. */
export function defineStream<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
  handle: (call: Call<Of<P>, Of<Q>, Of<B>>) => Promise<AsyncIterable<Sent<z.input<A>>>>,
): Route {
  return { endpoint: endpoint as unknown as Endpoint, handle: handle as unknown as Route["handle"] };
}

export type Fail = (error: AppError) => Response;
