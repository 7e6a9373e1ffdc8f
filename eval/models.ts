import type { Context } from "../src/core/index.ts";
import {
  createBuiltinEngine,
  createModels,
  detectHardware,
  ensurePack,
  findStarter,
  probeAbility,
  pullModel,
  type Engine,
  type ModelAbility,
  type Models,
} from "../src/models/index.ts";
import { createFirstEngine, createRandomEngine } from "./random.ts";

export const MODEL_IDS = { "1.5b": "qwen2.5-coder-1.5b", "0.5b": "qwen2.5-coder-0.5b" } as const;
export type ModelSize = keyof typeof MODEL_IDS;

/** The engine of one starter model, installed by the product's own functions into `home`. */
export async function openEngine(size: ModelSize, home: string, ctx: Context): Promise<Engine & { name: string }> {
  const hardware = await detectHardware(ctx, home);
  const pack = await ensurePack({ home, hardware, env: process.env }, ctx);
  const model = findStarter(MODEL_IDS[size]);
  const pulled = await pullModel(model, { home, env: process.env }, ctx);
  const engine = await createBuiltinEngine({
    id: "builtin",
    packDir: pack.dir,
    modelPath: pulled.path,
    name: MODEL_IDS[size],
    digest: pulled.sha256,
    contextTokens: 8192,
    log: ctx.log,
  });
  return Object.assign(engine, { name: MODEL_IDS[size] });
}

/** Models over one engine; every call is counted in `calls`. */
export function modelsOver(engine: Engine, ability?: ModelAbility): Models {
  return createModels({
    engines: async (_task, ctx) => ({ engine, info: await engine.load(ctx) }),
    ability: (picked, ctx) => (ability ? Promise.resolve(ability) : probeAbility(picked, ctx)),
    onUsage: () => {},
    close: () => engine.close(),
  });
}

/** Engines without a model: a random sampler under the same schemas, and one that takes what code ranks first. */
export function blindModels(kind: "random" | "first", seed = 20_261_125): Models {
  const ability: ModelAbility = {
    model: kind,
    contextTokens: 8192,
    choose: 0,
    schema: 1,
    tools: 0,
    tokensPerSecond: 0,
  };
  return modelsOver(kind === "random" ? createRandomEngine(seed) : createFirstEngine(), ability);
}
