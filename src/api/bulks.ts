import { z } from "zod";
import { byId, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const sentence = z.object({ text: z.string().trim().min(1).max(500), language: z.enum(["en", "de"]).default("en") });

/** Exactly these mails would be filed so; senders and subjects are somebody else's words. */
const plan = z.object({
  /** As the sentence was understood. */
  words: z.string(),
  action: z.enum(["archive", "move", "done"]),
  folder: z.string().nullable(),
  mails: z.array(z.object({ id: z.string(), from: z.string(), subject: z.string(), at: moment })),
  /** There are others, which the next list has. */
  hasMore: z.boolean(),
  /** Of exactly this list: who releases it names this. */
  hash: z.string(),
});
export type BulkPlanInfo = z.infer<typeof plan>;

const bulk = z.object({
  id: z.string(),
  words: z.string(),
  at: moment,
  mails: z.array(z.object({ mail: z.string(), state: z.enum(["pending", "done", "failed", "unclear", "undone"]) })),
});
export type BulkInfo = z.infer<typeof bulk>;

export const planBulk = defineEndpoint({
  method: "POST",
  path: "/api/mail-bulks/plan",
  scope: "read",
  about: "Lists the mails that a sentence would file, and files none.",
  body: sentence,
  answer: plan,
});

export const approveBulk = defineEndpoint({
  method: "POST",
  path: "/api/mail-bulks",
  scope: "act",
  about: "Files exactly the mails that were listed.",
  body: sentence.extend({ hash: z.string().length(64) }),
  status: 201,
  answer: bulk,
});

export const listBulks = defineEndpoint({
  method: "GET",
  path: "/api/mail-bulks",
  scope: "read",
  about: "What was filed together, the newest first.",
  answer: z.object({ bulks: z.array(bulk) }),
});

export const undoBulk = defineEndpoint({
  method: "POST",
  path: "/api/mail-bulks/:id/undo",
  scope: "act",
  about: "Puts back what was filed together.",
  params: byId,
  answer: bulk,
});
