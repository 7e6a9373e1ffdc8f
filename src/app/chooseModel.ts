import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { AppError, type Config, type EngineSettings } from "../core/index.ts";
import {
  chooseStarter,
  findStarter,
  listStarters,
  type Hardware,
  type InstalledModel,
  type StarterModel,
} from "../models/index.ts";
import type { ModelReason } from "./events.ts";

export type ChosenModel =
  /** Weights that are known by their digest; they may have to be fetched first. */
  | { kind: "starter"; id: string; name: string; model: StarterModel; installed: boolean; reason: ModelReason }
  /** A GGUF file that the person named. */
  | { kind: "file"; id: string; name: string; path: string; reason: ModelReason }
  /** A model of one of the engines in the settings. */
  | {
      kind: "remote";
      id: string;
      name: string;
      engine: string;
      settings: EngineSettings;
      model: string;
      reason: ModelReason;
    };

export interface ModelChoice {
  /** `--model`: a name, NAME/MODEL of an engine, or the path of a GGUF file. */
  asked: string | null;
  /** `models.default` of the settings. */
  preferred: string | undefined;
  engines: Config["engines"];
  installed: readonly InstalledModel[];
  hardware: Pick<Hardware, "ramFree">;
}

/**
 * Which model works: the one that is asked for, else that of the settings, else the best installed starter that fits into
 * the free memory, else the starter for this machine. Throws E_MODEL_UNKNOWN, E_MODEL_TOO_LARGE, E_NOT_FOUND.
 */
export function chooseModel({ asked, preferred, engines, installed, hardware }: ModelChoice): ChosenModel {
  const isHere = (model: StarterModel): boolean => installed.some(({ sha256 }) => sha256 === model.sha256);
  const toChosen = (model: StarterModel, reason: ModelReason): ChosenModel => {
    return { kind: "starter", id: model.id, name: model.name, model, installed: isHere(model), reason };
  };
  const served = findServed(asked ?? preferred ?? "", engines, asked === null ? "config" : "asked");
  if (served !== null) return served;
  if (asked !== null) return /\.gguf$/i.test(asked) ? toFile(asked) : toChosen(findStarter(asked), "asked");
  if (preferred !== undefined) return toChosen(findPreferred(preferred), "config");
  const here = listStarters()
    .filter((model) => model.role === "starter" && isHere(model))
    .toSorted((a, b) => b.needsFreeBytes - a.needsFreeBytes)
    .find(({ memoryBytes }) => memoryBytes <= hardware.ramFree);
  return here ? toChosen(here, "installed") : toChosen(chooseStarter(hardware), "hardware");
}

/** NAME/MODEL, when an engine is called NAME. */
export function findServed(
  asked: string,
  engines: Config["engines"],
  reason: ModelReason,
): Extract<ChosenModel, { kind: "remote" }> | null {
  const slash = asked.indexOf("/");
  const engine = asked.slice(0, Math.max(slash, 0));
  const model = asked.slice(slash + 1);
  const settings = Object.hasOwn(engines, engine) ? engines[engine] : undefined;
  if (settings === undefined || model === "") return null;
  return { kind: "remote", id: asked, name: asked, engine, settings, model, reason };
}

function toFile(asked: string): ChosenModel {
  const path = resolve(asked);
  if (!existsSync(path)) {
    throw new AppError("E_NOT_FOUND", `The model file ${path} does not exist.`, {
      hint: "Check the path, or name a model: `kralle models` lists them.",
    });
  }
  const name = basename(path).replace(/\.gguf$/i, "");
  return { kind: "file", id: name, name, path, reason: "asked" };
}

function findPreferred(name: string): StarterModel {
  try {
    return findStarter(name);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw new AppError(thrown.code, `The setting models.default names "${name}": ${thrown.message}`, {
      hint: `${thrown.hint ?? ""} \`kralle models default NAME\` sets another.`.trim(),
      cause: thrown,
    });
  }
}
