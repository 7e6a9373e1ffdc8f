import { lstatSync } from "node:fs";

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
 * The arguments for bubblewrap: own user, pid, network, ipc, uts and cgroup namespaces; no capability; a new session (so
 * no TIOCSTI to our terminal); an empty environment; only /usr (read only), an own /proc, /dev and /tmp, and /work.
 */
export function toBubblewrapArgs(workspaceCopy: string, flags: ProfileFlags): string[] {
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
    ["--bind", workspaceCopy, "/work", "--chdir", "/work"],
  ].flat();
}

/** /bin and the like are links into /usr on most systems, and folders of their own on some. */
function bindOrLink(path: string): string[] {
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (!info) return [];
  return info.isSymbolicLink() ? ["--symlink", `usr${path}`, path] : ["--ro-bind", path, path];
}

/**
 * The limits of each process, set by `prlimit` inside the sandbox: there the kernel counts processes for the sandbox
 * alone, not all of the user's.
 */
export function toLimitArgs(prlimit: string, memoryBytes: number, timeMs: number): string[] {
  return [
    prlimit,
    `--as=${memoryBytes}`,
    `--nproc=${PROCESSES}`,
    `--fsize=${FILE_BYTES}`,
    `--nofile=${OPEN_FILES}`,
    `--cpu=${Math.ceil(timeMs / 1000) + 1}`,
    "--core=0",
    "--",
  ];
}
