import type { Item, Mail, NewItem, ProposedAction } from "../../store/index.ts";
import type { Language } from "./classes.ts";
import { toReason } from "../reason.ts";
import type { Judged } from "./judging.ts";
import type { Owner } from "./owner.ts";
import type { RuleDecision } from "./rules/match.ts";

/** The name of this desk in the store. */
export const DESK = "inbox";

/** What may want a person about a mail. Its words come from outside: they are shown, and never obeyed. */
export function toItem(
  { mail, judgement, isKnown }: Judged,
  decision: RuleDecision,
  owner: Pick<Owner, "language" | "zone">,
): NewItem {
  const { quote, why } = judgement;
  const isAnswered = decision.answer === "never" || mail.automatic !== null;
  return {
    desk: DESK,
    kind: "mail",
    source: mail.id,
    account: mail.account,
    title: mail.subject,
    who: mail.from,
    at: mail.at,
    class: judgement.class,
    needsReply: judgement.needsReply && !isAnswered,
    importance: decision.importance ?? judgement.importance,
    urgency: judgement.urgency,
    due: judgement.due,
    reason: toReason({ why, reason: "" }, owner),
    why,
    evidence: quote === "" ? [] : [{ type: "quote", source: mail.id, text: quote }],
    actions: toActions(mail, judgement.needsReply && !isAnswered, owner.language),
    features: {
      ...judgement.features,
      confidence: judgement.confidence,
      spam: judgement.spam,
      notify: Number(decision.notify),
      sent: Number(isKnown),
    },
    state: "open",
    until: null,
  };
}

const TITLES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { reply: "Answer it", unsubscribe: "Unsubscribe", done: "Mark as done" },
  de: { reply: "Beantworten", unsubscribe: "Abbestellen", done: "Als erledigt markieren" },
};

function toActions(mail: Mail, needsReply: boolean, language: Language): ProposedAction[] {
  const kinds = [...(needsReply ? ["reply"] : []), ...(mail.unsubscribe === null ? [] : ["unsubscribe"]), "done"];
  return kinds.map((kind) => {
    return { id: kind, kind, title: TITLES[language][kind] ?? kind, arguments: { mail: mail.id } };
  });
}

/** Whether judging anew changed what is shown. */
export function differs(before: Item | null, now: NewItem): boolean {
  return (
    before === null ||
    before.class !== now.class ||
    before.importance !== now.importance ||
    before.urgency !== now.urgency ||
    before.needsReply !== now.needsReply ||
    JSON.stringify(before.why) !== JSON.stringify(now.why ?? null) ||
    before.kind !== now.kind ||
    before.due !== now.due
  );
}
