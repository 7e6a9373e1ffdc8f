import { z } from "zod";
import { AppError, toAppError } from "../../../core/index.ts";
import { findInnerError } from "./innerError.ts";
import type { WireEvent, WireUsage } from "../types.ts";

const tokens = z.number().nonnegative().nullish();

/** A number until version 2; from version 3 on told apart by where the tokens came from. */
const input = z.union([z.number().nonnegative(), z.object({ total: tokens, cacheRead: tokens })]).nullish();
const output = z.union([z.number().nonnegative(), z.object({ total: tokens })]).nullish();
const usage = z.object({ inputTokens: input, outputTokens: output, cachedInputTokens: tokens });
const reason = z.union([z.string(), z.object({ unified: z.string(), raw: z.string().nullish() })]);

/** The parts of a stream that mean something here, of the versions 2 to 4 of the provider specification. */
const part = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text-delta"), delta: z.string() }),
  z.object({ type: z.literal("reasoning-delta"), delta: z.string() }),
  z.object({ type: z.literal("tool-call"), toolCallId: z.string(), toolName: z.string(), input: z.unknown() }),
  z.object({ type: z.literal("finish"), usage: usage.optional(), finishReason: reason }),
  z.object({ type: z.literal("error"), error: z.unknown() }),
]);

const OURS = new Set(["text-delta", "reasoning-delta", "tool-call", "finish", "error"]);

/** Reads one part of a provider's stream; null for what means nothing here. A part of wrong form is a failure. */
export function readPart(raw: unknown, host: string): WireEvent | null {
  const type: unknown = typeof raw === "object" && raw !== null ? Reflect.get(raw, "type") : undefined;
  if (typeof type !== "string" || !OURS.has(type)) return null;
  const parsed = part.safeParse(raw);
  if (!parsed.success) return { type: "failed", error: toFailure(host, parsed.error) };
  const { data } = parsed;
  if (data.type === "text-delta") return data.delta === "" ? null : { type: "text", text: data.delta };
  if (data.type === "reasoning-delta") return data.delta === "" ? null : { type: "thinking", text: data.delta };
  if (data.type === "tool-call") {
    return { type: "toolCall", id: data.toolCallId, name: data.toolName, input: readInput(data.input) };
  }
  if (data.type === "error") return { type: "failed", error: toFailure(host, data.error) };
  return readFinish(data.finishReason, data.usage, host);
}

function readFinish(said: z.infer<typeof reason>, used: z.infer<typeof usage> | undefined, host: string): WireEvent {
  const [unified, raw] = typeof said === "string" ? [said, said] : [said.unified, said.raw ?? null];
  // Older providers say "unknown" or "other" without a word of the server when its stream just stopped.
  const isEnd =
    ["stop", "length", "tool-calls", "content-filter"].includes(unified) || (unified === "other" && raw !== null);
  if (!isEnd || (unified === "other" && raw === "other")) return { type: "failed", error: toFailure(host, undefined) };
  return { type: "finish", reason: unified === "length" ? "length" : "stop", usage: toUsage(used) };
}

function toUsage(used: z.infer<typeof usage> | undefined): WireUsage {
  const { inputTokens = null, outputTokens = null, cachedInputTokens = null } = used ?? {};
  const isPlain = typeof inputTokens === "number" || inputTokens === null;
  return {
    promptTokens: isPlain ? inputTokens : (inputTokens.total ?? null),
    completionTokens:
      typeof outputTokens === "object" && outputTokens !== null ? (outputTokens.total ?? null) : outputTokens,
    cachedTokens: isPlain ? cachedInputTokens : (inputTokens.cacheRead ?? null),
    promptMs: null,
    completionMs: null,
  };
}

/** The input of a call comes as JSON; what is none is handed on, and `generate` asks again. */
function readInput(said: unknown): unknown {
  if (typeof said !== "string") return said ?? {};
  try {
    return said.trim() === "" ? {} : JSON.parse(said);
  } catch {
    return said;
  }
}

export function toFailure(host: string, cause: unknown): AppError {
  const inner = findInnerError(cause);
  if (inner !== null) return inner;
  const said = cause === undefined ? "it stopped without a last line" : toShort(cause);
  return new AppError("E_ENGINE_DIED", `${host} failed in the middle of an answer: ${said}.`, {
    hint: "Ask again; when it happens again, look at the server: it may have run out of memory.",
    cause,
  });
}

function toShort(cause: unknown): string {
  const words = typeof cause === "object" && cause !== null && "message" in cause ? String(cause.message) : "";
  const text = words === "" ? toAppError(cause).message : words;
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (/without a finish reason/.test(line)) return "it stopped without a last line";
  return line.slice(0, 200).replace(/\.$/, "");
}
