import { enableCompileCache } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createBuiltinEngine, type BuiltinOptions } from "../../src/models/engine/builtin.ts";
import { readProcessor } from "../../src/models/engine/processor.ts";
import { prepareLlamaServer } from "../../scripts/testing/llamaServer.ts";
import { keptHome, preparePack, prepareWeights } from "../home.ts";
import { measureAgents } from "../models/agents.ts";
import { measureDecode } from "../models/decode.ts";
import { measureHello, measurePrefix } from "../models/prefix.ts";
import type { Place } from "../models/types.ts";
import type { Bench, Figure } from "../types.ts";

const CONTEXT_TOKENS = 4096;
const MODEL = "qwen2.5-coder-1.5b";

/** The model layer beside a bare loop over the same binding and beside llama-server, in turns, never two at once. */
export async function benchModels(bench: Bench): Promise<Figure[]> {
  enableCompileCache(join(bench.scratch, "compiled")); // as the bootstrap of the product does
  const packDir = await preparePack(bench);
  const weights = await prepareWeights(MODEL, bench);
  const { cores } = await readProcessor();
  const threads = Math.min(cores, availableParallelism());
  const hasServer = process.platform === "linux" && process.arch === "x64";
  const options: BuiltinOptions = {
    id: "builtin",
    packDir,
    modelPath: weights.path,
    name: weights.model.id,
    digest: weights.model.sha256,
    contextTokens: CONTEXT_TOKENS,
    threads,
    log: bench.ctx.log,
  };
  const place: Place = {
    packDir,
    weights,
    threads,
    contextTokens: CONTEXT_TOKENS,
    program: hasServer ? await prepareLlamaServer(keptHome(), bench.ctx) : null,
    options,
    createEngine: (own) => createBuiltinEngine({ ...options, ...own }),
  };
  const only = process.env["KRALLE_BENCH_ONLY"];
  const parts = { decode: measureDecode, prefix: measurePrefix, hello: measureHello, agents: measureAgents };
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue;
    figures.push(...(await measure(place, bench)));
  }
  return figures;
}
