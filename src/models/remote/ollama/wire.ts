import { AppError, type Context } from "../../../core/index.ts";
import type { ModelFeature, ModelInfo } from "../../engine/types.ts";
import { estimatePrompt } from "../estimate.ts";
import {
  WANTED_CONTEXT,
  type RemoteLimits,
  type RemoteServer,
  type ServedEngine,
  type ServedModel,
  type Wire,
} from "../types.ts";
import { createOllamaCalls, type Listed, type OllamaCalls, type Shown } from "./calls.ts";
import { streamChat } from "./chat.ts";

const MOST_SHOWN = 20;

/** Ollama through its own API: the only one of its doors through which the context can be set. */
export function createOllamaWire(server: RemoteServer, limits: RemoteLimits): Wire {
  const calls = createOllamaCalls(server, limits);
  const { context } = server.settings;
  return {
    async inspect(ctx) {
      const version = await calls.version(ctx);
      const served: ServedModel[] = [];
      for (const [index, model] of (await calls.list(ctx)).entries()) {
        // Older servers say in the list neither what a model can nor how much context it has.
        const isTold = model.capabilities !== undefined && model.details?.context_length !== undefined;
        const shown = isTold || index >= MOST_SHOWN ? null : await calls.show(model.name, ctx);
        served.push(toServed(model, shown, context));
      }
      return { kind: "ollama", version, models: served };
    },
    async open(model, ctx): Promise<ServedEngine> {
      const version = await calls.version(ctx);
      const shown = await calls.show(model, ctx);
      const features = toFeatures(shown.capabilities);
      if (shown.capabilities && !shown.capabilities.includes("completion")) throw toNoChat(model);
      const contextTokens = await loadWith(calls, model, { shown, asked: context }, ctx);
      const info: ModelInfo = {
        digest: /^FROM .*sha256-([0-9a-f]{64})\s*$/m.exec(shown.modelfile ?? "")?.[1] ?? null,
        name: `${server.name}/${model}`,
        contextTokens,
        parameters: readNumber(shown.model_info, /^general\.parameter_count$/),
        engine: `ollama ${version} at ${calls.host}`,
        system: [shown.details?.family, shown.details?.quantization_level].filter(Boolean).join(" ") || "unknown",
        features,
      };
      return {
        info,
        isContextAssumed: false,
        constrains: true,
        count: async (messages, tools) => ({ tokens: estimatePrompt(messages, tools), isExact: false }),
        stream: (request, inner) =>
          streamChat(calls.connect(inner), { model, request, contextTokens, features, host: calls.host }),
      };
    },
  };
}

/** Loads the model and says which context it really has. One that is loaded with more than we would ask for keeps that. */
async function loadWith(
  calls: OllamaCalls,
  model: string,
  { shown, asked }: { shown: Shown; asked: number | undefined },
  ctx: Context,
): Promise<number> {
  const most = readNumber(shown.model_info, /\.context_length$/);
  const wanted = Math.min(asked ?? WANTED_CONTEXT, most ?? Number.POSITIVE_INFINITY);
  const before = await calls.loadedContext(model, ctx);
  const tokens = before !== null && before > wanted && asked === undefined ? before : wanted;
  await calls.load(model, tokens, ctx);
  const real = await calls.loadedContext(model, ctx);
  return real === null ? tokens : Math.min(real, tokens);
}

/** With the context that will be asked for, which is rarely the most that the model can. */
function toServed({ name, capabilities, details }: Listed, shown: Shown | null, context = WANTED_CONTEXT): ServedModel {
  const most = details?.context_length ?? readNumber(shown?.model_info, /\.context_length$/);
  const contextTokens = most === null ? null : Math.min(most, context);
  const features = toFeatures(capabilities ?? shown?.capabilities);
  const parameters = readNumber(shown?.model_info, /^general\.parameter_count$/);
  return { id: name, contextTokens, features, parameters };
}

const FEATURES: Readonly<Record<string, ModelFeature>> = {
  vision: "vision",
  tools: "tools",
  thinking: "thinking",
  embedding: "embed",
};

function toFeatures(capabilities: readonly string[] | undefined): readonly ModelFeature[] | null {
  if (capabilities === undefined) return null; // older servers do not say
  return capabilities.flatMap((name) => FEATURES[name] ?? []);
}

function readNumber(info: Record<string, unknown> | undefined, key: RegExp): number | null {
  const found = Object.entries(info ?? {}).find(([name]) => key.test(name))?.[1];
  return typeof found === "number" && Number.isSafeInteger(found) && found > 0 ? found : null;
}

const toNoChat = (model: string): AppError =>
  new AppError("E_INPUT", `The model ${model} cannot write, only compute embeddings.`, {
    hint: "Choose another: `kralle engine check` says what each can do.",
  });
