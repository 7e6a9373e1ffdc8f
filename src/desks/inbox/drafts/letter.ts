import { createApproval, toSafeLine, type Approval, type Call } from "../../../guard/index.ts";
import type { Context } from "../../../core/index.ts";
import type { Mail, StoredDraft } from "../../../store/index.ts";
import type { DraftContent } from "./content.ts";

/** What is sent: the arguments of the effect `mail.send`. */
export interface Letter {
  from: string;
  to: string[];
  subject: string;
  text: string;
  inReplyTo?: string;
  references?: string[];
  autoSubmitted?: "auto-replied";
  calendar?: { method: "REPLY"; text: string };
}

/** RFC 5322, 3.6.4: the chain grows by the mail that is answered. A long one keeps its beginning and its end. */
const MOST_REFERENCES = 20;
const MESSAGE_ID = /^<[^<>\s@]{1,400}@[^<>\s@]{1,400}>$/;

/**
 * The answer to a mail. What nobody looked at says so (RFC 3834, 5.2), so that no program answers it.
 */
export function toLetter(
  mail: Mail,
  content: DraftContent,
  { from, to, seen }: { from: string; to: string; seen: boolean },
): Letter {
  // Ids of others may be anything; what is no id is not repeated.
  const answered = mail.messageId !== null && MESSAGE_ID.test(mail.messageId) ? mail.messageId : null;
  const references = [...mail.references.filter((id) => MESSAGE_ID.test(id)), ...(answered === null ? [] : [answered])];
  const kept =
    references.length <= MOST_REFERENCES
      ? references
      : [...references.slice(0, 1), ...references.slice(1 - MOST_REFERENCES)];
  return {
    from,
    to: [to],
    subject: content.subject,
    text: content.text,
    ...(answered === null ? {} : { inReplyTo: answered }),
    ...(kept.length === 0 ? {} : { references: kept }),
    ...(content.calendar === undefined ? {} : { calendar: { method: "REPLY", text: content.calendar.text } }),
    ...(seen ? {} : { autoSubmitted: "auto-replied" }),
  };
}

/**
 * Whom an answer goes to: the sender. A Reply-To counts only within the sender's own domain: with another one, an answer, and what it
 * tells, would go to whoever the mail names.
 */
export function recipientOf({
  from,
  replyTo,
}: Pick<Mail, "from" | "replyTo">): { address: string; isSwapped: boolean } | null {
  if (from === null) return null;
  const [named] = replyTo;
  if (!named || named.address === from.address) return { address: from.address, isSwapped: false };
  if (domainOf(named.address) === domainOf(from.address)) return { address: named.address, isSwapped: false };
  return { address: from.address, isSwapped: true };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/** Version of how letters are sent; another one makes every open release worthless. */
const VERSION = "1";

export function toCall(account: string, letter: Letter): Call {
  return { tool: "mail.send", version: VERSION, input: letter, place: account, session: "" };
}

/** The question whose yes releases exactly this letter. The hash is the same as long as nothing of it changes. */
export function toQuestion(account: string, letter: Letter, ctx: Pick<Context, "clock">): Approval {
  return createApproval(toCall(account, letter), titleOf(letter), ctx);
}

export const titleOf = ({ to, subject }: Pick<Letter, "to" | "subject">): string =>
  `Send "${toSafeLine(subject)}" to ${to.map(toSafeLine).join(", ")}`;

/** Name of the act that sends a draft. After one that certainly did not happen there is another. */
export function effectOf({ id, effect, state }: Pick<StoredDraft, "id" | "effect" | "state">): string {
  const tries = Number(effect?.slice(effect.lastIndexOf("/") + 1) ?? 0);
  return state === "sending" && effect !== null ? effect : `${id}/${tries + 1}`;
}
