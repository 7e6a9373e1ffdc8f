import { AppError, ERROR_CODES, type Context, type ErrorCode } from "../../core/index.ts";
import { defineWorkflow, type Workflow } from "../../durable/index.ts";
import type { Message, Store } from "../../store/index.ts";
import type { Conversations } from "../conversations/types.ts";
import { isAnswered } from "../conversations/turns.ts";
import { SCHEDULED_REQUEST, type ScheduledRequest } from "./input.ts";

const LOOK_MS = 500;
const NOTE_CHARS = 200;

/**
 * Sends the request as a message whose key is the tick's run, so that it is sent once however often this is taken up again, and ends with its
 * answer. Nobody is there to be asked: what would need that is refused.
 */
export function defineScheduledRequest(
  send: Conversations["send"],
  store: Store,
  ctx: Context,
): Workflow<ScheduledRequest, string> {
  return defineWorkflow(SCHEDULED_REQUEST, async ({ session, text }, run) => {
    const message = await run.step("send", async () => {
      const sent = await send(session, { text, key: run.id, data: { unattended: true } });
      return sent.message.id;
    });
    return run.step("answer", () => answerOf(message, store, { ...ctx, signal: run.signal }));
  });
}

async function answerOf(id: string, store: Store, ctx: Context): Promise<string> {
  for (;;) {
    const message = await store.messages.get(id);
    if (!message) throw new AppError("E_NOT_FOUND", `There is no message ${id}.`);
    if (isAnswered(message)) return toNote(message, await store.messages.answerTo(id));
    await ctx.clock.sleep(LOOK_MS, ctx.signal);
  }
}

function toNote({ state }: Message, answer: Message | null): string {
  const text = (answer?.text ?? "").replaceAll(/\s+/gu, " ").trim().slice(0, NOTE_CHARS);
  if (state === "done") return text;
  const { error } = (answer?.data ?? {}) as { error?: { code?: string } };
  const code = error?.code ?? "";
  throw new AppError(isErrorCode(code) ? code : "E_CANCELLED", text);
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
