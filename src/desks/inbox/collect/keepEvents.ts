import type { Context } from "../../../core/index.ts";
import type { CalendarChange } from "../../../connectors/index.ts";
import { readCalendar, type CalendarEvent } from "../../../files/index.ts";
import type { Accounts, Calendar, Profiles, TakeEvents } from "../../../store/index.ts";
import { readOwner } from "../owner.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Times of a series are kept from so many days ago to so many ahead; a connector tells all of them anew before that runs out. */
const DAYS = { behind: 31, ahead: 400 };

/** Keeps what changed at a calendar together with the cursor behind it. Words of events come from outside, like those of mails. */
export async function keepEvents(
  account: string,
  { changes, cursor }: { changes: readonly CalendarChange[]; cursor: unknown },
  store: { accounts: Accounts; calendar: Calendar; profile: Profiles },
  ctx: Context,
): Promise<void> {
  const { zone } = await readOwner(store);
  const now = ctx.clock.now();
  const options = { zone, from: now - DAYS.behind * DAY_MS, to: now + DAYS.ahead * DAY_MS };
  const put: TakeEvents["put"][number][] = [];
  const gone: string[] = [];
  for (const change of changes) {
    if (change.type === "gone") {
      gone.push(change.url);
      continue;
    }
    const { events, problems } = readCalendar(change.text, options);
    for (const problem of problems) ctx.log.debug("an event of a calendar", { account, problem });
    // A file holds one event with its exceptions (RFC 4791, 4.1).
    const [event] = events.filter(({ recurrence }) => recurrence === null);
    if (event) put.push(toStored(event, change));
    else gone.push(change.url);
  }
  await store.calendar.take({ account, put, gone, cursor }, ctx);
}

function toStored(
  { isCancelled, uid, sequence, organiser, isBusy, isAllDay, title, place, repeats, times }: CalendarEvent,
  { url, version }: Extract<CalendarChange, { type: "event" }>,
): TakeEvents["put"][number] {
  const state = isCancelled ? "cancelled" : "confirmed";
  return { source: url, version, uid, sequence, organiser, isBusy, isAllDay, title, place, repeats, times, state };
}
