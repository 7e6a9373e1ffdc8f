import { mkdirSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { bringTexts } from "../../src/cli/texts/index.ts";
import { AppError } from "../../src/core/index.ts";
import { detectHardware, findStarter } from "../../src/models/index.ts";
import { packName } from "../../src/models/pack/name.ts";
import { ROOT } from "../home.ts";
import { measureDownloads } from "../newcomer/downloads.ts";
import { findSystemNode, toCleanEnvironment } from "../newcomer/environment.ts";
import { toPhases, type Line, type Phase } from "../newcomer/phases.ts";
import { runProgram, runToSuccess } from "../program.ts";
import { measurePrompt } from "../chatPrompt.ts";
import { toFigure } from "../stats.ts";
import { hasTerminal } from "../terminal.ts";
import type { Bench, Figure } from "../types.ts";

const LONGEST_MS = 900_000;
const NEEDED_BYTES = 8e9;
const MOST_SECONDS = 180;
const MOST_PROMPT_SECONDS = 4;
const SECOND_STARTS = 3;

/**
 * A person who has never seen Kralle, from outside: an empty home, a fresh clone of what is committed here, nothing
 * inherited but the settings for the package indexes. Everything lies in the bench's own folder, which is removed.
 */
export async function benchNewcomer(bench: Bench): Promise<Figure[]> {
  const { ctx, scratch, note } = bench;
  requireSpace(scratch);
  const node = findSystemNode();
  const place = { home: join(scratch, "newcomer"), temporary: join(scratch, "tmp"), nodeFolder: node.folder };
  for (const folder of [place.home, place.temporary]) mkdirSync(folder);
  const env = toCleanEnvironment(place);
  const checkout = join(place.home, "kralle");
  const clean = { env, timeoutMs: LONGEST_MS, signal: ctx.signal };
  await tellState(bench, node.version);

  const clone = await runToSuccess("git", ["clone", "--quiet", `file://${ROOT}`, checkout], {
    ...clean,
    cwd: place.home,
  });
  const task = (await bringTexts("en")).suggestions[0] ?? "";
  note(`npm start -- --task ${JSON.stringify(task)}`);
  const lines: Line[] = [];
  const onLine = (text: string, ms: number): void => {
    lines.push({ text, ms });
    note(`  ${(ms / 1000).toFixed(1)} s  ${text}`);
  };
  const args = ["start", "--", "--task", task];
  const first = await runProgram("npm", args, { ...clean, cwd: checkout, onLine });
  if (first.code !== 0) {
    throw new AppError(
      "E_INPUT",
      `npm start ended with code ${first.code}:\n${(first.stderr + first.stdout).trim().slice(-1500)}`,
    );
  }
  const total = (clone.ms + first.ms) / 1000;
  const figures = [
    toFigure("newcomer: git clone to the first finished task", [total], "s", MOST_SECONDS),
    toFigure("newcomer: of this git clone", [clone.ms / 1000], "s"),
    ...toPhases(lines, first.ms).map(({ name, ms }) => toFigure(`newcomer: of this ${name}`, [ms / 1000], "s")),
  ];
  const prompts = await measureSecondStart(env, checkout, bench);
  const weights = readInstalledWeights(join(place.home, ".kralle", "models"));
  bench.used({ id: weights.id, digest: weights.sha256.slice(0, 12) });
  note(`the weights came from ${weights.source}`);
  const model = findStarter(weights.id);
  const fromWheels = !weights.source.startsWith("hub ");
  const pack = packName(await detectHardware(ctx, scratch));
  note("the same downloads without Kralle");
  const plan = { checkout, pack, needsNode: Number(node.version.split(".")[0]) < 24, model, fromWheels, env };
  return [...figures, ...prompts, ...toBareFigures(await measureDownloads(plan, bench), total)];
}

function toBareFigures(bare: readonly Phase[], total: number): Figure[] {
  const sum = bare.reduce((seconds, { ms }) => seconds + ms / 1000, 0);
  return [
    toFigure("newcomer: the bare downloads", [sum], "s"),
    ...bare.map(({ name, ms }) => toFigure(`newcomer: of these ${name}`, [ms / 1000], "s")),
    { name: "newcomer: first task / bare downloads", value: total / sum, unit: "ratio", n: 1 },
  ];
}

/** The next day: everything is there, `npm start` offers its prompt while the weights load. */
async function measureSecondStart(env: NodeJS.ProcessEnv, checkout: string, bench: Bench): Promise<Figure[]> {
  if (!hasTerminal()) {
    bench.note("no program `script` for a pseudo-terminal here: the second start is not measured");
    return [];
  }
  const seconds: number[] = [];
  for (let run = 0; run < SECOND_STARTS; run += 1) {
    const { ms } = await measurePrompt("npm", ["start"], { cwd: checkout, env, signal: bench.ctx.signal });
    seconds.push(ms / 1000);
  }
  return [toFigure("newcomer: second npm start to its prompt", seconds, "s", MOST_PROMPT_SECONDS)];
}

async function tellState({ ctx, scratch, note }: Bench, nodeVersion: string): Promise<void> {
  const git = { cwd: ROOT, env: process.env, timeoutMs: 20_000, signal: ctx.signal };
  const { stdout: head } = await runToSuccess("git", ["rev-parse", "--short=12", "HEAD"], git);
  const { stdout: changed } = await runToSuccess("git", ["status", "--porcelain"], git);
  const count = changed.split("\n").filter(Boolean).length;
  note(`commit ${head.trim()}${count === 0 ? "" : `; ${count} changed or new files here are not in it`}`);
  note(`Node ${nodeVersion} first on PATH, everything in ${scratch}`);
}

const recordSchema = z.object({ id: z.string(), sha256: z.string(), source: z.string() });

/** Which weights the first start fetched, and from where. */
function readInstalledWeights(folder: string): z.infer<typeof recordSchema> {
  const records = readdirSync(folder).filter((name) => /^sha256-[0-9a-f]{64}\.json$/.test(name));
  const [name] = records;
  if (name === undefined) throw new AppError("E_NOT_FOUND", `No weights are recorded in ${folder}.`);
  return recordSchema.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
}

function requireSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw new AppError("E_DISK_FULL", `bench newcomer needs ${NEEDED_BYTES / 1e9} GB in ${folder}.`, {
    hint: "Free some space, or set TMPDIR to a folder on a larger disk.",
  });
}
