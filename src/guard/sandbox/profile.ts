import { lstatSync } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import { AppError } from "../../core/index.ts";
import type { SandboxFolder } from "./types.ts";

const TMP_BYTES = 64 * 1024 * 1024;
const FILE_BYTES = 256 * 1024 * 1024;
const PROCESSES = 128;
const OPEN_FILES = 256;

/** Differences between versions of bubblewrap and what the kernel lets it do. */
export interface ProfileFlags {
  /** --disable-userns, from bubblewrap 0.8 on. */
  noNestedNamespaces: boolean;
}

/**
 * What every sandbox has: own user, pid, network, ipc, uts and cgroup namespaces; no capability; a new session (so no TIOCSTI
 * to our terminal); an empty environment; only /usr (read only), an own /proc, /dev and /tmp.
 */
function baseArgs(flags: ProfileFlags): string[] {
  return [
    ["--unshare-all", "--unshare-user", ...(flags.noNestedNamespaces ? ["--disable-userns"] : [])],
    ["--uid", "1000", "--gid", "1000", "--hostname", "sandbox"],
    ["--new-session", "--die-with-parent", "--cap-drop", "ALL"],
    ["--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "HOME", "/tmp"],
    ["--setenv", "LANG", "C.UTF-8", "--setenv", "TZ", "UTC"],
    ["--proc", "/proc", "--dev", "/dev"],
    ["--size", String(TMP_BYTES), "--tmpfs", "/tmp"],
    ["--ro-bind", "/usr", "/usr"],
    ...["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"].map(bindOrLink),
    ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"],
    ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"],
  ].flat();
}

/** For one command: besides that only /work, where it starts. */
export function toBubblewrapArgs(workspaceCopy: string, flags: ProfileFlags): string[] {
  return [...baseArgs(flags), "--bind", workspaceCopy, "/work", "--chdir", "/work"];
}

/**
 * For a program that stays: the folders that it was given, under their own paths. Those of `hidden` are empty inside them, but for what of it was
 * given by name.
 */
export function toProgramArgs(
  folders: readonly SandboxFolder[],
  hidden: readonly string[],
  env: Readonly<Record<string, string>>,
  flags: ProfileFlags,
): string[] {
  // Outer ones first, so that an inner one keeps its own right to write.
  const sorted = folders.toSorted((a, b) => a.path.length - b.path.length);
  for (const { path } of sorted) refuseSystem(path);
  const isHidden = ({ path }: SandboxFolder): boolean => hidden.some((folder) => isBelow(folder, path));
  const [inside, outside] = [sorted.filter(isHidden), sorted.filter((folder) => !isHidden(folder))];
  const bind = ({ path, canWrite }: SandboxFolder): string[] => [canWrite ? "--bind" : "--ro-bind", path, path];
  const covered = hidden.filter((path) => outside.some((folder) => isBelow(folder.path, path)));
  return [
    ...baseArgs(flags),
    ...["/etc/ssl", "/etc/pki", "/etc/ca-certificates"].flatMap((path) => ["--ro-bind-try", path, path]),
    ...outside.flatMap(bind),
    ...covered.flatMap((path) => ["--tmpfs", path]),
    ...inside.flatMap(bind),
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
    "--chdir",
    "/tmp",
  ];
}

const SYSTEM = ["/proc", "/sys", "/dev", "/run", "/boot", "/etc", "/var/run"];

function refuseSystem(path: string): void {
  const isSystem = SYSTEM.some((folder) => isBelow(folder, path));
  if (isAbsolute(path) && path !== "/" && dirname(path) !== path && !isSystem) return;
  throw new AppError("E_CONFIG", `${path} cannot be a folder of a sandbox.`, {
    hint: "Name a folder with files of your own.",
  });
}

/** Whether a path is a folder or lies in it. */
export function isBelow(folder: string, path: string): boolean {
  const inner = relative(folder, path);
  return inner === "" || (!inner.startsWith("..") && !isAbsolute(inner));
}

/** /bin and the like are links into /usr on most systems, and folders of their own on some. */
function bindOrLink(path: string): string[] {
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (!info) return [];
  return info.isSymbolicLink() ? ["--symlink", `usr${path}`, path] : ["--ro-bind", path, path];
}

/**
 * The limits of each process, set by `prlimit` inside the sandbox: there the kernel counts processes for the sandbox
 * alone, not all of the user's. Without a time the program may stay, and its memory is only counted (`watch.ts`): some, like
 * Node, reserve many times the addresses that they use.
 */
export function toLimitArgs(prlimit: string, memoryBytes: number, timeMs: number | null): string[] {
  const ofCommand = timeMs === null ? [] : [`--as=${memoryBytes}`, `--cpu=${Math.ceil(timeMs / 1000) + 1}`];
  return [
    prlimit,
    ...ofCommand,
    `--nproc=${PROCESSES}`,
    `--fsize=${FILE_BYTES}`,
    `--nofile=${OPEN_FILES}`,
    "--core=0",
    "--",
  ];
}
