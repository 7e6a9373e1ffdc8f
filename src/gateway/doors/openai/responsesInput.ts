import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import type { ConverseRequest, JsonSchema, ModelMessage } from "../../../app/index.ts";
import { foreignSchema, maybe, MOST } from "../bounds.ts";
import { inOrder, toolNames } from "../messages.ts";
import { readArguments, readContent, sampling, unknownCall, type Content } from "./input.ts";
import { toTool } from "./request.ts";

const part = z.looseObject({ type: z.string(), text: z.string().optional(), image_url: z.unknown().optional() });
const content = z.union([z.string(), z.array(part).max(256)]);
const id = z.string().min(1).max(200);
const name = z.string().min(1).max(128);

const item = z.union(
  [
    z.object({ type: z.literal("function_call"), call_id: id, name, arguments: z.string() }),
    z.object({ type: z.literal("function_call_output"), call_id: id, output: content }),
    z.object({ type: z.literal("reasoning") }), // what it thought is its own; the answer stands beside it
    z.object({
      type: maybe(z.literal("message")),
      role: z.enum(["system", "developer", "user", "assistant"]),
      content,
    }),
  ],
  "an item that is not known here",
);

export const responsesInput = z.object({
  ...sampling,
  input: z.union([z.string(), z.array(item).max(MOST.messages)]),
  instructions: maybe(z.string()),
  max_output_tokens: maybe(z.int().min(1)),
  previous_response_id: maybe(z.never("answers are not kept here: send the whole conversation")),
  conversation: maybe(z.never("answers are not kept here: send the whole conversation")),
  background: maybe(z.literal(false, "answers come at once")),
  tools: maybe(
    z
      .array(
        z.object({
          type: z.literal("function", "only functions can be tools here"),
          name,
          description: maybe(z.string().max(20_000)),
          parameters: maybe(foreignSchema),
        }),
      )
      .max(MOST.tools),
  ),
  tool_choice: maybe(z.union([z.enum(["none", "auto", "required"]), z.object({ type: z.literal("function"), name })])),
  text: maybe(
    z.object({
      format: maybe(
        z.discriminatedUnion("type", [
          z.object({ type: z.literal("text") }),
          z.object({ type: z.literal("json_object") }),
          z.object({ type: z.literal("json_schema"), schema: foreignSchema }),
        ]),
      ),
    }),
  ),
});
export type ResponsesInput = z.output<typeof responsesInput>;

export function toConversation(input: ResponsesInput): ConverseRequest {
  const { tool_choice: choice, temperature, max_output_tokens: maxTokens } = input;
  const tools = choice === "none" ? [] : (input.tools ?? []).map(toTool);
  const schema = tools.length > 0 ? undefined : toSchema(input.text?.format);
  return {
    messages: toMessages(input),
    ...(tools.length === 0 ? {} : { tools }),
    ...(tools.length > 0 && choice !== undefined && choice !== "none" ? { toolChoice: toChoice(choice) } : {}),
    ...(schema === undefined ? {} : { schema }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
  };
}

type Choice = Exclude<NonNullable<ResponsesInput["tool_choice"]>, "none">;

const toChoice = (choice: Choice): NonNullable<ConverseRequest["toolChoice"]> =>
  typeof choice === "string" ? choice : { name: choice.name };

function toSchema(format: NonNullable<ResponsesInput["text"]>["format"]): JsonSchema | undefined {
  if (format?.type === "json_schema") return format.schema;
  return format?.type === "json_object" ? { type: "object" } : undefined;
}

function toMessages({ input, instructions }: ResponsesInput): ModelMessage[] {
  const messages: ModelMessage[] = [];
  if (instructions !== undefined && instructions !== "") messages.push({ role: "system", content: instructions });
  const items = typeof input === "string" ? [{ role: "user" as const, content: input, type: undefined }] : input;
  for (const one of items) {
    if (one.type === "function_call") {
      const call = { id: one.call_id, name: one.name, input: readArguments(one.arguments) };
      const last = messages.at(-1);
      if (last?.role === "assistant") last.toolCalls = [...(last.toolCalls ?? []), call];
      else messages.push({ role: "assistant", content: "", toolCalls: [call] });
    } else if (one.type === "function_call_output") {
      const called = toolNames(messages).get(one.call_id);
      if (called === undefined) throw unknownCall(one.call_id);
      messages.push({ role: "tool", content: readContent(one.output).text, callId: one.call_id, name: called });
    } else if (one.type !== "reasoning") messages.push(toMessage(one.role, one.content));
  }
  if (messages.every(({ role }) => role === "system")) throw new AppError("E_INPUT", "The request says nothing.");
  return inOrder(messages);
}

function toMessage(role: "system" | "developer" | "user" | "assistant", said: Content): ModelMessage {
  const { text, images } = readContent(said);
  if (role === "user") return { role, content: text, ...(images.length > 0 ? { images } : {}) };
  if (images.length > 0) throw new AppError("E_INPUT", "Only a user's message may hold pictures.");
  return { role: role === "developer" ? "system" : role, content: text };
}
