import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

/** Of the settings, what is changed without looking at the file; all of it may be left out. */
const settings = z.object({
  models: z.object({
    default: z.string().nullable(),
    keepMinutes: z.number().min(0).max(10_080),
    cacheMegabytes: z.int().min(0),
    reproducible: z.boolean(),
  }),
  budget: z.object({ steps: z.int().positive().nullable(), seconds: z.number().positive().nullable() }),
  /** Per tool: asks every time, or is off. */
  tools: z.record(z.string().max(64), z.enum(["ask", "off"])),
});
export type SettingsInfo = z.infer<typeof settings>;

export const getSettings = defineEndpoint({
  method: "GET",
  path: "/api/settings",
  scope: "read",
  about: "The settings that can be changed from here, the version, and the folder of this home.",
  answer: z.object({ settings, version: z.string(), home: z.string(), port: z.int() }),
});

export const changeSettings = defineEndpoint({
  method: "PATCH",
  path: "/api/settings",
  scope: "admin",
  about: "Changes settings; those that are not named stay. They hold for what begins after it.",
  body: z.object({
    models: settings.shape.models.partial().optional(),
    budget: settings.shape.budget.partial().optional(),
    tools: settings.shape.tools.optional(),
  }),
  answer: z.object({ settings }),
});
