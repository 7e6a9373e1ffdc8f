import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import type { ConverseRequest, JsonSchema, ModelMessage, ToolCall } from "../../../app/index.ts";
import { foreignSchema, maybe, MOST, toImage } from "../bounds.ts";
import { inOrder } from "../messages.ts";

const images = maybe(z.array(z.string()).max(16));
const name = z.string().min(1).max(128);

const message = z.object({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: maybe(z.string()),
  images,
  tool_calls: maybe(
    z
      .array(
        z.object({ function: z.object({ name, arguments: z.union([z.record(z.string(), z.unknown()), z.string()]) }) }),
      )
      .max(MOST.tools),
  ),
  tool_name: maybe(name),
});

const options = maybe(
  z.object({
    num_predict: maybe(z.int()),
    temperature: maybe(z.number().min(0).max(5)),
    seed: maybe(z.int()),
    stop: maybe(z.union([z.string().max(200), z.array(z.string().max(200)).max(MOST.stops)])),
  }),
);

const common = {
  model: z.string().min(1).max(200),
  /** Streams unless it is told not to. */
  stream: maybe(z.boolean()),
  format: maybe(z.union([z.enum(["json", ""]), foreignSchema], 'neither "json" nor a schema')),
  options,
};

export const chatInput = z.object({
  ...common,
  messages: maybe(z.array(message).max(MOST.messages)),
  tools: maybe(
    z
      .array(
        z.object({
          type: maybe(z.string()),
          function: z.object({ name, description: maybe(z.string().max(20_000)), parameters: maybe(foreignSchema) }),
        }),
      )
      .max(MOST.tools),
  ),
});
export type ChatInput = z.output<typeof chatInput>;

export const generateInput = z.object({
  ...common,
  prompt: maybe(z.string()),
  system: maybe(z.string()),
  images,
  raw: maybe(z.literal(false, "prompts are put into the model's own form here")),
  suffix: maybe(z.literal("", "texts are only gone on with, not filled in")),
});
export type GenerateInput = z.output<typeof generateInput>;

export function toChatRequest(input: ChatInput): ConverseRequest {
  const tools = (input.tools ?? []).map(({ function: tool }) => ({
    name: tool.name,
    description: tool.description ?? "",
    input: tool.parameters ?? { type: "object", properties: {} },
  }));
  return {
    messages: toMessages(input.messages ?? []),
    ...(tools.length === 0 ? toSchema(input.format) : { tools }),
    ...toSampling(input.options),
  };
}

export function toGenerateRequest({
  prompt = "",
  system,
  images: pictures,
  format,
  options: given,
}: GenerateInput): ConverseRequest {
  const shown = (pictures ?? []).map(toImage);
  const user: ModelMessage = { role: "user", content: prompt, ...(shown.length === 0 ? {} : { images: shown }) };
  const before: ModelMessage[] = system === undefined || system === "" ? [] : [{ role: "system", content: system }];
  return { messages: [...before, user], ...toSchema(format), ...toSampling(given) };
}

function toSchema(format: ChatInput["format"]): { schema?: JsonSchema } {
  if (format === undefined || format === "") return {};
  return { schema: format === "json" ? { type: "object" } : (format as JsonSchema) };
}

function toSampling(given: ChatInput["options"]): Partial<ConverseRequest> {
  const { num_predict: most, temperature, seed, stop } = given ?? {};
  return {
    ...(most === undefined || most < 1 ? {} : { maxTokens: most }), // -1 and -2: as much as there is room for
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed: Math.abs(seed) % 2 ** 31 }),
    ...(stop === undefined ? {} : { stop: [stop].flat().filter((text) => text !== "") }),
  };
}

/** Calls have no ids in this dialect: results answer the calls before them in their order, or by name. */
function toMessages(input: NonNullable<ChatInput["messages"]>): ModelMessage[] {
  const messages: ModelMessage[] = [];
  let open: ToolCall[] = [];
  let count = 0;
  for (const { role, content = "", images: pictures = [], tool_calls: calls = [], tool_name } of input) {
    if (role !== "user" && pictures.length > 0)
      throw new AppError("E_INPUT", "Only a user's message may hold pictures.");
    if (role === "user") {
      const shown = pictures.map(toImage);
      messages.push({ role, content, ...(shown.length === 0 ? {} : { images: shown }) });
    } else if (role === "assistant") {
      open = calls.map(({ function: { name: called, arguments: args } }) => {
        return { id: `call_${(count += 1)}`, name: called, input: args };
      });
      messages.push({ role, content, ...(open.length === 0 ? {} : { toolCalls: open }) });
    } else if (role === "tool") {
      const answered = open.find((call) => tool_name === undefined || call.name === tool_name);
      if (!answered) throw new AppError("E_INPUT", "A tool's result answers no call of a message before it.");
      open = open.filter((call) => call !== answered);
      messages.push({ role, content, callId: answered.id, name: answered.name });
    } else messages.push({ role, content });
  }
  return inOrder(messages);
}
