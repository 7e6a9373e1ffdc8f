const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether it is the name of a time zone (IANA). */
export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** The moment (ms UTC) at which clocks of a zone show a local time, "YYYY-MM-DDTHH:mm:ss"; one that is skipped falls behind the gap. */
export function toMoment(local: string, zone: string): number {
  const wanted = Date.parse(`${local}Z`);
  const first = wanted - offsetAt(wanted, zone);
  return wanted - offsetAt(first, zone); // asked twice, since the offset may change in between
}

/** ms by which the zone's clocks are ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  return Date.parse(`${formatOf(zone).format(at).replace(" ", "T")}Z`) - Math.floor(at / 1_000) * 1_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone });
  if (formats.size < 100) formats.set(zone, made); // names come from outside, too
  return made;
}
