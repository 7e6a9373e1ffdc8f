import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from "@ai-sdk/provider";
import type { EngineRequest, ImagePart, Message } from "../../engine/types.ts";

/** Versions of the provider specification that differ little enough to be served by one reader and one writer. */
export type SpecVersion = "v2" | "v3" | "v4";

/** A request in the words of the AI SDK's provider specification, in its newest version. */
export function toCallOptions(
  request: EngineRequest,
  version: SpecVersion,
  signal: AbortSignal,
): LanguageModelV4CallOptions {
  const { messages, schema, tools = [], maxTokens, temperature = 0, seed, stop } = request;
  return {
    prompt: messages.map((message) => toPromptMessage(message, version)),
    maxOutputTokens: maxTokens,
    temperature,
    abortSignal: signal,
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: stop }),
    ...(schema === undefined ? {} : { responseFormat: { type: "json", schema, name: "answer" } }),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, input }) => ({
            type: "function",
            name,
            description,
            inputSchema: input,
          })),
          toolChoice: { type: "auto" },
        }),
  };
}

function toPromptMessage(message: Message, version: SpecVersion): LanguageModelV4Prompt[number] {
  if (message.role === "system") return { role: "system", content: message.content };
  if (message.role === "user") {
    const images = (message.images ?? []).map((image) => toFilePart(image, version));
    return { role: "user", content: [{ type: "text", text: message.content }, ...images] };
  }
  if (message.role === "tool") {
    const { callId: toolCallId, name: toolName, content: value } = message;
    return { role: "tool", content: [{ type: "tool-result", toolCallId, toolName, output: { type: "text", value } }] };
  }
  const calls = (message.toolCalls ?? []).map(
    ({ id, name, input }) => ({ type: "tool-call", toolCallId: id, toolName: name, input }) as const,
  );
  const text = message.content === "" ? [] : [{ type: "text", text: message.content } as const];
  return { role: "assistant", content: [...text, ...calls] };
}

type FilePart = Extract<Extract<LanguageModelV4Prompt[number], { role: "user" }>["content"][number], { type: "file" }>;

/** Until version 3 the bytes stand there as they are. */
function toFilePart({ mediaType, bytes }: ImagePart, version: SpecVersion): FilePart {
  if (version === "v4") return { type: "file", mediaType, data: { type: "data", data: bytes } };
  return { type: "file", mediaType, data: bytes as unknown as FilePart["data"] };
}
