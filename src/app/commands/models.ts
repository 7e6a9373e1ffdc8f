import { z } from "zod";
import { AppError, type Config, type Context } from "../../core/index.ts";
import {
  findForeign,
  findNamed,
  findStarter,
  listModels,
  listStarters,
  type InstalledModel,
} from "../../models/index.ts";
import { writeDefaultModel } from "../config.ts";
import { defineCommand } from "../command.ts";
import { findServed } from "../chooseModel.ts";
import { listInstalled } from "../installed.ts";
import type { Services } from "../services.ts";
import { checkEngine, type CheckedEngine } from "./engines.ts";
import { toElsewhere, toView, type ElsewhereView, type InstalledView } from "./install.ts";

export interface ListedModel {
  id: string;
  name: string;
  bytes: number;
  /** Memory that it takes when loaded. */
  memoryBytes: number;
  licence: string;
  /** `plumbing` models only show that loading works; they are never chosen by themselves. */
  role: "starter" | "plumbing";
  installed: boolean;
  /** Its digest was checked since the file last changed; null when it is not here. */
  verified: boolean | null;
  /** Fits into the memory that is free now. */
  fits: boolean;
  isDefault: boolean;
}

export interface ModelList {
  models: ListedModel[];
  /** Everything that is here, in the order of the names. */
  installed: InstalledView[];
  /** What other programs keep on this machine and is not installed here. */
  elsewhere: ElsewhereView[];
  /** The name of the model that works where none is named; null where the machine decides. */
  default: string | null;
  /** More models of the catalogue, for `search` and `pull`. */
  known: number;
  /** The other engines with their models; one that does not answer says why. */
  engines: CheckedEngine[];
}

/** The models that can be had, and which of them are here. */
export const models = defineCommand<z.ZodObject, ModelList, never>({
  about: "lists models",
  input: z.object({}),
  async run(_input, { services, ctx }) {
    const settings = await services.settings();
    const preferred = settings.models.default;
    const [installed, found, hardware, engines] = await Promise.all([
      listInstalled(services.home, ctx),
      findForeign(services.env, ctx),
      services.hardware(),
      Promise.all(Object.entries(settings.engines).map((entry) => checkEngine(entry, preferred, services, ctx))),
    ]);
    const defaultId = idOfDefault(preferred, installed, settings.engines);
    const listed = listStarters().map((starter): ListedModel => {
      const here = installed.find(({ sha256 }) => sha256 === starter.sha256);
      const { id, name, bytes, memoryBytes, licence, role } = starter;
      const fits = memoryBytes <= hardware.ramFree;
      const isDefault = id === defaultId;
      return {
        id,
        name,
        bytes,
        memoryBytes,
        licence,
        role,
        installed: !!here,
        verified: here?.verified ?? null,
        fits,
        isDefault,
      };
    });
    const digests = new Set(installed.map(({ sha256 }) => sha256));
    const paths = new Set(installed.map(({ path }) => path));
    const elsewhere = found.filter(({ files: [first] }) => {
      return !first || !(paths.has(first.path) || (first.sha256 !== null && digests.has(first.sha256)));
    });
    return {
      models: listed,
      installed: installed.map(toView),
      elsewhere: elsewhere.map(toElsewhere),
      default: preferred ?? null,
      known: listModels().filter(({ starter }) => starter === null).length,
      engines,
    };
  },
});

/** The model of this home that the settings name; null where they name none, one of an engine, or one that is nowhere. */
function idOfDefault(
  preferred: string | undefined,
  installed: readonly InstalledModel[],
  engines: Config["engines"],
): string | null {
  if (preferred === undefined || findServed(preferred, engines, "config") !== null) return null;
  try {
    return findNamed(installed, preferred)?.id ?? findStarter(preferred).id;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "E_MODEL_UNKNOWN") return null;
    throw thrown;
  }
}

const nameInput = z.object({ name: z.string().min(1) });

/** Chooses the model that works where none is named. For a model of an engine `installed` says that its server has it. */
export const setDefault = defineCommand<
  typeof nameInput,
  { id: string; installed: boolean; engine: string | null },
  never
>({
  about: "chooses the model that works by default",
  input: nameInput,
  async run({ name }, { services, ctx }) {
    const served = findServed(name, (await services.settings()).engines, "asked");
    if (served !== null) return setServed(served, services, ctx);
    const installed = await listInstalled(services.home, ctx);
    const here = findNamed(installed, name);
    if (here?.details) {
      await writeDefaultModel(services.home, name.trim());
      return { id: here.id, installed: true, engine: null };
    }
    const { id, role, sha256 } = findStarter(name);
    if (role === "plumbing") {
      throw new AppError("E_INPUT", `${id} only shows that loading works; it cannot do any work.`, {
        hint: "Choose another: `kralle models` lists them. For a try, `--model` takes any.",
      });
    }
    await writeDefaultModel(services.home, id);
    return { id, installed: installed.some((model) => model.sha256 === sha256), engine: null };
  },
});

type Served = NonNullable<ReturnType<typeof findServed>>;

/** A server that does not answer now may do so later; one that answers must have the model. */
async function setServed({ id, engine, settings, model }: Served, services: Services, ctx: Context) {
  const { ok, models: found } = await checkEngine([engine, settings], undefined, services, ctx);
  const listed = found.map((one) => one.id);
  const isThere = ok && (listed.length === 0 || listed.includes(id) || listed.includes(`${id}:latest`));
  if (ok && !isThere) {
    throw new AppError("E_MODEL_UNKNOWN", `The engine ${engine} has no model ${model}.`, {
      hint: `It has: ${listed.slice(0, 8).join(", ")}`,
    });
  }
  await writeDefaultModel(services.home, id);
  return { id, installed: isThere, engine };
}
