import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { AppError, ENGINE_NAME, type Config, type EngineSettings } from "../core/index.ts";
import {
  chooseStarter,
  findFound,
  findNamed,
  findStarter,
  listStarters,
  type FoundModel,
  type Hardware,
  type InstalledModel,
  type StarterModel,
} from "../models/index.ts";
import type { ModelReason } from "./events.ts";

export type ChosenModel =
  /** Weights that are known by their digest; they may have to be fetched first. */
  | { kind: "starter"; id: string; name: string; model: StarterModel; installed: boolean; reason: ModelReason }
  /** Other weights of this home. */
  | { kind: "installed"; id: string; name: string; model: InstalledModel; installed: true; reason: ModelReason }
  /** Weights that another program keeps on this machine; they are verified and then used where they lie. */
  | { kind: "found"; id: string; name: string; model: FoundModel; installed: false; reason: ModelReason }
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
  /** What other programs keep on this machine; looked for only when a name is none of the others. */
  found?: readonly FoundModel[];
  hardware: Pick<Hardware, "ramFree">;
}

/**
 * Which model works: the one that is asked for, else that of the settings, else the best installed starter that fits into
 * the free memory, else the largest other model that was installed and fits well, else the starter for this machine. Throws E_MODEL_UNKNOWN, E_MODEL_TOO_LARGE, E_NOT_FOUND.
 */
export function chooseModel(choice: ModelChoice): ChosenModel {
  const { asked, preferred, engines, installed, hardware } = choice;
  const isHere = (model: StarterModel): boolean => installed.some(({ sha256 }) => sha256 === model.sha256);
  const toChosen = (model: StarterModel, reason: ModelReason): ChosenModel => {
    return { kind: "starter", id: model.id, name: model.name, model, installed: isHere(model), reason };
  };
  const served = findServed(asked ?? preferred ?? "", engines, asked === null ? "config" : "asked");
  if (served !== null) return served;
  if (asked !== null && /\.gguf$/i.test(asked)) return toFile(asked);
  if (asked !== null) {
    const there = findHere(asked, "asked", choice);
    if (there !== null) return there;
    refuseUnknownEngine(asked, engines);
    return toChosen(findStarter(asked), "asked");
  }
  if (preferred !== undefined) return findPreferred(preferred, choice) ?? toChosen(findStarter(preferred), "config");
  const here = listStarters()
    .filter((model) => model.role === "starter" && isHere(model))
    .toSorted((a, b) => b.needsFreeBytes - a.needsFreeBytes)
    .find(({ memoryBytes }) => memoryBytes <= hardware.ramFree);
  if (here) return toChosen(here, "installed");
  const other = findOther(installed, hardware.ramFree);
  if (other)
    return { kind: "installed", id: other.id, name: other.name, model: other, installed: true, reason: "installed" };
  return toChosen(chooseStarter(hardware), "hardware");
}

/** Architectures and names of models that write nothing: encoders, rankers, projectors. */
const NO_WRITER = /bert|embed|rerank|t5encoder|clip|wavtokenizer/i;
/** Of the bytes of its weights, with which a model runs well on a processor: `comfortableBytes` of the engine's memory need. */
const COMFORTABLE = 1.9;

/**
 * A model that the person brought here themselves, where no starter is: a gigabyte less to fetch, and their own choice. What the
 * catalogue knows by its digest has no details: starters that are too large now, the model that only shows that loading works,
 * the encoder.
 */
function findOther(installed: readonly InstalledModel[], ramFree: number): InstalledModel | undefined {
  return installed
    .filter(({ id, details }) => {
      const architecture = details?.architecture ?? null;
      return architecture !== null && !NO_WRITER.test(architecture) && !NO_WRITER.test(id);
    })
    .filter(({ bytes }) => bytes * COMFORTABLE <= ramFree)
    .toSorted((a, b) => b.bytes - a.bytes)
    .at(0);
}

/** Weights that are on this machine under this name: installed here, or in the store of another program. */
function findHere(name: string, reason: ModelReason, { installed, found = [] }: ModelChoice): ChosenModel | null {
  const model = findNamed(installed, name);
  const isMore = model?.projector != null; // than the catalogue knows of these weights
  const starter = listStarters().find(({ sha256 }) => sha256 === model?.sha256);
  if (starter && !isMore)
    return { kind: "starter", id: starter.id, name: starter.name, model: starter, installed: true, reason };
  if (model) return { kind: "installed", id: model.id, name: model.name, model, installed: true, reason };
  const other = findFound(found, name);
  return other && { kind: "found", id: other.id, name: other.name, model: other, installed: false, reason };
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

/** NAME/MODEL where nothing is called NAME: said as such, not looked for among models. */
function refuseUnknownEngine(asked: string, engines: Config["engines"]): void {
  const [name = "", ...model] = asked.split("/");
  if (model.length === 0 || !ENGINE_NAME.test(name) || Object.hasOwn(engines, name)) return;
  throw new AppError("E_MODEL_UNKNOWN", `No engine is called "${name}".`, {
    hint: `\`kralle engine list\` shows those that there are, \`kralle engine add ${name} --type … --url …\` adds one.`,
  });
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

function findPreferred(name: string, choice: ModelChoice): ChosenModel | null {
  try {
    const here = findHere(name, "config", choice);
    if (here === null) findStarter(name);
    return here;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw new AppError(thrown.code, `The setting models.default names "${name}": ${thrown.message}`, {
      hint: `${thrown.hint ?? ""} \`kralle models default NAME\` sets another.`.trim(),
      cause: thrown,
    });
  }
}
