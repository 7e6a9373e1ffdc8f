import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgres } from "../../test/_postgres.ts";
import { runKills, type KillsVerdict } from "../../test/durable/kills/run.ts";

const STEPS = 20;

export interface TortureWorkflowsOptions {
  workflows: number;
  rounds: number;
  /** Both without it. */
  store: string | undefined;
  json: string | undefined;
}

interface Round extends KillsVerdict {
  store: string;
  load: number;
}

/** Rounds of workflows of 20 steps, each killed when a fifth, two fifths and three fifths of them have begun, by turns on each store. */
export async function tortureWorkflows({ workflows, rounds, store, json }: TortureWorkflowsOptions): Promise<void> {
  const postgres = createPostgres({ fsync: true });
  const killAt = [0.2, 0.2, 0.2].map((share) => Math.round(workflows * STEPS * share));
  const done: Round[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const name of store === undefined ? ["sqlite", "postgres"] : [store]) {
        const folder = mkdtempSync(join(tmpdir(), "kralle-torture-"));
        const where = name === "sqlite" ? join(folder, "workflows.db") : await postgres.freshDatabase();
        const verdict = await runKills({ where, ledger: join(folder, "ledger"), workflows, killAt });
        rmSync(folder, { recursive: true, force: true });
        done.push({ store: name, load: loadavg()[0] ?? 0, ...verdict });
        process.stdout.write(
          `${name}: ${verdict.kills} kills, ${verdict.again} steps were running and ran again, ` +
            `the rest took ${verdict.finishMs} ms (load ${loadavg()[0]?.toFixed(1)}), ${verdict.faults.length} faults\n` +
            verdict.faults.map((fault) => `  ${fault}\n`).join(""),
        );
      }
    }
  } finally {
    await postgres.stop();
  }
  const faults = done.reduce((sum, one) => sum + one.faults.length, 0);
  process.stdout.write(`${faults} wrong\n`);
  if (json !== undefined) {
    const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model.trim() };
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(json, `${JSON.stringify({ date, machine, workflows, steps: STEPS, rounds: done }, null, 2)}\n`);
  }
  if (faults > 0) process.exitCode = 1;
}
