import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../src/core/index.ts";
import { bringTexts } from "../../src/cli/texts/index.ts";
import { makePreparedHome, preparePack, prepareWeights, ROOT, STARTERS, toProductEnvironment } from "../home.ts";
import { runProgram } from "../program.ts";
import { toFigure } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const RUNS = 3;
const LONGEST_MS = 300_000;

/** What the bench reads of the object that `kralle ask --json` promises as its last line. */
const resultSchema = z.object({
  ok: z.boolean(),
  answer: z.string(),
  usage: z.object({
    promptTokens: z.number(),
    completionTokens: z.number(),
    cachedTokens: z.number(),
    modelMs: z.number(),
    wallMs: z.number(),
  }),
  model: z.string(),
  steps: z.number(),
  error: z.object({ message: z.string() }).nullable(),
});
type Result = z.infer<typeof resultSchema>;

/** The suggested tasks of the sample firm, each in a process of its own, as a person or a script would ask them. */
export async function benchAsk(bench: Bench): Promise<Figure[]> {
  await preparePack(bench);
  await prepareWeights(STARTERS[0], bench);
  const home = makePreparedHome(bench);
  const figures: Figure[] = [];
  for (const [at, task] of (await bringTexts("en")).suggestions.entries()) {
    bench.note(`task ${at + 1}: ${task}`);
    const runs: Asked[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await ask(bench, home, task));
    const figure = (what: string, pick: (run: Asked) => number, unit: string): Figure =>
      toFigure(`ask: task ${at + 1}, ${what}`, runs.map(pick), unit);
    figures.push(
      figure("process from start to end", ({ ms }) => ms / 1000, "s"),
      figure("work", ({ result }) => result.usage.wallMs / 1000, "s"),
      figure("model at work", ({ result }) => result.usage.modelMs / 1000, "s"),
      figure("prompt tokens", ({ result }) => result.usage.promptTokens, "tokens"),
      figure("of these cached", ({ result }) => result.usage.cachedTokens, "tokens"),
      figure("answer tokens", ({ result }) => result.usage.completionTokens, "tokens"),
      figure("steps", ({ result }) => result.steps, "steps"),
    );
    const peaks = runs.flatMap(({ peak }) => (peak === null ? [] : [peak / 1e6]));
    if (peaks.length > 0) figures.push(toFigure(`ask: task ${at + 1}, memory of the main process, peak`, peaks, "MB"));
  }
  return figures;
}

interface Asked {
  ms: number;
  peak: number | null;
  result: Result;
}

async function ask(bench: Bench, home: string, task: string): Promise<Asked> {
  const workspace = mkdtempSync(join(bench.scratch, "workspace-"));
  cpSync(join(ROOT, "src", "app", "sample"), workspace, { recursive: true });
  const args = [join(ROOT, "bin", "kralle.js"), "ask", task, "--workspace", workspace, "--json"];
  const options = {
    cwd: bench.scratch,
    env: toProductEnvironment(home),
    timeoutMs: LONGEST_MS,
    signal: bench.ctx.signal,
  };
  const { ms, peak, stdout, stderr } = await runProgram(process.execPath, args, options);
  const result = readResult(stdout);
  if (result === null) {
    throw new AppError(
      "E_BUG",
      `kralle ask --json printed no result as its last line: ${(stderr || stdout).slice(-400)}`,
    );
  }
  if (result.model !== STARTERS[0]) bench.note(`${result.model} worked, for lack of memory`);
  if (!result.ok) bench.note(`it was not done: ${result.error?.message ?? result.answer}`);
  return { ms, peak, result };
}

/** The result object out of the last line; null when it is none. */
export function readResult(stdout: string): Result | null {
  try {
    return resultSchema.parse(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? ""));
  } catch {
    return null;
  }
}
