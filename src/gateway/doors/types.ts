import type { z } from "zod";
import type { Inference } from "../../app/index.ts";
import type { Context } from "../../core/index.ts";

/** Whose words a route speaks; decides the form of its errors. */
export type Dialect = "openai" | "ollama";

/** What a handler works with. `ctx.signal` fires when the caller is gone, its credential is revoked, or the door closes. */
export interface DoorCall<B> {
  params: Record<string, string>;
  body: B;
  inference: Inference;
  ctx: Context;
}

/** JSON, words, or a stream of frames that are sent as they come. */
export type DoorAnswer =
  | { json: unknown }
  | { text: string }
  | { type: "text/event-stream" | "application/x-ndjson"; frames: AsyncIterable<string> };

export interface DoorRoute {
  method: "GET" | "POST" | "DELETE";
  path: string;
  dialect: Dialect;
  /** Absent: a body is not read. */
  body?: z.ZodType;
  handle(call: DoorCall<unknown>): Promise<DoorAnswer>;
}

export function defineDoorRoute<B extends z.ZodType>(
  route: { method: "POST"; path: string; dialect: Dialect; body: B },
  handle: (call: DoorCall<z.output<B>>) => Promise<DoorAnswer>,
): DoorRoute {
  return { ...route, handle: handle as DoorRoute["handle"] };
}
