import { AppError, type Context } from "../../../core/index.ts";
import { readMailParts, toCalendarReply } from "../../../files/index.ts";
import type { Item, Mail, Store, StoredDraft } from "../../../store/index.ts";
import type { DraftContent } from "../drafts/content.ts";
import type { Owner } from "../owner.ts";
import { findingsOf, isCalendar } from "./findings.ts";
import { nextTimes } from "./invitations.ts";
import { sayTimes } from "../../reasonOfExtracted.ts";
import { EXTRACT_TEXTS } from "./texts.ts";
import { ANSWERS, type AnswerKind } from "./toExtracted.ts";

/** A draft may be written anew until it is on its way; who changes their mind after that answers once more. */
const CHANGEABLE = ["asking", "open", "waiting", "failed", "discarded", "sent"] as const;

/**
 * Drafts the answer to an invitation (RFC 5546, 3.2.3): a letter to its organiser with the answer as their calendar reads it. Nothing goes out
 * before a person releases exactly this letter. Throws E_INPUT where the mail invites to nothing.
 */
export async function draftInvitationAnswer(
  store: Store,
  { item, mail, kind, owner }: { item: Item; mail: Mail; kind: AnswerKind; owner: Owner },
  ctx: Context,
): Promise<StoredDraft> {
  const { invitation } = await findingsOf(store, mail, owner, ctx);
  const organiser = invitation?.organiser ?? null;
  if (invitation?.method !== "REQUEST" || organiser === null) {
    throw new AppError("E_INPUT", "This mail invites to no appointment.", {
      hint: "Answer it with a draft of your own.",
    });
  }
  const account = await store.accounts.get(mail.account);
  const asked =
    invitation.attendees.find(({ address }) => owner.addresses.includes(address))?.address ?? account?.address;
  const answer = ANSWERS[kind];
  const [part] = (await readMailParts(await store.blobs.get(mail.raw))).filter(isCalendar);
  const given = { uid: invitation.uid, attendee: asked ?? "", answer, now: ctx.clock.now() };
  const text = part && asked ? toCalendarReply(part.bytes.toString("utf8"), given) : null;
  if (text === null)
    throw new AppError("E_INPUT", "The invitation cannot be answered.", { hint: "Write to the organiser yourself." });
  const language = mail.language ?? owner.language;
  const texts = EXTRACT_TEXTS[language];
  const times = nextTimes(invitation, ctx.clock.now());
  const when = times === null ? "" : sayTimes(times, invitation.isAllDay, owner.zone, language);
  const body = texts.letter[answer](invitation.title, when);
  const draft: DraftContent = {
    language,
    subject: `${texts.subjects[answer]}: ${invitation.title}`
      .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
      .slice(0, 900),
    text: body,
    sentences: [{ text: body, sources: [{ type: "fact", name: "appointment", value: when, source: mail.id }] }],
    complete: true,
    questions: [],
    confidence: 1,
    edited: false,
    calendar: { to: organiser.address, uid: invitation.uid, answer, text },
  };
  return putDraft(store, { item, mail, recipient: organiser.address, draft }, ctx);
}

async function putDraft(
  { inbox: { drafts } }: Store,
  { item, mail, recipient, draft }: { item: Item; mail: Mail; recipient: string; draft: DraftContent },
  ctx: Context,
): Promise<StoredDraft> {
  const known = await drafts.ofMail(mail.id);
  if (known === null) {
    const { account, thread } = mail;
    return drafts.create(
      { mail: mail.id, item: item.id, account, thread, recipient, state: "open", draft, why: [], due: null },
      ctx,
    );
  }
  const changed = await drafts.change(known.id, CHANGEABLE, { state: "open", draft, why: [], due: null }, ctx);
  if (changed !== null) return changed;
  throw new AppError("E_INPUT", "It is too late: the draft is sent, or on its way.", {
    hint: "`kralle effects` says what went out.",
  });
}

/** The answer went out: the appointment stands, or does not. */
export async function settleAnswer(
  { calendar }: Pick<Store, "calendar">,
  { account, draft }: { account: string; draft: DraftContent },
  ctx: Context,
): Promise<void> {
  if (draft.calendar === undefined) return;
  const known = await calendar.find(account, draft.calendar.uid);
  if (known === null) return;
  const { answer } = draft.calendar;
  await calendar.setState(known.id, answer === "accepted" ? "confirmed" : answer, ctx);
}
