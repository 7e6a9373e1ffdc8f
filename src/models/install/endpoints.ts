import type { Purpose } from "../../core/index.ts";
import type { Environment, Mirrors } from "./types.ts";

const HUB = "https://huggingface.co";
/** Of llama-server. */
const RELEASES = "https://github.com";
export const OLLAMA_HOST = "registry.ollama.ai";

/** Addresses that speak the hub's protocol, in the order in which they are asked. Those of the environment go alone. */
export function hubEndpoints(env: Environment, mirrors: Mirrors | undefined): string[] {
  const named = env["KRALLE_HUB_URL"] || env["HF_ENDPOINT"];
  return named ? toList(named) : [...(mirrors?.hub ?? []), HUB];
}

/** The same for the registry of Ollama; mirrors stand in for its own host only, not for one that a name gives. */
export function registryEndpoints(env: Environment, mirrors: Mirrors | undefined, host: string): string[] {
  if (host !== OLLAMA_HOST) return [`https://${host}`];
  const named = env["KRALLE_OLLAMA_REGISTRY"];
  return named ? toList(named) : [...(mirrors?.ollama ?? []), `https://${OLLAMA_HOST}`];
}

/** What a registry is asked for: one that a name gave is a place of its own. */
export const registryPurpose = (host: string): Purpose => (host === OLLAMA_HOST ? "models" : `registry:${host}`);

/** Where weights may come from without anybody naming a server: hubs, registry, mirrors, and those of the environment. */
export function knownSources(env: Environment, mirrors: Mirrors | undefined): string[] {
  const releases = env["KRALLE_LLAMA_RELEASES"];
  return [
    ...hubEndpoints(env, mirrors),
    ...registryEndpoints(env, mirrors, OLLAMA_HOST),
    ...(releases ? [releases] : [RELEASES]),
  ];
}

/** One address, or several with spaces between them. */
const toList = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** An http(s) address below an endpoint, or null when the endpoint is none. */
export function toAddress(endpoint: string, path: string): URL | null {
  const address = URL.parse(`${endpoint.replace(/\/+$/, "")}/${path}`);
  return address && /^https?:$/.test(address.protocol) ? address : null;
}

/** What the hub wants of who has an account there; sent to the hub itself, never to where it redirects. */
export function hubHeaders(env: Environment): Record<string, string> {
  const token = env["HF_TOKEN"];
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** A path of the hub; a file may lie in a folder of its repository. */
export const toHubPath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
