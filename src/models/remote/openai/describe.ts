import type { z } from "zod";
import { AppError, toAppError, type Context } from "../../../core/index.ts";
import type { ModelFeature } from "../../engine/types.ts";
import type { ServedModel, ServerInfo } from "../types.ts";
import { COMPAT, type Compat } from "./compat.ts";
import { modelsReply, propsReply, studioReply, versionReply } from "./replies.ts";
import type { Routes } from "./routes.ts";

export interface Described extends ServerInfo {
  compat: Compat;
  /** Words of the server on what it runs. */
  system: string;
}

/**
 * Finds out which program answers and what it says of its models; of `model` in particular, where one server has
 * several. Throws E_ENGINE_REMOTE when none of it can be read.
 */
export async function describeServer(routes: Routes, ctx: Context, model?: string): Promise<Described> {
  const listed = await routes.get("models", modelsReply, ctx).catch(toNoList);
  const owners = new Set(listed.data.map(({ owned_by }) => owned_by));
  const models = listed.data.map(({ id, max_model_len, context_length, meta }): ServedModel => {
    const contextTokens = max_model_len ?? context_length ?? meta?.n_ctx ?? null;
    return { id, contextTokens, features: null, parameters: meta?.n_params ?? null };
  });
  if (owners.has("vllm")) {
    const version = (await routes.find("../version", versionReply, ctx))?.version ?? null;
    return { kind: "vllm", compat: COMPAT.vllm, version, models, system: "unknown" };
  }
  const query = model === undefined || models.length < 2 ? "" : `?model=${encodeURIComponent(model)}`;
  const props = await routes.find(`../props${query}`, propsReply, ctx);
  if (props !== null) return toLlamaServer(props, models, query === "" ? null : model);
  const studio = await routes.find("../api/v0/models", studioReply, ctx);
  if (studio !== null) return toStudio(studio, models);
  if (await routes.find("../api/version", versionReply, ctx)) throw toOllama(routes.host);
  return { kind: "openai-compatible", compat: COMPAT["openai-compatible"], version: null, models, system: "unknown" };
}

function toLlamaServer(
  props: z.infer<typeof propsReply>,
  listed: ServedModel[],
  asked: string | null | undefined,
): Described {
  const contextTokens = props.default_generation_settings.n_ctx ?? null;
  const features: ModelFeature[] = [];
  if (props.modalities?.vision === true) features.push("vision");
  if (props.chat_template_caps?.supports_tools === true) features.push("tools");
  if (/enable_thinking|<think>|reasoning_content/.test(props.chat_template ?? "")) features.push("thinking");
  // What /props says holds for one model: the only one, or the one that was asked for.
  const models = listed.map((model) =>
    listed.length === 1 || model.id === asked ? { ...model, contextTokens, features } : model,
  );
  const { build_info: version = null, model_ftype: system = "unknown" } = props;
  return { kind: "llama-server", compat: COMPAT["llama-server"], version, models, system };
}

function toStudio({ data }: z.infer<typeof studioReply>, listed: ServedModel[]): Described {
  const models = listed.map((model): ServedModel => {
    const known = data.find(({ id }) => id === model.id);
    if (known === undefined) return model;
    const features: ModelFeature[] = [];
    if (known.type === "vlm") features.push("vision");
    if (known.type === "embeddings") features.push("embed");
    if (known.capabilities?.includes("tool_use")) features.push("tools");
    return { ...model, contextTokens: known.loaded_context_length ?? null, features };
  });
  return { kind: "lm-studio", compat: COMPAT["lm-studio"], version: null, models, system: "unknown" };
}

/** Some servers have no list of models; anything else is told. */
function toNoList(thrown: unknown): z.infer<typeof modelsReply> {
  const status = toAppError(thrown).data?.["status"];
  if (status !== 404 && status !== 405 && status !== 501) throw thrown;
  return { data: [] };
}

const toOllama = (host: string): AppError =>
  new AppError("E_CONFIG", `${host} is an Ollama server: through /v1 its context cannot be set, and it cuts prompts.`, {
    hint: "Add it with `--type ollama` and without /v1.",
  });
