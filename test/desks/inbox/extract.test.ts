import assert from "node:assert/strict";
import { describe, test } from "node:test";
import PostalMime from "postal-mime";
import { measureInvoices, readInvoiceCases } from "../../../eval/inbox/invoices/invoiceFigures.ts";
import { composeLetter } from "../../../src/connectors/mail/compose.ts";
import { freeTimesOf } from "../../../src/desks/inbox/extract/freeTimes.ts";
import { readCalendar, toMail } from "../../../src/files/index.ts";
import { isError } from "../../store/_setup.ts";
import { arrivedOf } from "../../store/_mails.ts";
import { openHouse, type House } from "./_house.ts";

const DAY_MS = 24 * 60 * 60_000;
/** The appointment that the invitations here are to: Thursday, 3 December 2026, 10 to 11 in Berlin. */
const BEGIN = Date.parse("2026-12-03T09:00:00Z");
const END = Date.parse("2026-12-03T10:00:00Z");

interface Told {
  method?: string;
  uid?: string;
  sequence?: number;
  day?: string;
  title?: string;
  organiser?: string;
}

function invitation({
  method = "REQUEST",
  uid = "fair@mohr.example",
  sequence = 0,
  day = "20261203",
  title = "Planning the fair",
  organiser = "ines@mohr.example",
}: Told = {}): string {
  return [
    "BEGIN:VCALENDAR", "VERSION:2.0", `METHOD:${method}`, "BEGIN:VEVENT", `UID:${uid}`, `SEQUENCE:${sequence}`, `ORGANIZER;CN=Ines Mohr:mailto:${organiser}`,
    "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:office@example.com", `DTSTART;TZID=Europe/Berlin:${day}T100000`, `DTEND;TZID=Europe/Berlin:${day}T110000`,
    `SUMMARY:${title}`, "LOCATION:Hall 4", "END:VEVENT", "END:VCALENDAR", "",
  ].join("\r\n"); // prettier-ignore
}

let sent = 0;

/** A mail with parts, as a connector brings it: its bytes lie in the store. */
async function receive(
  house: House,
  {
    from,
    subject,
    text,
    parts,
  }: { from: string; subject: string; text: string; parts: { type: string; name?: string; body: string }[] },
): Promise<string> {
  sent += 1;
  const head = [
    `From: Somebody <${from}>`,
    "To: office@example.com",
    `Subject: ${subject}`,
    `Message-ID: <${sent}@test.example>`,
    "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=b",
  ];
  const all = [{ type: "text/plain; charset=utf-8", body: text, name: undefined }, ...parts].map(
    ({ type, name, body }) =>
      `--b\r\nContent-Type: ${type}\r\n${name === undefined ? "" : `Content-Disposition: attachment; filename="${name}"\r\n`}\r\n${body}\r\n`,
  );
  const bytes = Buffer.from(`${head.join("\r\n")}\r\n\r\n${all.join("")}--b--\r\n`);
  const raw = await house.store.blobs.put(bytes);
  const content = await toMail(bytes, { own: ["office@example.com"], authServer: null });
  const [id = ""] = await house.receive(arrivedOf(9_000 + sent, content, { raw, at: house.clock.now() }));
  return id;
}

const invite = (house: House, told: Told = {}, from = told.organiser ?? "ines@mohr.example"): Promise<string> =>
  receive(house, {
    from,
    subject: `Invitation: ${told.title ?? "Planning the fair"}`,
    text: "Please come to this meeting about the appointment.",
    parts: [{ type: `text/calendar; method=${told.method ?? "REQUEST"}`, body: invitation(told) }],
  });

async function itemOf({ store }: House, mail: string) {
  const item = await store.items.find("inbox", mail);
  assert.ok(item);
  return item;
}

