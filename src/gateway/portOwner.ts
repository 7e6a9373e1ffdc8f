import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

export interface PortOwner {
  pid: number;
  command: string;
}

/** `st` of a socket that listens (Linux, include/net/tcp_states.h). */
const LISTENS = "0A";
const COMMAND_LETTERS = 80;

/**
 * Which process listens on a port of this machine, out of Linux' `/proc` (proc_net_tcp.rst); null elsewhere, and where it is
 * another user's. `proc` is for tests.
 */
export async function portOwner(port: number, proc = "/proc"): Promise<PortOwner | null> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(join(proc, "net", name), "utf8").catch(() => "")),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return null;
  const links = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  for (const pid of await readdir(proc).catch(() => [])) {
    if (!/^\d+$/.test(pid) || !(await holdsOne(join(proc, pid, "fd"), links))) continue;
    return { pid: Number(pid), command: await commandOf(join(proc, pid)) };
  }
  return null;
}

/** Inodes of the sockets that listen on this port, from a table like `/proc/net/tcp`. */
function listeningInodes(table: string, port: number): string[] {
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state = "", , , , , , inode = ""] = line.trim().split(/\s+/);
    const isIt = state === LISTENS && Number.parseInt(local.split(":").at(-1) ?? "", 16) === port;
    return isIt && /^[1-9]\d*$/.test(inode) ? [inode] : [];
  });
}

async function holdsOne(folder: string, links: ReadonlySet<string>): Promise<boolean> {
  for (const name of await readdir(folder).catch(() => [])) {
    const target = await readlink(join(folder, name)).catch(() => "");
    if (links.has(target)) return true;
  }
  return false;
}

async function commandOf(folder: string): Promise<string> {
  const line = (await readFile(join(folder, "cmdline"), "utf8").catch(() => "")).replaceAll("\0", " ").trim();
  const name = (await readFile(join(folder, "comm"), "utf8").catch(() => "")).trim();
  // oxlint-disable-next-line no-control-regex -- another program may call itself anything
  return (line || name).replaceAll(/[\u0000-\u001f\u007f-\u009f]/gu, " ").slice(0, COMMAND_LETTERS);
}
