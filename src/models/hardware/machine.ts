import { createReadStream } from "node:fs";
import { readdir, statfs } from "node:fs/promises";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { dirname } from "node:path";
import type { Context } from "../../core/index.ts";
import { codeOf } from "../install/files.ts";
import { runProgram } from "../install/program.ts";

/** What a program said; `code` null: it is not there or was ended. */
export interface RunAnswer {
  code: number | null;
  stdout: string;
  timedOut: boolean;
}

/** All that looking at a machine needs of it; what fails is null, so that one odd file never hides the rest. */
export interface Machine {
  platform: string;
  arch: string;
  libc: "glibc" | "musl" | null;
  /** The system's own idea, the fallback for what no probe found. */
  cpuModel: string | null;
  logicalCores: number;
  /** Respects the affinity of this process. */
  availableCores: number;
  ramTotal: number;
  ramFree: number;
  readText(path: string): Promise<string | null>;
  list(folder: string): Promise<string[]>;
  run(command: string, args: string[]): Promise<RunAnswer>;
  diskFree(folder: string): Promise<number>;
}

const RUN_LIMIT_MS = 3_000;
/** `/proc/cpuinfo` of 1,000 processors is shorter. */
const LONGEST_FILE = 4 * 1024 * 1024;

/** The machine that we run on. */
export function thisMachine(ctx: Context): Machine {
  return {
    platform: process.platform,
    arch: process.arch,
    libc: process.platform === "linux" ? readLibc() : null,
    cpuModel: cpus()[0]?.model.trim() ?? null,
    logicalCores: cpus().length || availableParallelism(),
    availableCores: availableParallelism(),
    ramTotal: totalmem(),
    ramFree: freemem(),
    readText: async (path) => {
      try {
        return await readStart(path);
      } catch (thrown) {
        ctx.log.debug("cannot be read", { path, code: codeOf(thrown) });
        return null;
      }
    },
    list: async (folder) => {
      try {
        return await readdir(folder);
      } catch (thrown) {
        ctx.log.debug("cannot be listed", { path: folder, code: codeOf(thrown) });
        return [];
      }
    },
    run: async (command, args) => {
      try {
        const result = await runProgram(command, args, { env: process.env, timeoutMs: RUN_LIMIT_MS }, ctx);
        // sysctl ends with an error when it lacks one of several names; its answer counts all the same
        const { code, stdout, timedOut } = result;
        return { code, stdout: timedOut ? "" : stdout, timedOut };
      } catch (thrown) {
        ctx.signal.throwIfAborted();
        ctx.log.debug("cannot be run", { command, code: codeOf(thrown) });
        return { code: null, stdout: "", timedOut: false };
      }
    },
    diskFree,
  };
}

/** Files of the kernel say length 0, so they are read until they end; none of ours is longer than this. */
async function readStart(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path)) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= LONGEST_FILE) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The home may not exist yet: its nearest existing ancestor is on the same disk. */
async function diskFree(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (thrown) {
    const parent = dirname(folder);
    if (codeOf(thrown) !== "ENOENT" || parent === folder) throw thrown;
    return diskFree(parent);
  }
}

/** Node's own report names the glibc version that it runs on; musl has none. */
function readLibc(): "glibc" | "musl" {
  const report: unknown = process.report.getReport();
  const header = typeof report === "object" && report !== null && "header" in report ? report.header : null;
  const glibc = typeof header === "object" && header !== null && "glibcVersionRuntime" in header;
  return glibc ? "glibc" : "musl";
}
