import type { ServerResponse } from "node:http";
import type { EngineEvent, EngineRequest, Message } from "../../../src/models/engine/types.ts";
import { createScriptedEngine, type Script } from "../engine/scriptedEngine.ts";
import { toContext } from "./_setup.ts";
import { sendJson, startStandIn, type Asked, type Handler, type StandIn } from "./_standIn.ts";

export interface OllamaScript extends Script {
  capabilities?: string[];
  /** Most tokens that the model can; a smaller `num_ctx` counts. */
  most?: number;
  /** Loads with fewer tokens than asked for, as a server that is short of memory. */
  loads?: number;
  /** As servers before `truncate` and `shift`: what does not fit is cut, and the answer is a success. */
  cuts?: boolean;
  /** Goes before everything else. */
  before?: Handler;
}

export interface OllamaStandIn extends StandIn {
  /** `num_ctx` of the loaded model; null when none is. */
  loaded(): number | null;
}

/**
 * Plays Ollama 0.32 with one model "m1", on loopback: the routes that are used, in the form of the recorded answers
 * (`fixtures/ollama-0.32.15`). What the model says comes from the scripted engine, a word for a token.
 */
export async function startOllama(script: OllamaScript = {}): Promise<OllamaStandIn> {
  const { capabilities = ["completion"], most = 8192 } = script;
  let contextTokens: number | null = null;
  const load = (options: unknown): number => {
    const wanted = readNumber(options, "num_ctx") ?? 4096;
    contextTokens = Math.min(script.loads ?? wanted, most);
    return contextTokens;
  };
  const model = { name: "m1:latest", model: "m1:latest", size: 1, digest: "0".repeat(64) };

  const routes: Record<string, (asked: Asked, response: ServerResponse) => Promise<void> | void> = {
    "GET /api/version": (_asked, response) => sendJson(response, 200, { version: "0.32.15" }),
    "GET /api/tags": (_asked, response) =>
      sendJson(response, 200, { models: [{ ...model, capabilities, details: { context_length: most } }] }),
    "GET /api/ps": (_asked, response) =>
      sendJson(response, 200, { models: contextTokens === null ? [] : [{ ...model, context_length: contextTokens }] }),
    "POST /api/show": ({ body }, response) =>
      isKnown(body)
        ? sendJson(response, 200, {
            capabilities,
            modelfile: "FROM m1",
            details: { family: "test", quantization_level: "Q4_K_M" },
            model_info: { "general.parameter_count": 135_000_000, "test.context_length": most },
          })
        : sendJson(response, 404, { error: `model '${String(body?.["model"])}' not found` }),
    "POST /api/generate": ({ body }, response) => {
      load(body?.["options"]);
      sendJson(response, 200, { model: "m1", response: "", done: true, done_reason: "load" });
    },
    "POST /api/chat": (asked, response) => chat(asked, load(asked.body?.["options"]), script, response),
  };
  const standIn = await startStandIn(async (asked, response) => {
    if (script.before && (await script.before(asked, response)) !== false) return;
    const route = routes[`${asked.method} ${asked.path}`];
    if (!route) return false;
    await route(asked, response);
  });
  return { ...standIn, loaded: () => contextTokens };
}

const isKnown = (body: Asked["body"]): boolean => ["m1", "m1:latest"].includes(String(body?.["model"]));

async function chat(
  asked: Asked,
  contextTokens: number,
  script: OllamaScript,
  response: ServerResponse,
): Promise<void> {
  const body = asked.body ?? {};
  const engine = createScriptedEngine({ ...script, contextTokens: contextTokens + 1_000_000 });
  const request = toRequest(body);
  const promptTokens = await engine.count(request.messages, toContext());
  const isFit = promptTokens + request.maxTokens <= contextTokens;
  if (!isFit && body["truncate"] === false && script.cuts !== true) {
    const message = `request (${promptTokens} tokens) exceeds the available context size (${contextTokens} tokens), try increasing it`;
    const inner = { code: 400, message, type: "exceed_context_size_error", n_ctx: contextTokens };
    return sendJson(response, 400, { error: JSON.stringify({ error: inner }) });
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  for await (const event of engine.generate(request, toContext(asked.signal))) {
    if (response.writable) response.write(`${JSON.stringify(toChunk(event, isFit ? null : contextTokens / 2))}\n`);
  }
  response.end();
}

function toRequest(body: Record<string, unknown>): EngineRequest {
  const { options, format } = body;
  const seed = readNumber(options, "seed");
  const stop = readField(options, "stop");
  return {
    messages: body["messages"] as Message[],
    maxTokens: readNumber(options, "num_predict") ?? 128,
    temperature: readNumber(options, "temperature") ?? 0.8,
    ...(seed === null ? {} : { seed }),
    ...(Array.isArray(stop) ? { stop: stop.map(String) } : {}),
    ...(typeof format === "object" && format !== null ? { schema: format as Record<string, unknown> } : {}),
  };
}

function toChunk(event: EngineEvent, cutTo: number | null): object {
  const head = { model: "m1", created_at: "2026-11-26T10:00:00.000000000Z" };
  const message = { role: "assistant", content: "" };
  if (event.type === "text") return { ...head, message: { ...message, content: event.text }, done: false };
  if (event.type === "thinking") return { ...head, message: { ...message, thinking: event.text }, done: false };
  if (event.type === "toolCall") {
    const { name, input } = event.call;
    return { ...head, message: { ...message, tool_calls: [{ function: { name, arguments: input } }] }, done: false };
  }
  const { promptTokens, completionTokens } = event.usage;
  const counts = { prompt_eval_count: cutTo ?? promptTokens, prompt_eval_duration: 5e6 };
  const done_reason = event.reason === "length" ? "length" : "stop";
  return { ...head, message, done: true, done_reason, ...counts, eval_count: completionTokens, eval_duration: 5e6 };
}

function readField(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function readNumber(value: unknown, key: string): number | null {
  const found = readField(value, key);
  return typeof found === "number" ? found : null;
}
