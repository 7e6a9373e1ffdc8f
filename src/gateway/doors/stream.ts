import { toAppError, type Logger } from "../../core/index.ts";
import { toDoorError } from "./errors.ts";
import type { Dialect } from "./types.ts";

export interface Frames {
  type: "text/event-stream" | "application/x-ndjson";
  frames: AsyncIterable<string>;
}

/** A server-sent event (HTML Living Standard, 9.2). */
export const toSse = (data: unknown, event?: string): string =>
  `${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

/** One line of newline-delimited JSON. */
export const toLine = (data: unknown): string => `${JSON.stringify(data)}\n`;

/**
 * Frames as they come; the next is asked for only when the one before was taken. When the caller is gone, `leave` is called and
 * what is left is read to its end, so that it is counted. What fails in mid-stream is the last frame, in the dialect's form.
 */
export function streamFrames({ type, frames }: Frames, dialect: Dialect, leave: () => void, log: Logger): Response {
  const iterator = frames[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await iterator.next();
          if (!next.done) return controller.enqueue(encoder.encode(next.value));
        } catch (thrown) {
          const error = toAppError(thrown);
          const level = error.code === "E_BUG" ? log.error : log.debug;
          level("door: stream failed", { code: error.code, error: thrown });
          const told = toDoorError(dialect, error);
          controller.enqueue(encoder.encode(dialect === "openai" ? toSse(told) : toLine(told)));
        }
        leave();
        controller.close();
      },
      async cancel() {
        leave();
        try {
          for (let next = await iterator.next(); !next.done; next = await iterator.next());
        } catch (thrown) {
          log.debug("door: a stream that nobody reads failed", { error: thrown });
        }
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store", "x-accel-buffering": "no" };
  return new Response(body, { headers });
}
