import type { ToChild } from "./protocol.ts";
import type { Marks } from "./splitter.ts";
import type { Renderer } from "./template.ts";

type Order = Pick<Extract<ToChild, { type: "generate" }>, "request" | "grammar">;

/** What is looked for in the answer to a request: a document under a grammar, or thinking, tool calls and text. */
export function toShape(order: Order, prompt: string, renderer: Renderer): { marks: Marks; json: boolean } {
  const isFree = order.grammar === null;
  const hasTools = (order.request.tools?.length ?? 0) > 0;
  const marks = {
    thinking: isFree ? renderer.thinking : [],
    thinkAnywhere: renderer.declaresThinking,
    toolCall: isFree && hasTools ? renderer.toolCall : null,
    stop: isFree ? (order.request.stop ?? []).filter((text) => text !== "") : [],
    inThinking: isFree ? renderer.openThinking(prompt) : null,
  };
  return { marks, json: !isFree };
}
