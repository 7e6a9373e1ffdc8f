import ICAL from "ical.js";
import { toLine } from "../mail/lines.ts";
import { isTame } from "./rules.ts";
import type { CalendarContent, CalendarEvent, CalendarPerson, Times } from "./types.ts";
import { isZone, toMoment } from "./zones.ts";

export interface ReadCalendarOptions {
  /** IANA name: of times that name no zone, and of whole days. */
  zone: string;
  /** ms UTC: of a series, times within are told. */
  from: number;
  to: number;
}

const MOST_CHARS = 5_000_000;
const MOST_EVENTS = 10_000;
const MOST_TIMES = 1_000;
/** Times of a series that are gone through; one that is older is not followed. */
const MOST_STEPS = 20_000;
const MOST_PEOPLE = 200;

/** The events of an iCalendar text (RFC 5545), a series with the times of it that were moved or called off. Never throws for what is in it. */
export function readCalendar(text: string, options: ReadCalendarOptions): CalendarContent {
  const problems: string[] = [];
  const roots = toRoots(text, problems);
  const method = roots.map((root) => root.getFirstPropertyValue("method")).find((value) => typeof value === "string");
  const events = roots.flatMap((root) => {
    const zones = new Zones(root, options.zone, problems);
    const parts = root.getAllSubcomponents("vevent").slice(0, MOST_EVENTS);
    return [...Map.groupBy(parts, (part) => wordOf(part, "uid")).values()].flatMap((group) => {
      try {
        return toEvents(group, zones, options, problems);
      } catch (thrown) {
        problems.push(
          `an event could not be read (${thrown instanceof Error ? thrown.message.slice(0, 80) : "damaged"})`,
        );
        return [];
      }
    });
  });
  return { method: typeof method === "string" ? method.trim().toUpperCase() : null, events, problems };
}

function toRoots(text: string, problems: string[]): ICAL.Component[] {
  if (text.length > MOST_CHARS) {
    problems.push("the calendar is too large");
    return [];
  }
  try {
    const parsed: unknown = ICAL.parse(text);
    const list: unknown[] = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
    const whole = list.filter((one) => Array.isArray(one) && Array.isArray(one[1]) && Array.isArray(one[2]));
    if (whole.length === 0) problems.push("it holds no calendar");
    return whole.map((one) => new ICAL.Component(one as [string, unknown[], unknown[]]));
  } catch (thrown) {
    problems.push(
      `the calendar could not be read (${thrown instanceof Error ? thrown.message.slice(0, 80) : "damaged"})`,
    );
    return [];
  }
}

/** All that one UID names: a series (or single event) with its exceptions, or single times of a series that is told elsewhere. */
function toEvents(
  group: readonly ICAL.Component[],
  zones: Zones,
  options: ReadCalendarOptions,
  problems: string[],
): CalendarEvent[] {
  const [master] = group.filter((part) => !part.hasProperty("recurrence-id"));
  const exceptions = group.filter((part) => part.hasProperty("recurrence-id"));
  if (!master) return exceptions.flatMap((part) => toEvent(part, [], zones, options, problems) ?? []);
  return [toEvent(master, exceptions, zones, options, problems) ?? []].flat();
}

function toEvent(
  part: ICAL.Component,
  exceptions: readonly ICAL.Component[],
  zones: Zones,
  options: ReadCalendarOptions,
  problems: string[],
): CalendarEvent | null {
  const title = toLine(wordOf(part, "summary"), 500);
  const start = part.getFirstPropertyValue("dtstart");
  const isCancelled = wordOf(part, "status").toUpperCase() === "CANCELLED";
  if (!(start instanceof ICAL.Time) && !isCancelled) {
    problems.push(`the event "${title.slice(0, 60)}" has no start`);
    return null;
  }
  const recurrence = part.getFirstProperty("recurrence-id");
  const rule = part.getFirstPropertyValue("rrule");
  const sequence = Number(part.getFirstPropertyValue("sequence") ?? 0);
  return {
    uid: wordOf(part, "uid").slice(0, 1_000),
    sequence: Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : 0,
    recurrence: recurrence ? zones.momentOf(recurrence) : null,
    organiser: toPerson(part.getFirstProperty("organizer")),
    attendees: part
      .getAllProperties("attendee")
      .slice(0, MOST_PEOPLE)
      .flatMap((property) => {
        const person = toPerson(property);
        return person
          ? [{ ...person, answer: String(property.getFirstParameter("partstat") ?? "needs-action").toLowerCase() }]
          : [];
      }),
    title,
    place: toLine(wordOf(part, "location"), 500) || null,
    isAllDay: start instanceof ICAL.Time && start.isDate,
    isCancelled,
    isBusy: wordOf(part, "transp").toUpperCase() !== "TRANSPARENT",
    repeats: rule === null ? null : String(rule).slice(0, 300),
    times: start instanceof ICAL.Time ? toTimes(part, exceptions, zones, options, problems) : [],
  };
}

