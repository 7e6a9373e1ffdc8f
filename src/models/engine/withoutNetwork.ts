import { execFile } from "node:child_process";
import { existsSync } from "node:fs";

const UNSHARE = "/usr/bin/unshare";
const LOOK_MS = 2_000;

/**
 * The words to put before a program so that it has no network at all, not even this machine's: a namespace of its own with nothing in it.
 * Native code that reads foreign weights needs none. The process keeps its id. Null where the system does not let us (other systems than
 * Linux, users who may not make namespaces).
 */
export async function withoutNetwork(): Promise<string[] | null> {
  if (process.platform !== "linux" || !existsSync(UNSHARE)) return null;
  const isRoot = process.getuid?.() === 0;
  const words = [UNSHARE, ...(isRoot ? [] : ["--user", "--map-current-user"]), "--net", "--"];
  return (await runs([...words, "/bin/true"])) ? words : null;
}

function runs([program = "", ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: LOOK_MS, env: {} }, (error) => resolve(error === null));
  });
}
