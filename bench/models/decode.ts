import { createLlamaServerEngine, findLlamaServer } from "../../src/models/index.ts";
import { toBatchTokens } from "../../src/models/engine/launch.ts";
import { toFigure, toRatio } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";
import { startBareLoop, startServer } from "./processes.ts";
import { ask, LONG } from "./requests.ts";
import type { Place } from "./types.ts";

const ROUNDS = 7;
const MAX_TOKENS = 64;

/**
 * Tokens per second at a depth of 500, in turns: our engine, a bare loop over the same binding, llama-server as it comes by
 * its own timings, and the same through our managed child. All stay loaded; never two compute at once.
 */
export async function measureDecode(place: Place, bench: Bench): Promise<Figure[]> {
  const { packDir, weights, threads, contextTokens, program } = place;
  const { model, path: modelPath } = weights;
  const gpu = false;
  const batchTokens = toBatchTokens(model.bytes);
  const job = { packDir, modelPath, gpu, threads, batchTokens, contextTokens, messages: LONG, maxTokens: MAX_TOKENS };
  const ours = place.createEngine({});
  const bare = await startBareLoop(job, bench.ctx);
  const server = program ? await startServer({ ...job, program, parallel: 1 }, bench.ctx) : null;
  const known = program
    ? await findLlamaServer({ env: { ...process.env, KRALLE_LLAMA_SERVER: program } }, bench.ctx)
    : null;
  const managed = known
    ? await createLlamaServerEngine({ ...place.options, program: known, gpu: "none", threads, contextTokens })
    : null;
  const rates = { ours: [] as number[], bare: [] as number[], server: [] as number[], managed: [] as number[] };
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      bench.note(`decode, round ${round} of ${ROUNDS}`);
      const found = {
        ours: (await ask(ours, LONG, MAX_TOKENS, bench.ctx)).decode,
        bare: await bare.decode(),
        server: server === null ? null : (await server.ask(LONG, MAX_TOKENS)).tokensPerSecond,
        managed: managed === null ? null : (await ask(managed, LONG, MAX_TOKENS, bench.ctx)).decode,
      };
      if (round === 0) continue; // reads the prompt and fills caches
      for (const key of ["ours", "bare", "server", "managed"] as const) {
        const rate = found[key];
        if (rate !== null) rates[key].push(rate);
      }
    }
  } finally {
    await Promise.all([ours.close(), bare.close(), server?.close(), managed?.close()]);
  }
  const name = "models: decode at depth 500";
  return [
    toFigure(`${name}, built in`, rates.ours, "tokens/s"),
    toFigure(`${name}, bare loop`, rates.bare, "tokens/s"),
    { ...toRatio(`${name}, built in / bare loop`, rates.ours, rates.bare), atLeast: 0.97 },
    ...(server === null || managed === null
      ? []
      : [
          toFigure(`${name}, llama-server's own timings`, rates.server, "tokens/s"),
          { ...toRatio(`${name}, built in / llama-server`, rates.ours, rates.server), atLeast: 1 },
          { ...toRatio(`${name}, managed child / llama-server`, rates.managed, rates.server), atLeast: 0.97 },
        ]),
  ];
}
