// Finds the machine's npm and runs `npm ci` with it, so that its configured registry, proxy and cache are honoured.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { fail } from "./say.js";

/** Settings of an outer npm run that would change what is installed or where. */
const FOREIGN_SETTINGS =
  /^(npm_config_(local_prefix|global|location|omit|include|only|production|package_lock.*|dry_run|workspaces?|ignore_scripts)|node_env)$/i;

/** What npm prints when it fails, and what we say about it. First match wins. */
const CAUSES = [
  ["disk", /ENOSPC/],
  ["integrity", /EINTEGRITY/],
  ["missing", /\b(E404|ETARGET|ENOVERSIONS)\b/],
  [
    "network",
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|SOCKET_TIMEOUT|ENOTCACHED/,
  ],
  ["permission", /EACCES|EPERM|EROFS/],
];

/**
 * The path of npm-cli.js: the npm that runs us, the one beside this (or the launching) Node, or the one in PATH.
 * @param {string | null} launcher
 */
export function findNpm(launcher) {
  const candidates = [process.env.npm_execpath ?? ""];
  for (const node of [launcher, process.execPath]) if (node) candidates.push(...besides(dirname(node)));
  for (const folder of (process.env.PATH ?? "").split(delimiter)) if (folder) candidates.push(...besides(folder));
  candidates.push("/usr/share/nodejs/npm/bin/npm-cli.js"); // Debian's own package
  for (const candidate of candidates) {
    if (candidate === "" || !existsSync(candidate)) continue;
    const real = realpathSync(candidate);
    if (basename(real) === "npm-cli.js") return real;
  }
  return null;
}

/** @param {string} folder */
function besides(folder) {
  const cli = ["node_modules", "npm", "bin", "npm-cli.js"];
  return [join(folder, "npm"), join(folder, ...cli), join(folder, "..", "lib", ...cli)];
}

/**
 * Runs `npm ci` without install scripts in `folder`, by this Node (npm picks versions by the Node that runs it).
 * @param {string} npm @param {string} folder @param {string[]} flags
 */
export async function npmCi(npm, folder, flags) {
  const quiet = ["--no-audit", "--no-fund", "--no-progress", "--loglevel=error", "--no-update-notifier"];
  const bounded = ["--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000"];
  const args = [npm, "ci", "--ignore-scripts", "--prefer-offline", ...bounded, ...quiet, ...flags];
  const child = spawn(process.execPath, args, { cwd: folder, env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (output = (output + text).slice(-20_000)));
  }
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      resolve(1);
    });
    child.once("close", resolve);
  });
  return { ok: code === 0, output };
}

function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN_SETTINGS.test(name)));
}

/** Shows the words of a failed installation and says the cause. @param {string} output @param {string} folder */
export function report(output, folder) {
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !line.includes("complete log of this run"));
  process.stderr.write(
    lines
      .slice(0, 8)
      .map((line) => `  ${line}\n`)
      .join(""),
  );
  const [cause = "other"] = CAUSES.find(([, pattern]) => pattern.test(output)) ?? [];
  return fail(cause, folder);
}
