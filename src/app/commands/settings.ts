import { z } from "zod";
import type { Config } from "../../core/index.ts";
import { changeConfig } from "../config.ts";
import { defineCommand } from "../command.ts";

/** What of the settings can be changed without looking at the file. null: the default. */
export interface OwnSettings {
  models: { default: string | null; keepMinutes: number; cacheMegabytes: number; reproducible: boolean };
  budget: { steps: number | null; seconds: number | null };
  tools: Config["tools"];
}

export const settings = defineCommand<z.ZodObject, OwnSettings>({
  about: "shows the settings",
  input: z.object({}),
  run: async (_input, { services }) => toOwn(await services.settings()),
});

const changeInput = z.object({
  models: z
    .object({
      default: z.string().min(1).nullable(),
      keepMinutes: z.number(),
      cacheMegabytes: z.number(),
      reproducible: z.boolean(),
    })
    .partial()
    .default({}),
  budget: z.object({ steps: z.number().nullable(), seconds: z.number().nullable() }).partial().default({}),
  tools: z.record(z.string(), z.enum(["ask", "off"])).optional(),
});

/** Changes what is named and leaves the rest of the file as it stands. E_CONFIG names what is wrong. */
export const setSettings = defineCommand<typeof changeInput, OwnSettings>({
  about: "changes settings",
  input: changeInput,
  async run({ models, budget, tools }, { services }) {
    await changeConfig(services.home, (raw) => ({
      ...raw,
      ...part(raw, "models", models),
      ...part(raw, "budget", budget),
      ...(tools === undefined ? {} : { tools }),
    }));
    services.changes.tell("settings");
    return toOwn(await services.settings());
  },
});

/** A part of the file with these changes; null takes the entry away. */
function part(raw: Record<string, unknown>, name: string, changes: Record<string, unknown>): Record<string, unknown> {
  if (Object.keys(changes).length === 0) return {};
  const old = (raw[name] ?? {}) as Record<string, unknown>;
  const next = Object.entries({ ...old, ...changes }).filter(([, value]) => value !== null && value !== undefined);
  return { [name]: Object.fromEntries(next) };
}

function toOwn({ models, budget, tools }: Config): OwnSettings {
  const { keepMinutes, cacheMegabytes, reproducible } = models;
  return {
    models: { default: models.default ?? null, keepMinutes, cacheMegabytes, reproducible },
    budget: { steps: budget.steps ?? null, seconds: budget.seconds ?? null },
    tools,
  };
}
