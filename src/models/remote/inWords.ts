import { findBalanced } from "../generate/balanced.ts";
import { toWords, withTools } from "../engine/plainTools.ts";
import type { EngineRequest, JsonSchema, Message } from "../engine/types.ts";
import type { ServedEngine } from "./types.ts";

/**
 * The request as this model can take it. One whose template has no tools gets them as words, and `generate` recognises
 * how it calls them; where nothing binds the model to a schema, it is told the schema.
 */
export function toServed(request: EngineRequest, { info, constrains }: ServedEngine): EngineRequest {
  const { tools = [], schema, ...rest } = request;
  const isPlain = info.features !== null && !info.features.includes("tools");
  const spoken = isPlain ? withTools(rest.messages.map(toWords), tools) : rest.messages;
  const messages = schema === undefined || constrains ? [...spoken] : withSchema(spoken, schema);
  const native = isPlain || tools.length === 0 ? {} : { tools };
  return { ...rest, messages, ...native, ...(schema === undefined ? {} : { schema }) };
}

function withSchema(messages: readonly Message[], schema: JsonSchema): Message[] {
  const last = messages.at(-1);
  if (last === undefined) return [];
  const told = `${last.content}\n\nAnswer with one JSON document and nothing else. It must fit this JSON Schema:\n`;
  return [...messages.slice(0, -1), { ...last, content: told + JSON.stringify(schema) }];
}

/** The document in an answer of a model that nothing bound: without a fence and words around it. */
export function toDocument(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return findBalanced(text, "{[")[0]?.text ?? text; // `generate` says what is wrong with it
  }
}
