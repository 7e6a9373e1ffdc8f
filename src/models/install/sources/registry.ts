import type { SourceSpec } from "../../catalogue/index.ts";
import { registryPurpose, toAddress } from "../endpoints.ts";
import type { Environment, Offer, PullLimits, Source } from "../types.ts";
import { isOffline } from "../offline.ts";
import { openRemote } from "./http/open.ts";

/**
 * A blob of Ollama's registry, or of a server that speaks its protocol: `GET <endpoint>/v2/<name>/blobs/sha256:<hex>` with
 * `Range`, redirects to where the bytes are. Protocol: Ollama server/download.go, and the OCI distribution specification.
 */
export function createRegistrySource(
  spec: Extract<SourceSpec, { kind: "registry" }>,
  bytes: number,
  endpoint: string,
  env: Environment,
  limits: PullLimits,
): Source {
  const purpose = registryPurpose(spec.host);
  const address = toAddress(endpoint, `v2/${spec.name}/blobs/sha256:${spec.sha256}`);
  return {
    name: `Ollama registry ${address?.host ?? endpoint} (${spec.name})`,
    space: (remaining) => remaining,
    async open(offset, onPending, ctx): Promise<Offer> {
      if (isOffline(env)) return { kind: "unavailable", reason: "offline mode is set" };
      if (!address) return { kind: "unavailable", reason: `${endpoint} is no http(s) address` };
      return openRemote({ address, bytes, headers: {}, purpose }, offset, limits, onPending, ctx);
    },
  };
}
