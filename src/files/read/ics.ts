import ICAL from "ical.js";
import type { Cell, Column, Table } from "../types.ts";
import { LIMITS } from "../../core/index.ts";
import { addDays } from "../values/calendar.ts";
import { baseName } from "./toTable.ts";

const COLUMNS = [
  "summary",
  "start",
  "end",
  "location",
  "attendees",
  "organizer",
  "status",
  "repeats",
  "description",
] as const;
type Event = Record<(typeof COLUMNS)[number], string>;

export interface Calendar {
  tables: Table[];
  text: string;
  meta: Record<string, string>;
}

/**
 * The events of an iCalendar text (RFC 5545) as the table "events", by start. Times are the clock times at the event's place; UTC
 * times are shown in the calendar's own zone where it names one. `end` of an all-day event is its last day. A repeating
 * event is one row, its rule in `repeats`.
 */
export function readIcs(path: string, text: string, problems: string[]): Calendar {
  const root = toRoots(text, problems);
  const zone = root.map((one) => one.getFirstPropertyValue("x-wr-timezone")).find((value) => typeof value === "string");
  const toLocal = makeLocal(typeof zone === "string" ? zone : null, problems);
  const events = root
    .flatMap((one) => one.getAllSubcomponents("vevent"))
    .slice(0, LIMITS.tableRows)
    .flatMap((component) => toEvent(component, toLocal, problems) ?? [])
    .toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const used = COLUMNS.filter(
    (name) => !/^(?:organizer|status|repeats)$/.test(name) || events.some((event) => event[name]),
  );
  const name = root.map((one) => one.getFirstPropertyValue("x-wr-calname")).find((value) => typeof value === "string");
  return {
    tables: [toEvents(path, events, used)],
    text: events
      .map((event) =>
        used
          .filter((column) => event[column])
          .map((column) => `${column}: ${event[column]}`)
          .join("\n"),
      )
      .join("\n\n"),
    meta: { calendar: typeof name === "string" ? name : baseName(path), events: String(events.length) },
  };
}

function toRoots(text: string, problems: string[]): ICAL.Component[] {
  const parsed: unknown = ICAL.parse(text);
  const list: unknown[] = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
  return list.flatMap((one) => {
    if (Array.isArray(one)) return [new ICAL.Component(one as [string, unknown[], unknown[]])];
    problems.push("a part of the calendar could not be read");
    return [];
  });
}

function toEvent(component: ICAL.Component, toLocal: (time: ICAL.Time) => string, problems: string[]): Event | null {
  try {
    const event = new ICAL.Event(component);
    const start = component.getFirstPropertyValue("dtstart");
    if (!(start instanceof ICAL.Time)) {
      problems.push(`the event "${(event.summary ?? "").slice(0, 60)}" has no start`);
      return null;
    }
    const end: ICAL.Time | null =
      component.hasProperty("dtend") || component.hasProperty("duration") ? event.endDate : null;
    const rule = component.getFirstPropertyValue("rrule");
    return {
      summary: event.summary ?? "",
      start: toLocal(start),
      end: end ? toEnd(start, end, toLocal) : toLocal(start),
      location: event.location ?? "",
      attendees: component.getAllProperties("attendee").map(toPerson).join("; "),
      organizer: component.getAllProperties("organizer").map(toPerson).join("; "),
      status: textOf(component.getFirstPropertyValue("status")),
      repeats: rule === null ? "" : textOf(rule),
      description: event.description ?? "",
    };
  } catch (error) {
    problems.push(`an event could not be read (${error instanceof Error ? error.message.slice(0, 80) : "damaged"})`);
    return null;
  }
}

const textOf = (value: unknown) => (value === null || value === undefined ? "" : String(value));

/** DTEND of an all-day event is the day after its last one. */
function toEnd(start: ICAL.Time, end: ICAL.Time, toLocal: (time: ICAL.Time) => string): string {
  const iso = toLocal(end);
  if (!end.isDate || end.compare(start) <= 0) return iso;
  return addDays(iso, -1);
}

function toPerson(property: ICAL.Property): string {
  const name = property.getFirstParameter("cn");
  const address = textOf(property.getFirstValue()).replace(/^mailto:/i, "");
  return name && name !== address ? `${name} <${address}>` : address;
}

function makeLocal(zone: string | null, problems: string[]): (time: ICAL.Time) => string {
  let toZone: Intl.DateTimeFormat | null = null;
  try {
    if (zone) toZone = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(`the calendar's time zone "${zone?.slice(0, 40)}" is unknown`);
  }
  return (time) => {
    const iso = time.toString().slice(0, time.isDate ? 10 : 16);
    if (time.isDate || !time.toString().endsWith("Z")) return iso;
    if (toZone) return toZone.format(new Date(`${iso}:00Z`)).replace(" ", "T");
    if (!problems.includes("times are in UTC")) problems.push("times are in UTC");
    return iso;
  };
}

function toEvents(path: string, events: readonly Event[], used: readonly (typeof COLUMNS)[number][]): Table {
  const isDate = (name: string) => name === "start" || name === "end";
  return {
    name: "events",
    path,
    sheet: null,
    columns: used.map((name): Column => {
      return {
        name,
        type: isDate(name) ? "date" : "text",
        format: isDate(name) ? { pattern: "YYYY-MM-DD" } : null,
        unit: null,
      };
    }),
    rows: events.map((event) => used.map((name): Cell => ({ raw: event[name], value: event[name].trim() || null }))),
    lines: events.map((_event, index) => index + 1),
  };
}
