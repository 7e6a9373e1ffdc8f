import { z } from "zod";
import type { EngineUsage } from "./types.ts";

const usage = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  cachedTokens: z.number(),
  promptMs: z.number(),
  completionMs: z.number(),
}) satisfies z.ZodType<EngineUsage>;

const refusal = z.object({
  code: z.enum([
    "E_PROMPT_TOO_LONG",
    "E_INPUT",
    "E_ENGINE_START",
    "E_MODEL_CORRUPT",
    "E_MODEL_TOO_LARGE",
    "E_ENGINE_DIED",
  ]),
  message: z.string(),
  hint: z.string().optional(),
  data: z.record(z.string(), z.number()).optional(),
});

/** Pieces of the answer in the order in which they came. */
const piece = z.object({ type: z.enum(["thinking", "text", "toolCall"]), text: z.string() });

/** What the child sends. It reads files made by strangers, so every message is checked. */
export const fromChild = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), protocol: z.number(), pid: z.number() }),
  z.object({
    type: z.literal("loaded"),
    contextTokens: z.number(),
    engine: z.string(),
    system: z.string(),
    /** Left out by a child that cannot say. */
    features: z.array(z.enum(["vision", "tools", "thinking", "embed"])).optional(),
    loadMs: z.number(),
  }),
  /** It started a program that must not outlive it. */
  z.object({ type: z.literal("started"), pid: z.int().positive() }),
  z.object({ type: z.literal("failed"), error: refusal }),
  z.object({ type: z.literal("beat"), residentBytes: z.number() }),
  z.object({ type: z.literal("output"), id: z.number(), pieces: z.array(piece), usage }),
  z.object({
    type: z.literal("end"),
    id: z.number(),
    reason: z.enum(["stop", "length", "cancelled", "error"]),
    usage,
    error: refusal.optional(),
  }),
  z.object({ type: z.literal("refused"), id: z.number(), error: refusal }),
  z.object({
    type: z.literal("vectors"),
    id: z.number(),
    vectors: z.array(z.instanceof(Float32Array)),
    windows: z.array(z.int().positive()),
  }),
  z.object({ type: z.literal("counted"), id: z.number(), tokens: z.number() }),
  z.object({ type: z.literal("prepared"), id: z.number(), tokens: z.number() }),
  z.object({ type: z.literal("log"), level: z.enum(["debug", "info", "warn", "error"]), message: z.string() }),
]);

export type FromChild = z.infer<typeof fromChild>;
export type Refusal = z.infer<typeof refusal>;
export type OutputPiece = z.infer<typeof piece>;
