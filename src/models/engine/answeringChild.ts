import { liveAsChild, send } from "./childLife.ts";
import type { ToChild } from "./protocol.ts";
import type { Send } from "./run.ts";
import type { Message, ToolSpec } from "./types.ts";

/** What answers requests once a model is loaded; each request ends with exactly one `end` or `refused` message. */
interface Answering {
  generate(order: Extract<ToChild, { type: "generate" }>, send: Send): Promise<void>;
  cancel(id: number): void;
  count(messages: readonly Message[], tools: readonly ToolSpec[]): number | Promise<number>;
  prepare?(id: number, messages: Message[], tools: ToolSpec[]): Promise<number>;
}

interface AnsweringChild<Load> {
  load(order: Load): Promise<void>;
  /** Null before the model is loaded. */
  session(): Answering | null;
  close(): Promise<void> | void;
  /** The parent is gone. */
  beforeEnd?(): void;
}

/** The life of a child process that answers requests with one model: which message does what, and its faults as refusals. */
export function answerAsChild<Load extends object>({ load, session, close, beforeEnd }: AnsweringChild<Load>): void {
  liveAsChild<ToChild<Load>>(async (message) => {
    switch (message.type) {
      case "load":
        return load(message);
      case "generate":
        return session()?.generate(message, send);
      case "cancel":
        return session()?.cancel(message.id);
      case "count":
        return orRefused(message.id, async () => {
          const tokens = (await session()?.count(message.messages, message.tools)) ?? 0;
          send({ type: "counted", id: message.id, tokens });
        });
      case "prepare":
        return orRefused(message.id, async () => {
          const tokens = (await session()?.prepare?.(message.id, message.messages, message.tools)) ?? 0;
          send({ type: "prepared", id: message.id, tokens });
        });
      case "close":
        return close();
      case "embed": // to an encoder
    }
  }, beforeEnd);
}

async function orRefused(id: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ type: "refused", id, error: { code: "E_INPUT", message } });
  }
}
