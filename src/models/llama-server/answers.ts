import { z } from "zod";

/* What a llama-server sends (tools/server/README.md of llama.cpp); only what is used. It reads files made by strangers. */

export const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: z.int().positive() }),
  build_info: z.string().default(""),
  modalities: z.object({ vision: z.boolean().default(false) }).default({ vision: false }),
  media_marker: z.string().min(8).default("<__media__>"),
  bos_token: z.string().default(""),
  eos_token: z.string().default(""),
});

export type Props = z.infer<typeof propsSchema>;

export const tokensSchema = z.object({ tokens: z.array(z.int()) });

/** With `with_pieces`; a piece that is no whole text comes as bytes. */
export const piecesSchema = z.object({
  tokens: z.array(z.object({ id: z.int(), piece: z.union([z.string(), z.array(z.number())]) })),
});

const timings = z.object({
  prompt_n: z.number().default(0),
  prompt_ms: z.number().default(0),
  predicted_n: z.number().default(0),
  predicted_ms: z.number().default(0),
});

/** One event of `/completion` with `stream`. */
export const chunkSchema = z.object({
  content: z.string().default(""),
  stop: z.boolean().default(false),
  stop_type: z.string().default("none"),
  tokens_predicted: z.number().default(0),
  tokens_evaluated: z.number().default(0),
  timings: timings.optional(),
  prompt_progress: z
    .object({ total: z.number(), cache: z.number(), processed: z.number(), time_ms: z.number() })
    .optional(),
});

export type Chunk = z.infer<typeof chunkSchema>;
