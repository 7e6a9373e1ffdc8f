import type { AgentEvent, AskResult } from "../../agent/index.ts";
import type { Context } from "../../core/index.ts";
import { baseOf, isAboutBriefing, type Answer } from "../../desks/briefing/index.ts";
import type { Message } from "../../store/index.ts";
import { askBriefing } from "../commands/briefing.ts";
import type { AnswerParts } from "./answer.ts";
import { runOf } from "./ids.ts";

/** What the briefing says to a message that is surely about it; null: it is for the agent. */
export async function askOfBriefing(
  { text }: Pick<Message, "text">,
  { services, store }: Pick<AnswerParts, "services" | "store">,
  ctx: Context,
): Promise<Answer | null> {
  if (text.length > 300 || !(await isAboutBriefing(text))) return null;
  if ((await store.items.list({ limit: 1 })).length === 0) return null;
  const call = {
    services,
    conversations: null,
    emit: () => undefined,
    approve: undefined,
    decider: { by: "owner", via: "cli" },
    ctx,
  } as const;
  const answer = await askBriefing.run({ question: text, item: null, date: null }, call);
  return answer.isAnswered ? answer : null;
}

/** Ends the message with it, as the agent ends one: no model was asked, and each item that it is about is named. */
export async function storeFromBriefing(
  message: Message,
  { lines, items }: Answer,
  { services, store, stored, moved }: Pick<AnswerParts, "services" | "store" | "stored" | "moved">,
  ctx: Context,
): Promise<void> {
  const { session, text } = message;
  const run = runOf(message.id);
  const begun: AgentEvent = { type: "request", text, workspace: "", message: message.id };
  await store.turns.begin(
    {
      id: run,
      message: message.id,
      session,
      request: JSON.stringify({ text }),
      event: { type: begun.type, payload: begun },
    },
    ctx,
  );
  const base = baseOf(await services.settings());
  const links = items.map((item) => `${base}/today/${encodeURIComponent(item)}`);
  const answer = [...lines, ...(links.length === 0 ? [] : ["", ...links])].join("\n");
  const result: AskResult = {
    ok: true,
    answer,
    value: { items },
    evidence: [],
    changed: [],
    memories: [],
    skills: [],
    model: "",
    usage: { promptTokens: 0, completionTokens: 0, cachedTokens: 0, modelMs: 0, wallMs: 0 },
    steps: 0,
    stopped: "done",
    error: null,
  };
  const ended: AgentEvent = { type: "result", result, message: message.id };
  await store.turns.finish(
    {
      run,
      session,
      state: "done",
      result,
      event: { type: ended.type, payload: ended },
      answer: { message: message.id, state: "done", run, text: answer, data: result },
    },
    ctx,
  );
  stored(session);
  moved(run);
}
