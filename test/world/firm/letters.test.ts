import assert from "node:assert/strict";
import { test } from "node:test";
import PostalMime from "postal-mime";
import { FIRM, writeLetters } from "../../../src/world/firm/index.ts";
import { toMoment } from "../../../src/world/firm/dates.ts";

const NOON = Date.UTC(2026, 10, 26, 11);

test("the sample firm's mails arrive over 30 days, the last of them today, with no date left open", async () => {
  const letters = await writeLetters({ now: NOON });
  assert.equal(new Set(letters.map(({ name }) => name)).size, letters.length);
  const times = letters.map(({ at }) => at);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: FIRM.zone, dateStyle: "short" });
  assert.equal(shown.format(times.at(-1)), "2026-11-26");
  assert.equal(shown.format(times[0]), "2026-10-28");
  for (const { raw, name } of letters) {
    const mail = await PostalMime.parse(raw);
    const files = mail.attachments.map(({ content }) => new TextDecoder().decode(content as ArrayBuffer));
    assert.doesNotMatch([mail.subject, mail.text, mail.html, ...files].join("\n"), /\{[dD][+-]/, name);
    assert.equal(mail.to?.[0]?.address, FIRM.address);
  }
});

test("told in the night, nothing comes from the time that is still to come", async () => {
  const now = Date.UTC(2026, 10, 26, 2);
  const times = (await writeLetters({ now })).map(({ at }) => at);
  assert.ok(times.every((at) => at < now));
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
});

test("dates in the texts follow the day of the mail, in its language", async () => {
  const letters = await writeLetters({ now: NOON });
  const read = async (subject: string): Promise<string> =>
    (await PostalMime.parse(letters.find((one) => one.subject === subject)!.raw)).text ?? "";
  assert.match(await read("Mahnung: Nebenkosten Oktober"), /bis spätestens 14\.11\.2026/);
  assert.match(await read("Cargo bikes: our offer"), /by November 20\b/);
});

test("a time of day is that of the zone's clocks, on the days on which they are changed too", () => {
  const at = (date: string, time: string): string =>
    new Date(toMoment(Date.parse(`${date}T00:00:00Z`), time, "Europe/Berlin")).toISOString();
  assert.equal(at("2026-10-24", "08:00"), "2026-10-24T06:00:00.000Z");
  assert.equal(at("2026-10-25", "08:00"), "2026-10-25T07:00:00.000Z");
  assert.equal(at("2027-03-28", "08:00"), "2027-03-28T06:00:00.000Z");
  assert.equal(at("2027-03-28", "01:30"), "2027-03-28T00:30:00.000Z");
});
