/** The local day of a moment, "YYYY-MM-DD". */
export const toDay = (at: number, zone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: zone }).format(at);

/** The last millisecond of a local day. */
export function endOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`) + 86_400_000;
  // the offset is that of the zone at about this time; asked twice, since it may change on this very day
  const first = midnight - offsetAt(midnight, zone);
  return midnight - offsetAt(first, zone) - 1;
}

/** ms by which the zone's clock is ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const local = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone }).format(
    at,
  );
  return Date.parse(`${local.replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}