describe("a bill", () => {
  test("of the set: the exact amount of 95 in 100, none invented, contradictions shown", async () => {
    const cases = await readInvoiceCases();
    assert.ok(cases.length >= 60);
    const { fields, faults } = await measureInvoices(cases);
    const of = (name: string) => Object.entries(fields).filter(([key]) => key.endsWith(name)).map(([, figures]) => figures); // prettier-ignore
    const share = (name: string) => of(name).reduce((sum, { right }) => sum + right, 0) / cases.length;
    for (const name of ["amount", "due", "number", "iban"])
      assert.ok(share(name) >= 0.95, `${name}: ${faults.join("\n")}`);
    for (const figures of Object.values(fields)) assert.equal(figures.invented, 0, faults.join("\n"));
    for (const figures of Object.values(fields)) assert.equal(figures.shown, figures.conflicts, faults.join("\n"));
    const changed = cases.map((one) => ({ ...one, truth: { ...one.truth, amount: "1.00" } }));
    const control = (await measureInvoices(changed)).fields["de amount"];
    assert.equal(control?.right, 0, "control: against another truth nothing is right");
  });

  test("is an item with amount and day, each with the words that it was read from, in the mail or its electronic invoice", async (t) => {
    const house = await openHouse(t);
    const text =
      "Guten Tag,\n\nanbei unsere Rechnung RE-17 über 119,00 EUR, zahlbar bis 11.12.2026 auf das Konto DE02 1203 0000 0000 2020 51.\n\nMit freundlichen Grüßen";
    const xml = (amount: string) =>
      `<Invoice xmlns="u"><ID>RE-17</ID><DueDate>2026-12-11</DueDate><DocumentCurrencyCode>EUR</DocumentCurrencyCode><LegalMonetaryTotal><PayableAmount>${amount}</PayableAmount></LegalMonetaryTotal></Invoice>`;
    const bill = (amount: string) => receive(house, { from: "buero@kurz.example", subject: "Rechnung RE-17", text, parts: [{ type: "application/xml", name: "xrechnung.xml", body: xml(amount) }] }); // prettier-ignore
    const clear = await itemOf(house, await bill("119.00"));
    assert.equal(clear.features["amount"], 119);
    assert.equal(clear.due, Date.parse("2026-12-11T22:59:59.999Z"));
    assert.match(clear.reason, /€119\.00 by 11 December 2026/u);
    const facts = clear.evidence.flatMap((one) => (one.type === "fact" ? [`${one.name} ${one.value}`] : []));
    assert.deepEqual(facts, ["invoice.amount 119.00 EUR", "invoice.due 2026-12-11", "invoice.number RE-17", "invoice.issuer Somebody", "invoice.iban DE02120300000000202051"]); // prettier-ignore
    const mail = await house.store.mails.get(clear.source);
    for (const one of clear.evidence)
      if (one.type === "quote") assert.ok(`${mail?.subject}\n${mail?.text}`.includes(one.text), one.text);
    const { money } = (await house.inbox.list({ state: "open", limit: 5 }))[0] ?? {};
    assert.deepEqual(money, { amount: "119.00", currency: "EUR" });

    const odd = await itemOf(house, await bill("191.00"));
    assert.equal(odd.features["amount"], undefined, "of two amounts none is chosen");
    assert.match(odd.reason, /more than one amount/u);
    const { invoice } = await house.inbox.show(odd.id);
    assert.deepEqual(
      invoice?.amount.others.map(({ value, source }) => [value, source]),
      [
        ["191.00", "xrechnung.xml"],
        ["119.00", "text"],
      ],
    );
    assert.deepEqual(house.ledger, [], "nothing happens outside");
  });
});

describe("an invitation", () => {
  test("is an appointment that names what is at the same time; the answer goes to its organiser as calendars read it, when it is released", async (t) => {
    const house = await openHouse(t);
    const other = { account: "acc_cal", source: "/cal/1.ics", mail: null, uid: "dentist", sequence: 0, organiser: null, state: "confirmed", isBusy: true, isAllDay: false, title: "Dentist", place: null, repeats: null, version: "1", times: [{ start: BEGIN + 30 * 60_000, end: END + 30 * 60_000 }] } as const; // prettier-ignore
    await house.store.calendar.put({ ...other, times: [...other.times] }, house.ctx);
    const mail = await invite(house);
    const item = await itemOf(house, mail);
    assert.deepEqual([item.kind, item.class, item.due, item.needsReply], ["appointment", "appointment", BEGIN, false]);
    assert.match(
      item.reason,
      /invites you: Thursday.*3 December 2026.*10:00–11:00, Hall 4, at the same time as "Dentist"/u,
    );
    assert.deepEqual(
      item.actions.slice(0, 3).map(({ kind }) => kind),
      ["accept", "decline", "tentative"],
    );
    const { appointment } = await house.inbox.show(item.id);
    assert.deepEqual([appointment?.state, appointment?.conflicts[0]?.title], ["invited", "Dentist"]);
    assert.equal(await house.store.inbox.drafts.ofMail(mail), null, "nothing is drafted by itself");

    const draft = await house.inbox.answerInvitation(item.id, "accept");
    assert.equal(draft.to, "ines@mohr.example");
    assert.deepEqual(house.ledger, [], "it waits for a person");
    await house.inbox.drafts.approve(draft.id, draft.hash, { by: "owner", via: "ui" });
    const [letter] = house.ledger.filter(({ kind }) => kind === "mail.send");
    const composed = letter ? await composeLetter(letter) : null;
    const heard = await PostalMime.parse(composed?.raw ?? new Uint8Array());
    const part = heard.attachments.find(({ mimeType }) => mimeType === "text/calendar");
    assert.equal(part?.method, "REPLY");
    const answer = readCalendar(Buffer.from(part.content as Uint8Array).toString("utf8"), {
      zone: "UTC",
      from: BEGIN - DAY_MS,
      to: END,
    });
    assert.deepEqual(
      [answer.method, answer.events[0]?.uid, answer.events[0]?.attendees],
      ["REPLY", "fair@mohr.example", [{ name: "", address: "office@example.com", answer: "accepted" }]],
    );
    const around = await house.store.calendar.between(BEGIN, END);
    assert.deepEqual(around.map(({ title, state }) => [title, state]), [["Planning the fair", "confirmed"], ["Dentist", "confirmed"]]); // prettier-ignore
    assert.equal((await itemOf(house, mail)).state, "done");
  });

  test("is moved and called off by its organiser, and by nobody else", async (t) => {
    const house = await openHouse(t);
    const first = await invite(house);
    const spoofed = await invite(house, { method: "CANCEL", sequence: 1 }, "mallory@evil.example");
    assert.match((await itemOf(house, spoofed)).reason, /nothing was changed/u);
    const stolen = await invite(house, { sequence: 5, day: "20261204", organiser: "mallory@evil.example" });
    assert.match((await itemOf(house, stolen)).reason, /nothing was changed/u);
    const titles = async () =>
      (await house.store.calendar.between(BEGIN - DAY_MS, END + 7 * DAY_MS)).map(({ start }) => start);
    assert.deepEqual(await titles(), [BEGIN]);

    const moved = await invite(house, { sequence: 1, day: "20261204" });
    assert.deepEqual(await titles(), [BEGIN + DAY_MS]);
    assert.deepEqual([(await itemOf(house, first)).state, (await itemOf(house, moved)).kind], ["done", "appointment"]);
    const late = await invite(house, { sequence: 0 });
    assert.deepEqual(await titles(), [BEGIN + DAY_MS], "what was sent before the move does not undo it");
    assert.equal((await itemOf(house, late)).state, "open");

    const called = await invite(house, { method: "CANCEL", sequence: 2, day: "20261204" });
    assert.deepEqual(await titles(), []);
    assert.deepEqual([(await itemOf(house, moved)).state, (await itemOf(house, called)).kind], ["done", "mail"]);
    assert.match((await itemOf(house, called)).reason, /called off/u);
  });

  test("of which the mail says nothing cannot be answered; what somebody answered is told", async (t) => {
    const house = await openHouse(t);
    const [plain = ""] = await house.receive({ subject: "Hello", text: "How are you?" });
    await assert.rejects(house.inbox.answerInvitation(plain, "accept"), isError("E_INPUT"));
    const reply = invitation({ method: "REPLY" }).replace("PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:office@example.com", "CN=Jan;PARTSTAT=DECLINED:mailto:jan@x.example"); // prettier-ignore
    const mail = await receive(house, { from: "jan@x.example", subject: "Declined", text: "-", parts: [{ type: "text/calendar; method=REPLY", body: reply }] }); // prettier-ignore
    assert.match((await itemOf(house, mail)).reason, /Jan does not come/u);
    assert.deepEqual(await house.store.calendar.between(BEGIN, END), []);
  });
});

