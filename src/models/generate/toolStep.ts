import type { JsonSchema, ToolCall, ToolSpec } from "../engine/types.ts";
import { findFault } from "./checkInput.ts";

/** Below this share of the probe's tool cases (in effect: with a single one wrong) the model is not trusted with its template's own way of calling tools. */
export const NATIVE_TOOLS_FROM = 0.9;

export const MOST_TOOLS = 6;

/**
 * One step as JSON: a call of one of the tools, or an answer. Small models that never manage a call of their own choose
 * well under this grammar (0 against 80 % of small jobs, 1.5 B).
 */
export function toStepSchema(tools: readonly ToolSpec[], answer: "allowed" | "excluded"): JsonSchema {
  const calls = tools.map(({ name, input }) => ({
    type: "object",
    properties: { tool: { const: name }, input: input.type === "object" ? input : { type: "object" } },
    required: ["tool", "input"],
  }));
  const text = { type: "object", properties: { answer: { type: "string" } }, required: ["answer"] };
  return { anyOf: answer === "allowed" ? [...calls, text] : calls };
}

/** Goes before the request in the last message, so that the prompt's beginning stays the same for all requests. */
export function describeTools(tools: readonly ToolSpec[]): string {
  const lines = tools.map(({ name, description, input }) => `- ${name}(${toParameters(input)}): ${description}`);
  return [
    "Tools:",
    ...lines,
    'Answer with one JSON object: {"tool":"<name>","input":{…}} to use a tool, or {"answer":"<text>"} when no tool is needed.',
  ].join("\n");
}

function toParameters(input: JsonSchema): string {
  const properties = isRecord(input.properties) ? input.properties : {};
  const required = Array.isArray(input.required) ? input.required : [];
  return Object.entries(properties)
    .map(([name, schema]) => `${name}${required.includes(name) ? "" : "?"}: ${toTypeWord(schema)}`)
    .join(", ");
}

function toTypeWord(schema: unknown): string {
  if (!isRecord(schema)) return "any";
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join("|");
  if (schema.type === "array") return `${toTypeWord(schema.items)}[]`;
  return typeof schema.type === "string" ? schema.type : "any";
}

export type Step =
  | { kind: "call"; call: ToolCall }
  | { kind: "answer"; text: string }
  | { kind: "fault"; fault: string };

/** Reads what was written under the grammar of `toStepSchema`. */
export function readStep(text: string, tools: readonly ToolSpec[]): Step {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "fault", fault: `the answer is no complete JSON (${String(error)})` };
  }
  if (!isRecord(value)) return { kind: "fault", fault: "the answer is no JSON object" };
  if (typeof value.answer === "string") return { kind: "answer", text: value.answer };
  const tool = tools.find(({ name }) => name === value.tool);
  if (tool === undefined) return { kind: "fault", fault: `there is no tool ${JSON.stringify(value.tool)}` };
  const fault = findFault(value.input, tool.input);
  if (fault !== null) return { kind: "fault", fault: `the input of ${tool.name} is wrong: ${fault}` };
  return { kind: "call", call: { id: "call_1", name: tool.name, input: value.input } };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
