import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { array, assert as check, boolean, constantFrom, integer, property, record } from "fast-check";
import { readCalendar, toCalendarReply } from "../../src/files/index.ts";

const YEAR = { from: Date.parse("2026-01-01T00:00:00Z"), to: Date.parse("2027-01-01T00:00:00Z") };
const inBerlin = { zone: "Europe/Berlin", ...YEAR };

function calendar(lines: string, method = "REQUEST"): string {
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x\r\nMETHOD:${method}\r\n${lines.trim().replaceAll("\n", "\r\n")}\r\nEND:VCALENDAR\r\n`;
}

const series = calendar(`
BEGIN:VEVENT
UID:jour-fixe@example.org
SEQUENCE:2
ORGANIZER;CN=Ines Mohr:mailto:Ines@Example.org
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:office@example.com
DTSTART;TZID=Europe/Berlin:20260320T090000
DTEND;TZID=Europe/Berlin:20260320T100000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Berlin:20260403T090000
SUMMARY:Jour fixe
LOCATION:Raum 2
END:VEVENT
BEGIN:VEVENT
UID:jour-fixe@example.org
RECURRENCE-ID;TZID=Europe/Berlin:20260410T090000
DTSTART;TZID=Europe/Berlin:20260410T110000
DTEND;TZID=Europe/Berlin:20260410T123000
SUMMARY:Jour fixe (später)
END:VEVENT`);

const event = (lines: string): string => `BEGIN:VEVENT\nUID:1@example.org\n${lines}\nEND:VEVENT`;
const timesOf = (text: string, options = inBerlin) =>
  readCalendar(text, options).events.flatMap(({ times }) =>
    times.map(({ start, end }) => [start, end].map((at) => new Date(at).toISOString().slice(0, 16)).join(" ")),
  );

describe("a calendar's text", () => {
  test("a series keeps its clock time over the change of the clocks, without what was taken out, moved where it was moved", () => {
    const { method, events } = readCalendar(series, inBerlin);
    assert.equal(method, "REQUEST");
    assert.deepEqual(timesOf(series), [
      "2026-03-20T08:00 2026-03-20T09:00",
      "2026-03-27T08:00 2026-03-27T09:00",
      "2026-04-10T09:00 2026-04-10T10:30",
    ]);
    const [told] = events;
    assert.deepEqual(
      [told?.organiser, told?.sequence, told?.place, told?.attendees[0]?.answer],
      [{ name: "Ines Mohr", address: "ines@example.org" }, 2, "Raum 2", "needs-action"],
    );
  });

  test("times are of the zone that is named, of the calendar's own definition of it, of the owner's, or UTC", () => {
    const outlook = `BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
${event("DTSTART;TZID=W. Europe Standard Time:20260701T090000\nDTEND;TZID=W. Europe Standard Time:20260701T100000")}`;
    assert.deepEqual(timesOf(calendar(outlook)), ["2026-07-01T07:00 2026-07-01T08:00"]);
    const newYork = event("DTSTART;TZID=America/New_York:20260701T090000\nDURATION:PT45M");
    assert.deepEqual(timesOf(calendar(newYork)), ["2026-07-01T13:00 2026-07-01T13:45"]);
    assert.deepEqual(timesOf(calendar(event("DTSTART:20260701T090000Z\nDTEND:20260701T093000Z"))), [
      "2026-07-01T09:00 2026-07-01T09:30",
    ]);
    assert.deepEqual(timesOf(calendar(event("DTSTART:20260701T090000\nDTEND:20260701T093000"))), [
      "2026-07-01T07:00 2026-07-01T07:30",
    ]);
    const days = calendar(event("DTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260703"));
    assert.deepEqual(timesOf(days), ["2026-06-30T22:00 2026-07-02T22:00"]);
    const unknown = readCalendar(calendar(event("DTSTART;TZID=Nowhere:20260701T090000")), inBerlin);
    assert.match(unknown.problems.join(), /time zone "Nowhere" is not known/u);
  });

  test("a rule that never comes true, or comes too often, is not followed: its first time is told", () => {
    const never = [
      "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", // the library would look for it without end
      "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
      "FREQ=SECONDLY",
      "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
      "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
      "FREQ=WEEKLY;BYMONTHDAY=30",
    ];
    for (const rule of never) {
      const { events, problems } = readCalendar(calendar(event(`DTSTART:20260106T090000Z\nRRULE:${rule}`)), inBerlin);
      assert.deepEqual([events[0]?.times.length, problems.length], [1, 1], rule);
    }
    const daily = readCalendar(calendar(event("DTSTART:20260106T090000Z\nRRULE:FREQ=DAILY")), inBerlin);
    assert.deepEqual([daily.events[0]?.times.length, daily.problems], [360, []], "control: a usual one is");
    const zone = `BEGIN:VTIMEZONE\nTZID:Evil\nBEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:STANDARD\nEND:VTIMEZONE`;
    const evil = readCalendar(calendar(`${zone}\n${event("DTSTART;TZID=Evil:20260701T090000")}`), inBerlin);
    assert.match(evil.problems.join(), /"Evil" is not known/u);
  });

  test("whatever rule there is, it ends soon, and every time touches what was asked for", () => {
    const numbers = (min: number, max: number) => array(integer({ min, max }), { maxLength: 3 });
    const days = array(constantFrom("MO", "TU", "2WE", "-1SU", "5FR", "-5SA"), { maxLength: 3 });
    const rule = record({
      freq: constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"),
      interval: integer({ min: 1, max: 14 }),
      days,
      monthDays: numbers(-31, 31),
      months: numbers(1, 12),
      isFirst: boolean(),
    });
    check(
      property(rule, ({ freq, interval, days: byDay, monthDays, months, isFirst }) => {
        const parts = [`FREQ=${freq}`, `INTERVAL=${interval}`];
        if (byDay.length > 0) parts.push(`BYDAY=${byDay.join(",")}`);
        if (monthDays.length > 0) parts.push(`BYMONTHDAY=${monthDays.join(",")}`);
        if (months.length > 0) parts.push(`BYMONTH=${months.join(",")}`);
        if (isFirst) parts.push("BYSETPOS=1");
        const text = calendar(event(`DTSTART:20251231T090000Z\nDTEND:20251231T100000Z\nRRULE:${parts.join(";")}`));
        const { events } = readCalendar(text, inBerlin);
        for (const { times, repeats } of events)
          if (times.length > 1)
            assert.ok(
              times.every(({ start, end }) => end > YEAR.from && start < YEAR.to),
              repeats ?? "",
            );
      }),
      { numRuns: 60 },
    );
  });

  test("what is no calendar, or a damaged one, says so and throws nothing", () => {
    for (const text of ["", "hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT", calendar(event("DTSTART:yesterday"))]) {
      const { events, problems } = readCalendar(text, inBerlin);
      assert.ok(
        events.every(({ times }) => times.length <= 1),
        text,
      );
      assert.ok(problems.length > 0, text);
    }
  });
});

describe("an answer to an invitation", () => {
  test("names the event as its organiser knows it, and nobody but who answers", () => {
    const text = toCalendarReply(series, {
      uid: "jour-fixe@example.org",
      attendee: "office@example.com",
      answer: "accepted",
      now: Date.parse("2026-03-01T10:00:00Z"),
    });
    assert.ok(text);
    const { method, events } = readCalendar(text, inBerlin);
    assert.equal(method, "REPLY");
    assert.deepEqual(
      events.map(({ uid, sequence, organiser, attendees }) => [uid, sequence, organiser?.address, attendees]),
      [
        [
          "jour-fixe@example.org",
          2,
          "ines@example.org",
          [{ name: "", address: "office@example.com", answer: "accepted" }],
        ],
      ],
    );
    assert.match(text, /DTSTAMP:20260301T100000Z/u);
    assert.ok(
      text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75),
      "folded (RFC 5545, 3.1)",
    );
    assert.equal(toCalendarReply(series, { uid: "other", attendee: "a@b.c", answer: "declined", now: 0 }), null);
  });
});
