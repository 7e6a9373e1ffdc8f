import type { AgentEvent, AskResult } from "../../agent/index.ts";
import type { Context } from "../../core/index.ts";
import { gatewayGone } from "../gatewayGone.ts";
import type { AnswerParts } from "./answer.ts";
import { requireWorkspace } from "./folders.ts";
import type { Terms } from "./terms.ts";
import type { Conversations, Following, Heard, NewAsk } from "./types.ts";

/** A request as a message: sent, and followed to its answer. */
export async function askByMessage(
  { text, session: known, ...terms }: NewAsk,
  conversations: Conversations,
  parts: AnswerParts,
  call: Following,
): Promise<AskResult & { session: string }> {
  const { sessions } = parts.store;
  const workspace = terms.workspace === undefined ? null : await requireWorkspace(terms.workspace);
  const fresh = { title: text, workspace, model: terms.model ?? null };
  const session = known ?? (await conversations.create(fresh)).id;
  const data: Terms = {
    ...terms,
    ...(workspace === null ? {} : { workspace }),
    ...(call.approve === undefined ? { unattended: true } : {}),
  };
  const after = await sessions.lastEvent(session);
  const { message } = await conversations.send(session, { text, data });
  const result = await follow({ session, message: message.id, after }, conversations, parts, call);
  return { ...result, session };
}

/** The message of a session that has no answer yet, followed to it from where it began. */
export async function attendSession(
  session: string,
  conversations: Conversations,
  parts: AnswerParts,
  call: Following,
): Promise<AskResult | null> {
  const message = await parts.store.messages.next(session);
  return message && follow({ session, message: message.id, after: 0 }, conversations, parts, call);
}

interface Followed {
  session: string;
  message: string;
  /** Events up to this one are not of this message. */
  after: number;
}

async function follow(
  { session, message, after }: Followed,
  conversations: Conversations,
  { services, leave }: AnswerParts,
  { emit, approve, ctx }: Following,
): Promise<AskResult> {
  emit({ type: "accepted", session, message });
  const over = new AbortController();
  const leaveQuestions = approve === undefined ? null : services.approvals.attend(message, approve);
  const stop = (): void => stopMessage(message, conversations, leave, ctx);
  if (ctx.signal.aborted) stop();
  else ctx.signal.addEventListener("abort", stop, { once: true });
  try {
    const heard = conversations.follow(session, after, AbortSignal.any([leave, over.signal]));
    for await (const event of ofMessage(message, heard)) {
      if (event.kind === "live") emit(event.event);
      else {
        const told = event.event.payload as AgentEvent;
        emit({ type: "agent", event: told });
        if (told.type === "result") return told.result;
      }
    }
  } finally {
    over.abort();
    leaveQuestions?.();
    ctx.signal.removeEventListener("abort", stop);
  }
  throw gatewayGone({ session, message });
}

/** What is heard from the beginning of a message's work to its end; messages of a session are worked on one at a time. */
async function* ofMessage(message: string, all: AsyncIterable<Heard>): AsyncIterable<Heard> {
  let isOurs = false;
  for await (const heard of all) {
    if (heard.kind === "event") {
      const { type, payload } = heard.event;
      if (type === "message") continue; // somebody sent one more
      if (type === "request") isOurs = (payload as { message?: string }).message === message;
    }
    if (isOurs || heard.kind === "live") yield heard;
  }
}

/** By its caller. A process that ends stops nothing: what it leaves goes on. */
function stopMessage(message: string, conversations: Conversations, leave: AbortSignal, ctx: Context): void {
  if (leave.aborted) return;
  conversations.stop(message).catch((error: unknown) => ctx.log.warn("message not stopped", { message, error }));
}
