const DAY_MS = 86_400_000;
const STEP_MS = 15 * 60_000;

/** The local day of a moment (ms UTC) in a zone, as 2026-03-29. */
export function dayOf(at: number, zone: string): string {
  const { year, month, day } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
}

/** The first moment (ms UTC) of a local day; on days that have no midnight, the first that there is. */
export function startOf(date: string, zone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  let at = wanted - offsetAt(wanted, zone);
  at = wanted - offsetAt(at, zone);
  // Where the clocks went forward over midnight, this falls into the day before.
  while (dayOf(at, zone) < date) at += STEP_MS;
  return at;
}

/** The local day so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one local day to another; negative when it lies before. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** How far the zone's clocks are ahead of UTC, ms. */
function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(at, zone);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(at / 1_000) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, zone: string): Record<"year" | "month" | "day" | "hour" | "minute" | "second", string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts = { year: "", month: "", day: "", hour: "", minute: "", second: "" };
  for (const { type, value } of format.formatToParts(at)) if (Object.hasOwn(parts, type)) parts[type as "year"] = value;
  return parts;
}
