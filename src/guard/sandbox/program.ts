import { spawn, type ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import type { Duplex } from "node:stream";
import { AppError, type Context } from "../../core/index.ts";
import type { BubblewrapPrograms } from "./bubblewrap.ts";
import { toSandboxFault } from "./fault.ts";
import { NOBODY, runsAsRoot } from "./owner.ts";
import { toLimitArgs, toProgramArgs, type ProfileFlags } from "./profile.ts";
import { seccompFilter } from "./seccomp.ts";
import type { SandboxedProgram, SandboxProgram } from "./types.ts";
import { watchLimits } from "./watch.ts";

/** How often the limits of a program that stays are looked at. */
const LOOK_MS = 1_000;

/** Starts a program that stays, with both ends of its conversation. Contract: `Sandbox.start`. */
export function startProgram(
  programs: BubblewrapPrograms,
  flags: ProfileFlags,
  order: SandboxProgram,
  ctx: Context,
): SandboxedProgram {
  ctx.signal.throwIfAborted();
  for (const { path } of order.folders) {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      throw new AppError("E_NOT_FOUND", `There is no folder ${path}.`, { hint: "Correct the settings." });
    }
  }
  const filter = seccompFilter(process.arch);
  const args = [
    ...toProgramArgs(order.folders, order.hidden, order.env, flags),
    ...(filter === null ? [] : ["--seccomp", "3"]),
    "--",
    ...toLimitArgs(programs.prlimit, order.memoryBytes, null),
    ...order.argv,
  ];
  const child = spawn(programs.bwrap, args, {
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    env: {},
    cwd: "/",
    ...(runsAsRoot() ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  (child.stdio[3] as Duplex).on("error", () => undefined).end(filter ?? ""); // that it ended is told by its end
  return supervise(child, order, ctx);
}

function supervise(child: ChildProcess, { memoryBytes }: SandboxProgram, ctx: Context): SandboxedProgram {
  const ended = new AbortController();
  const kill = (): void => void child.kill("SIGKILL"); // the pid namespace dies with it
  ctx.signal.addEventListener("abort", kill);
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-2_000)));
  let limit: string | null = null;
  if (child.pid !== undefined) {
    void watchLimits(child.pid, "/tmp", memoryBytes, ended.signal, ctx, LOOK_MS).then((found) => {
      limit = found;
      if (found !== null) kill();
    });
  }
  const exit = new Promise<string>((resolve) => {
    child.once("error", (thrown) => resolve(toSandboxFault(thrown.message).message));
    child.once("close", (code, signal) => {
      const how = limit === null ? `code ${code ?? signal ?? "none"}` : `its limit of ${limit}`;
      resolve(/^bwrap: /m.test(words) ? toSandboxFault(words).message : how);
    });
  }).finally(() => {
    ended.abort();
    ctx.signal.removeEventListener("abort", kill);
  });
  return { stdin: child.stdin!, stdout: child.stdout!, ended: exit, kill };
}
