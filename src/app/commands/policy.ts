import { z } from "zod";
import { AppError } from "../../core/index.ts";
import {
  decide,
  labelsOf,
  OWNER,
  ORIGINS,
  parseAmount,
  parsePolicyLine,
  toKeptLine,
  toReasonWords,
  toWords,
  type Decision,
  type PolicyLine,
  type Words,
} from "../../guard/index.ts";
import type { StoredLine } from "../../store/index.ts";
import { loadAgent } from "../agentOver.ts";
import { defineCommand } from "../command.ts";

/** A line of the owner's policy, as they wrote it and in plain words; `words` is null where this Kralle cannot read it. */
export interface PolicyView {
  id: string;
  text: string;
  words: Words | null;
  /** ms UTC */
  created: number;
}

function toView(stored: StoredLine): PolicyView {
  const { line } = toKeptLine(stored);
  return { ...stored, words: line && toWords(line) };
}

export const policy = defineCommand<z.ZodObject, { lines: PolicyView[] }>({
  about: "lists the lines of the policy",
  input: z.object({}),
  run: async (_input, { services }) => ({ lines: (await (await services.store()).policy.list()).map(toView) }),
});

const addInput = z.object({ text: z.string().max(1_000) });

/** Adds a line. Only a person comes here: no tool and no plan of the model reaches the policy. E_INPUT says what is wrong with it. */
export const addPolicy = defineCommand<typeof addInput, PolicyView>({
  about: "adds a line to the policy",
  input: addInput,
  async run({ text }, { services, ctx }) {
    await services.hold();
    const line = parsePolicyLine(text);
    const kept = text.trim().replaceAll(/\s+/gu, " ");
    const view = toView(await (await services.store()).policy.add(kept, toEntry(line), ctx));
    services.changes.tell("settings");
    return view;
  },
});

const toEntry = (line: PolicyLine): Record<string, string> =>
  line.type === "rule" ? { type: line.verb, tool: line.tool } : { type: line.type };

const removeInput = z.object({ id: z.string().min(1).max(64) });

export const removePolicy = defineCommand<typeof removeInput, { id: string }>({
  about: "takes a line out of the policy",
  input: removeInput,
  async run({ id }, { services, ctx }) {
    await services.hold();
    if (!(await (await services.store()).policy.remove(id, ctx))) {
      throw new AppError("E_NOT_FOUND", `There is no line ${id} in the policy.`, {
        hint: "`kralle policy list` shows its lines.",
      });
    }
    services.changes.tell("settings");
    return { id };
  },
});

const explainInput = z.object({
  tool: z.string().min(1).max(120),
  /** Whom it would reach. */
  to: z.array(z.string().max(300)).max(50).nullable().default(null),
  /** What it would move: "50 EUR". */
  amount: z.string().max(40).nullable().default(null),
  /** Whose words would lead to it. */
  from: z.enum(ORIGINS).default("owner"),
  /** Private data would be among what leads to it. */
  private: z.boolean().default(false),
});

export interface Explained {
  tool: string;
  decision: Decision;
  reason: Words;
}

/** What would happen to a call, where somebody can be asked, and why. */
export const explainPolicy = defineCommand<typeof explainInput, Explained>({
  about: "says what the policy would do",
  input: explainInput,
  async run({ tool, to, amount, from, private: isPrivate }, { services, ctx }) {
    const { policy: lines } = await services.store();
    const { createTools } = await loadAgent();
    const known = createTools().find(({ name }) => name === tool);
    const { tools } = await services.settings();
    const named = (state: string) => Object.keys(tools).filter((name) => tools[name] === state);
    const { decision, reason } = decide(
      {
        tool,
        aliases: [],
        effect: known?.effect ?? "outside",
        runsCode: known?.runsCode ?? false,
        labels: OWNER,
        led: labelsOf(from, isPrivate),
        recipients: to,
        stated: [],
        amount: amount === null ? null : parseAmount(amount),
        uses: (await lines.uses(tool, ctx)) + 1,
      },
      {
        interactive: true,
        asked: named("ask"),
        refused: named("off"),
        lines: (await lines.list()).map(toKeptLine),
      },
    );
    return { tool, decision, reason: toReasonWords(reason) };
  },
});
