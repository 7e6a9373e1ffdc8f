import { AppError, type Context } from "../../../core/index.ts";
import type { CatalogueModel, Reference } from "../../catalogue/index.ts";
import { hubEndpoints, OLLAMA_HOST, registryEndpoints } from "../endpoints.ts";
import { toReason } from "../sources/http/download.ts";
import { isOffline } from "../offline.ts";
import type { PullLimits, PullOptions } from "../types.ts";
import { resolveHub } from "./hub.ts";
import { resolveRegistry } from "./registry.ts";
import type { Resolved } from "./types.ts";

/** One place where a name may stand for weights. */
export interface Candidate {
  reference: Exclude<Reference, { kind: "catalogue" }>;
  model: CatalogueModel | null;
}

/**
 * Asks the servers of one candidate, in order, what the name stands for. Null when none says; each then has a line in
 * `failures`. Throws AppError for what another server could not mend: no such quantisation, bytes that the catalogue knows
 * differently.
 */
export async function resolveReference(
  { reference, model }: Candidate,
  { env, mirrors }: Pick<PullOptions, "env" | "mirrors">,
  limits: PullLimits,
  failures: Map<string, string>,
  ctx: Context,
): Promise<Resolved | null> {
  const isHub = reference.kind === "hub";
  const endpoints = isHub ? hubEndpoints(env, mirrors) : registryEndpoints(env, mirrors, reference.host ?? OLLAMA_HOST);
  for (const endpoint of endpoints) {
    const host = URL.parse(endpoint)?.host ?? endpoint;
    const what = isHub
      ? `hub ${host} (${reference.repo})`
      : `Ollama registry ${host} (${reference.namespace}/${reference.model}:${reference.tag})`;
    if (isOffline(env)) {
      failures.set(what, "offline mode is set");
      continue;
    }
    try {
      return isHub
        ? await resolveHub({ reference, model, endpoint, env, limits }, ctx)
        : await resolveRegistry({ reference, model, endpoint, limits }, ctx);
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      const isOfServer = thrown instanceof AppError && ["E_NETWORK", "E_REFUSED"].includes(thrown.code);
      if (thrown instanceof AppError && !isOfServer) throw thrown;
      failures.set(what, toReason(thrown));
      ctx.log.info("a source did not say what it has", { source: what, reason: toReason(thrown) });
    }
  }
  return null;
}
