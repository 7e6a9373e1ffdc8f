import type { ModelInfo } from "../../engine/types.ts";
import { estimatePrompt } from "../estimate.ts";
import { createGuardedFetch, type Fetch } from "../guardedFetch.ts";
import { ASSUMED_CONTEXT, type RemoteLimits, type RemoteServer, type ServedEngine, type Wire } from "../types.ts";
import type { Context } from "../../../core/index.ts";
import { loadProvider } from "./package.ts";
import { streamModel } from "./stream.ts";

/**
 * Any provider package of the AI SDK. The specification knows no list of models, no size of the context and no
 * tokeniser: the context is what the person said, and prompts are estimated.
 */
export function createAiSdkWire(server: RemoteServer, limits: RemoteLimits): Wire {
  const { url, context, package: name = "" } = server.settings;
  const host = url === undefined ? name : new URL(url).host;
  const fetchIn = (ctx: Context): Fetch => {
    const origin = url === undefined ? null : new URL(url).origin;
    // The package sends the key in its own way.
    const rules = { server: server.name, origin, key: null, limits, firstByteMs: limits.firstByteMs };
    return createGuardedFetch(rules, ctx);
  };
  return {
    async inspect() {
      await loadProvider(server);
      return { kind: name, version: null, models: [] };
    },
    async open(model, ctx): Promise<ServedEngine> {
      const make = await loadProvider(server);
      const { specificationVersion } = make(model, fetchIn(ctx)); // a name that the package refuses is told now
      const info: ModelInfo = {
        digest: null,
        name: `${server.name}/${model}`,
        contextTokens: context ?? ASSUMED_CONTEXT,
        parameters: null,
        engine: `${name} at ${host}`,
        system: `AI SDK provider ${specificationVersion}`,
        features: null,
      };
      return {
        info,
        isContextAssumed: context === undefined,
        constrains: false,
        count: async (messages, tools) => ({ tokens: estimatePrompt(messages, tools), isExact: false }),
        stream: (request, inner) => streamModel(make(model, fetchIn(inner)), request, { host }, inner),
      };
    },
  };
}
