import type { ErrorCode } from "../core/index.ts";
import { AppError, toAppError } from "../core/index.ts";
import type { Failure } from "../api/index.ts";
import type { Sent } from "./types.ts";

const STATUS: Partial<Record<ErrorCode, number>> = {
  E_USAGE: 400,
  E_INPUT: 400,
  E_CONFIG: 400,
  E_UNAUTHENTICATED: 401,
  E_FORBIDDEN: 403,
  E_REFUSED: 403,
  E_OUTSIDE_WORKSPACE: 403,
  E_NOT_FOUND: 404,
  E_MODEL_UNKNOWN: 404,
  E_EXISTS: 409,
  E_LICENCE: 409,
  E_PULL_BUSY: 409,
  E_STOPPED: 409,
  E_UNDO_CONFLICT: 409,
  E_NOTHING_TO_UNDO: 409,
  E_TOO_LARGE: 413,
  E_FILE_TOO_LARGE: 413,
  E_TOO_MANY: 429,
  E_BUG: 500,
  E_STORE: 500,
  E_DISK_FULL: 507,
};

/** 503 for what may succeed by itself later, 422 for what has to be changed first. */
export function statusOf({ code, retryable }: AppError): number {
  return STATUS[code] ?? (retryable ? 503 : 422);
}

export function toFailure({ code, message, hint, retryable }: AppError): Failure {
  return { error: { code, message, ...(hint === undefined ? {} : { hint }), retryable } };
}

export function failed(thrown: unknown): Response {
  const error = toAppError(thrown);
  // What a fault of ours says is for the log: it may hold more than a caller should see.
  const told = error.code === "E_BUG" ? new AppError("E_BUG", "A fault of Kralle; its log says more.") : error;
  return json(toFailure(told), statusOf(error));
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
  });
}

/** A comment at this pace shows both sides that the other is still there. */
const BEAT_MS = 15_000;

/**
 * Server-sent events (HTML Living Standard, 9.2). What comes next is asked for only when the caller has taken what came before,
 * so one that does not read costs a connection and no memory. `leave` is called once, when the stream is over for any reason.
 */
export function eventStream(events: AsyncIterable<Sent<unknown>>, leave: () => void): Response {
  const iterator = events[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let pending: Promise<IteratorResult<Sent<unknown>>> | null = null;
  const end = async (): Promise<void> => {
    leave();
    await iterator.return?.();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(": kralle\n\n")),
      async pull(controller) {
        pending ??= iterator.next();
        const beat = Promise.withResolvers<"beat">();
        const timer = setTimeout(() => beat.resolve("beat"), BEAT_MS);
        try {
          const next = await Promise.race([pending, beat.promise]);
          if (next === "beat") return controller.enqueue(encoder.encode(": beat\n\n"));
          pending = null;
          if (!next.done) return controller.enqueue(encoder.encode(toFrame(next.value)));
          leave();
          controller.close();
        } catch (thrown) {
          leave();
          controller.error(thrown);
        } finally {
          clearTimeout(timer);
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}

function toFrame({ id, data }: Sent<unknown>): string {
  return `${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
