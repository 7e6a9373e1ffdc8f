import type { ServerResponse } from "node:http";
import type { EngineEvent, EngineRequest, Message } from "../../../src/models/engine/types.ts";
import { createScriptedEngine, type Script } from "../engine/scriptedEngine.ts";
import { toContext } from "./_setup.ts";
import { sendJson, startStandIn, type Asked, type Handler, type StandIn } from "./_standIn.ts";

export interface OpenAiScript extends Script {
  /** What `GET /v1/models` lists; null: there is no such route. */
  models?: Record<string, unknown>[] | null;
  /** Other routes by their path. */
  routes?: Record<string, unknown>;
  /** Goes before everything else. */
  before?: Handler;
}

/** Plays an OpenAI-compatible server of the plainest kind: a list of models and chatting, nothing else. */
export function startOpenAi(script: OpenAiScript = {}): Promise<StandIn> {
  const models = script.models === undefined ? [{ id: "m1", object: "model", owned_by: "test" }] : script.models;
  return startStandIn(async (asked, response) => {
    if (script.before && (await script.before(asked, response)) !== false) return;
    if (asked.path === "/v1/models" && models !== null)
      return sendJson(response, 200, { object: "list", data: models });
    if (asked.path === "/v1/chat/completions") return chat(asked, script, response);
    const other = script.routes?.[asked.path];
    if (other === undefined) return false;
    sendJson(response, 200, other);
  });
}

async function chat(asked: Asked, script: OpenAiScript, response: ServerResponse): Promise<void> {
  const body = asked.body ?? {};
  const engine = createScriptedEngine({ ...script, contextTokens: 1_000_000 });
  response.writeHead(200, { "content-type": "text/event-stream" });
  for await (const event of engine.generate(toRequest(body), toContext(asked.signal))) {
    for (const chunk of toChunks(event)) if (response.writable) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end("data: [DONE]\n\n");
}

function toRequest(body: Record<string, unknown>): EngineRequest {
  const { seed, stop, max_tokens, temperature } = body;
  const format = body["response_format"] as { json_schema?: { schema: Record<string, unknown> } } | undefined;
  return {
    messages: (body["messages"] as { role: string; content: unknown }[]).map(toMessage),
    maxTokens: Number(max_tokens),
    temperature: Number(temperature),
    ...(typeof seed === "number" ? { seed } : {}),
    ...(Array.isArray(stop) ? { stop: stop.map(String) } : {}),
    ...(format?.json_schema === undefined ? {} : { schema: format.json_schema.schema }),
  };
}

function toMessage({ role, content }: { role: string; content: unknown }): Message {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return { role: role as "user", content: text };
}

/** The chunks of `chat.completions` that tell one event; the last one is followed by the use of tokens. */
function toChunks(event: EngineEvent): object[] {
  const head = { id: "c1", object: "chat.completion.chunk", created: 1, model: "m1" };
  const toChunk = (delta: object, finish_reason: string | null = null): object => {
    return { ...head, choices: [{ index: 0, delta, finish_reason }] };
  };
  if (event.type === "text") return [toChunk({ content: event.text })];
  if (event.type === "thinking") return [toChunk({ reasoning_content: event.text })];
  if (event.type === "toolCall") {
    const { id, name, input } = event.call;
    const called = { index: 0, id, type: "function", function: { name, arguments: JSON.stringify(input) } };
    return [toChunk({ tool_calls: [called] })];
  }
  const { promptTokens: prompt_tokens, completionTokens: completion_tokens } = event.usage;
  const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  return [toChunk({}, event.reason === "length" ? "length" : "stop"), { ...head, choices: [], usage }];
}
