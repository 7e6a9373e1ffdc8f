import { loadavg } from "node:os";
import { join } from "node:path";
import { AppError } from "../../src/core/index.ts";
import type { Measured, Recovered, Seen } from "../durable/types.ts";
import { runProgram } from "../program.ts";
import { toFigure } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const MEASURE = join(import.meta.dirname, "..", "durable", "measure.ts");
const ROUNDS = 3;
const WORKFLOWS = 500;
const TIMEOUT_MS = 120_000;

/** Durable work: how fast steps are recorded, what they cost, and how long it takes until what a kill left has ended. */
export async function benchDurable(bench: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const synchronous of ["NORMAL", "FULL"]) {
    const rounds: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(readLine<Measured>(await measure(bench, `${synchronous}-${round}`, synchronous, "run")));
    }
    const of = (key: keyof Measured): number[] => rounds.map((one) => one[key]);
    const isNormal = synchronous === "NORMAL";
    figures.push(
      {
        ...toFigure(`durable: steps at ${synchronous}`, of("stepsPerS"), "1/s"),
        ...(isNormal ? { atLeast: 5_000 } : {}),
      },
      toFigure(`durable: processor per step at ${synchronous}`, of("cpuMsPerStep"), "ms", isNormal ? 0.2 : undefined),
      toFigure(`durable: one workflow of 20 steps at ${synchronous}`, of("aloneMs"), "ms"),
      ...(isNormal ? [toFigure("durable: start of the engine", of("startMs"), "ms")] : []),
      ...(isNormal ? [toFigure("durable: memory that opening adds", toMegabytes(of("openedBytes")), "MB")] : []),
      ...(isNormal ? [toFigure("durable: memory after the work", toMegabytes(of("workedBytes")), "MB")] : []),
    );
  }
  const seen = readLine<Seen>(await measure(bench, "seen", "NORMAL", "seen"));
  await measure(bench, "killed", "NORMAL", "left");
  const { recoverMs, recovered } = readLine<Recovered>(await measure(bench, "killed", "NORMAL", "recover"));
  bench.note(`${recovered} of ${WORKFLOWS} workflows were on disk when the process was killed`);
  bench.note(
    `load of the machine at the end: ${loadavg()[0]?.toFixed(1)}; the processor per step hardly depends on it, the rest does`,
  );
  return [
    ...figures,
    { name: "durable: from a signal to the step behind the wait", value: seen.wakeMs, unit: "ms", n: 50 },
    { name: "durable: 200 children, 50 at once", value: seen.fanOutMs, unit: "ms", n: 1 },
    { name: "durable: until all that a kill left has ended", value: recoverMs, unit: "ms", n: 1, atMost: 3_000 },
  ];
}

async function measure(bench: Bench, name: string, synchronous: string, mode: string): Promise<string> {
  const file = join(bench.scratch, `durable-${name}.db`);
  const args = [MEASURE, file, synchronous, String(WORKFLOWS), mode];
  const options = { cwd: bench.scratch, env: process.env, timeoutMs: TIMEOUT_MS, signal: bench.ctx.signal };
  const { code, stdout, stderr } = await runProgram(process.execPath, args, options);
  if (code === 0 || mode === "left") return stdout;
  throw new AppError("E_INPUT", `The measurement of durable work ended with code ${code}: ${stderr.slice(-400)}`);
}

const toMegabytes = (bytes: readonly number[]): number[] => bytes.map((one) => one / 1e6);

const readLine = <T>(stdout: string): T => JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as T;
