import { spawn, spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { AppError } from "../src/core/index.ts";
import { processTree } from "./memory.ts";
import { endGroup } from "./program.ts";

export interface TerminalOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** A program in a pseudo-terminal of 120 columns. */
export interface Terminal {
  /** What was shown so far, without control sequences. */
  readonly shown: string;
  /** ms from the start until the pattern was shown. Throws E_BUDGET when it is not within `withinMs`. */
  waitFor(pattern: RegExp, withinMs: number): Promise<number>;
  type(keys: string): void;
  /** Process ids below the terminal's own program, parents first. */
  processes(): { pid: number; command: string[] }[];
  /** Ends all of it. */
  end(): Promise<void>;
}

/** Whether this machine has the program that makes pseudo-terminals: `script` of util-linux or of macOS. */
export function hasTerminal(): boolean {
  return process.platform !== "win32" && spawnSync("script", ["--version"]).error === undefined;
}

export function startInTerminal(command: string, args: readonly string[], options: TerminalOptions): Terminal {
  options.signal.throwIfAborted();
  const line = `stty rows 40 cols 120; exec ${[command, ...args].map(quote).join(" ")}`;
  const flags = process.platform === "darwin" ? ["-q", "/dev/null", "sh", "-c", line] : ["-qefc", line, "/dev/null"];
  const began = performance.now();
  const child = spawn("script", flags, {
    cwd: options.cwd,
    env: { TERM: "xterm-256color", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const kill = (): void => void endAll(child.pid);
  options.signal.addEventListener("abort", kill, { once: true });
  let raw = "";
  let ended = false;
  let wake: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    const finish = (): void => {
      ended = true;
      wake();
      resolve();
    };
    child.once("error", finish);
    child.once("close", finish);
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      raw = (raw + text).slice(-400_000);
      wake();
    });
  }
  child.stdin.on("error", () => {}); // it ended; `waitFor` says so
  const shown = (): string => stripVTControlCharacters(raw);

  return {
    get shown() {
      return shown();
    },
    async waitFor(pattern, withinMs) {
      const limit = performance.now() + withinMs;
      while (!pattern.test(shown())) {
        options.signal.throwIfAborted();
        const left = limit - performance.now();
        if (ended || left <= 0) {
          const why = ended ? "the program ended" : `${withinMs / 1000} s passed`;
          throw new AppError(
            "E_BUDGET",
            `${why} before the terminal showed ${pattern}:\n${shown().trim().slice(-800)}`,
          );
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(left, 250));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return performance.now() - began;
    },
    type: (keys) => void child.stdin.write(keys),
    processes: () => (child.pid === undefined ? [] : processTree(child.pid).slice(1)),
    async end() {
      options.signal.removeEventListener("abort", kill);
      const ending = endAll(child.pid);
      endGroup(child, "SIGKILL");
      await closed;
      for (let tries = 0; tries < 200 && ending.some(isThere); tries += 1) await sleep(10);
    },
  };
}

/** The program has its own session, so that the terminal's process group does not reach it. Returns who was told to end. */
function endAll(pid: number | undefined): number[] {
  const pids = pid === undefined ? [] : processTree(pid).map((one) => one.pid);
  return pids.toReversed().filter((one) => signal(one, "SIGKILL"));
}

function isThere(pid: number): boolean {
  return signal(pid, 0);
}

/** False when the process is gone. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
