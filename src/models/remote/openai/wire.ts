import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { AppError, type Context } from "../../../core/index.ts";
import type { EngineRequest, ModelInfo } from "../../engine/types.ts";
import { streamModel, type ReadRaw } from "../aisdk/stream.ts";
import {
  ASSUMED_CONTEXT,
  type RemoteLimits,
  type RemoteServer,
  type ServedEngine,
  type ServedModel,
  type Wire,
  type WireEvent,
} from "../types.ts";
import { toKnownModel } from "../unknownModel.ts";
import type { Compat } from "./compat.ts";
import { countTokens } from "./count.ts";
import { describeServer } from "./describe.ts";
import { timingsChunk } from "./replies.ts";
import { createRoutes, type Routes } from "./routes.ts";

/** Any OpenAI-compatible server, through the AI SDK's provider for such servers. */
export function createOpenAiWire(server: RemoteServer, limits: RemoteLimits): Wire {
  const { url } = server.settings;
  if (url === undefined)
    throw new AppError("E_CONFIG", `The engine ${server.name} has no address.`, { hint: ADD_AGAIN });
  const routes = createRoutes(server, url, limits);
  return {
    async inspect(ctx) {
      const { kind, version, models } = await describeServer(routes, ctx);
      return { kind, version, models };
    },
    async open(model, ctx): Promise<ServedEngine> {
      const described = await describeServer(routes, ctx, model);
      const { compat } = described;
      const known = toKnownModel(model, described.models, server.name);
      const { contextTokens, isAssumed } = toContext(known, server.settings.context);
      if (isAssumed)
        ctx.log.warn("The size of the context is not known and taken for granted.", { model, contextTokens });
      const info: ModelInfo = {
        digest: null,
        name: `${server.name}/${model}`,
        contextTokens,
        parameters: known?.parameters ?? null,
        engine: `${described.kind}${described.version === null ? "" : ` ${described.version}`} at ${routes.host}`,
        system: described.system,
        features: known?.features ?? null,
      };
      return {
        info,
        isContextAssumed: isAssumed,
        constrains: compat.constrains,
        count: (messages, tools, inner) => countTokens({ routes, compat, model }, messages, tools, inner),
        stream: (request, inner) =>
          orWithoutSchema(request, compat, (sent) => {
            const provided = provide({ routes, server, compat, model, request: sent, limits }, inner);
            return streamModel(provided, sent, { host: routes.host, readRaw }, inner);
          }),
      };
    },
  };
}

const ADD_AGAIN = "Add it again: `kralle engine add NAME --type openai --url URL`.";

function toContext(
  known: ServedModel | null,
  asked: number | undefined,
): { contextTokens: number; isAssumed: boolean } {
  const real = known?.contextTokens ?? null;
  if (real !== null) return { contextTokens: Math.min(real, asked ?? real), isAssumed: false };
  return { contextTokens: asked ?? ASSUMED_CONTEXT, isAssumed: asked === undefined };
}

/** Servers that know no `response_format` refuse it; the schema stands in the prompt too, and what comes is checked. */
async function* orWithoutSchema(
  request: EngineRequest,
  { constrains }: Compat,
  send: (request: EngineRequest) => AsyncIterable<WireEvent>,
): AsyncGenerator<WireEvent> {
  try {
    yield* send(request);
  } catch (thrown) {
    const { schema, ...rest } = request;
    const isRefused = thrown instanceof AppError && thrown.code === "E_INPUT" && OF_SCHEMA.test(thrown.message);
    if (schema === undefined || constrains || !isRefused) throw thrown;
    yield* send(rest);
  }
}

const OF_SCHEMA = /response_format|json_schema|json_object|structured|grammar/i;

interface Provided {
  routes: Routes;
  server: RemoteServer;
  compat: Compat;
  model: string;
  request: EngineRequest;
  limits: RemoteLimits;
}

/** A provider for one request, so that the network it gets ends with the request. */
function provide({ routes, server, compat, model, request, limits }: Provided, ctx: Context) {
  const isQuiet = compat.thinkingSwitch && request.schema !== undefined;
  const provider = createOpenAICompatible({
    name: server.name,
    baseURL: routes.base,
    includeUsage: compat.streamUsage,
    supportsStructuredOutputs: true,
    fetch: routes.fetch(ctx, limits.firstByteMs),
    transformRequestBody: (body) => ({
      ...body,
      ...compat.extras,
      // Thinking goes before a document and would use up its tokens.
      ...(isQuiet ? { chat_template_kwargs: { enable_thinking: false } } : {}),
    }),
  });
  return provider.chatModel(model);
}

const readRaw: ReadRaw = (raw) => {
  const { timings } = timingsChunk.safeParse(raw).data ?? {};
  if (timings === undefined) return null;
  return { promptMs: timings.prompt_ms, completionMs: timings.predicted_ms, cachedTokens: timings.cache_n ?? null };
};