function toTimes(
  part: ICAL.Component,
  exceptions: readonly ICAL.Component[],
  zones: Zones,
  { from, to }: ReadCalendarOptions,
  problems: string[],
): Times[] {
  const event = new ICAL.Event(part, { strictExceptions: false, exceptions: [...exceptions] });
  const own = zones.timesOf(part, event.startDate, event.endDate);
  if (!event.isRecurring()) return [own];
  const rules = part.getAllProperties("rrule").map((property) => property.getFirstValue());
  if (!rules.every((rule) => rule instanceof ICAL.Recur && isTame(rule))) {
    problems.push(
      `"${event.summary?.slice(0, 60) ?? ""}" repeats by a rule that is not followed; its first time is told`,
    );
    return [own];
  }
  const times: Times[] = [];
  const steps = event.iterator();
  const firstYear = new Date(from).getUTCFullYear() - 1;
  for (let step = 0; step < MOST_STEPS && times.length < MOST_TIMES; step += 1) {
    const at = steps.next() as ICAL.Time | null | undefined;
    if (!at) break;
    if (at.year < firstYear) continue;
    const { startDate, endDate, item } = event.getOccurrenceDetails(at);
    const occurrence = zones.timesOf(item.component, startDate, endDate);
    if (occurrence.start >= to) {
      if (item.component === part) break;
      continue;
    }
    const isOff = wordOf(item.component, "status").toUpperCase() === "CANCELLED" && item.component !== part;
    if (occurrence.end > from && !isOff) times.push(occurrence);
  }
  return times.toSorted((a, b) => a.start - b.start);
}

const wordOf = (part: ICAL.Component, name: string): string => {
  const value = part.getFirstPropertyValue(name);
  return value === null || value === undefined ? "" : String(value).trim();
};

function toPerson(property: ICAL.Property | null): CalendarPerson | null {
  const address = String(property?.getFirstValue() ?? "")
    .replace(/^mailto:/i, "")
    .trim()
    .toLowerCase();
  if (!property || !/^[^\s@<>]{1,200}@[^\s@<>]{1,200}$/.test(address)) return null;
  const name = property.getFirstParameter("cn");
  return { name: toLine(String(name ?? ""), 200), address };
}

/** Turns times of one calendar into moments: by the zone that is named, else by the calendar's own definition of it, else by the owner's. */
class Zones {
  readonly #defined: ReadonlyMap<string, ICAL.Timezone>;
  readonly #usual: string;
  readonly #problems: string[];

  constructor(root: ICAL.Component, usual: string, problems: string[]) {
    this.#usual = usual;
    this.#problems = problems;
    const tame = root.getAllSubcomponents("vtimezone").filter((zone) =>
      zone
        .getAllSubcomponents()
        .flatMap((part) => part.getAllProperties("rrule"))
        .every((property) => {
          const rule = property.getFirstValue();
          return rule instanceof ICAL.Recur && isTame(rule);
        }),
    );
    this.#defined = new Map(tame.map((zone) => [wordOf(zone, "tzid"), new ICAL.Timezone(zone)]));
  }

  momentOf(property: ICAL.Property): number | null {
    const value = property.getFirstValue();
    return value instanceof ICAL.Time ? this.#toMoment(value, String(property.getFirstParameter("tzid") ?? "")) : null;
  }

  timesOf(part: ICAL.Component, start: ICAL.Time, end: ICAL.Time): Times {
    const zone = String(part.getFirstProperty("dtstart")?.getFirstParameter("tzid") ?? "");
    const first = this.#toMoment(start, zone);
    return { start: first, end: Math.max(first, this.#toMoment(end, zone)) };
  }

  #toMoment(time: ICAL.Time, zone: string): number {
    const text = time.toString();
    if (time.isDate) return toMoment(`${text.slice(0, 10)}T00:00:00`, this.#usual);
    if (text.endsWith("Z")) return Date.parse(text);
    const local = text.slice(0, 19);
    if (zone === "") return toMoment(local, this.#usual);
    if (isZone(zone)) return toMoment(local, zone);
    const defined = this.#defined.get(zone);
    if (defined) {
      const inZone = time.clone();
      inZone.zone = defined;
      return inZone.toUnixTime() * 1_000;
    }
    const problem = `the time zone "${zone.slice(0, 40)}" is not known; its times are taken for local ones`;
    if (!this.#problems.includes(problem)) this.#problems.push(problem);
    return toMoment(local, this.#usual);
  }
}
