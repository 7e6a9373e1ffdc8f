import { z } from "zod";
import type { BulkPlan } from "../../desks/inbox/index.ts";
import type { StoredBulk } from "../../store/index.ts";
import { defineCommand } from "../command.ts";
import { inboxOf, ownInboxOf } from "../desks/inbox.ts";

const language = z.enum(["en", "de"]).default("en");
const planInput = z.object({ text: z.string().trim().min(1).max(500), language });

export const planBulk = defineCommand<typeof planInput, BulkPlan, never>({
  about: "lists the mails that a sentence would file, and files none",
  input: planInput,
  run: async (input, call) => (await inboxOf(call)).bulk.plan(input.text, input.language),
});

const approveInput = planInput.extend({
  /** Of exactly the list that was seen. */
  hash: z.string().length(64),
});

export const approveBulk = defineCommand<typeof approveInput, StoredBulk, never>({
  about: "files exactly the mails that were listed",
  input: approveInput,
  run: async ({ text, hash, language: words }, call) =>
    (await ownInboxOf(call)).bulk.approve(text, hash, call.decider, words),
});

export const bulks = defineCommand<z.ZodObject, { bulks: StoredBulk[] }, never>({
  about: "lists what was filed together",
  input: z.object({}),
  run: async (_input, call) => ({ bulks: await (await inboxOf(call)).bulk.list() }),
});

const undoInput = z.object({ id: z.string().min(1).max(200) });

export const undoBulk = defineCommand<typeof undoInput, StoredBulk, never>({
  about: "puts back what was filed together",
  input: undoInput,
  run: async ({ id }, call) => (await ownInboxOf(call)).bulk.undo(id),
});
