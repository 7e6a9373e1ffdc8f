import type { SourceSpec } from "../../catalogue/index.ts";
import { hubHeaders, toAddress, toHubPath } from "../endpoints.ts";
import type { Environment, Offer, PullLimits, Source } from "../types.ts";
import { isOffline } from "../offline.ts";
import { openRemote } from "./http/open.ts";

/**
 * Hugging Face, or a server that speaks its download protocol: `GET <endpoint>/<repo>/resolve/<revision>/<file>` with
 * `Range`, redirects to where the bytes are.
 */
export function createHubSource(
  spec: Extract<SourceSpec, { kind: "hub" }>,
  bytes: number,
  endpoint: string,
  env: Environment,
  limits: PullLimits,
): Source {
  const path = `${spec.repo}/resolve/${encodeURIComponent(spec.revision ?? "main")}/${toHubPath(spec.file)}`;
  const address = toAddress(endpoint, path);
  return {
    name: `hub ${address?.host ?? endpoint} (${spec.repo})`,
    space: (remaining) => remaining,
    async open(offset, onPending, ctx): Promise<Offer> {
      if (isOffline(env)) return { kind: "unavailable", reason: "offline mode is set" };
      if (!address) return { kind: "unavailable", reason: `${endpoint} is no http(s) address` };
      return openRemote({ address, bytes, headers: hubHeaders(env) }, offset, limits, onPending, ctx);
    },
  };
}
