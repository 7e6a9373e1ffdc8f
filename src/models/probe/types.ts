import { z } from "zod";

/** Speeds with so many tokens before the answer. */
const speedAt = z.object({
  tokens: z.int().positive(),
  /** Tokens per second in reading what was new of the prompt, and in writing; null where nothing could be measured. */
  promptTokensPerSecond: z.number().positive().nullable(),
  tokensPerSecond: z.number().positive().nullable(),
});

/** What takes longer to measure of a model than `ModelAbility`: how far its context really reaches, speeds, sight. */
export const modelDepth = z.object({
  model: z.string(),
  /** The window that the engine says. */
  contextTokens: z.int().positive(),
  /** The longest prompt in which a number from near its beginning was asked for, and the longest in which it was found. */
  checkedTokens: z.int().nonnegative(),
  foundTokens: z.int().nonnegative(),
  /** 90 % of the window were checked; otherwise the time did not allow more. */
  isFull: z.boolean(),
  /** ms from a short question to the first piece of its answer. */
  firstMs: z.number().nonnegative(),
  speeds: z.array(speedAt).max(8),
  /** Tells colours and digits of a picture; null where the engine does not say that the model can see. */
  vision: z.boolean().nullable(),
});

export type ModelDepth = z.output<typeof modelDepth>;
export type SpeedAt = z.output<typeof speedAt>;

/** How far the probe is. */
export type DepthProgress =
  | { step: "first" }
  | { step: "depth"; tokens: number; expectedMs: number | null }
  | { step: "vision" };
