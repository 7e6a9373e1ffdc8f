import { join } from "node:path";
import { comparePublished } from "../../src/models/index.ts";
import { makePreparedHome, ROOT, toProductEnvironment } from "../home.ts";
import { runToSuccess } from "../program.ts";
import { median, toFigure, toRatio } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const RUNS = 15;
const LONGEST_MS = 20_000;
const KRALLE = join(ROOT, "bin", "kralle.js");

/** What fits: how long the answer takes beside a bare start of Node, and how far predictions are from measurements. */
export async function benchFit(bench: Bench): Promise<Figure[]> {
  const home = makePreparedHome(bench);
  const env = toProductEnvironment(home);
  const options = { cwd: bench.scratch, env, timeoutMs: LONGEST_MS, signal: bench.ctx.signal };
  const times: { bare: number[]; fit: number[] } = { bare: [], fit: [] };
  for (let run = 0; run <= RUNS; run += 1) {
    const bare = await runToSuccess(process.execPath, ["--eval", "0"], options);
    const fit = await runToSuccess(process.execPath, [KRALLE, "models", "fit"], options);
    if (run === 0) continue; // the first run of all fills caches
    times.bare.push(bare.ms);
    times.fit.push(fit.ms);
  }
  const { median: middle, independentMedian, worst, comparisons } = comparePublished();
  const percent = (name: string, share: number, atMost: number): Figure => {
    return { name, value: share * 100, unit: "%", n: comparisons.length, atMost };
  };
  return [
    toFigure("fit: node alone", times.bare, "ms"),
    toFigure("fit: kralle models fit", times.fit, "ms"),
    toRatio("fit: kralle models fit / node alone", times.fit, times.bare),
    { name: "fit: beyond node", value: median(times.fit) - median(times.bare), unit: "ms", n: RUNS, atMost: 400 },
    percent("fit: median error beside published speeds", middle, 20),
    percent("fit: the same, devices that no constant comes from", independentMedian, 20),
    percent("fit: largest error", worst, 40),
  ];
}
