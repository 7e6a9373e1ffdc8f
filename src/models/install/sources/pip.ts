import { mkdir, readdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../../../core/index.ts";
import type { WheelPart } from "../../catalogue/index.ts";
import { codeOf } from "../files.ts";
import { runProgram } from "../program.ts";
import { SourceFault, type Environment, type PullLimits } from "../types.ts";

export interface Pip {
  command: string;
  args: string[];
  /** How long it takes to start here; a slow machine is not an unreachable index. */
  startMs: number;
}

const CANDIDATES: [string, ...string[]][] = [["pip"], ["pip3"], ["python3", "-m", "pip"], ["py", "-m", "pip"]];
const START_LIMIT_MS = 15_000;
const POLL_MS = 200;
/** pip says one of these as soon as its index answered. */
const SIGN_OF_LIFE = /^\s*(?:Collecting|Downloading|Using cached|Processing|Obtaining|File was already|Saved)\b/;

/** The first pip of this machine that runs, or null. */
export async function findPip(env: Environment, ctx: Context): Promise<Pip | null> {
  for (const [command, ...args] of CANDIDATES) {
    const start = ctx.clock.now();
    try {
      const result = await runProgram(command, [...args, "--version"], { env, timeoutMs: START_LIMIT_MS }, ctx);
      if (result.code === 0 && /^pip \d/m.test(result.stdout)) {
        return { command, args, startMs: ctx.clock.now() - start };
      }
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      if (!["ENOENT", "EACCES", "ENOTDIR"].includes(codeOf(thrown))) throw thrown;
    }
  }
  return null;
}

export interface PipJob {
  pip: Pip;
  part: WheelPart;
  /** A folder of this job alone; everything that pip writes is in it. */
  folder: string;
  /** Where the whole wheel goes. */
  target: string;
  env: Environment;
  limits: PullLimits;
  /** Bytes on disk so far. */
  onBytes: (bytes: number) => void;
}

/**
 * Lets the machine's pip fetch one wheel, from the index that the machine is configured for. Nothing is built, imported
 * or executed (`--only-binary=:all: --no-deps`). Throws a SourceFault: within `probeMs` of pip's start when the index does
 * not answer, after `stallMs` without a byte, or with pip's own error line.
 */
export async function pipDownload(job: PipJob, ctx: Context): Promise<void> {
  const { pip, part, folder } = job;
  const temporary = join(folder, "tmp"); // pip downloads here first: that shows how far it is
  const out = join(folder, "out");
  await mkdir(temporary, { recursive: true });
  await mkdir(out, { recursive: true });
  const watch = new AbortController();
  const life = { alive: false };
  const args = [
    ...pip.args,
    "download",
    "--no-deps",
    "--only-binary=:all:",
    "--no-cache-dir",
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar",
    "off",
    "--timeout",
    "15",
    "--retries",
    "2",
    "-d",
    out,
    `${part.package}==${part.version}`,
  ];
  const env = { ...job.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, PIP_REQUIRE_VIRTUALENV: "0" };
  const onLine = (line: string): void => {
    if (SIGN_OF_LIFE.test(line)) life.alive = true;
  };
  const signal = AbortSignal.any([ctx.signal, watch.signal]);
  const watching = supervise(job, life, watch, { ...ctx, signal });
  try {
    const result = await ctx.net.for("models").entrust("pip", (locked) => {
      const either = AbortSignal.any([signal, locked]);
      return runProgram(pip.command, args, { env, onLine }, { ...ctx, signal: either });
    });
    if (result.code !== 0) throw new SourceFault(toReason(result.stderr, result.code));
    const wheel = (await readdir(out)).find((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new SourceFault(`pip delivered no wheel for ${part.package}`);
    job.onBytes((await stat(join(out, wheel))).size);
    await rename(join(out, wheel), job.target);
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    if (watch.signal.reason instanceof SourceFault) throw watch.signal.reason;
    if (thrown instanceof SourceFault) throw thrown;
    throw new SourceFault(`pip failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
      cause: thrown,
    });
  } finally {
    watch.abort();
    await watching;
  }
}

/** Reports how much is on disk, and ends a pip that waits for an index that does not answer, or for bytes that do not come. */
async function supervise(job: PipJob, life: { alive: boolean }, watch: AbortController, ctx: Context): Promise<void> {
  const { pip, limits, folder } = job;
  const start = ctx.clock.now();
  let last = { bytes: 0, time: start };
  while (!ctx.signal.aborted) {
    await ctx.clock.sleep(POLL_MS, ctx.signal).catch(() => undefined);
    const bytes = await sizeOfTree(folder);
    const now = ctx.clock.now();
    if (bytes > last.bytes) {
      last = { bytes, time: now };
      job.onBytes(bytes);
    }
    const alive = life.alive || bytes > 0;
    if (!alive) last.time = now; // until it answered, the other limit holds
    const silent = !alive && now - start > limits.probeMs + pip.startMs;
    if (silent) watch.abort(new SourceFault("the package index did not answer in time"));
    else if (now - last.time > limits.stallMs) watch.abort(new SourceFault("the package index sent nothing more"));
  }
}

async function sizeOfTree(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
    }
  } catch (thrown) {
    if (codeOf(thrown) !== "ENOENT") throw thrown; // pip moves files while they are counted
  }
  return bytes;
}

/** pip's last error line, without its prefix. */
function toReason(stderr: string, code: number | null): string {
  const errors = stderr.split("\n").filter((line) => line.startsWith("ERROR:"));
  const line = errors.at(-1)?.replace(/^ERROR:\s*/, "") ?? "";
  return `pip ${line === "" ? `ended with code ${code}` : `says: ${line.slice(0, 200)}`}`;
}
