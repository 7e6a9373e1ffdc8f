import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const sums = {
  calls: z.int(),
  promptTokens: z.int(),
  cachedTokens: z.int(),
  completionTokens: z.int(),
  modelMs: z.number(),
};

export const getUsage = defineEndpoint({
  method: "GET",
  path: "/api/usage",
  scope: "read",
  about: "Tokens and time by day and by model, and what the same tokens cost at cloud prices of a stated day.",
  query: z.object({ days: z.coerce.number().int().min(1).max(3660).default(30) }),
  answer: z.object({
    total: z.object(sums),
    /** Oldest first; days without use are left out. The day is that of UTC. */
    days: z.array(z.object({ day: z.iso.date(), ...sums })),
    models: z.array(z.object({ model: z.string(), ...sums })),
    /** What the same tokens would have cost elsewhere. */
    elsewhere: z.array(
      z.object({
        name: z.string(),
        /** US dollars for these tokens, a decimal. */
        dollars: z.string(),
        promptPerMillion: z.string(),
        completionPerMillion: z.string(),
        /** Year and month of the price, and where it was read. */
        asOf: z.string(),
        source: z.string(),
      }),
    ),
  }),
});

const run = z.object({
  id: z.string(),
  session: z.string().nullable(),
  request: z.string(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  started: moment,
  ended: moment.nullable(),
});

export const listRuns = defineEndpoint({
  method: "GET",
  path: "/api/runs",
  scope: "read",
  about: "What was worked on, the newest first.",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(1000).default(50),
    session: z.string().max(64).optional(),
  }),
  answer: z.object({ runs: z.array(run) }),
});

export const showRun = defineEndpoint({
  method: "GET",
  path: "/api/runs/:id",
  scope: "read",
  about: "A piece of work with its plan as it was stored before it ran, and its result.",
  params: z.object({ id: z.string().max(64) }),
  answer: z.object({ run, plan: z.unknown(), result: z.unknown() }),
});
