import type { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import type { ModelFeature } from "../../engine/types.ts";
import type { ServedModel } from "../types.ts";
import { COMPAT, type Compat } from "./compat.ts";
import { propsReply, studioReply, versionReply } from "./replies.ts";
import type { Routes } from "./routes.ts";

/** What the list of models said, and of which model is asked where a server has several. */
interface Listed {
  models: ServedModel[];
  asked: string | null;
}

export interface Found {
  version: string | null;
  system: string | null;
  models: ServedModel[];
}

interface Kind {
  compat: Compat;
  /** Looked for only where the list of models names this owner; null: always. */
  owner: string | null;
  /** What a route of its own says; null: it is another server. */
  find(routes: Routes, listed: Listed, ctx: Context): Promise<Found | null>;
}

type Fill<T> = (reply: T, listed: Listed) => Found;

/** A kind that is known by a route of its own; the path may depend on the model that is asked for. */
function byRoute<T>(path: string | ((listed: Listed) => string), schema: z.ZodType<T>, fill: Fill<T>): Kind["find"] {
  return async (routes, listed, ctx) => {
    const reply = await routes.find(typeof path === "string" ? path : path(listed), schema, ctx);
    return reply === null ? null : fill(reply, listed);
  };
}

/** In this order: the later ones answer on routes that earlier ones may have too. */
export const KINDS: readonly Kind[] = [
  {
    compat: COMPAT.vllm,
    owner: "vllm",
    async find(routes, { models }, ctx) {
      const reply = await routes.find("../version", versionReply, ctx); // the owner tells enough
      return { version: reply?.version ?? null, system: null, models };
    },
  },
  { compat: COMPAT["llama-server"], owner: null, find: byRoute(toPropsPath, propsReply, fillLlamaServer) },
  { compat: COMPAT["lm-studio"], owner: null, find: byRoute("../api/v0/models", studioReply, fillStudio) },
  { compat: COMPAT["openai-compatible"], owner: null, find: byRoute("../api/version", versionReply, refuseOllama) },
];

function toPropsPath({ asked }: Listed): string {
  return `../props${asked === null ? "" : `?model=${encodeURIComponent(asked)}`}`;
}

function fillLlamaServer(props: z.infer<typeof propsReply>, { models: listed, asked }: Listed): Found {
  const contextTokens = props.default_generation_settings.n_ctx ?? null;
  const features: ModelFeature[] = [];
  if (props.modalities?.vision === true) features.push("vision");
  if (props.chat_template_caps?.supports_tools === true) features.push("tools");
  if (/enable_thinking|<think>|reasoning_content/.test(props.chat_template ?? "")) features.push("thinking");
  // What /props says holds for one model: the only one, or the one that was asked for.
  const isMeant = ({ id }: ServedModel): boolean => listed.length === 1 || id === asked;
  const models = listed.map((model) => (isMeant(model) ? { ...model, contextTokens, features } : model));
  return { version: props.build_info ?? null, system: props.model_ftype ?? null, models };
}

/** Of LM Studio counts with how much context a model is loaded, not how much it could have. */
function fillStudio({ data }: z.infer<typeof studioReply>, { models: listed }: Listed): Found {
  const models = listed.map((model): ServedModel => {
    const known = data.find(({ id }) => id === model.id);
    if (known === undefined) return model;
    const features: ModelFeature[] = [];
    if (known.type === "vlm") features.push("vision");
    if (known.type === "embeddings") features.push("embed");
    if (known.capabilities?.includes("tool_use")) features.push("tools");
    return { ...model, contextTokens: known.loaded_context_length ?? null, features };
  });
  return { version: null, system: null, models };
}

function refuseOllama(_reply: unknown, _listed: Listed): Found {
  throw new AppError(
    "E_CONFIG",
    "This is an Ollama server: through /v1 its context cannot be set, and it cuts prompts.",
    {
      hint: "Add it with `--type ollama` and without /v1.",
    },
  );
}
