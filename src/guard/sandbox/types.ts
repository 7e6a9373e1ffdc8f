import type { Readable, Writable } from "node:stream";
import type { Context } from "../../core/index.ts";

export interface SandboxRequest {
  /** Program and arguments; no shell reads them. */
  argv: readonly string[];
  /** A folder made for this run: the program's /work, read and write. Its owner may be changed. */
  workspaceCopy: string;
  timeMs: number;
  /** For all processes together, and as address space of each. */
  memoryBytes: number;
  /** Of each of stdout and stderr; what comes after is dropped, and a flood ends the program. */
  outputBytes: number;
}

export type SandboxLimit = "time" | "memory" | "processes" | "disk" | "output";

export interface SandboxResult {
  /** 128 + signal when the program was killed. */
  exitCode: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** The limit for which the program was ended, or null. */
  limit: SandboxLimit | null;
  /** Output was dropped. */
  truncated: boolean;
}

/** A folder that a program sees under its own path. */
export interface SandboxFolder {
  path: string;
  canWrite: boolean;
}

/** A program that stays and is spoken to. */
export interface SandboxProgram {
  argv: readonly string[];
  folders: readonly SandboxFolder[];
  /** Empty for it where they lie in one of the folders. */
  hidden: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Of all its processes together. */
  memoryBytes: number;
}

export interface SandboxedProgram {
  stdin: Writable;
  stdout: Readable;
  /** How it ended, in words. Never rejects. */
  ended: Promise<string>;
  kill(): void;
}

/**
 * Runs a program nobody trusts. Contract: it sees the system's programs (read only), /work and an empty /tmp, nothing
 * else; it has no network and no other process in sight; all its processes are gone when `run` returns. When that cannot
 * be had, `run` throws (E_SANDBOX_MISSING, E_SANDBOX_FAILED) and nothing has run. A program that fails or meets a limit
 * is a result, no error. Cancelling ends the program and throws E_CANCELLED.
 */
export interface Sandbox {
  readonly kind: "bubblewrap" | "refuse";
  run(request: SandboxRequest, ctx: Context): Promise<SandboxResult>;
  /**
   * Starts one that stays: it sees the system's programs, its folders and an empty /tmp, has no network (a Unix socket in one of its folders
   * may lead out), and is gone with `kill`, with the
   * end of the context or of this process. Throws where there is no sandbox.
   */
  start(program: SandboxProgram, ctx: Context): SandboxedProgram;
}
