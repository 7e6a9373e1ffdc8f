import { z } from "zod";

const MEDIA = "application/vnd.ollama.image.";
const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const layerSchema = z.object({
  mediaType: z.string().max(200),
  digest: digestSchema,
  size: z
    .int()
    .min(0)
    .max(2 ** 43),
});

/** What a tag of Ollama's registry, or of its store on this machine, is made of. Source: Ollama server/manifest.go. */
export const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  config: layerSchema,
  layers: z.array(layerSchema).max(10_000),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Layer = z.infer<typeof layerSchema>;

/** The part of a model's config that says what it is. */
export const configSchema = z.object({
  model_format: z.string().max(80).optional(),
  model_family: z.string().max(80).optional(),
  model_type: z.string().max(80).optional(),
  file_type: z.string().max(80).optional(),
  remote_host: z.string().max(300).optional(),
  context_length: z.int().positive().optional(),
});

export type OllamaConfig = z.infer<typeof configSchema>;

/** The layers of one kind: `model`, `projector`, `template`, `system`, `params`, `license`, `tensor` … */
export const layersOf = (manifest: Manifest, kind: string): Layer[] =>
  manifest.layers.filter(({ mediaType }) => mediaType === MEDIA + kind);

/** The hex digits of `sha256:<hex>`. */
export const hexOf = (layer: Layer): string => layer.digest.slice("sha256:".length);
