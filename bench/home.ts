import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { detectHardware, ensurePack, findStarter, pullModel, type StarterModel } from "../src/models/index.ts";
import type { Bench } from "./types.ts";

export const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The two models that do work, the better one first. */
export const STARTERS = ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"] as const;

export interface Weights {
  model: StarterModel;
  path: string;
}

/** Where packs and weights are kept from run to run; the tests' own home, so that nothing is fetched twice. */
export function keptHome(): string {
  return process.env["KRALLE_BENCH_HOME"] || process.env["KRALLE_TEST_HOME"] || join(ROOT, ".kralle", "test-home");
}

/** The engine pack of this machine, fetched by the product's own functions where it is not there yet. */
export async function preparePack({ ctx, note }: Bench): Promise<string> {
  const home = keptHome();
  const hardware = await detectHardware(ctx, home);
  const onProgress = ({ phase }: { phase: string }): void => {
    if (phase === "install") note("fetching the engine pack");
  };
  return (await ensurePack({ home, env: process.env, hardware, onProgress }, ctx)).dir;
}

/** Verified weights of a starter, fetched where they are not there yet. */
export async function prepareWeights(id: string, { ctx, note, used }: Bench): Promise<Weights> {
  const model = findStarter(id);
  let told = false;
  const onProgress = ({ phase }: { phase: string }): void => {
    if (phase === "download" && !told) note(`fetching ${model.name}`);
    told ||= phase === "download";
  };
  const { path } = await pullModel(model, { home: keptHome(), env: process.env, onProgress }, ctx);
  used({ id, digest: model.sha256.slice(0, 12) });
  return { model, path };
}

/** A home that holds pack and weights (through links) and nothing else: no sessions, no settings, nothing measured. */
export function makePreparedHome({ scratch }: Bench): string {
  const home = mkdtempSync(join(scratch, "home-"));
  for (const folder of ["packs", "models"]) {
    mkdirSync(join(keptHome(), folder), { recursive: true });
    symlinkSync(join(keptHome(), folder), join(home, folder), "junction");
  }
  return home;
}

/** The environment of a program under measurement: ours, less what npm and a test run put into it. */
export function toProductEnvironment(home: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const foreign = /^(npm_(?!config_)|node_v8_coverage$|node_options$|node_test_context$|lang$|lc_|kralle_)/i;
  const kept = Object.entries(env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C.UTF-8", KRALLE_HOME: home };
}
