import { z } from "zod";
import type { DraftView } from "../../desks/inbox/index.ts";
import { defineCommand } from "../command.ts";
import { ownInboxOf } from "../desks/inbox.ts";

const id = z.string().min(1).max(200);
const byId = z.object({ id });
const text = z.string().trim().min(1).max(50_000);

const writeInput = z.object({
  /** Of the item. */
  id,
  /** The person's own words; without them Kralle writes from what it knows. */
  text: text.optional(),
});

export const writeDraft = defineCommand<typeof writeInput, { draft: DraftView | null }, never>({
  about: "drafts an answer to a mail",
  input: writeInput,
  async run({ id: item, text: own }, call) {
    const { drafts } = await ownInboxOf(call);
    return { draft: await drafts.write(item, own === undefined ? undefined : { text: own }) };
  },
});

const editInput = byId.extend({ subject: z.string().trim().min(1).max(900).optional(), text });

export const editDraft = defineCommand<typeof editInput, DraftView, never>({
  about: "changes a draft",
  input: editInput,
  run: async ({ id: draft, subject, text: words }, call) =>
    (await ownInboxOf(call)).drafts.edit(draft, { ...(subject === undefined ? {} : { subject }), text: words }),
});

export const holdDraft = defineCommand<typeof byId, DraftView, never>({
  about: "keeps a draft from going out by itself",
  input: byId,
  run: async ({ id: draft }, call) => (await ownInboxOf(call)).drafts.hold(draft),
});

export const discardDraft = defineCommand<typeof byId, DraftView, never>({
  about: "throws a draft away",
  input: byId,
  run: async ({ id: draft }, call) => (await ownInboxOf(call)).drafts.discard(draft),
});

const approveInput = byId.extend({
  /** Of exactly the letter that was seen. */
  hash: z.string().length(64),
});

export const approveDraft = defineCommand<typeof approveInput, DraftView, never>({
  about: "sends a draft that was read",
  input: approveInput,
  run: async ({ id: draft, hash }, call) => (await ownInboxOf(call)).drafts.approve(draft, hash, call.decider),
});
