import { readdirSync, readFileSync } from "node:fs";

export interface ProcessMemory {
  pid: number;
  /** Bytes in memory now, and the most there ever were; both null where the system does not say (not Linux). */
  resident: number | null;
  peak: number | null;
}

/** What the kernel says of a process (proc(5), VmRSS and VmHWM); nulls when it is gone or this is not Linux. */
export function memoryOf(pid: number): ProcessMemory {
  const status = readOrEmpty(`/proc/${pid}/status`);
  return { pid, resident: readSize(status, "VmRSS"), peak: readSize(status, "VmHWM") };
}

export function readSize(status: string, field: "VmRSS" | "VmHWM"): number | null {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** The process and all below it, parents first, with the names of their programs. */
export function processTree(pid: number): { pid: number; command: string[] }[] {
  const command = readOrEmpty(`/proc/${pid}/cmdline`).split("\0").slice(0, -1);
  return [{ pid, command }, ...childrenOf(pid).flatMap(processTree)];
}

function childrenOf(pid: number): number[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // gone, or not Linux
  }
  const lists = threads.map((thread) => readOrEmpty(`/proc/${pid}/task/${thread}/children`));
  return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // gone, or not Linux
  }
}
