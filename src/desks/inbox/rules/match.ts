import { Dec, findNumbers, fold } from "../../../files/index.ts";
import type { Level, Mail } from "../../../store/index.ts";
import type { MailRule, RuleCondition } from "./types.ts";

/** What rules look at. */
export interface MailFacts {
  mail: Pick<Mail, "from" | "subject" | "text" | "attachments" | "language">;
  class: string;
  /** The owner has written to the sender before. */
  isKnown: boolean;
}

export interface ActiveRule {
  id: string;
  text: string;
  rule: MailRule;
}

/** What the owner's rules say about one mail, put together. */
export interface RuleDecision {
  archive: boolean;
  folder: string | null;
  done: boolean;
  notify: boolean;
  importance: Level | null;
  /** null: no rule speaks of it. */
  answer: "never" | "draft" | "send" | null;
  afterMinutes: number;
  followUpDays: number | null;
  /** Those that applied. */
  by: readonly ActiveRule[];
}

export function matches(rule: MailRule, facts: MailFacts): boolean {
  return rule.when.every((condition) => holds(condition, facts));
}

/**
 * All rules that fit apply. Where they disagree about answering the most careful one counts: never, acts a draft, acts sending, and of two
 * undo windows the longer one; of importance and folders, the rule that was made last.
 */
export function applyRules(rules: readonly ActiveRule[], facts: MailFacts): RuleDecision {
  const by = rules.filter(({ rule }) => matches(rule, facts));
  const actions = by.flatMap(({ rule }) => rule.acts);
  const has = (type: (typeof actions)[number]["type"]): boolean => actions.some((action) => action.type === type);
  const send = actions.flatMap((action) => (action.type === "send" ? [action.afterMinutes] : []));
  const answer = has("neverAnswer") ? "never" : has("draft") ? "draft" : send.length > 0 ? "send" : null;
  return {
    archive: has("archive"),
    folder: actions.flatMap((action) => (action.type === "move" ? [action.folder] : [])).at(-1) ?? null,
    done: has("done"),
    notify: has("notify"),
    importance: actions.flatMap((action) => (action.type === "importance" ? [action.level] : [])).at(-1) ?? null,
    answer,
    afterMinutes: Math.max(0, ...send),
    followUpDays: actions.flatMap((action) => (action.type === "followUp" ? [action.days] : [])).at(-1) ?? null,
    by,
  };
}

function holds(condition: RuleCondition, { mail, class: name, isKnown }: MailFacts): boolean {
  switch (condition.type) {
    case "class":
      return condition.classes.includes(name) !== condition.isNot;
    case "sender":
      return condition.senders.some((sender) => isFrom(sender, mail.from)) !== condition.isNot;
    case "contains": {
      const parts = { subject: mail.subject, text: mail.text, either: `${mail.subject}\n${mail.text}` };
      const text = fold(parts[condition.where]);
      return condition.words.some((word) => text.includes(fold(word)));
    }
    case "attachment":
      return mail.attachments.length > 0 !== condition.isNot;
    case "amount":
      return hasAmount(condition, `${mail.subject}\n${mail.text}`);
    case "language":
      return mail.language === condition.language;
    case "known":
      return isKnown !== condition.isNot;
  }
}

/** An address, "@domain" with all below it, or a name as the sender writes it: that one proves nothing, and the gates do not rely on it. */
function isFrom(sender: string, from: Mail["from"]): boolean {
  if (from === null) return false;
  if (sender.startsWith("@")) {
    const domain = from.address.slice(from.address.lastIndexOf("@") + 1);
    return domain === sender.slice(1) || domain.endsWith(`.${sender.slice(1)}`);
  }
  if (sender.includes("@")) return from.address === sender;
  return ` ${fold(from.name)} `.includes(` ${fold(sender)} `);
}

type AmountCondition = Extract<RuleCondition, { type: "amount" }>;

function hasAmount({ than, limit, currency }: AmountCondition, text: string): boolean {
  const amounts = findNumbers(text.slice(0, 20_000)).filter(({ unit }) =>
    currency === null ? unit !== null && MONEY.has(unit) : unit === currency,
  );
  return amounts.some(({ value }) => (than === "over" ? new Dec(value).gt(limit) : new Dec(value).lt(limit)));
}

const MONEY = new Set(["EUR", "USD", "GBP", "CHF"]);
