import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { makePreparedHome, preparePack, prepareWeights, ROOT, STARTERS, toProductEnvironment } from "../home.ts";
import { runToSuccess, type Ended } from "../program.ts";
import { median, toFigure, toRatio } from "../stats.ts";
import { hasTerminal } from "../terminal.ts";
import { measurePrompt } from "../chatPrompt.ts";
import type { Bench, Figure } from "../types.ts";

const RUNS = 15;
const PROMPT_RUNS = 5;
const LONGEST_MS = 20_000;
const KRALLE = join(ROOT, "bin", "kralle.js");

/** What a person waits for before the first letter: the program's own start, and the prompt of a conversation. */
export async function benchStart(bench: Bench): Promise<Figure[]> {
  await preparePack(bench);
  await prepareWeights(STARTERS[0], bench);
  const home = makePreparedHome(bench);
  return [...(await measureCommands(bench, home)), ...(await measureConversation(bench, home))];
}

async function measureCommands(bench: Bench, home: string): Promise<Figure[]> {
  const options = {
    cwd: bench.scratch,
    env: toProductEnvironment(home),
    timeoutMs: LONGEST_MS,
    signal: bench.ctx.signal,
  };
  const sides = { bare: ["--eval", "0"], "--version": [KRALLE, "--version"], "--help": [KRALLE, "--help"] };
  const ended: Record<keyof typeof sides, Ended[]> = { bare: [], "--version": [], "--help": [] };
  for (let run = 0; run <= RUNS; run += 1) {
    for (const side of ["bare", "--version", "--help"] as const) {
      const one = await runToSuccess(process.execPath, sides[side], options);
      if (run > 0) ended[side].push(one); // the first run of all fills caches
    }
  }
  const times = (side: keyof typeof sides): number[] => ended[side].map(({ ms }) => ms);
  const figures = [toFigure("start: node alone", times("bare"), "ms")];
  for (const side of ["--version", "--help"] as const) {
    const extra = median(times(side)) - median(times("bare"));
    figures.push(
      toFigure(`start: ${side}`, times(side), "ms"),
      toRatio(`start: ${side} / node alone`, times(side), times("bare")),
      {
        name: `start: ${side} beyond node`,
        value: extra,
        unit: "ms",
        n: RUNS,
        ...(side === "--help" ? { atMost: 150 } : {}),
      },
      ...memory(`start: ${side}, memory of the process`, ended[side]),
    );
  }
  return [...figures, ...memory("start: node alone, memory", ended.bare)];
}

function memory(name: string, runs: readonly Ended[]): Figure[] {
  const peaks = runs.flatMap(({ peak }) => (peak === null ? [] : [peak / 1e6]));
  return peaks.length === 0 ? [] : [toFigure(name, peaks, "MB")];
}

async function measureConversation(bench: Bench, home: string): Promise<Figure[]> {
  if (!hasTerminal()) {
    bench.note("no program `script` for a pseudo-terminal here: the time to the prompt is not measured");
    return [];
  }
  const workspace = mkdtempSync(join(bench.scratch, "workspace-"));
  cpSync(join(ROOT, "src", "app", "sample"), workspace, { recursive: true });
  const figures: Figure[] = [];
  for (const command of ["chat", "start"] as const) {
    const prompts: number[] = [];
    const resident: number[] = [];
    for (let run = 0; run < PROMPT_RUNS; run += 1) {
      const options = { cwd: workspace, env: toProductEnvironment(home), signal: bench.ctx.signal };
      const measured = await measurePrompt(process.execPath, [KRALLE, command], options);
      prompts.push(measured.ms);
      if (measured.resident !== null) resident.push(measured.resident / 1e6);
    }
    figures.push(
      toFigure(`start: kralle ${command} to its prompt`, prompts, "ms", command === "start" ? 4000 : undefined),
    );
    if (resident.length > 0) figures.push(toFigure(`start: kralle ${command}, memory at the prompt`, resident, "MB"));
  }
  return figures;
}
