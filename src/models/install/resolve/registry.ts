import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import { findLicence, quantisationOf, type CatalogueModel, type Reference } from "../../catalogue/index.ts";
import { OLLAMA_HOST, registryPurpose, toAddress } from "../endpoints.ts";
import { isOllamaForm } from "../ollamaForm.ts";
import { fetchJson, toChecked } from "../sources/http/json.ts";
import { fetchText, type TextRequest } from "../sources/http/text.ts";
import { SourceFault, type PullLimits } from "../types.ts";
import {
  configSchema,
  hexOf,
  layersOf,
  manifestSchema,
  type Layer,
  type Manifest,
  type OllamaConfig,
} from "./manifest.ts";
import type { Layers, Resolved, ResolvedFile } from "./types.ts";

const ACCEPT = "application/vnd.docker.distribution.manifest.v2+json";
const MAX_MANIFEST = 4 * 1024 * 1024;
/** Templates, parameters and licences are texts; more is none. */
const MAX_LAYER = 1024 * 1024;
const MAX_LAYERS = 16;

interface RegistryRequest {
  reference: Extract<Reference, { kind: "ollama" }>;
  /** The catalogue's model of which this is a tag. */
  model: CatalogueModel | null;
  endpoint: string;
  limits: PullLimits;
}

/**
 * What a tag of Ollama's registry stands for: its weights by digest, and the small layers beside them. Protocol: `GET
 * /v2/<name>/manifests/<tag>`, then `/v2/<name>/blobs/<digest>` (Ollama server/images.go). Throws a SourceFault when the
 * registry does not say, E_MODEL_UNKNOWN when what it has cannot be run by llama.cpp.
 */
export async function resolveRegistry(request: RegistryRequest, ctx: Context): Promise<Resolved> {
  const { reference, model } = request;
  const name = `${reference.namespace}/${reference.model}`;
  const get = (path: string): URL => {
    const address = toAddress(request.endpoint, `v2/${name}/${path}`);
    if (!address) throw new SourceFault(`${request.endpoint} is no http(s) address`);
    return address;
  };
  const asked = { limits: request.limits, purpose: registryPurpose(reference.host ?? OLLAMA_HOST) };
  const { value: manifest } = await fetchJson(
    { address: get(`manifests/${reference.tag}`), headers: { accept: ACCEPT }, maxBytes: MAX_MANIFEST, ...asked },
    manifestSchema,
    "a manifest",
    ctx,
  );
  const blob = (layer: Layer) => fetchBlob(get(`blobs/${layer.digest}`), layer, asked, ctx);
  const config = toChecked(await blob(manifest.config), configSchema, "a config");
  const shown = `${name.replace(/^library\//, "")}:${reference.tag}`;
  const weights = toWeights(manifest, config, shown);
  const layers = await readLayers(manifest, blob);
  const licenceName = model?.licence ?? firstLine(layers.licences?.[0]);
  const host = reference.host ?? OLLAMA_HOST;
  const toFile = (layer: Layer, file: string): ResolvedFile => {
    const source = { kind: "registry" as const, host, name, sha256: hexOf(layer) };
    return { file, bytes: layer.size, sha256: hexOf(layer), sources: [source] };
  };
  const [projector] = layersOf(manifest, "projector");
  const file = `${reference.model}-${reference.tag}`;
  return {
    id: model?.id ?? (reference.host === null ? shown : `${reference.host.replaceAll(/[:/]/g, "-")}-${shown}`),
    name: model?.name ?? shown,
    reference: `ollama:${reference.host === null ? "" : `${reference.host}/`}${shown}`,
    origin: "ollama",
    quantisation: quantisationOf(config.file_type ?? reference.tag) ?? "unknown",
    files: [toFile(weights, `${file}.gguf`)],
    projector: projector ? toFile(projector, `${file}.mmproj.gguf`) : null,
    digests: "source",
    licence: findLicence(licenceName, model?.id ?? null),
    licenceName,
    contextTokens: config.context_length ?? model?.contextTokens ?? null,
    layers,
  };
}

/** The one layer that is a GGUF file of a form that llama.cpp reads. */
function toWeights(manifest: Manifest, config: OllamaConfig, shown: string): Layer {
  const weights = layersOf(manifest, "model");
  const viaOllama =
    "Take another source of this model (`kralle models search`), or let an Ollama that runs here serve it: `kralle engine add ollama --type ollama --url http://127.0.0.1:11434`.";
  if (config.remote_host !== undefined) {
    throw new AppError(
      "E_MODEL_UNKNOWN",
      `ollama:${shown} is no file: it runs only on the servers of ${config.remote_host.slice(0, 80)}.`,
      {
        hint: viaOllama,
      },
    );
  }
  if (isOllamaForm(config.model_family ?? null)) {
    throw new AppError(
      "E_MODEL_UNKNOWN",
      `ollama:${shown} (${config.model_family}) is kept in a form of its own that only Ollama can load.`,
      { hint: viaOllama },
    );
  }
  const [only] = weights;
  if (only && weights.length === 1 && only.size > 0) return only;
  throw new AppError("E_MODEL_UNKNOWN", `ollama:${shown} has ${weights.length} GGUF files where one belongs.`, {
    hint: viaOllama,
  });
}

type Asked = Pick<TextRequest, "limits" | "purpose">;

async function fetchBlob(address: URL, layer: Layer, asked: Asked, ctx: Context): Promise<Buffer> {
  if (layer.size > MAX_LAYER) throw new SourceFault(`names a text of ${layer.size} bytes`);
  const { bytes } = await fetchText({ address, headers: {}, maxBytes: layer.size, ...asked }, ctx);
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== hexOf(layer)) throw new SourceFault(`delivered ${layer.digest} with the SHA-256 ${actual}`);
  return bytes;
}

async function readLayers(manifest: Manifest, blob: (layer: Layer) => Promise<Buffer>): Promise<Layers> {
  const layers: Layers = {};
  const texts = async (kind: string): Promise<string[]> => {
    const found: string[] = [];
    for (const layer of layersOf(manifest, kind).slice(0, MAX_LAYERS)) found.push((await blob(layer)).toString("utf8"));
    return found;
  };
  const [template] = await texts("template");
  const [system] = await texts("system");
  const [params] = await texts("params");
  const licences = await texts("license");
  if (template !== undefined) layers.template = template;
  if (system !== undefined) layers.system = system;
  if (params !== undefined) {
    layers.params = toChecked(Buffer.from(params), z.record(z.string(), z.unknown()), "a list of parameters");
  }
  if (licences.length > 0) layers.licences = licences;
  return layers;
}

/** A licence begins with its name. */
const firstLine = (text: string | undefined): string | null =>
  text
    ?.split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "") ?? null;
