import { spawn, type ChildProcess } from "node:child_process";
import { realpath, stat } from "node:fs/promises";
import { AppError, type Context } from "../../core/index.ts";
import type { Duplex } from "node:stream";
import { toSandboxFault } from "./fault.ts";
import { startProgram } from "./program.ts";
import { seccompFilter } from "./seccomp.ts";
import { giveTo, NOBODY, runsAsRoot } from "./owner.ts";
import { toBubblewrapArgs, toLimitArgs, type ProfileFlags } from "./profile.ts";
import type { Sandbox, SandboxLimit, SandboxRequest, SandboxResult } from "./types.ts";
import { watchLimits } from "./watch.ts";

export interface BubblewrapPrograms {
  bwrap: string;
  prlimit: string;
}

/** A sandbox by bubblewrap (Linux). The programs are absolute paths on this machine. */
export function createBubblewrapSandbox(programs: BubblewrapPrograms, flags: ProfileFlags): Sandbox {
  return {
    kind: "bubblewrap",
    run: (request, ctx) => run(programs, flags, request, ctx),
    start: (program, ctx) => startProgram(programs, flags, program, ctx),
  };
}

async function run(
  programs: BubblewrapPrograms,
  flags: ProfileFlags,
  request: SandboxRequest,
  ctx: Context,
): Promise<SandboxResult> {
  ctx.signal.throwIfAborted();
  checkArgv(request.argv);
  const folder = await checkFolder(request.workspaceCopy);
  if (runsAsRoot()) await giveTo(NOBODY, folder);
  const filter = seccompFilter(process.arch);
  const args = [
    ...toBubblewrapArgs(folder, flags),
    "--json-status-fd",
    "3",
    ...(filter === null ? [] : ["--seccomp", "4"]),
    "--",
    ...toLimitArgs(programs.prlimit, request.memoryBytes, request.timeMs),
    ...request.argv,
  ];
  const child = spawn(programs.bwrap, args, {
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    env: {},
    cwd: "/",
    ...(runsAsRoot() ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  (child.stdio[4] as Duplex).on("error", () => undefined).end(filter ?? ""); // that it ended is told by its end
  return supervise(child, folder, request, ctx);
}

async function supervise(
  child: ChildProcess,
  folder: string,
  request: SandboxRequest,
  ctx: Context,
): Promise<SandboxResult> {
  const ended = new AbortController();
  let limit: SandboxLimit | null = null;
  // The pid namespace dies with bubblewrap (--die-with-parent), and with it every process inside.
  const kill = (): void => void child.kill("SIGKILL");
  const stop = (reason: SandboxLimit): void => {
    limit ??= reason;
    kill();
  };
  const stdout = collect(child, 1, request.outputBytes, () => stop("output"));
  const stderr = collect(child, 2, request.outputBytes, () => stop("output"));
  const status = collect(child, 3, 4_096, kill);
  const exit = exitOf(child);
  ctx.signal.addEventListener("abort", kill);
  const timer = setTimeout(() => stop("time"), request.timeMs);
  const watching = watch(child, folder, request, ended.signal, ctx).then((found) => found && stop(found));
  try {
    const code = await exit;
    ctx.signal.throwIfAborted();
    if (!status().text.includes('"child-pid"')) throw toSandboxFault(stderr().text);
    return {
      exitCode: code,
      stdout: stdout().text,
      stderr: stderr().text,
      timedOut: limit === "time",
      limit,
      truncated: stdout().truncated || stderr().truncated,
    };
  } finally {
    clearTimeout(timer);
    ctx.signal.removeEventListener("abort", kill);
    ended.abort();
    await watching;
  }
}

async function watch(
  child: ChildProcess,
  folder: string,
  request: SandboxRequest,
  ended: AbortSignal,
  ctx: Context,
): Promise<SandboxLimit | null> {
  return child.pid === undefined ? null : watchLimits(child.pid, folder, request.memoryBytes, ended, ctx);
}

/** A program that writes this many times what is kept is not going to stop. */
const FLOOD = 64;

/** Keeps the first `limit` bytes and drops the rest, so that the program does not stop at a full pipe. */
function collect(
  child: ChildProcess,
  fd: number,
  limit: number,
  onFlood: () => void,
): () => { text: string; truncated: boolean } {
  const chunks: Buffer[] = [];
  let kept = 0;
  let seen = 0;
  const stream = child.stdio[fd];
  if (stream && "on" in stream) {
    stream.on("data", (chunk: Buffer) => {
      seen += chunk.length;
      if (seen > limit * FLOOD) onFlood();
      const part = chunk.subarray(0, Math.max(0, limit - kept));
      kept += part.length;
      if (part.length > 0) chunks.push(part);
    });
  }
  return () => ({ text: Buffer.concat(chunks).toString("utf8"), truncated: seen > kept });
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (thrown) => reject(toSandboxFault(thrown.message, thrown)));
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
  });
}

function checkArgv(argv: readonly string[]): void {
  if (argv.length === 0 || argv[0] === "") throw new AppError("E_INPUT", "The command is empty.");
  if (argv.some((part) => part.includes("\0"))) throw new AppError("E_INPUT", "The command holds a NUL character.");
}

async function checkFolder(path: string): Promise<string> {
  const real = await realpath(path);
  if (!(await stat(real)).isDirectory()) throw new AppError("E_INPUT", `${path} is no folder.`);
  return real;
}
