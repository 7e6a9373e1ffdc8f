import { z } from "zod";
import { byId, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const words = z.object({ en: z.string(), de: z.string() });

const line = z.object({
  id: z.string(),
  /** As it was written: docs/policy.md. */
  text: z.string(),
  /** Null where this Kralle cannot read it; then everything with an effect outside waits for a person. */
  words: words.nullable(),
  created: moment,
});
export type PolicyInfo = z.infer<typeof line>;

export const listPolicy = defineEndpoint({
  method: "GET",
  path: "/api/policy",
  scope: "read",
  about: "The owner's lines about what may happen without a question, with a question, and never.",
  answer: z.object({ lines: z.array(line) }),
});

export const addPolicy = defineEndpoint({
  method: "POST",
  path: "/api/policy",
  scope: "admin",
  about: "Adds a line to the policy.",
  body: z.object({ text: z.string().min(1).max(1_000) }),
  status: 201,
  answer: line,
});

export const removePolicy = defineEndpoint({
  method: "DELETE",
  path: "/api/policy/:id",
  scope: "admin",
  about: "Takes a line out of the policy.",
  params: byId,
  answer: z.object({ id: z.string() }),
});

export const explainPolicy = defineEndpoint({
  method: "GET",
  path: "/api/policy/explain",
  scope: "read",
  about: "What the policy would do with a call, and why.",
  query: z.object({
    tool: z.string().min(1).max(120),
    to: z.string().max(300).optional(),
    amount: z.string().max(40).optional(),
  }),
  answer: z.object({ tool: z.string(), decision: z.enum(["allow", "ask", "refuse"]), reason: words }),
});
