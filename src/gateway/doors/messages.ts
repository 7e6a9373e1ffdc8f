import type { ModelMessage } from "../../app/index.ts";

/**
 * In the order in which every chat template takes them: what was said as the system comes first and as one message, wherever it
 * stood. Templates know one at the beginning, many refuse others.
 */
export function inOrder(messages: readonly ModelMessage[]): ModelMessage[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const others = messages.filter(({ role }) => role !== "system");
  return system.length === 0 ? others : [{ role: "system", content: system.join("\n\n") }, ...others];
}

/** The name of a tool by the id of its call. */
export function toolNames(messages: readonly ModelMessage[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const message of messages) {
    if (message.role !== "assistant") continue;
    for (const { id, name } of message.toolCalls ?? []) names.set(id, name);
  }
  return names;
}
