import { Ollama } from "ollama/browser";
import type { z } from "zod";
import { AppError, toAppError, type Context } from "../../../core/index.ts";
import { toBase } from "../address.ts";
import { createGuardedFetch } from "../guardedFetch.ts";
import type { RemoteLimits, RemoteServer } from "../types.ts";
import { KEEP_ALIVE } from "./chat.ts";
import { listReply, psReply, readReply, showReply, versionReply } from "./replies.ts";

export type Listed = z.infer<typeof listReply>["models"][number];
export type Shown = z.infer<typeof showReply>;

/** What is asked of Ollama beside chatting, each answer checked. */
export interface OllamaCalls {
  host: string;
  /** A client whose requests end with this context. */
  connect(ctx: Context): Ollama;
  version(ctx: Context): Promise<string>;
  list(ctx: Context): Promise<Listed[]>;
  /** Throws E_MODEL_UNKNOWN with the command that fetches it. */
  show(model: string, ctx: Context): Promise<Shown>;
  /** Tokens of context with which it is loaded; null when it is not, or when the server does not say. */
  loadedContext(model: string, ctx: Context): Promise<number | null>;
  load(model: string, contextTokens: number, ctx: Context): Promise<void>;
}

/**
 * Ollama's own API through its official client. Measured lacks of the client that the guarded fetch makes good: it
 * prints to stdout when an error has no JSON, skips a broken line with a warning, and keeps a line of any length.
 */
export function createOllamaCalls(server: RemoteServer, limits: RemoteLimits): OllamaCalls {
  const url = toBase(server.settings.url ?? "http://127.0.0.1:11434");
  const { host, origin } = new URL(url);
  const clientFor = (ctx: Context, firstByteMs: number): Ollama => {
    const rules = { server: server.name, origin, key: server.key, limits, firstByteMs };
    return new Ollama({ host: url, fetch: createGuardedFetch(rules, ctx) });
  };
  const ask = async (
    ctx: Context,
    what: (client: Ollama) => Promise<unknown>,
    firstByteMs = limits.inspectMs,
  ): Promise<unknown> => {
    try {
      return await what(clientFor(ctx, firstByteMs));
    } catch (thrown) {
      throw toWireError(thrown, host);
    }
  };
  return {
    host,
    connect: (ctx) => clientFor(ctx, limits.firstByteMs),
    version: async (ctx) => readReply(versionReply, await ask(ctx, (client) => client.version()), url).version,
    list: async (ctx) => readReply(listReply, await ask(ctx, (client) => client.list()), url).models,
    show: async (model, ctx) =>
      readReply(showReply, await ask(ctx, (client) => client.show({ model })).catch(toUnknown(model)), url),
    async loadedContext(model, ctx) {
      const { models } = readReply(psReply, await ask(ctx, (client) => client.ps()), url);
      const names = [model, `${model}:latest`];
      return models.find((loaded) => names.includes(loaded.name))?.context_length ?? null;
    },
    async load(model, num_ctx, ctx) {
      const request = { model, prompt: "", stream: false, keep_alive: KEEP_ALIVE, options: { num_ctx } } as const;
      await ask(ctx, (client) => client.generate(request), limits.firstByteMs);
    },
  };
}

/** What a client throws by itself is about an answer that it cannot use. */
function toWireError(thrown: unknown, host: string): AppError {
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
