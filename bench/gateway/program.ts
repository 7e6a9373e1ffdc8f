import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { AppError } from "../../src/core/index.ts";
import { ROOT, toProductEnvironment } from "../home.ts";
import { runToSuccess } from "../program.ts";
import type { Bench } from "../types.ts";

/** Bytes of all files below, as `du -sb` counts them without the folders themselves; links are not followed. */
export function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += lstatSync(join(entry.parentPath, entry.name)).size;
  }
  return bytes;
}

/** The package as it is published, installed with what it needs at run time into an empty folder. */
export async function installPackage(bench: Bench): Promise<{ folder: string; program: string }> {
  const { signal } = bench.ctx;
  const options = { env: process.env, timeoutMs: 300_000, signal };
  bench.note("packing and installing the package");
  await runToSuccess("npm", ["pack", "--silent", "--pack-destination", bench.scratch], { ...options, cwd: ROOT });
  const tarball = readdirSync(bench.scratch).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new AppError("E_NOT_FOUND", "npm pack left no tarball.");
  const folder = join(bench.scratch, "installed");
  const args = ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
  await runToSuccess("npm", [...args, join(bench.scratch, tarball)], { ...options, cwd: bench.scratch });
  return { folder, program: join(folder, "node_modules", "kralle", "bin", "kralle.js") };
}

export interface Up {
  child: ChildProcess;
  url: string;
  /** From the start of the process until it said that it serves: wall clock, and time of the processor. */
  wallMs: number;
  cpuMs: number | null;
  end(): Promise<void>;
}

/** `kralle up`, as a person starts it. */
export async function startUp(program: string, home: string): Promise<Up> {
  const began = performance.now();
  const child = spawn(process.execPath, [program, "up", "--port", "0", "--json"], {
    env: { ...toProductEnvironment(home), KRALLE_OFFLINE: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const wallMs = performance.now() - began;
  const cpuMs = cpuOf(child.pid ?? 0);
  const { url } = JSON.parse(line) as { url: string };
  const ended = once(child, "exit");
  return {
    child,
    url,
    wallMs,
    cpuMs,
    async end() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Milliseconds of the processor that a process has used, user and system (proc(5), fields 14 and 15 in hundredths). */
function cpuOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null; // not Linux
  }
}
