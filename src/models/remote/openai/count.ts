import type { Context } from "../../../core/index.ts";
import { toTemplateTool } from "../../engine/plainTools.ts";
import type { Message, ToolSpec } from "../../engine/types.ts";
import { estimatePrompt } from "../estimate.ts";
import type { Counted } from "../types.ts";
import type { Compat } from "./compat.ts";
import { countReply, templateReply, tokensReply } from "./replies.ts";
import type { Routes } from "./routes.ts";

/** Tokens of the rendered messages: by the server's own tokeniser where it has a route for it, else an estimate. */
export async function countTokens(
  { routes, compat, model }: { routes: Routes; compat: Compat; model: string },
  messages: readonly Message[],
  tools: readonly ToolSpec[],
  ctx: Context,
): Promise<Counted> {
  const hasImages = messages.some((message) => message.role === "user" && (message.images?.length ?? 0) > 0);
  const exact = hasImages ? null : await askServer();
  return exact === null
    ? { tokens: estimatePrompt(messages, tools), isExact: false }
    : { tokens: exact, isExact: true };

  async function askServer(): Promise<number | null> {
    const sent = {
      messages: messages.map(toChatMessage),
      ...(tools.length === 0 ? {} : { tools: tools.map(toTemplateTool) }),
    };
    if (compat.tokenise === "chat-messages") {
      const body = { model, ...sent, add_generation_prompt: true };
      return (await routes.find("../tokenize", countReply, ctx, body))?.count ?? null;
    }
    if (compat.tokenise === null) return null;
    const rendered = await routes.find("../apply-template", templateReply, ctx, { model, ...sent });
    if (rendered === null) return null;
    const body = { model, content: rendered.prompt, add_special: true, parse_special: true };
    return (await routes.find("../tokenize", tokensReply, ctx, body))?.tokens.length ?? null;
  }
}

/** A message in the form of the chat completions API. */
function toChatMessage(message: Message): object {
  const { role, content } = message;
  if (message.role === "tool") return { role, content, tool_call_id: message.callId };
  if (message.role !== "assistant" || message.toolCalls === undefined) return { role, content };
  const calls = message.toolCalls.map(({ id, name, input }) => ({
    id,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }));
  return { role, content, tool_calls: calls };
}
