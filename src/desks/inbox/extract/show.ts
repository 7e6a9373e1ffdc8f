import type { Context } from "../../../core/index.ts";
import { readMailParts, toMail } from "../../../files/index.ts";
import type { AppointmentState, Item, Mail, Store } from "../../../store/index.ts";
import { readOwner } from "../owner.ts";
import { findingsOf, type InvoiceFinding } from "./findings.ts";
import { findConflicts, nextTimes } from "./invitations.ts";
import { isMoney } from "./toExtracted.ts";

/** An appointment that a mail speaks of. Its words are somebody else's. */
export interface AppointmentView {
  /** What the mail wants: "REQUEST", "CANCEL", "REPLY" …; null: it only tells. */
  method: string | null;
  title: string;
  place: string | null;
  organiser: { name: string; address: string } | null;
  /** Its next time, ms UTC. */
  start: number | null;
  end: number | null;
  isAllDay: boolean;
  /** Its rule, as calendars write it. */
  repeats: string | null;
  /** As the owner answered; null: it is not among their appointments. */
  state: AppointmentState | null;
  /** Other appointments at its times. */
  conflicts: { title: string; start: number; end: number }[];
  /** For a person: what of it could not be read. */
  problems: string[];
}

/** A mail that lies in another one, as data. */
export interface EnclosedMail {
  from: Mail["from"];
  sentAt: number | null;
  subject: string;
  text: string;
}

const MOST_ENCLOSED = 5;

export async function showExtracted(
  store: Store,
  { item, mail }: { item: Item; mail: Mail },
  ctx: Context,
): Promise<{ invoice: InvoiceFinding | null; appointment: AppointmentView | null; enclosed: EnclosedMail[] }> {
  const owner = await readOwner(store);
  const { invoice, invitation } = await findingsOf(store, mail, owner, ctx);
  const appointment = invitation && (await showAppointment(store, mail, invitation, ctx));
  const isAsked = invoice !== null && item.class !== "spam" && appointment === null && isMoney(item.class, invoice);
  return { invoice: isAsked ? invoice : null, appointment, enclosed: await readEnclosed(store, mail) };
}

async function showAppointment(
  store: Store,
  mail: Mail,
  invitation: NonNullable<Awaited<ReturnType<typeof findingsOf>>["invitation"]>,
  { clock }: Context,
): Promise<AppointmentView> {
  const now = clock.now();
  const { method, title, place, organiser, isAllDay, repeats, problems, uid } = invitation;
  const times = nextTimes(invitation, now);
  const [known, others] = await Promise.all([
    store.calendar.find(mail.account, uid),
    method === "REQUEST" ? findConflicts(store, invitation, now) : [],
  ]);
  const conflicts = others.map((other) => ({ title: other.title, start: other.start, end: other.end }));
  const at = { start: times?.start ?? null, end: times?.end ?? null };
  return {
    method,
    title,
    place,
    organiser,
    ...at,
    isAllDay,
    repeats,
    state: known?.state ?? null,
    conflicts,
    problems,
  };
}

/** Whole mails among the attachments (message/rfc822): shown like the mail itself, and as little believed. */
async function readEnclosed({ blobs }: Pick<Store, "blobs">, { raw, attachments }: Mail): Promise<EnclosedMail[]> {
  if (!attachments.some(({ type }) => type === "message/rfc822") || !(await blobs.has(raw))) return [];
  const parts = (await readMailParts(await blobs.get(raw))).filter(({ type }) => type === "message/rfc822");
  return Promise.all(
    parts.slice(0, MOST_ENCLOSED).map(async ({ bytes }) => {
      const { from, sentAt, subject, whole } = await toMail(bytes, { own: [], authServer: null });
      return { from, sentAt, subject, text: whole };
    }),
  );
}

/** What the item's bill asks for; null where nothing is clear. */
export function moneyOf({ evidence }: Pick<Item, "evidence">): { amount: string; currency: string | null } | null {
  const fact = evidence.find((one) => one.type === "fact" && one.name === "invoice.amount");
  if (fact?.type !== "fact") return null;
  const [amount = "", currency = null] = fact.value.split(" ");
  return { amount, currency };
}
