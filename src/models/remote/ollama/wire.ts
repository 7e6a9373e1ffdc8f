import type { z } from "zod";
import { Ollama } from "ollama/browser";
import { AppError, toAppError, type Context } from "../../../core/index.ts";
import type { ModelFeature, ModelInfo } from "../../engine/types.ts";
import { toBase } from "../address.ts";
import { estimatePrompt } from "../estimate.ts";
import { createGuardedFetch } from "../guardedFetch.ts";
import {
  WANTED_CONTEXT,
  type RemoteLimits,
  type RemoteServer,
  type ServedEngine,
  type ServedModel,
  type Wire,
} from "../types.ts";
import { listReply, psReply, readReply, showReply, versionReply } from "./replies.ts";
import { KEEP_ALIVE, streamChat } from "./chat.ts";

/**
 * Ollama's own API through its official client. Measured lacks of the client that the guarded fetch makes good: it
 * prints to stdout when an error has no JSON, skips a broken line with a warning, and keeps a line of any length.
 */
export function createOllamaWire(server: RemoteServer, limits: RemoteLimits): Wire {
  const url = toBase(server.settings.url ?? "http://127.0.0.1:11434");
  const connect = (ctx: Context, firstByteMs: number): Ollama => {
    const rules = { server: server.name, origin: new URL(url).origin, key: server.key, limits, firstByteMs };
    return new Ollama({ host: url, fetch: createGuardedFetch(rules, ctx) });
  };
  const ask = async <T>(
    ctx: Context,
    what: (client: Ollama) => Promise<T>,
    firstByteMs = limits.inspectMs,
  ): Promise<T> => {
    try {
      return await what(connect(ctx, firstByteMs));
    } catch (thrown) {
      throw toWireError(thrown, new URL(url).host);
    }
  };
  const versionOf = async (ctx: Context): Promise<string> =>
    readReply(versionReply, await ask(ctx, (client) => client.version()), url).version;

  return {
    async inspect(ctx) {
      const version = await versionOf(ctx);
      const { models } = readReply(listReply, await ask(ctx, (client) => client.list()), url);
      return { kind: "ollama", version, models: models.map((model) => toServed(model, server.settings.context)) };
    },
    async open(model, ctx): Promise<ServedEngine> {
      const version = await versionOf(ctx);
      const shown = readReply(
        showReply,
        await ask(ctx, (client) => client.show({ model })).catch(toUnknown(model)),
        url,
      );
      const features = toFeatures(shown.capabilities);
      if (shown.capabilities && !shown.capabilities.includes("completion")) throw toNoChat(model);
      const most = readNumber(shown.model_info, /\.context_length$/);
      const asked = Math.min(server.settings.context ?? WANTED_CONTEXT, most ?? Number.POSITIVE_INFINITY);
      const contextTokens = await loadWith(asked);
      const info: ModelInfo = {
        digest: /^FROM .*sha256-([0-9a-f]{64})\s*$/m.exec(shown.modelfile ?? "")?.[1] ?? null,
        name: `${server.name}/${model}`,
        contextTokens,
        parameters: readNumber(shown.model_info, /^general\.parameter_count$/),
        engine: `ollama ${version} at ${new URL(url).host}`,
        system: [shown.details?.family, shown.details?.quantization_level].filter(Boolean).join(" ") || "unknown",
        features,
      };
      return {
        info,
        isContextAssumed: false,
        count: async (messages, tools) => ({ tokens: estimatePrompt(messages, tools), isExact: false }),
        stream: (request, inner) =>
          streamChat(connect(inner, limits.firstByteMs), {
            model,
            request,
            contextTokens,
            features,
            host: new URL(url).host,
          }),
      };

      /** Loads it with this context and says which one it really has. One that is loaded with more keeps that. */
      async function loadWith(wanted: number): Promise<number> {
        const before = await contextOf(model, ctx);
        const tokens = before !== null && before > wanted && server.settings.context === undefined ? before : wanted;
        await ask(
          ctx,
          (client) =>
            client.generate({ model, prompt: "", stream: false, keep_alive: KEEP_ALIVE, options: { num_ctx: tokens } }),
          limits.firstByteMs,
        );
        const real = await contextOf(model, ctx);
        return real === null ? tokens : Math.min(real, tokens);
      }
    },
  };

  async function contextOf(model: string, ctx: Context): Promise<number | null> {
    const { models } = readReply(psReply, await ask(ctx, (client) => client.ps()), url);
    const names = [model, `${model}:latest`];
    return models.find((loaded) => names.includes(loaded.name))?.context_length ?? null;
  }
}

type Listed = z.infer<typeof listReply>["models"][number];

/** With the context that will be asked for, which is rarely the most that the model can. */
function toServed({ name, capabilities, details }: Listed, context = WANTED_CONTEXT): ServedModel {
  const most = details?.context_length ?? null;
  const contextTokens = most === null ? null : Math.min(most, context);
  return { id: name, contextTokens, features: toFeatures(capabilities), parameters: null };
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

/** What a client throws by itself is about an answer that it cannot use. */
export function toWireError(thrown: unknown, host: string): AppError {
  if (thrown instanceof AppError || (thrown instanceof Error && thrown.name === "AbortError"))
    return toAppError(thrown);
  return new AppError("E_ENGINE_REMOTE", `${host} gave an answer that cannot be read.`, {
    hint: "Check with `kralle engine check` whether the address is that of a model server.",
    cause: thrown,
  });
}

const toUnknown =
  (model: string) =>
  (thrown: unknown): never => {
    if (!(thrown instanceof AppError) || thrown.code !== "E_MODEL_UNKNOWN") throw thrown;
    throw new AppError("E_MODEL_UNKNOWN", `Ollama has no model ${model}.`, {
      hint: `Fetch it with \`ollama pull ${model}\`, or choose one that \`kralle engine check\` lists.`,
      cause: thrown,
    });
  };

const toNoChat = (model: string): AppError =>
  new AppError("E_INPUT", `The model ${model} cannot write, only compute embeddings.`, {
    hint: "Choose another: `kralle engine check` says what each can do.",
  });
