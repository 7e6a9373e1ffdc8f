import { execFile } from "node:child_process";
import { existsSync } from "node:fs";

const UNSHARE = "/usr/bin/unshare";
const IP = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"];
const LOOK_MS = 2_000;

/**
 * `nothing`: no interface at all. `loopback`: one of its own, by which a process and the program that it starts speak with each other; that of
 * the machine it does not see.
 */
export type Seclusion = "nothing" | "loopback";

/**
 * The words to put before a program so that it reaches nobody, not even this machine: a network namespace of its own, which what it starts
 * shares. Native code that reads foreign weights needs none. The process keeps its id. Null where the system does not let us (other systems than
 * Linux, users who may not make namespaces, a loopback without iproute2).
 */
export async function withoutNetwork(seclusion: Seclusion = "nothing"): Promise<string[] | null> {
  if (process.platform !== "linux" || !existsSync(UNSHARE)) return null;
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? [] : ["--user", "--map-current-user"];
  if (seclusion === "nothing") return tried([UNSHARE, ...user, "--net", "--"]);
  const ip = IP.find((path) => existsSync(path));
  if (ip === undefined) return null;
  const capable = isRoot ? [] : ["--keep-caps"]; // of its own user namespace, in which there is nothing but this loopback
  return tried([
    UNSHARE,
    ...user,
    ...capable,
    "--net",
    "--",
    "/bin/sh",
    "-c",
    'set -e; "$0" link set lo up; exec "$@"',
    ip,
  ]);
}

async function tried(words: string[]): Promise<string[] | null> {
  return (await runs([...words, "/bin/true"])) ? words : null;
}

function runs([program = "", ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: LOOK_MS, env: {} }, (error) => resolve(error === null));
  });
}
