import type { Context } from "../../../core/index.ts";
import type { Appointment, Mail, Store, StoredAppointment } from "../../../store/index.ts";
import { DESK } from "../item.ts";
import type { Invitation } from "./findings.ts";

/** What an invitation did to the appointments that are known. */
export type Applied =
  | "invited"
  /** The time, the place or nothing changed; what the owner answered holds as long as the time does. */
  | "updated"
  | "cancelled"
  | "answered"
  /** It asks for nothing, is older than what is known, or calls off what nobody knows. */
  | "nothing"
  /** Somebody else than the organiser, or than who invited, wants to change it. */
  | "notTheOrganiser";

type Parts = Pick<Store, "calendar" | "mails" | "items">;

/** Takes what a mail says of an appointment into those that are known (RFC 5546, 3.2). Doing it twice changes nothing. */
export async function applyInvitation(
  store: Parts,
  mail: Mail,
  invitation: Invitation,
  ctx: Context,
): Promise<Applied> {
  const { method, recurrence, uid } = invitation;
  if (method === "REPLY") return "answered";
  if (method !== "REQUEST" && method !== "CANCEL") return "nothing";
  const series = await store.calendar.find(mail.account, uid);
  const source = recurrence === null ? uid : `${uid} ${recurrence}`;
  const known = recurrence === null ? series : await store.calendar.find(mail.account, source);
  const before = known ?? series;
  if (before !== null && !(await mayChange(store, mail, before))) return "notTheOrganiser";
  if (before !== null && before.sequence > invitation.sequence) return "nothing";
  if (method === "CANCEL") return cancel(store, { known, series, recurrence }, ctx);
  const isSame = known !== null && JSON.stringify(known.times) === JSON.stringify(invitation.times);
  const { sequence, organiser, isBusy, isAllDay, title, place, repeats, times } = invitation;
  const told = {
    account: mail.account,
    source,
    mail: mail.id,
    uid,
    sequence,
    organiser,
    isBusy,
    isAllDay,
    title,
    place,
    repeats,
    times,
  };
  const isAnswered = isSame && (known.state !== "cancelled" || known.sequence === sequence);
  await store.calendar.put({ ...told, state: isAnswered ? known.state : "invited", version: null }, ctx);
  if (recurrence !== null && series !== null) await takeOut(store, series, recurrence, ctx);
  if (known !== null && known.mail !== null && known.mail !== mail.id) await endItem(store, known.mail, ctx);
  return known === null ? "invited" : "updated";
}

async function cancel(
  store: Parts,
  {
    known,
    series,
    recurrence,
  }: { known: StoredAppointment | null; series: StoredAppointment | null; recurrence: number | null },
  ctx: Context,
): Promise<Applied> {
  if (known !== null) {
    await store.calendar.setState(known.id, "cancelled", ctx);
    if (known.mail !== null) await endItem(store, known.mail, ctx);
    return "cancelled";
  }
  if (series === null || recurrence === null) return "nothing";
  await takeOut(store, series, recurrence, ctx);
  return "cancelled";
}

/** One time of a series is told of by itself, or not any more. */
async function takeOut(store: Parts, series: StoredAppointment, start: number, ctx: Context): Promise<void> {
  const { id: _, ...told } = series;
  await store.calendar.put({ ...told, times: series.times.filter((time) => time.start !== start) }, ctx);
}

/** Anybody can write a mail that names a UID: what it changes has to come from the organiser, or from who sent the invitation. */
async function mayChange(
  store: Parts,
  { from, verified }: Mail,
  { organiser, mail }: StoredAppointment,
): Promise<boolean> {
  if (from === null || verified === "fail") return false;
  if (organiser?.address === from.address) return true;
  const invited = mail === null ? null : await store.mails.get(mail);
  return invited?.from?.address === from.address;
}

/** Nobody has to do anything about an invitation that was followed by another word of the same. */
async function endItem({ items }: Parts, mail: string, ctx: Context): Promise<void> {
  const item = await items.find(DESK, mail);
  if (item !== null && item.state !== "done") await items.setState(item.id, "done", ctx);
}

const MOST_TIMES = 60;
const MOST_CONFLICTS = 5;

/** Other appointments at the times of one, the nearest first, each once. One that was not answered counts, since it may be the better one. */
export async function findConflicts(
  { calendar }: Pick<Store, "calendar">,
  { uid, times, isBusy }: Pick<Invitation, "uid" | "times" | "isBusy">,
  now: number,
): Promise<Appointment[]> {
  const found = new Map<string, Appointment>();
  if (!isBusy) return [];
  for (const { start, end } of times.filter((time) => time.end > now).slice(0, MOST_TIMES)) {
    for (const other of await calendar.between(start, Math.max(end, start + 1))) {
      if (other.uid === uid || !other.isBusy || found.has(other.uid)) continue;
      found.set(other.uid, other);
      if (found.size === MOST_CONFLICTS) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** The time of an invitation that is next, else its last one. */
export function nextTimes({ times }: Pick<Invitation, "times">, now: number): { start: number; end: number } | null {
  return times.find(({ end }) => end > now) ?? times.at(-1) ?? null;
}
