import type { Message, ToolSpec } from "./types.ts";

/** A tool call or a result of one as words, for models whose template knows neither. */
export function toWords(message: Message): Message {
  if (message.role === "tool") return { role: "user", content: `Result of ${message.name}:\n${message.content}` };
  if (message.role !== "assistant" || message.toolCalls === undefined) return message;
  const calls = message.toolCalls.map((call) => toCallText(call.name, call.input));
  return { role: "assistant", content: [message.content, ...calls].filter((part) => part !== "").join("\n") };
}

const toCallText = (name: string, input: unknown): string =>
  `<tool_call>\n${JSON.stringify({ name, arguments: input })}\n</tool_call>`;

/** Describes the tools in the last message; how to call one is what `recogniseToolCalls` reads. */
export function withTools(messages: readonly Message[], tools: readonly ToolSpec[]): readonly Message[] {
  const last = messages.at(-1);
  if (tools.length === 0 || last === undefined) return messages;
  const list = tools.map((tool) => JSON.stringify(toTemplateTool(tool))).join("\n");
  const text = `Functions that you may call:\n${list}\nTo call one, answer with\n${toCallText("<name>", {})}\n\n`;
  return [...messages.slice(0, -1), { ...last, content: text + last.content }];
}

/** A tool in the form that chat templates and most servers share. */
export const toTemplateTool = ({ name, description, input }: ToolSpec): object => ({
  type: "function",
  function: { name, description, parameters: input },
});
