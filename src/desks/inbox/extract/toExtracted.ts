import type { Appointment, Evidence, Mail, NewItem, ProposedAction, ReasonPart } from "../../../store/index.ts";
import { endOfDay } from "../judge/zone.ts";
import type { Owner } from "../owner.ts";
import type { Findings, InvoiceFinding, Invitation } from "./findings.ts";
import { nextTimes, type Applied } from "./invitations.ts";
import { toReason } from "../../reason.ts";
import { EXTRACT_TEXTS } from "./texts.ts";

/** What is known of a mail besides what it is thought to be. */
export interface Extracted {
  findings: Findings;
  applied: Applied | null;
  conflicts: readonly Appointment[];
}

const MONEY: ReadonlySet<string> = new Set(["invoice", "reminder"]);

/** Adds to an item what its mail asks to pay, or invites to; each value with the words it was read from. */
export function withExtracted(
  item: NewItem,
  mail: Mail,
  { findings, applied, conflicts }: Extracted,
  owner: Owner,
  now: number,
): NewItem {
  const { invoice, invitation } = findings;
  if (item.class === "spam") return item;
  if (invitation !== null && invitation.method !== null && invitation.method !== "PUBLISH")
    return withInvitation(item, mail, { invitation, applied, conflicts }, owner, now);
  return invoice !== null && isMoney(item.class, invoice) ? withInvoice(item, mail, invoice, owner) : item;
}

export const isMoney = (name: string | null, invoice: InvoiceFinding): boolean =>
  invoice.isStructured || MONEY.has(name ?? "");

function withInvoice(item: NewItem, mail: Mail, invoice: InvoiceFinding, owner: Owner): NewItem {
  const { amount, currency, due } = invoice;
  const evidence: Evidence[] = [];
  for (const name of ["amount", "due", "number", "issuer", "iban"] as const) {
    const { value, found } = invoice[name];
    if (value === null || found === null) continue;
    const told = name === "amount" && currency.value !== null ? `${value} ${currency.value}` : value;
    evidence.push({ type: "fact", name: `invoice.${name}`, value: told, source: mail.id });
    if (found.source === "text" && name !== "issuer")
      evidence.push({ type: "quote", source: mail.id, text: found.quote });
  }
  const unclear = (["amount", "iban", "number", "due"] as const).filter((what) => invoice[what].others.length > 1);
  const pay = { say: "pay", amount: amount.value, currency: currency.value, day: due.value } as const;
  const rest = (item.why ?? []).filter(({ say }) => say !== "due" || due.value === null);
  const told = amount.value === null && due.value === null ? [] : [pay];
  return {
    ...item,
    ...because([...told, ...unclear.map((what) => ({ say: "unclear", what }) as const), ...rest], owner),
    due: due.value === null ? item.due : endOfDay(due.value, owner.zone),
    evidence: [...item.evidence, ...evidence],
    features: { ...item.features, ...(amount.value === null ? {} : { amount: Number(amount.value) }) },
  };
}

function withInvitation(
  item: NewItem,
  mail: Mail,
  { invitation, applied, conflicts }: Omit<Extracted, "findings"> & { invitation: Invitation },
  owner: Owner,
  now: number,
): NewItem {
  const { method, place, isAllDay, repeats, organiser, title, attendees } = invitation;
  const times = nextTimes(invitation, now);
  const facts = [
    ["appointment.title", title],
    ["appointment.start", times && new Date(times.start).toISOString()],
    ["appointment.end", times && new Date(times.end).toISOString()],
    ["appointment.place", place],
    ["appointment.organiser", organiser?.address],
    ["appointment.conflict", conflicts.map((other) => other.title).join("; ") || null],
  ].flatMap(([name, value]): Evidence[] => (name && value ? [{ type: "fact", name, value, source: mail.id }] : []));
  const base: NewItem = { ...item, class: "appointment", needsReply: false, evidence: [...item.evidence, ...facts] };
  if (applied === "notTheOrganiser") return { ...base, ...because([{ say: "notTheOrganiser" }], owner) };
  if (method === "REPLY") {
    const [one] = attendees;
    const answer = Object.values(ANSWERS).find((known) => known === one?.answer);
    if (!one || !answer) return base;
    return { ...base, ...because([{ say: "answered", who: one.name || one.address, answer }], owner), due: null };
  }
  if ((method !== "REQUEST" && method !== "CANCEL") || times === null) return base;
  const when = { ...times, isAllDay, place };
  if (method === "CANCEL")
    return { ...base, ...because([{ say: "calledOff", ...when, place: null }], owner), due: null };
  const why: ReasonPart[] = [{ say: "invited", ...when }];
  if (repeats !== null) why.push({ say: "repeats" });
  if (conflicts.length > 0) why.push({ say: "conflict", titles: conflicts.map((other) => other.title) });
  const isOver = times.end <= now;
  return {
    ...base,
    kind: "appointment",
    due: isOver ? null : times.start,
    ...because(why, owner),
    actions: [
      ...(isOver || isOwn(organiser, owner) ? [] : toActions(mail, owner.language)),
      ...item.actions.filter(({ kind }) => kind !== "reply"),
    ],
  };
}

/** Parts that are phrased when shown, and the line of today's language for who knows no parts. */
const because = (why: readonly ReasonPart[], owner: Owner): Pick<NewItem, "why" | "reason"> => ({
  why,
  reason: toReason({ why, reason: "" }, owner),
});

const isOwn = (organiser: Invitation["organiser"], { addresses }: Owner): boolean =>
  organiser === null || addresses.includes(organiser.address);

/** Kinds of actions that answer an invitation, with what they say. */
export const ANSWERS = { accept: "accepted", tentative: "tentative", decline: "declined" } as const;
export type AnswerKind = keyof typeof ANSWERS;
export const isAnswer = (kind: string): kind is AnswerKind => Object.hasOwn(ANSWERS, kind);

function toActions(mail: Mail, language: Owner["language"]): ProposedAction[] {
  return (["accept", "decline", "tentative"] as const).map((kind) => {
    return { id: kind, kind, title: EXTRACT_TEXTS[language].actions[kind], arguments: { mail: mail.id, answer: kind } };
  });
}
