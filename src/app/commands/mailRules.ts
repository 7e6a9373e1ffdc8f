import { z } from "zod";
import type { RuleView } from "../../desks/inbox/index.ts";
import { defineCommand } from "../command.ts";
import { inboxOf, ownInboxOf } from "../desks/inbox.ts";

const language = z.enum(["en", "de"]).default("en");
const listInput = z.object({ language });

export const mailRules = defineCommand<typeof listInput, { rules: RuleView[] }, never>({
  about: "lists the rules about mail",
  input: listInput,
  run: async (input, call) => ({ rules: await (await inboxOf(call)).rules.list(input.language) }),
});

const proposeInput = z.object({ text: z.string().trim().min(1).max(500), language });

/** It does nothing before it is confirmed in the words in which it comes back. */
export const proposeMailRule = defineCommand<typeof proposeInput, RuleView, never>({
  about: "reads a rule about mail, and says how it was understood",
  input: proposeInput,
  run: async (input, call) => (await ownInboxOf(call)).rules.propose(input.text, call.decider.by, input.language),
});

const setInput = z.object({
  id: z.string().min(1).max(200),
  state: z.enum(["on", "off", "removed"]),
  /** The one that was shown. */
  version: z.int().positive(),
  language,
});

export const setMailRule = defineCommand<typeof setInput, RuleView, never>({
  about: "confirms a rule about mail, switches it off or takes it away",
  input: setInput,
  run: async ({ id, state, version, language: words }, call) =>
    (await ownInboxOf(call)).rules.set(id, { state, version, by: call.decider.by }, words),
});
