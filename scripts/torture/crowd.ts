import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { runCrowd } from "../../test/gateway/gate/torture/crowd.ts";

const IDLE = 2_000;
const MOST_P99_MS = 250;

/** Strangers who take connections, memory and time of a gateway before they are asked who they are, while somebody works with it. */
export async function tortureCrowd(seconds: number, json: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kralle-torture-"));
  const load = loadavg()[0] ?? 0;
  const { faults, ...verdict } = await runCrowd({ home: join(folder, "home"), seconds, idle: IDLE });
  rmSync(folder, { recursive: true, force: true });
  if (verdict.p99 > MOST_P99_MS) faults.push(`who works waited ${verdict.p99.toFixed(0)} ms (p99)`);
  const { served, came, p50, p99, restMb, mostMb, done } = verdict;
  process.stdout.write(
    `${seconds} s; ${served} requests of one who works: ${p50.toFixed(0)} ms (p50), ${p99.toFixed(0)} ms (p99); ${came} on connections of their own\n` +
      `memory ${restMb.toFixed(0)} MB at rest, at most ${mostMb.toFixed(0)} MB\n` +
      Object.entries(done)
        .map(([name, times]) => `  ${name}: ${times}\n`)
        .join("") +
      `${faults.map((fault) => `  ${fault}\n`).join("")}${faults.length} wrong\n`,
  );
  if (json !== undefined) {
    const date = new Date().toISOString().slice(0, 10);
    // What else the machine did before, by the kernel's own average: the waits depend on it.
    const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model.trim(), load };
    writeFileSync(json, `${JSON.stringify({ date, machine, seconds, idle: IDLE, ...verdict, faults }, null, 2)}\n`);
  }
  if (faults.length > 0) process.exitCode = 1;
}
