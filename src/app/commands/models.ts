import { z } from "zod";
import { AppError } from "../../core/index.ts";
import {
  findStarter,
  listModels,
  listStarters,
  pullModel,
  removeModel,
  type PulledModel,
  type PullProgress,
} from "../../models/index.ts";
import { writeDefaultModel } from "../config.ts";
import { defineCommand } from "../command.ts";
import { listInstalled } from "../installed.ts";

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
  /** Models that Kralle has figures of, but no pinned source for. */
  known: number;
}

/** The models that can be had, and which of them are here. */
export const models = defineCommand<z.ZodObject, ModelList, never>({
  about: "lists models",
  input: z.object({}),
  async run(_input, { services, ctx }) {
    const [installed, hardware] = await Promise.all([listInstalled(services.home, ctx), services.hardware()]);
    const preferred = services.config.models.default;
    const defaultId = preferred === undefined ? null : findStarter(preferred).id;
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
    return { models: listed, known: listModels().filter(({ starter }) => starter === null).length };
  },
});

const nameInput = z.object({ name: z.string().min(1) });

export const pull = defineCommand<
  typeof nameInput,
  PulledModel & { id: string },
  { name: string; progress: PullProgress }
>({
  about: "fetches the weights of a model",
  input: nameInput,
  async run({ name }, { services, emit, ctx }) {
    const model = findStarter(name);
    const onProgress = (progress: PullProgress): void => emit({ name: model.name, progress });
    const pulled = await pullModel(model, { home: services.home, env: { ...services.env }, onProgress }, ctx);
    return { id: model.id, ...pulled };
  },
});

export const removeWeights = defineCommand<typeof nameInput, { id: string; freedBytes: number }, never>({
  about: "removes the weights of a model",
  input: nameInput,
  async run({ name }, { services, ctx }) {
    await services.hold(); // a model that works must not lose its file
    const id = await idOf(name, services.home, ctx);
    const removed = await removeModel(services.home, id, ctx);
    return { id, ...removed };
  },
});

async function idOf(name: string, home: string, ctx: Parameters<typeof listInstalled>[1]): Promise<string> {
  const installed = await listInstalled(home, ctx);
  if (installed.some(({ id, sha256 }) => id === name || sha256 === name)) return name;
  return findStarter(name).id;
}

/** Chooses the model that works where none is named. */
export const setDefault = defineCommand<typeof nameInput, { id: string; installed: boolean }, never>({
  about: "chooses the model that works by default",
  input: nameInput,
  async run({ name }, { services, ctx }) {
    const { id, role, sha256 } = findStarter(name);
    if (role === "plumbing") {
      throw new AppError("E_INPUT", `${id} only shows that loading works; it cannot do any work.`, {
        hint: "Choose another: `kralle models` lists them. For a try, `--model` takes any.",
      });
    }
    await writeDefaultModel(services.home, id);
    const installed = await listInstalled(services.home, ctx);
    return { id, installed: installed.some((model) => model.sha256 === sha256) };
  },
});
