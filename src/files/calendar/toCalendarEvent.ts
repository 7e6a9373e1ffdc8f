import ICAL from "ical.js";

/** An event as a calendar keeps it (RFC 5545). Times are ms UTC. */
export function toCalendarEvent(event: {
  uid: string;
  title: string;
  place?: string | undefined;
  start: number;
  end: number;
  now: number;
}): string {
  const root = new ICAL.Component("vcalendar");
  root.updatePropertyWithValue("prodid", "-//Kralle//EN");
  root.updatePropertyWithValue("version", "2.0");
  const part = new ICAL.Component("vevent");
  const at = (ms: number): ICAL.Time => ICAL.Time.fromJSDate(new Date(ms), true);
  part.updatePropertyWithValue("uid", event.uid);
  part.updatePropertyWithValue("dtstamp", at(event.now));
  part.updatePropertyWithValue("dtstart", at(event.start));
  part.updatePropertyWithValue("dtend", at(event.end));
  part.updatePropertyWithValue("summary", event.title);
  if (event.place !== undefined) part.updatePropertyWithValue("location", event.place);
  root.addSubcomponent(part);
  return `${root.toString()}\r\n`;
}
