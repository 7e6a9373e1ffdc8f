import type { Context, EngineSettings } from "../../../src/core/index.ts";
import { openWire, type RemoteLimits, type RemoteServer } from "../../../src/models/index.ts";
import { createRemoteEngine } from "../../../src/models/remote/remoteEngine.ts";
import { REMOTE_LIMITS } from "../../../src/models/remote/types.ts";
import type { Engine } from "../../../src/models/engine/types.ts";
import { toContext as withoutNetwork } from "../engine/_setup.ts";
import { openNet } from "../../../scripts/testing/broker.ts";

/** A context whose network is the real one: these tests speak to servers on loopback. */
export function toContext(signal?: AbortSignal, changes: Partial<Context> = {}): Context {
  return { ...withoutNetwork(signal), net: openNet(), ...changes };
}

export function toServer(settings: EngineSettings, changes: Partial<RemoteServer> = {}): RemoteServer {
  return { name: "test", settings, key: null, packageDirs: [], ...changes };
}

export interface EngineOptions {
  model?: string;
  limits?: Partial<RemoteLimits>;
  key?: string;
  packageDirs?: readonly string[];
  /** Requests side by side; one after another without it, as the engine suite asks for it. */
  parallel?: number;
}

/** An engine as the app makes it; the tests of the engine suite hand it contexts without a network, so it has its own. */
export function createEngine(settings: EngineSettings, options: EngineOptions = {}): Engine {
  const { model = "m1", key = null, packageDirs = [], parallel = 1 } = options;
  const server = toServer(settings, { key, packageDirs });
  const limits = { ...REMOTE_LIMITS, ...options.limits };
  return withNetwork(
    createRemoteEngine({ id: `test/${model}`, model, parallel, wire: () => openWire(server, limits) }),
  );
}

function withNetwork(engine: Engine): Engine {
  const reach = (ctx: Context): Context => ({ ...ctx, net: openNet() });
  return {
    id: engine.id,
    load: (ctx) => engine.load(reach(ctx)),
    generate: (request, ctx) => engine.generate(request, reach(ctx)),
    count: (messages, ctx, tools) => engine.count(messages, reach(ctx), tools),
    close: () => engine.close(),
  };
}
