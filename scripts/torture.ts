import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runGuesses } from "../test/gateway/gate/torture/run.ts";
import { runSeed } from "../test/models/install/torture/runSeed.ts";

/**
 * Seeded fault runs; exit code 1 when one was wrong. `pulls`: models fetched through bad servers. `turns`: messages to a gateway
 * that is killed again and again, in runs of 30 kills with a seed each, so that any of them can be run again alone. `guesses`: wrong
 * secrets at a gateway that is killed on the way. `crowd`: what strangers may take of a gateway. `workflows`: processes killed amid workflows of 20 steps, on both stores. `injection`:
 * orders in texts of others before a model that obeys them all. `moves`: a home on its way to PostgreSQL, killed at moments that a seed
 * chooses; `cuts`: power cut under load; `upgrades`: schema migrations killed. `telegram`: a bot whose process is killed while it talks. `stories`: a journal of effects whose process ends, clock jumps and peer fails as a seed says. `mail`: mailboxes over lines that break. `disk`: acts outside while each write of the journal in turn is refused by the kernel. `effects`: acts outside by a process that is killed at any moment. `paths`: ways out of a workspace, each path written to,
 * folders swapped for links while they are used.
 */
const USAGE =
  "Which? `npm run torture -- pulls [--seeds 200] [--from 1] [--jobs 2]`, `-- turns [--kills 300] [--from 1] [--json FILE]`, " +
  "`-- guesses [--count 1000000]`, `-- crowd [--seconds 600] [--json FILE]`, `-- workflows [--workflows 500] [--rounds 3] [--store sqlite|postgres] [--json FILE]`, " +
  "`-- injection [--from 1] [--model 0.5b|1.5b --cases 20] [--json FILE]`, `-- moves|cuts|upgrades|telegram [--kills 300] [--from 1]`, `-- stories [--count 100000] [--from 1]`, `-- disk`, `-- effects [--kills 300] [--from 1] [--json FILE]`, `-- mail [--seeds 3] [--from 1] [--json FILE]`, or `-- paths [--from 1]`\n";
/** Test files that kill as often as they are told. */
const TESTS: Readonly<Record<string, string>> = {
  moves: "test/store/move.test.ts",
  cuts: "test/store/cut/cut.test.ts",
  upgrades: "test/store/upgrade.test.ts",
  telegram: "test/channels/telegram/kills/kills.test.ts",
  stories: "test/durable/effects/interleavings.test.ts",
  disk: "test/durable/effects/kill/faults.test.ts",
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
    kills: { type: "string", default: "300" },
    count: { type: "string", default: "1000000" },
    seconds: { type: "string", default: "600" },
    json: { type: "string" },
    workflows: { type: "string", default: "500" },
    rounds: { type: "string", default: "3" },
    store: { type: "string" },
    model: { type: "string" },
    cases: { type: "string", default: "20" },
  },
});

const from = Number(values.from);
const which = positionals[0] ?? "";
if (positionals[0] === "pulls") await torturePulls(from, Number(values.seeds), Number(values.jobs));
else if (positionals[0] === "turns") {
  await (await import("./torture/turns.ts")).tortureTurns(from, Number(values.kills), values.json);
} else if (positionals[0] === "guesses") await tortureGuesses(Number(values.count));
else if (which === "crowd") {
  await (await import("./torture/crowd.ts")).tortureCrowd(Number(values.seconds), values.json);
} else if (Object.hasOwn(TESTS, which)) await tortureTest(TESTS[which] ?? "", values.kills, values.from);
else if (positionals[0] === "mail") {
  const seeds = process.argv.includes("--seeds") ? Number(values.seeds) : 3;
  await (await import("./torture/mail.ts")).tortureMail(from, seeds, values.json);
} else if (positionals[0] === "paths") await torturePaths(values.from);
else if (positionals[0] === "injection") {
  const { tortureInjection } = await import("./torture/injection.ts");
  if (values.model === undefined) await tortureInjection(from, values.json);
  else await (await import("./torture/realModel.ts")).tortureModel(values.model, Number(values.cases), values.json);
} else if (positionals[0] === "effects") {
  const { tortureEffects } = await import("./torture/effects.ts");
  await tortureEffects(from, Number(values.kills), values.json);
} else if (positionals[0] === "workflows") {
  const { tortureWorkflows } = await import("./torture/workflows.ts");
  const { workflows, rounds, store, json } = values;
  await tortureWorkflows({ workflows: Number(workflows), rounds: Number(rounds), store, json });
} else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

/** Every path written, too, and swapped folders for long. */
async function torturePaths(seed: string): Promise<void> {
  const env = { ...process.env, KRALLE_PATHS: "full", KRALLE_SEED: seed };
  const files = ["traversal", "links", "archives"].map((name) => `test/guard/paths/${name}.test.ts`);
  const child = spawn(process.execPath, ["--test", ...files], { env, stdio: "inherit" });
  [process.exitCode] = (await once(child, "exit")) as [number];
}

async function tortureTest(file: string, kills: string, seed: string): Promise<void> {
  const env = {
    ...process.env,
    KRALLE_KILLS: kills,
    KRALLE_STORIES: values.count,
    KRALLE_FAULTS: "1",
    KRALLE_SEED: seed,
  };
  const [code] = (await once(spawn(process.execPath, ["--test", file], { env, stdio: "inherit" }), "exit")) as [number];
  process.exitCode = code;
}

async function tortureGuesses(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kralle-torture-"));
  const started = performance.now();
  const verdict = await runGuesses({ home: join(folder, "home"), count, kills: 3, connections: 24 });
  rmSync(folder, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - started) / 1000);
  const list = (sums: Record<string, number>): string =>
    Object.entries(sums)
      .map(([name, times]) => `${name} ${times}`)
      .join(", ");
  process.stdout.write(
    `${verdict.tried} guesses in ${seconds} s; answers: ${list(verdict.statuses)}; looked at: ${list(verdict.evaluated)}\n` +
      `another client meanwhile: ${verdict.p99.toFixed(1)} ms (p99); the gateway grew by ${verdict.rssGrowthMb.toFixed(0)} MB\n` +
      `${verdict.faults.map((fault) => `  ${fault}\n`).join("")}${verdict.faults.length} wrong\n`,
  );
  if (verdict.faults.length > 0) process.exitCode = 1;
}

async function torturePulls(start: number, count: number, jobs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kralle-torture-"));
  const started = performance.now();
  const sums = { runs: 0, wrong: 0, kills: 0, requests: 0, ends: new Map<string, number>() };
  let next = start;
  const work = async (): Promise<void> => {
    while (next < start + count) {
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
    `${sums.runs} runs (seeds ${start} to ${start + count - 1}), ${sums.kills} processes killed, ${sums.requests} requests, ${seconds} s\n` +
      `ends of rounds: ${ends.join(", ")}\n${sums.wrong} wrong\n`,
  );
  if (sums.wrong > 0) process.exitCode = 1;
}
