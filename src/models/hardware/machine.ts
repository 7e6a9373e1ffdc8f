import { readdir, readFile, statfs } from "node:fs/promises";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { dirname } from "node:path";
import type { Context } from "../../core/index.ts";
import { codeOf } from "../install/files.ts";
import { runProgram } from "../install/program.ts";

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
  run(command: string, args: string[]): Promise<string | null>;
  diskFree(folder: string): Promise<number>;
}

const RUN_LIMIT_MS = 3_000;

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
        return await readFile(path, "utf8");
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
        return result.timedOut ? null : result.stdout;
      } catch (thrown) {
        ctx.signal.throwIfAborted();
        ctx.log.debug("cannot be run", { command, code: codeOf(thrown) });
        return null;
      }
    },
    diskFree,
  };
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
