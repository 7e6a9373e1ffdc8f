import { AppError, type Context } from "../../core/index.ts";
import { runProgram, type ProgramResult } from "../install/program.ts";
import { findNpm, npmEnvironment } from "./npm.ts";
import type { PackOptions } from "./types.ts";

const TICK_MS = 500;
const LIMIT_MS = 600_000;

/** Exactly what the lock says, without the optional packages (GPUs: 640 MB) and without running anything of theirs. */
const CI = [
  "ci",
  "--omit=optional",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--no-update-notifier",
  "--prefer-offline",
  "--no-progress",
  "--loglevel=error",
  "--fetch-retries=2",
  "--fetch-retry-mintimeout=500",
  "--fetch-retry-maxtimeout=3000",
];

/** Runs `npm ci` in a folder that holds a package.json and its lock. npm's own cache and registry setting are used. */
export async function installPackages(
  folder: string,
  options: PackOptions,
  onTick: () => void,
  ctx: Context,
): Promise<void> {
  const npm = options.npm ?? (await findNpm(options.env));
  if (!npm) {
    throw new AppError("E_PACK", "The engine is installed with npm, and there is no npm on this machine.", {
      hint: "Install npm (it comes with Node.js) so that `npm --version` works, then try again.",
    });
  }
  const ended = new AbortController();
  const ticking = tick(onTick, { ...ctx, signal: AbortSignal.any([ctx.signal, ended.signal]) });
  try {
    const args = [...npm.args, ...CI, "--prefix", folder];
    const env = npmEnvironment(options.env);
    const result = await ctx.net.for("packages").entrust("npm", (locked) => {
      const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, locked]) };
      return runProgram(npm.command, args, { env, cwd: folder, timeoutMs: LIMIT_MS }, inner);
    });
    if (result.code !== 0) throw toPackError(result);
  } finally {
    ended.abort();
    await ticking;
  }
}

async function tick(onTick: () => void, ctx: Context): Promise<void> {
  while (!ctx.signal.aborted) {
    onTick();
    await ctx.clock.sleep(TICK_MS, ctx.signal).catch(() => undefined);
  }
}

const HINTS: [RegExp, string][] = [
  [
    /^E(?:NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|AI_AGAIN|NETUNREACH)$|TIMEOUT/,
    "npm could not reach its registry. Check the network, or npm's proxy and registry settings (`npm config ls`); this is needed once.",
  ],
  [
    /^EINTEGRITY$/,
    "The registry delivered a package with other content than the lock file says. Do not use that registry.",
  ],
  [
    /^E40[134]$|^ETARGET$/,
    "The registry that npm is set to does not have these packages; `npm config get registry` shows which it is.",
  ],
  [/^ENOSPC$/, "Free some disk space and try again."],
  [/^E(?:ACCES|PERM|ROFS)$/, "npm may not write there. Check who owns Kralle's home and npm's cache."],
];

function toPackError(result: ProgramResult): AppError {
  const lines = result.stderr
    .split("\n")
    .map((line) => /^npm (?:error|ERR!)\s*(.*)$/.exec(line)?.[1]?.trim() ?? "")
    .filter((line) => line !== "" && !line.startsWith("A complete log"));
  const code = /^code (\S+)$/.exec(lines.find((line) => line.startsWith("code ")) ?? "")?.[1] ?? "";
  const said = lines.filter((line) => !/^(?:code|syscall|errno|path) /.test(line))[0] ?? "";
  const reason = result.timedOut ? "took longer than ten minutes" : said || `ended with code ${result.code}`;
  return new AppError("E_PACK", `The engine could not be installed: npm ${code} ${reason}`.slice(0, 400), {
    hint:
      HINTS.find(([pattern]) => pattern.test(code))?.[1] ?? "Try again; `npm --version` shows whether npm works here.",
    data: { npmCode: code },
  });
}
