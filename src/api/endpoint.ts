import type { z } from "zod";

import type { Scope } from "../core/index.ts";

export { SCOPES, type Scope } from "../core/index.ts";

/**
 * One endpoint of the wire, as data: routes, the OpenAPI document and clients are made of it. `scope` null: no credential is asked.
 * Paths are those of Hono, `/api/sessions/:id`. `stream`: the answer is server-sent events, each with data of this schema.
 */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  scope: Scope | null;
  /** One sentence. */
  about: string;
  params?: P;
  query?: Q;
  /** JSON; absent: a body is not read. */
  body?: B;
  /** Status of success; 200 without it. */
  status?: 200 | 201 | 202 | 204;
  answer: A;
  stream?: boolean;
}

export function defineEndpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
): Endpoint<P, Q, B, A> {
  return endpoint;
}
