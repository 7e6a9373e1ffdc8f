import type { ConverseRequest, JsonSchema } from "../../../app/index.ts";
import { toMessages, type ChatInput } from "./input.ts";

const ANY_OBJECT: JsonSchema = { type: "object" };

export function toRequest(input: ChatInput): ConverseRequest {
  const { tool_choice: choice, stop, seed, temperature } = input;
  const tools = choice === "none" ? [] : (input.tools ?? []).map(({ function: tool }) => toTool(tool));
  const schema = tools.length > 0 ? undefined : toSchema(input.response_format);
  const maxTokens = input.max_completion_tokens ?? input.max_tokens;
  return {
    messages: toMessages(input.messages),
    ...(tools.length === 0 ? {} : { tools }),
    ...(tools.length > 0 && choice !== undefined && choice !== "none" ? { toolChoice: choice } : {}),
    ...(schema === undefined ? {} : { schema }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed: toSeed(seed) }),
    ...(stop === undefined ? {} : { stop: [stop].flat().filter((text) => text !== "") }),
  };
}

/** Any integer, as one that every engine takes. */
const toSeed = (seed: number): number => Math.abs(seed) % 2 ** 31;

export function toTool(tool: { name: string; description?: string | undefined; parameters?: JsonSchema | undefined }) {
  return {
    name: tool.name,
    description: tool.description ?? "",
    input: tool.parameters ?? { type: "object", properties: {} },
  };
}

function toSchema(format: ChatInput["response_format"]): JsonSchema | undefined {
  if (format?.type === "json_schema") return format.json_schema.schema;
  return format?.type === "json_object" ? ANY_OBJECT : undefined;
}
