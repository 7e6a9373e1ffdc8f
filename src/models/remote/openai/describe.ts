import type { z } from "zod";
import { toAppError, type Context } from "../../../core/index.ts";
import type { ServedModel, ServerInfo } from "../types.ts";
import { COMPAT, type Compat } from "./compat.ts";
import { KINDS, type Found } from "./kinds.ts";
import { modelsReply } from "./replies.ts";
import type { Routes } from "./routes.ts";

export interface Described extends ServerInfo {
  compat: Compat;
  /** Words of the server on what it runs. */
  system: string;
}

/**
 * Finds out which program answers and what it says of its models; of `model` in particular, where one server has
 * several. Throws E_ENGINE_REMOTE when none of it can be read, E_CONFIG for a server that needs another type.
 */
export async function describeServer(routes: Routes, ctx: Context, model: string | null = null): Promise<Described> {
  const { data } = await routes.get("models", modelsReply, ctx).catch(toNoList);
  const models = data.map(({ id, max_model_len, context_length, meta }): ServedModel => {
    const contextTokens = max_model_len ?? context_length ?? meta?.n_ctx ?? null;
    return { id, contextTokens, features: null, parameters: meta?.n_params ?? null };
  });
  const owners = new Set(data.map(({ owned_by }) => owned_by ?? ""));
  const asked = models.length > 1 ? model : null;
  for (const kind of KINDS) {
    if (kind.owner !== null && !owners.has(kind.owner)) continue;
    const found = await kind.find(routes, { models, asked }, ctx);
    if (found !== null) return toDescribed(kind.compat, found);
  }
  return toDescribed(COMPAT["openai-compatible"], { version: null, system: null, models });
}

const toDescribed = (compat: Compat, { version, system, models }: Found): Described => {
  return { kind: compat.kind, compat, version, models, system: system ?? "unknown" };
};

/** Some servers have no list of models; anything else is told. */
function toNoList(thrown: unknown): z.infer<typeof modelsReply> {
  const status = toAppError(thrown).data?.["status"];
  if (status !== 404 && status !== 405 && status !== 501) throw thrown;
  return { data: [] };
}
