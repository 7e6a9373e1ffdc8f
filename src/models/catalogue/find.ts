import { AppError } from "../../core/index.ts";
import { editDistance } from "./distance.ts";
import { listCatalogue, listStarters } from "./load.ts";
import type { KnownModel, StarterModel } from "./types.ts";

const MAX_NAME = 100;

/** Every model that Kralle can name, those that it can fetch first. */
export function listModels(): KnownModel[] {
  const known = new Map<string, KnownModel>();
  for (const starter of listStarters()) {
    known.set(starter.id, { id: starter.id, name: starter.name, catalogue: null, starter });
  }
  for (const model of listCatalogue()) {
    const starter = known.get(model.id)?.starter ?? null;
    known.set(model.id, { id: model.id, name: model.name, catalogue: model, starter });
  }
  return [...known.values()];
}

/**
 * The model that a person means: its id, name or Ollama tag, or a prefix that fits only one; case, spaces and `_` do not
 * matter. Throws E_MODEL_UNKNOWN with the nearest names, or with all that an ambiguous prefix could mean.
 */
export function findModel(name: string): KnownModel {
  return pick(name, listModels());
}

/** As `findModel`, among the weights that Kralle can fetch by digest. Says how another known model is fetched. */
export function findStarter(name: string): StarterModel {
  const fetchable = listModels().filter((model) => model.starter !== null);
  const starter = matches(name, fetchable).length === 1 ? pick(name, fetchable).starter : findModel(name).starter;
  if (starter) return starter;
  const { id, name: called } = findModel(name);
  throw new AppError("E_MODEL_UNKNOWN", `${called} is known, but its weights are not here.`, {
    hint: `Fetch them first: \`kralle models pull ${id}\`.`,
  });
}

function pick(name: string, models: KnownModel[]): KnownModel {
  const found = matches(name, models);
  if (found.length === 1 && found[0]) return found[0];
  const shown = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
  if (found.length > 1) {
    throw new AppError("E_MODEL_UNKNOWN", `"${shown}" fits ${found.length} models.`, {
      hint: `Say which: ${found
        .slice(0, 8)
        .map(({ id }) => id)
        .join(", ")}.`,
    });
  }
  throw new AppError("E_MODEL_UNKNOWN", `No model is known as "${shown}".`, {
    hint: `Nearest: ${nearest(name, models, 3).join(", ")}. \`kralle models\` lists all.`,
  });
}

function matches(name: string, models: KnownModel[]): KnownModel[] {
  const wanted = toNameKey(name);
  if (wanted === "") return [];
  const exact = models.filter((model) => keysOf(model).includes(wanted));
  if (exact.length > 0) return exact.slice(0, 1); // an id wins over another model's tag, as the list has ids in order
  return models.filter((model) => keysOf(model).some((key) => key.startsWith(wanted)));
}

function nearest(name: string, models: KnownModel[], count: number): string[] {
  const wanted = toNameKey(name).slice(0, MAX_NAME);
  const ranked = models.map((model) => {
    const distances = keysOf(model).map((key) => editDistance(wanted, key) / Math.max(wanted.length, key.length, 1));
    return { id: model.id, distance: Math.min(...distances) };
  });
  return ranked
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ id }) => id);
}

function keysOf(model: KnownModel): string[] {
  return [model.id, model.name, ...(model.catalogue?.ollamaTags ?? [])].map(toNameKey);
}

/** `Qwen2.5 Coder:1.5B` and `qwen2.5-coder-1.5b` are the same name to a person. */
export const toNameKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_:-]+/g, "-");
