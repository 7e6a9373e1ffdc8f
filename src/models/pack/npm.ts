import { realpath, stat } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { codeOf } from "../install/files.ts";
import type { Environment } from "../install/types.ts";

/** How npm is started: its JavaScript under our own Node where it can be found, else the program of that name. */
export interface Npm {
  command: string;
  args: string[];
}

const CLI = join("npm", "bin", "npm-cli.js");

/** npm beside the running Node, the one that started us, or the one on PATH; null when there is none. */
export async function findNpm(env: Environment, node: string = process.execPath): Promise<Npm | null> {
  const bin = dirname(node);
  const started = env["npm_execpath"] ?? "";
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    join(bin, "..", "lib", "node_modules", CLI),
    join(bin, "node_modules", CLI), // Windows
    ...(started.endsWith("npm-cli.js") ? [started] : []),
    ...folders.flatMap((folder) => [join(folder, "npm"), join(folder, "node_modules", CLI)]),
  ];
  let program: string | null = null;
  for (const candidate of candidates) {
    const file = await resolveFile(candidate);
    if (file === null) continue;
    if (file.endsWith("npm-cli.js")) return { command: node, args: [file] };
    if (process.platform !== "win32") program ??= candidate; // a version manager's own starter
  }
  return program === null ? null : { command: program, args: [] };
}

async function resolveFile(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : null;
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR", "EACCES", "ELOOP"].includes(codeOf(thrown))) return null;
    throw thrown;
  }
}

/** What `npm run` and `npm start` leave in the environment would steer an npm that is started by it. */
const STEERING = new Set(
  [
    "include",
    "omit",
    "only",
    "production",
    "workspace",
    "workspaces",
    "global",
    "location",
    "dry_run",
    "package_lock",
    "package_lock_only",
    "os",
    "cpu",
    "libc",
    "local_prefix",
    "install_strategy",
  ].map((name) => `npm_config_${name}`),
);

/** The environment for npm: registry, proxies, certificates and cache stay; what belongs to another run goes. */
export function npmEnvironment(env: Environment): Environment {
  const kept = Object.entries(env).filter(([name]) => {
    const lower = name.toLowerCase().replaceAll("-", "_");
    if (lower.startsWith("npm_package_") || lower.startsWith("npm_lifecycle_")) return false;
    return !STEERING.has(lower) && name !== "NODE_V8_COVERAGE" && name !== "NODE_TEST_CONTEXT";
  });
  return Object.fromEntries(kept);
}
