import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { toFigure, toRatio } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";
import { startServer } from "./processes.ts";
import { ask, toQuestion } from "./requests.ts";
import type { Place } from "./types.ts";

const ROUNDS = 3;
const AGENTS = 8;
const MAX_TOKENS = 64;

/**
 * Eight agents at once that share a beginning of about 1,200 tokens, 64 tokens each: our engine beside llama-server with one
 * and with four slots, each loaded anew, nothing known; then ours after a restart.
 */
export async function measureAgents(place: Place, bench: Bench): Promise<Figure[]> {
  const { weights, threads, contextTokens, program } = place;
  const times = { cold: [] as number[], restarted: [] as number[], one: [] as number[], four: [] as number[] };
  const all = async (one: (number: number) => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await Promise.all(Array.from({ length: AGENTS }, (_unused, at) => one(at + 1)));
    return performance.now() - start;
  };
  const ours = async (folder: string): Promise<number> => {
    const engine = place.createEngine({ states: { folder, maxBytes: 1e9 }, parallel: AGENTS });
    try {
      await engine.load(bench.ctx);
      return await all((number) => ask(engine, toQuestion(number), MAX_TOKENS, bench.ctx));
    } finally {
      await engine.close();
    }
  };
  const theirs = async (parallel: number): Promise<number> => {
    if (program === null) return Number.NaN;
    const job = { program, modelPath: weights.path, contextTokens, threads, parallel };
    const server = await startServer(job, bench.ctx);
    try {
      return await all((number) => server.ask(toQuestion(number), MAX_TOKENS));
    } finally {
      await server.close();
    }
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    bench.note(`eight agents, round ${round + 1} of ${ROUNDS}`);
    const folder = mkdtempSync(join(bench.scratch, "states-"));
    times.cold.push(await ours(folder));
    times.restarted.push(await ours(folder));
    if (program === null) continue;
    times.one.push(await theirs(1));
    times.four.push(await theirs(4));
  }
  const name = "models: 8 agents";
  const own = [
    toFigure(`${name}, cold`, times.cold, "ms"),
    toFigure(`${name}, after a restart`, times.restarted, "ms"),
  ];
  if (program === null) return own;
  return [
    ...own,
    toFigure(`${name}, llama-server, 1 slot`, times.one, "ms"),
    toFigure(`${name}, llama-server, 4 slots`, times.four, "ms"),
    { ...toRatio(`${name}, cold / 1 slot`, times.cold, times.one), atMost: 1 },
    { ...toRatio(`${name}, cold / 4 slots`, times.cold, times.four), atMost: 0.6 },
    { ...toRatio(`${name}, after a restart / 4 slots`, times.restarted, times.four), atMost: 0.5 },
  ];
}
