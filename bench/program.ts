import { spawn, type ChildProcess } from "node:child_process";
import { performance } from "node:perf_hooks";
import { AppError } from "../src/core/index.ts";
import { memoryOf } from "./memory.ts";

export interface ProgramOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  timeoutMs: number;
  signal: AbortSignal;
  /** Every whole line of both outputs with the ms since the start. */
  onLine?: (line: string, ms: number) => void;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
  /** Most memory of the process itself in bytes, looked at every 5 ms; null where the system does not say. */
  peak: number | null;
}

const KEPT = 200_000;
const LOOK_MS = 5;

/** Runs a program as a group of its own to its end; when it is cancelled or takes too long, all of the group is killed. */
export async function runProgram(command: string, args: readonly string[], options: ProgramOptions): Promise<Ended> {
  options.signal.throwIfAborted();
  const began = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  const limit = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  const kill = (): void => endGroup(child, "SIGKILL");
  limit.addEventListener("abort", kill, { once: true });
  const since = (): number => performance.now() - began;
  const stdout = collect(child.stdout, since, options.onLine);
  const stderr = collect(child.stderr, since, options.onLine);
  let peak: number | null = null;
  const looking = setInterval(() => {
    peak = memoryOf(child.pid ?? 0).peak ?? peak;
  }, LOOK_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const ms = since();
    options.signal.throwIfAborted();
    if (limit.aborted) {
      throw new AppError("E_BUDGET", `${command} took longer than ${options.timeoutMs / 1000} s and was ended.`, {
        hint: `Its last words: ${(stderr() || stdout()).trim().slice(-400)}`,
      });
    }
    return { code, stdout: stdout(), stderr: stderr(), ms, peak };
  } finally {
    clearInterval(looking);
    limit.removeEventListener("abort", kill);
    endGroup(child, "SIGKILL"); // what it left running
  }
}

/** The same, but an exit code other than 0 is an error that shows the last words. */
export async function runToSuccess(command: string, args: readonly string[], options: ProgramOptions): Promise<Ended> {
  const ended = await runProgram(command, args, options);
  if (ended.code === 0) return ended;
  const words = `${ended.stdout}\n${ended.stderr}`.trim().slice(-1500);
  throw new AppError(
    "E_INPUT",
    `${[command, ...args].join(" ").slice(0, 200)} ended with code ${ended.code}:\n${words}`,
  );
}

export function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM");
    if (!isGone) throw error;
  }
}

function collect(
  stream: NodeJS.ReadableStream,
  since: () => number,
  onLine: ((line: string, ms: number) => void) | undefined,
): () => string {
  let kept = "";
  let open = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    kept = (kept + text).slice(-KEPT);
    if (!onLine) return;
    const lines = (open + text).split(/\r?\n|\r/);
    open = (lines.pop() ?? "").slice(-KEPT);
    for (const line of lines) onLine(line, since());
  });
  stream.on("end", () => {
    if (open !== "") onLine?.(open, since());
  });
  return () => kept;
}
