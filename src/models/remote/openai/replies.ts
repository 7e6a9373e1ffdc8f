import { z } from "zod";

/*
 * What is used of the answers of OpenAI-compatible servers: `GET /v1/models` with the fields that servers add, and the
 * routes of llama-server (`/props`, `/apply-template`, `/tokenize`), vLLM (`/tokenize`, `/version`) and LM Studio
 * (`/api/v0/models`). All but the ids may be missing.
 */

const count = z.number().int().positive();

export const modelsReply = z.object({
  data: z
    .array(
      z.object({
        id: z.string().max(500),
        owned_by: z.string().optional(),
        aliases: z.array(z.string()).optional(),
        max_model_len: count.nullish(), // vLLM
        context_length: count.nullish(), // OpenRouter and others
        meta: z.object({ n_ctx: count.nullish(), n_params: count.nullish() }).nullish(), // llama-server
      }),
    )
    .max(10_000),
});

export const propsReply = z.object({
  default_generation_settings: z.object({ n_ctx: count.optional() }),
  modalities: z.object({ vision: z.boolean().optional() }).optional(),
  chat_template: z.string().optional(),
  chat_template_caps: z.object({ supports_tools: z.boolean().optional() }).optional(),
  build_info: z.string().max(100).optional(),
  model_ftype: z.string().max(50).optional(),
});

export const studioReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string().optional(),
      max_context_length: count.optional(),
      loaded_context_length: count.optional(),
      capabilities: z.array(z.string()).optional(),
      quantization: z.string().optional(),
    }),
  ),
});

export const versionReply = z.object({ version: z.string().max(100) });
export const templateReply = z.object({ prompt: z.string() });
export const tokensReply = z.object({ tokens: z.array(z.unknown()) });
export const countReply = z.object({ count });
export const timingsChunk = z.object({
  timings: z.object({
    cache_n: z.number().nonnegative().optional(),
    prompt_ms: z.number().nonnegative(),
    predicted_ms: z.number().nonnegative(),
  }),
});
