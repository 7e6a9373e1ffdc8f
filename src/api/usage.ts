import { z } from "zod";
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
