import { spawn, type ChildProcess } from "node:child_process";
import type { Context } from "../../core/index.ts";
import { codeOf } from "./files.ts";
import type { Environment } from "./types.ts";

export interface ProgramOptions {
  env: Environment;
  cwd?: string | undefined;
  /** Ends the program after this long. */
  timeoutMs?: number | undefined;
  /** Every whole line of both outputs, as it comes. */
  onLine?: ((line: string) => void) | undefined;
}

export interface ProgramResult {
  code: number | null;
  /** The last part of each output; a program that talks without end does not fill the memory. */
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

const KEEP_CHARS = 64 * 1024;
const KILL_AFTER_MS = 2_000;
const GROUPS = process.platform !== "win32";

/**
 * Runs a program without a shell and waits for its end. Rejects when it cannot be started (code ENOENT when it does not
 * exist) or when the context is cancelled; then the program is ended first, politely, then for certain, with all that it
 * started: what is called `pip` may be a script that waits for the real one.
 */
export async function runProgram(
  command: string,
  args: string[],
  options: ProgramOptions,
  ctx: Context,
): Promise<ProgramResult> {
  ctx.signal.throwIfAborted();
  const child = spawn(command, args, {
    env: options.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    detached: GROUPS, // a process group of its own, so that all of it can be ended
  });
  const ended = new AbortController();
  let timedOut = false;
  const kill = (): void => {
    endTree(child, "SIGTERM");
    void ctx.clock.sleep(KILL_AFTER_MS, ended.signal).then(
      () => endTree(child, "SIGKILL"),
      () => undefined, // it ended by itself
    );
  };
  ctx.signal.addEventListener("abort", kill, { once: true });
  if (options.timeoutMs !== undefined) {
    void ctx.clock.sleep(options.timeoutMs, ended.signal).then(
      () => {
        timedOut = true;
        kill();
      },
      () => undefined,
    );
  }
  const outputs = [child.stdout, child.stderr].map((stream) => collect(stream, options.onLine));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    ctx.signal.throwIfAborted();
    const [stdout = "", stderr = ""] = outputs.map((output) => output());
    return { code, stdout, stderr, timedOut };
  } finally {
    ended.abort();
    ctx.signal.removeEventListener("abort", kill);
  }
}

function endTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (!GROUPS) {
    spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore", windowsHide: true }).once(
      "error",
      () => child.kill(signal),
    );
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (thrown) {
    if (codeOf(thrown) !== "ESRCH") throw thrown; // all of it has ended already
  }
}

function collect(stream: NodeJS.ReadableStream, onLine: ((line: string) => void) | undefined): () => string {
  let kept = "";
  let line = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    kept = (kept + text).slice(-KEEP_CHARS);
    if (!onLine) return;
    const lines = (line + text).split(/\r?\n|\r/);
    line = (lines.pop() ?? "").slice(-KEEP_CHARS);
    for (const whole of lines) onLine(whole);
  });
  return () => kept;
}
