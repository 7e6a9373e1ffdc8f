import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { join, relative, sep } from "node:path";
import type { z } from "zod";
import type { Context } from "../../../core/index.ts";
import { quantisationOf } from "../../catalogue/index.ts";
import { OLLAMA_HOST } from "../endpoints.ts";
import { codeOf, statOrNull } from "../files.ts";
import { isOllamaForm } from "../ollamaForm.ts";
import { configSchema, hexOf, layersOf, manifestSchema, type OllamaConfig } from "../resolve/manifest.ts";
import type { Environment } from "../types.ts";
import type { FoundModel } from "./types.ts";
import { existingFolders, walkFiles } from "./walk.ts";

const MAX_JSON = 1024 * 1024;
/** `manifests/<host>/<namespace>/<model>/<tag>` */
const DEPTH = 3;

/** The folders that Ollama keeps models in: as it is told, its person's, and that of its Linux service. */
export function ollamaFolders(env: Environment): Promise<string[]> {
  const home = env["HOME"] || env["USERPROFILE"] || homedir();
  const service = process.platform === "linux" ? "/usr/share/ollama/.ollama/models" : undefined;
  return existingFolders([env["OLLAMA_MODELS"], join(home, ".ollama", "models"), service]);
}

/**
 * The models of an Ollama store: each tag's manifest names its weights by digest, and these are plain GGUF files. Those
 * that only Ollama can load are told with the reason. Layout: Ollama server/manifest.go.
 */
export async function findOllama(env: Environment, ctx: Context): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  for (const root of await ollamaFolders(env)) {
    const manifests = join(root, "manifests");
    for await (const path of walkFiles(manifests, DEPTH, ctx)) {
      const parts = relative(manifests, path).split(sep);
      const model = parts.length === DEPTH + 1 ? await readTag(root, path, parts) : null;
      if (model) found.push(model);
    }
  }
  return found;
}

async function readTag(root: string, path: string, parts: string[]): Promise<FoundModel | null> {
  const [host = "", namespace = "", model = "", tag = ""] = parts;
  const manifest = await readSmallJson(path, manifestSchema);
  if (!manifest) return null;
  const blob = (hex: string): string => join(root, "blobs", `sha256-${hex}`);
  const config = await readSmallJson(blob(hexOf(manifest.config)), configSchema);
  const isOwn = host === OLLAMA_HOST;
  const short = `${namespace === "library" && isOwn ? "" : `${namespace}/`}${model}:${tag}`;
  const [weights, ...more] = layersOf(manifest, "model");
  const [eyes] = layersOf(manifest, "projector");
  const common = {
    store: "ollama" as const,
    id: short.replaceAll("/", "-"),
    name: isOwn ? short : `${host}/${short}`,
    reference: isOwn ? `ollama:${short}` : toReference(host, short),
    quantisation: quantisationOf(config?.file_type ?? tag),
    projector: eyes ? { path: blob(hexOf(eyes)), bytes: eyes.size, sha256: hexOf(eyes) } : null,
  };
  if (!weights) return { ...common, files: [], bytes: 0, reason: whyNone(config) };
  const file = { path: blob(hexOf(weights)), bytes: weights.size, sha256: hexOf(weights) };
  const here = await statOrNull(file.path).catch(() => null);
  const reason =
    here?.size === weights.size && more.length === 0
      ? whyNotLoadable(config, isOwn)
      : "its weights are not whole: `ollama pull` fetches them again";
  return { ...common, files: [file], bytes: weights.size, reason };
}

/** `hf.co/owner/repo:Q4_K_M` is how Ollama calls what comes from the hub. */
const toReference = (host: string, short: string): string =>
  /^(?:hf|huggingface)\.co$/.test(host) ? `hf:${short}` : `ollama:${host}/${short}`;

function whyNone(config: OllamaConfig | null): string {
  return config?.remote_host === undefined
    ? "it is no GGUF file but in Ollama's own form, which only Ollama can load"
    : "it runs on the servers of Ollama's cloud only";
}

/** What Ollama has from the hub is as llama.cpp wants it; what comes from its own library may not be. */
function whyNotLoadable(config: OllamaConfig | null, isOwn: boolean): string | null {
  const family = config?.model_family ?? null;
  if (!isOwn || !isOllamaForm(family)) return null;
  return `its weights (${family}) are in Ollama's own form, which only Ollama can load: \`kralle engine add ollama --type ollama --url http://127.0.0.1:11434\``;
}

/** A small JSON file of another program; null when it is missing, too large, or not what it should be. */
async function readSmallJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const handle = await open(path, "r");
    try {
      const { size } = await handle.stat();
      if (size > MAX_JSON) return null;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
      const parsed = schema.safeParse(JSON.parse(buffer.toString("utf8", 0, bytesRead)));
      return parsed.success ? parsed.data : null;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof SyntaxError || codeOf(thrown).startsWith("E")) return null;
    throw thrown;
  }
}
