import ICAL from "ical.js";

export type CalendarAnswer = "accepted" | "declined" | "tentative";

/**
 * The answer to an invitation (RFC 5546, 3.2.3), for the one mail that it goes along with: of the asked person alone, with the names by which the
 * organiser's calendar finds its event. Null where the text holds no event of this UID.
 */
export function toCalendarReply(
  invitation: string,
  { uid, attendee, answer, now }: { uid: string; attendee: string; answer: CalendarAnswer; now: number },
): string | null {
  const root = new ICAL.Component(ICAL.parse(invitation) as [string, unknown[], unknown[]]);
  const asked = root.getAllSubcomponents("vevent").find((part) => part.getFirstPropertyValue("uid") === uid);
  const organiser = asked?.getFirstProperty("organizer");
  if (!asked || !organiser) return null;
  const reply = new ICAL.Component("vcalendar");
  reply.updatePropertyWithValue("prodid", "-//Kralle//EN");
  reply.updatePropertyWithValue("version", "2.0");
  reply.updatePropertyWithValue("method", "REPLY");
  const zoneNames = new Set(ZONED.map((name) => asked.getFirstProperty(name)?.getFirstParameter("tzid")));
  for (const zone of root.getAllSubcomponents("vtimezone"))
    if (zoneNames.has(String(zone.getFirstPropertyValue("tzid")))) reply.addSubcomponent(copyOf(zone));
  const event = new ICAL.Component("vevent");
  for (const name of ["uid", "recurrence-id", "sequence", "organizer", "summary", "dtstart", "dtend", "duration"]) {
    const property = asked.getFirstProperty(name);
    if (property) event.addProperty(ICAL.Property.fromString(property.toICALString()));
  }
  event.updatePropertyWithValue("dtstamp", ICAL.Time.fromJSDate(new Date(now), true));
  const own = new ICAL.Property("attendee", event);
  own.setValue(`mailto:${attendee}`);
  own.setParameter("partstat", answer.toUpperCase());
  event.addProperty(own);
  reply.addSubcomponent(event);
  return `${reply.toString()}\r\n`;
}

const ZONED = ["dtstart", "dtend", "recurrence-id"];

const copyOf = (part: ICAL.Component): ICAL.Component =>
  new ICAL.Component(ICAL.parse(part.toString()) as [string, unknown[], unknown[]]);
