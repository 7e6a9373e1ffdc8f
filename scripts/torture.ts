import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runSeed } from "../test/models/install/torture/runSeed.ts";

/** `npm run torture -- pulls [--seeds 200] [--from 1] [--jobs 2]`: seeded fault runs. Exit code 1 when one was wrong. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
  },
});

if (positionals[0] !== "pulls") {
  process.stderr.write("Which? `npm run torture -- pulls [--seeds 200] [--from 1] [--jobs 2]`\n");
  process.exitCode = 2;
} else await torturePulls(Number(values.from), Number(values.seeds), Number(values.jobs));

async function torturePulls(from: number, count: number, jobs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kralle-torture-"));
  const started = performance.now();
  const sums = { runs: 0, wrong: 0, kills: 0, requests: 0, ends: new Map<string, number>() };
  let next = from;
  const work = async (): Promise<void> => {
    while (next < from + count) {
      const seed = next;
      next += 1;
      const result = await runSeed(seed, folder);
      rmSync(join(folder, `home-${seed}`), { recursive: true, force: true });
      sums.runs += 1;
      sums.kills += result.kills;
      sums.requests += result.requests;
      for (const end of result.ends) sums.ends.set(end, (sums.ends.get(end) ?? 0) + 1);
      if (result.faults.length === 0) continue;
      sums.wrong += 1;
      process.stdout.write(`seed ${seed}:\n${result.faults.map((fault) => `  ${fault}\n`).join("")}`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  rmSync(folder, { recursive: true, force: true });
  const ends = [...sums.ends].toSorted(([, a], [, b]) => b - a).map(([end, times]) => `${end} ${times}`);
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(
    `${sums.runs} runs (seeds ${from} to ${from + count - 1}), ${sums.kills} processes killed, ${sums.requests} requests, ${seconds} s\n` +
      `ends of rounds: ${ends.join(", ")}\n${sums.wrong} wrong\n`,
  );
  if (sums.wrong > 0) process.exitCode = 1;
}
