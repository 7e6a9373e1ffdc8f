import { AppError, type Context } from "../../core/index.ts";
import { hashIntent, type Intent, type WorkflowRun } from "../../durable/index.ts";
import { createRefusal, decide, labelsOf, toKeptLine, type Action, type Verdict } from "../../guard/index.ts";
import type { DeskParts } from "../types.ts";

/** Everything that this desk does outside starts from a mail: from words that anybody may have written. */
const FROM_MAIL = labelsOf("mail", true);

/**
 * Does one act outside that was released: by a person who saw exactly this, or by a rule that the owner confirmed, behind its gates. The
 * owner's policy stands above both. `run`: the workflow whose step it is. Throws as `Effects.perform`; E_REFUSED.
 */
export async function act(
  parts: DeskParts,
  intent: Intent,
  recipients: readonly string[],
  ctx: Context,
  run?: Pick<WorkflowRun, "ensureOwner">,
): Promise<unknown> {
  const action = await toAction(parts, intent.kind, recipients, ctx);
  const verdict = await judgeAct(parts, action);
  if (verdict.decision === "refuse") throw createRefusal(action, verdict, { interactive: true });
  await parts.store.policy.countUse(intent.kind, ctx);
  const { perform, mint } = await parts.outside();
  return perform(intent, mint({ hash: hashIntent(intent) }), undefined, run);
}

/** Whether the owner's policy leaves an act to a rule: a line that asks, or refuses, or cannot be read, wants a person. */
export async function isLeftToRules(
  parts: DeskParts,
  kind: string,
  recipients: readonly string[],
  ctx: Context,
): Promise<boolean> {
  const { decision, reason } = await judgeAct(parts, await toAction(parts, kind, recipients, ctx));
  return decision !== "refuse" && reason.type !== "rule" && reason.type !== "unreadable";
}

async function judgeAct({ store }: DeskParts, action: Action): Promise<Verdict> {
  return decide(action, { interactive: true, lines: (await store.policy.list()).map(toKeptLine) });
}

async function toAction(
  { store }: DeskParts,
  kind: string,
  recipients: readonly string[],
  ctx: Context,
): Promise<Action> {
  const uses = (await store.policy.uses(kind, ctx)) + 1;
  return {
    tool: kind,
    aliases: [],
    effect: "outside",
    runsCode: false,
    labels: FROM_MAIL,
    led: FROM_MAIL,
    recipients,
    stated: [],
    amount: null,
    uses,
  };
}

/** What became of an act, for who keeps its state. */
export type Ended = { state: "sent" } | { state: "unclear" | "failed"; why: string };

export function toEnded(thrown: unknown): Ended {
  if (!(thrown instanceof AppError)) throw thrown;
  if (thrown.code === "E_EFFECT_UNKNOWN") return { state: "unclear", why: thrown.message };
  if (thrown.code === "E_CANCELLED") throw thrown;
  return { state: "failed", why: thrown.message };
}