test("free times are those of working days that no calendar takes, and nobody knows them where none can be read", async (t) => {
  const house = await openHouse(t);
  const { accounts, calendar } = house.store;
  assert.equal(await freeTimesOf(house.store, "Europe/Berlin"), null);
  const account = await accounts.create(
    { kind: "caldav", name: "Work", address: null, settings: {}, check: null },
    house.ctx,
  );
  const at = (time: string): number => Date.parse(`2026-12-${time}:00+01:00`);
  const event = { account: account.id, mail: null, sequence: 0, organiser: null, isBusy: true, isAllDay: false, title: "Busy", place: null, repeats: null, version: "1" } as const; // prettier-ignore
  const put = (source: string, state: "confirmed" | "invited", times: { start: number; end: number }[]) =>
    calendar.put({ ...event, source, uid: source, state, times }, house.ctx);
  await put("a", "confirmed", [
    { start: at("03T09:00"), end: at("03T10:15") },
    { start: at("03T12:30"), end: at("03T18:00") },
  ]);
  await put("b", "invited", [{ start: at("04T09:00"), end: at("04T17:00") }]);
  const times = await freeTimesOf(house.store, "Europe/Berlin");
  const slots = (await times?.free(at("03T08:00"), at("07T12:00"), 60)) ?? [];
  assert.deepEqual(
    slots.map(({ start }) => start),
    [at("03T10:30"), at("04T09:00"), at("04T13:00"), at("07T09:00")],
    "not on the afternoon that is taken, not on the weekend; an invitation takes no time",
  );
  await accounts.update(account.id, { trouble: { code: "E_NETWORK", message: "-", at: 1 } });
  assert.equal(await freeTimesOf(house.store, "Europe/Berlin"), null);
});

test("a mail that lies in a mail is shown as text, and does nothing", async (t) => {
  const house = await openHouse(t);
  const inner =
    "From: Boss <boss@firm.example>\r\nSubject: Pay at once\r\nContent-Type: text/html\r\n\r\n<p>Pay <b>now</b></p><img src='https://evil.example/x.png'>";
  const mail = await receive(house, { from: "anna@berger.example", subject: "Fwd", text: "See below", parts: [{ type: "message/rfc822", name: "mail.eml", body: inner }] }); // prettier-ignore
  const { enclosed } = await house.inbox.show(mail);
  assert.deepEqual(
    enclosed.map(({ from, subject, text }) => [from?.address, subject, text]),
    [["boss@firm.example", "Pay at once", "Pay now"]],
  );
});
