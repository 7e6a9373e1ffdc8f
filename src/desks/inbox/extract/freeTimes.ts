import { addDays, toMoment, weekday } from "../../../files/index.ts";
import type { Store } from "../../../store/index.ts";
import { toDay } from "../judge/zone.ts";
import type { FreeTimes, Slot } from "../reply/types.ts";

const MINUTE_MS = 60_000;
const STEP_MS = 30 * MINUTE_MS;
const MOST_DAYS = 60;
/** Local times of working days between which somebody may be met. */
const HALVES = [
  { from: "09:00:00", to: "12:00:00" },
  { from: "13:00:00", to: "17:00:00" },
] as const;

/** When the owner is free by their calendars; null where none is connected, or one cannot be read: then nobody knows. */
export async function freeTimesOf(
  { accounts, calendar }: Pick<Store, "accounts" | "calendar">,
  zone: string,
): Promise<FreeTimes | null> {
  const connected = (await accounts.list("caldav")).filter(({ isOn }) => isOn);
  if (connected.length === 0 || connected.some(({ trouble }) => trouble !== null)) return null;
  return {
    /** The first free stretch of each half of a working day. An invitation that nobody answered takes no time. */
    async free(from, to, minutes) {
      const appointments = await calendar.between(from, to);
      const busy = appointments.filter(({ isBusy, state }) => isBusy && state !== "invited");
      const slots: Slot[] = [];
      const last = toDay(to, zone);
      let day = toDay(from, zone);
      for (let count = 0; day <= last && count < MOST_DAYS; count += 1, day = addDays(day, 1)) {
        if (weekday(day) > 5) continue;
        for (const half of HALVES) {
          const end = Math.min(to, toMoment(`${day}T${half.to}`, zone));
          let start = toMoment(`${day}T${half.from}`, zone);
          while (start < from) start += STEP_MS;
          const isTaken = (): boolean => busy.some((one) => one.start < start + minutes * MINUTE_MS && one.end > start);
          while (start + minutes * MINUTE_MS <= end && isTaken()) start += STEP_MS;
          if (start + minutes * MINUTE_MS <= end) slots.push({ start, end: start + minutes * MINUTE_MS });
        }
      }
      return slots;
    },
  };
}
