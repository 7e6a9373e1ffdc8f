import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import type { ImagePart, ModelMessage } from "../../../app/index.ts";
import { foreignSchema, maybe, MOST, toImage } from "../bounds.ts";
import { inOrder, toolNames } from "../messages.ts";

const part = z.looseObject({ type: z.string(), text: z.string().optional(), image_url: z.unknown().optional() });
const content = z.union([z.string(), z.array(part).max(256)]).nullish();
export type Content = z.output<typeof content>;

const call = z.object({
  id: z.string().max(200),
  function: z.object({ name: z.string().max(200), arguments: z.string() }),
});

const chatMessage = z.discriminatedUnion("role", [
  z.object({ role: z.enum(["system", "developer"]), content }),
  z.object({ role: z.literal("user"), content }),
  z.object({ role: z.literal("assistant"), content, tool_calls: maybe(z.array(call).max(MOST.tools)) }),
  z.object({ role: z.literal("tool"), content, tool_call_id: z.string().max(200) }),
]);

const toolName = z.string().min(1).max(128);

/** Read by all endpoints that write text; what is not named here is left unread (docs/doors.md says which matter). */
export const sampling = {
  model: z.string().min(1).max(200),
  temperature: maybe(z.number().min(0).max(5)),
  stream: maybe(z.boolean()),
};

export const chatInput = z.object({
  ...sampling,
  messages: z.array(chatMessage).min(1).max(MOST.messages),
  max_tokens: maybe(z.int().min(1)),
  max_completion_tokens: maybe(z.int().min(1)),
  seed: maybe(z.int()),
  stop: maybe(z.union([z.string().max(200), z.array(z.string().max(200)).max(MOST.stops)])),
  n: maybe(z.literal(1, "one answer a request")),
  logprobs: maybe(z.literal(false, "there are none")),
  stream_options: maybe(z.object({ include_usage: maybe(z.boolean()) })),
  tools: maybe(
    z
      .array(
        z.object({
          type: z.literal("function"),
          function: z.object({
            name: toolName,
            description: maybe(z.string().max(20_000)),
            parameters: maybe(foreignSchema),
          }),
        }),
      )
      .max(MOST.tools),
  ),
  tool_choice: maybe(
    z.union([
      z.enum(["none", "auto", "required"]),
      z
        .object({ type: z.literal("function"), function: z.object({ name: toolName }) })
        .transform(({ function: { name } }) => ({ name })),
    ]),
  ),
  response_format: maybe(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("text") }),
      z.object({ type: z.literal("json_object") }),
      z.object({ type: z.literal("json_schema"), json_schema: z.object({ schema: foreignSchema }) }),
    ]),
  ),
});
export type ChatInput = z.output<typeof chatInput>;

export function toMessages(input: ChatInput["messages"]): ModelMessage[] {
  const messages: ModelMessage[] = [];
  for (const message of input) {
    const { text, images } = readContent(message.content);
    if (message.role === "user")
      messages.push({ role: "user", content: text, ...(images.length > 0 ? { images } : {}) });
    else if (images.length > 0) throw new AppError("E_INPUT", "Only a user's message may hold pictures.");
    else if (message.role === "assistant") {
      const toolCalls = (message.tool_calls ?? []).map(({ id, function: { name, arguments: args } }) => {
        return { id, name, input: readArguments(args) };
      });
      messages.push({ role: "assistant", content: text, ...(toolCalls.length > 0 ? { toolCalls } : {}) });
    } else if (message.role === "tool") {
      const called = toolNames(messages).get(message.tool_call_id);
      if (called === undefined) throw unknownCall(message.tool_call_id);
      messages.push({ role: "tool", content: text, callId: message.tool_call_id, name: called });
    } else messages.push({ role: "system", content: text });
  }
  return inOrder(messages);
}

export const unknownCall = (id: string): AppError =>
  new AppError("E_INPUT", `A tool's result answers the call "${id.slice(0, 60)}", which no message before made.`);

/** What the model wrote goes back to it as it was. */
export function readArguments(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return text; // it stays words
  }
}

export function readContent(said: Content): { text: string; images: ImagePart[] } {
  if (typeof said === "string") return { text: said, images: [] };
  const texts: string[] = [];
  const images: ImagePart[] = [];
  for (const { type, text, image_url } of said ?? []) {
    if (text !== undefined && /^(?:text|input_text|output_text|refusal)$/u.test(type)) texts.push(text);
    else if (type === "image_url" || type === "input_image") images.push(toPicture(image_url));
    else throw new AppError("E_INPUT", `Content of the type "${type.slice(0, 40)}" cannot be read.`);
  }
  return { text: texts.join("\n"), images };
}

/** Only what comes along: nothing is fetched because a request names an address. */
function toPicture(value: unknown): ImagePart {
  const url = typeof value === "object" && value !== null ? Reflect.get(value, "url") : value;
  const data = typeof url === "string" ? /^data:[a-z/+.-]*;base64,(.*)$/isu.exec(url)?.[1] : undefined;
  if (data !== undefined) return toImage(data);
  throw new AppError("E_INPUT", "A picture has to come along as a data: address.", {
    hint: "Send its bytes as base64.",
  });
}
