import { z } from "zod";
import { AppError } from "../../../core/index.ts";

/*
 * What is used of Ollama's answers (docs/api.md of github.com/ollama/ollama, 0.32). Fields that older servers lack are
 * optional; numbers that a server need not send are too.
 */

const count = z.number().int().nonnegative();

export const versionReply = z.object({ version: z.string().max(100) });

export const listReply = z.object({
  models: z
    .array(
      z.object({
        name: z.string().max(300),
        capabilities: z.array(z.string()).optional(),
        details: z.object({ context_length: count.optional() }).optional(),
      }),
    )
    .max(10_000),
});

export const psReply = z.object({
  models: z.array(z.object({ name: z.string(), context_length: count.optional() })).max(1000),
});

export const showReply = z.object({
  capabilities: z.array(z.string()).optional(),
  model_info: z.record(z.string(), z.unknown()).optional(),
  modelfile: z.string().optional(),
  details: z.object({ family: z.string().optional(), quantization_level: z.string().optional() }).optional(),
});

export const chatChunk = z.object({
  message: z
    .object({
      content: z.string().default(""),
      thinking: z.string().default(""),
      tool_calls: z
        .array(
          z.object({
            id: z.string().optional(),
            function: z.object({ name: z.string(), arguments: z.unknown() }),
          }),
        )
        .default([]),
    })
    .optional(),
  done: z.boolean(),
  done_reason: z.string().optional(),
  prompt_eval_count: count.optional(),
  prompt_eval_duration: z.number().nonnegative().optional(),
  eval_count: count.optional(),
  eval_duration: z.number().nonnegative().optional(),
});

export type ChatChunk = z.infer<typeof chatChunk>;

/** Checks an answer. Throws an error with this code that names the field. */
export function readReply<T>(
  schema: z.ZodType<T>,
  reply: unknown,
  url: string,
  code: "E_ENGINE_REMOTE" | "E_ENGINE_DIED" = "E_ENGINE_REMOTE",
): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") ?? "";
  const { host } = new URL(url);
  throw new AppError(code, `The answer of ${host} is not what it should be: ${field || "all of it"}.`, {
    hint: "Check address and type of the engine, and update the server.",
    cause: parsed.error,
  });
}
