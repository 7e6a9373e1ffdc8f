import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { runKills } from "../../test/gateway/kills/run.ts";

const KILLS_A_RUN = 30;

type Run = Awaited<ReturnType<typeof runKills>> & { seed: number; seconds: number };
type Sums = Record<"kills" | "messages" | "repeated" | "faults", number>;

/**
 * Messages to a gateway that is killed at random moments, in runs of 30 kills with a seed each, so that any of them can be run again alone
 * (`--from SEED --kills 30`). Runs that stand in `json` already are not made again.
 */
export async function tortureTurns(first: number, kills: number, json: string | undefined): Promise<void> {
  const runs: Run[] =
    json !== undefined && existsSync(json) ? (JSON.parse(readFileSync(json, "utf8")) as { runs: Run[] }).runs : [];
  for (let seed = first; toSums(runs).kills < kills; seed += 1) {
    if (runs.some((run) => run.seed === seed)) continue;
    const folder = mkdtempSync(join(tmpdir(), "kralle-torture-"));
    const started = performance.now();
    const left = kills - toSums(runs).kills;
    const verdict = await runKills({ folder, seed, kills: Math.min(KILLS_A_RUN, left) });
    rmSync(folder, { recursive: true, force: true });
    runs.push({ seed, seconds: Math.round((performance.now() - started) / 1000), ...verdict });
    process.stdout.write(
      `seed ${seed}: ${verdict.kills} kills, ${verdict.messages} messages, ${verdict.faults.length} faults\n` +
        verdict.faults.map((fault) => `  ${fault}\n`).join(""),
    );
    if (json !== undefined) write(json, first, runs);
  }
  const sums = toSums(runs);
  const seconds = runs.reduce((all, run) => all + run.seconds, 0);
  process.stdout.write(
    `${sums.kills} kills, ${sums.messages} messages acknowledged, ${sums.repeated} completions asked for again, ${seconds} s\n` +
      `${sums.faults} wrong\n`,
  );
  if (sums.faults > 0) process.exitCode = 1;
}

function toSums(runs: readonly Run[]): Sums {
  const sum = (value: (run: Run) => number): number => runs.reduce((all, run) => all + value(run), 0);
  return {
    kills: sum((run) => run.kills),
    messages: sum((run) => run.messages),
    repeated: sum((run) => run.repeated),
    faults: sum((run) => run.faults.length),
  };
}

/** After each run, so that what was measured outlives an end of this. */
function write(file: string, from: number, runs: readonly Run[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model.trim() };
  writeFileSync(file, `${JSON.stringify({ date, machine, from, ...toSums(runs), runs }, null, 2)}\n`);
}
