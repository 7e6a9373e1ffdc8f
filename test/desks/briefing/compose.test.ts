import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkNumbers, createReader } from "../../../src/desks/briefing/compose/check.ts";
import { compose } from "../../../src/desks/briefing/compose/compose.ts";
import { gather } from "../../../src/desks/briefing/compose/gather.ts";
import { usualOf } from "../../../src/desks/briefing/compose/usual.ts";
import { answerQuestion } from "../../../src/desks/briefing/ask/answer.ts";
import { toHtml } from "../../../src/desks/briefing/render/html.ts";
import { toMarkdown } from "../../../src/desks/briefing/render/markdown.ts";
import { toPlain, toShort } from "../../../src/desks/briefing/render/plain.ts";
import type { Composition } from "../../../src/desks/briefing/types.ts";
import type { NewItem, Store } from "../../../src/store/index.ts";
import { createHandClock } from "../../durable/clockwork/_clock.ts";
import { tempStore } from "../../store/_setup.ts";
import { mailItem } from "./_items.ts";

const AT = Date.parse("2026-11-26T06:00:00Z");
const DAY_MS = 86_400_000;
const day = { date: "2026-11-26", zone: "Europe/Berlin", language: "en", at: AT, since: AT - DAY_MS } as const;
const ctx = { clock: createHandClock(AT - 3_600_000) };
const BASE = "http://localhost:7477";

const ANGRY = mailItem("mail_1", {
  title: "Third time I write",
  who: { name: "Jonas Berger", address: "jonas@berger.example" },
  at: AT - 2 * DAY_MS,
  class: "complaint",
  importance: 3,
  urgency: 3,
  reason: "He waits since the 20th for his refund",
  evidence: [{ type: "quote", source: "mail_1", text: "I have waited since the 20th for my refund!" }],
  actions: [{ id: "reply", kind: "reply", title: "Answer it", arguments: { mail: "mail_1" } }],
  features: { sent: 2, received: 3, confidence: 0.9 },
});
const BILL = mailItem("mail_2", {
  title: "Invoice 4711",
  at: AT - 9 * DAY_MS,
  class: "reminder",
  needsReply: false,
  due: AT - 3 * DAY_MS,
  importance: 2,
  urgency: 2,
  features: { amount: 1_250 },
});
const DECOY = mailItem("mail_3", {
  title: "LAST CHANCE!!! only today",
  at: AT - 3_600_000,
  class: "newsletter",
  needsReply: false,
  urgency: 3,
  due: AT + 3_600_000,
  features: { spam: 0.4 },
});
const OFFER = mailItem("mail_4", {
  title: "Offer for a fence",
  at: AT - 7_200_000,
  importance: 3,
  urgency: 0,
  features: { sent: 1 },
});
const LATER = mailItem("mail_5", {
  title: "Catalogue",
  at: AT - 7_200_000,
  class: "supplier",
  needsReply: false,
  importance: 1,
  urgency: 0,
});

async function composed(store: Store, items: NewItem[], weights: Record<string, number> = {}): Promise<Composition> {
  for (const item of items) await store.items.put(item, ctx);
  return compose(await gather(store, day), weights);
}

const titles = ({ groups }: Composition) => ({
  urgent: groups.urgent.map(({ title }) => title),
  important: groups.important.map(({ title }) => title),
  later: groups.later.map(({ title }) => title),
});

describe("what a briefing says", () => {
  test("an angry customer and an overdue bill are urgent, an offer is important, a loud newsletter is nothing", async (t) => {
    const briefing = await composed(await tempStore(t), [ANGRY, BILL, DECOY, OFFER, LATER]);
    assert.deepEqual(titles(briefing), {
      urgent: ["Invoice 4711", "Third time I write"],
      important: ["Offer for a fence"],
      later: ["Catalogue"],
    });
    const [bill, angry] = briefing.groups.urgent;
    assert.equal(bill?.why.text, "A payment reminder, overdue since Mon, Nov 23.");
    assert.equal(angry?.why.text, "He waits since the 20th for his refund, has waited 2 days for an answer.");
    assert.equal(angry?.quote?.text, "I have waited since the 20th for my refund!");
    assert.deepEqual(angry?.because.slice(0, 3).map(({ feature }) => feature), ["urgency", "importance", "class"]); // prettier-ignore
    assert.equal(briefing.silent?.text, "1 thing came that wants nothing of you.");
    assert.deepEqual([angry?.action?.kind, angry?.action?.hash.length], ["reply", 64]);
    assert.equal(briefing.quiet, null);
  });

  test("what the owner does not weigh does not count", async (t) => {
    const store = await tempStore(t);
    assert.deepEqual(titles(await composed(store, [BILL], { due: 0, overdue: 0, urgency: 0 })).urgent, []);
    assert.deepEqual(titles(await composed(store, [], { due: 1 })).urgent, ["Invoice 4711"]);
  });

  test("at most twelve; the rest is counted", async (t) => {
    const many = Array.from({ length: 20 }, (_, at) => mailItem(`m${at}`, { at: AT - at - 1, importance: 2 }));
    const { groups, more } = await composed(await tempStore(t), [...many, BILL]);
    assert.equal(groups.urgent.length + groups.important.length + groups.later.length, 12);
    assert.equal(groups.urgent[0]?.title, "Invoice 4711");
    assert.equal(more?.text, "9 more things can wait.");
  });

  test("a day with nothing is three lines", async (t) => {
    const briefing = await composed(await tempStore(t), []);
    assert.equal(briefing.quiet?.length, 3);
    assert.equal(toMarkdown(briefing, BASE).trim().split("\n").filter((line) => line.startsWith("- ")).length, 3); // prettier-ignore
  });

  test("a snooze that has ended comes back; what waits for the owner and what went out is told", async (t) => {
    const store = await tempStore(t);
    const { id } = await store.items.put(OFFER, ctx);
    await store.items.setState(id, "snoozed", ctx, AT + 1);
    assert.equal((await composed(store, [])).groups.important.length, 0);
    await store.items.setState(id, "snoozed", ctx, AT);
    assert.equal((await composed(store, [])).groups.important.length, 1);
    await store.items.put(mailItem("q", { kind: "question", title: "Which price for 20 posts?", at: AT - 5 }), ctx);
    await store.items.put(
      mailItem("a", { kind: "appointment", title: "Visit at Möller", at: AT - 5, due: AT + 7_200_000 }),
      ctx,
    );
    const act = {
      ref: "r",
      kind: "mail.send",
      account: "a",
      effectClass: "neither",
      key: "k",
      title: "Answer to Möller",
    } as const;
    const { record } = await store.effects.add({ ...act, arguments: {}, hash: "h", run: null, holder: "x" }, ctx);
    await store.effects.finish(record.id, { state: "unknown" }, ctx);
    const sent = await store.effects.add({ ...act, ref: "r2", arguments: {}, hash: "h", run: null, holder: "x" }, ctx);
    await store.effects.finish(sent.record.id, { state: "confirmed" }, ctx);
    const { waits, appointments, done } = await composed(store, []);
    assert.deepEqual(
      waits.map(({ type, line }) => [type, line.text]),
      [
        ["effect", "Unclear since Thu, Nov 26, 06:00, whether it happened: Answer to Möller"],
        ["question", "Asks you: Which price for 20 posts?"],
      ],
    );
    assert.deepEqual(appointments.map(({ line }) => line.text), ["Thu, Nov 26, 09:00 Visit at Möller"]); // prettier-ignore
    assert.deepEqual(done.map(({ text }) => text), ["1 mail sent", "1 mail read and sorted"]); // prettier-ignore
  });
});

describe("appointments", () => {
  const HOUR_MS = 3_600_000;
  const fair = {
    account: "acc_mail",
    source: "/1.ics",
    mail: null,
    uid: "1",
    sequence: 0,
    organiser: null,
    state: "confirmed",
    isBusy: true,
    isAllDay: false,
    title: "Dentist",
    place: "Main Street 5",
    repeats: null,
    version: null,
    times: [{ start: AT + 3 * HOUR_MS, end: AT + 4 * HOUR_MS }],
  } as const;
  const invitation = mailItem("mail_7", {
    kind: "appointment",
    title: "Planning 2027",
    class: "appointment",
    at: AT - HOUR_MS,
    due: AT + 26 * HOUR_MS,
    needsReply: false,
    actions: [{ id: "accept", kind: "accept", title: "Accept", arguments: { mail: "mail_7" } }],
  });

  test("of calendars and invitations, today's and tomorrow's, each once; an invitation that waits for its answer is ranked too", async (t) => {
    const store = await tempStore(t);
    await store.calendar.put({ ...fair, times: [...fair.times] }, ctx);
    const [time] = [{ start: AT + 26 * HOUR_MS, end: AT + 27 * HOUR_MS }];
    const invited = { ...fair, source: "2", uid: "2", title: "Planning 2027", place: null, mail: "mail_7" } as const;
    await store.calendar.put({ ...invited, state: "invited", times: [time] }, ctx);
    const farAway = { start: AT + 60 * HOUR_MS, end: AT + 61 * HOUR_MS };
    await store.calendar.put({ ...fair, source: "3", uid: "3", title: "Next week", times: [farAway] }, ctx);
    const briefing = await composed(store, [invitation]);
    const lines = briefing.appointments.map(({ line }) => line.text);
    assert.deepEqual(lines.map((line) => line.replace(/^.*\d{2}:\d{2} /u, "")), ["Dentist, Main Street 5", "Planning 2027"]); // prettier-ignore
    const [item] = await store.items.list({ limit: 1 });
    assert.deepEqual(briefing.appointments.map((one) => one.item), [null, item?.id]); // prettier-ignore
    const all = [...briefing.groups.urgent, ...briefing.groups.important, ...briefing.groups.later];
    assert.deepEqual(all.map(({ action }) => action?.kind), ["accept"]); // prettier-ignore
    const read = createReader(await gather(store, day), {});
    assert.deepEqual(checkNumbers(briefing, read).wrong, []);
    // Control: the calendar says another time meanwhile.
    await store.calendar.put({ ...fair, times: [{ start: AT + 5 * HOUR_MS, end: AT + 6 * HOUR_MS }] }, ctx);
    const later = createReader(await gather(store, day), {});
    assert.equal(checkNumbers(briefing, later).wrong.length, 1);
  });
});

describe("numbers", () => {
  test("one that left its usual range is told with n and the range; one that did not is not", async (t) => {
    const store = await tempStore(t);
    const values = [10, 12, 11, 9, 10, 12, 11, 10, 30];
    for (const [id, last] of [
      ["loud", 30],
      ["calm", 11],
    ] as const) {
      await store.metrics.define({ id, source: "inbox", name: `Mails ${id}`, unit: "mails", definition: "…" }, ctx);
      const points = [...values.slice(0, -1), last].map((value, at) => ({ at: AT - (10 - at) * DAY_MS, value }));
      await store.metrics.put(id, points, ctx);
    }
    const briefing = await composed(store, []);
    assert.deepEqual(briefing.moved.map(({ metric }) => metric), ["loud"]); // prettier-ignore
    assert.equal(
      briefing.moved[0]?.line.text,
      "Mails loud: 30 mails, usually 7.96 to 13.29 (mean 10.63 of the 8 days before).",
    );
    assert.match(toHtml(briefing, BASE), /<svg /);
    assert.match(toMarkdown(briefing, BASE), /`[▁-█]{9}`/u);
  });

  test("an interval needs seven values, and is that of one further value", () => {
    assert.equal(usualOf([1, 2, 3, 4, 5, 6].map((value) => ({ value }))), null);
    const usual = usualOf([1, 2, 3, 4, 5, 6, 7].map((value) => ({ value })));
    assert.deepEqual([usual?.mean, usual?.n], [4, 7]);
    // mean 4, s = 2.1602, t(6) = 2.447, sqrt(1 + 1/7) = 1.0690
    assert.ok(Math.abs((usual?.high ?? 0) - 9.651) < 0.001);
  });

  test("a sentence with any other number than the stored one is not said; control: the true ones are", async (t) => {
    const store = await tempStore(t);
    const briefing = await composed(store, [ANGRY, BILL, LATER]);
    const read = createReader(await gather(store, day), {});
    assert.deepEqual(checkNumbers(briefing, read), { composition: briefing, wrong: [] });
    const [bill, angry] = briefing.groups.urgent;
    assert.ok(bill && angry);
    const lies: [string, Composition][] = [
      ["another day in the words", { ...briefing, groups: { ...briefing.groups, urgent: [{ ...bill, why: { ...bill.why, text: bill.why.text.replace("23", "22") } }] } }],
      ["a number more", { ...briefing, groups: { ...briefing.groups, urgent: [{ ...bill, why: { ...bill.why, text: `${bill.why.text} It is about 1,250 EUR.` } }] } }],
      ["another value of the fact", { ...briefing, groups: { ...briefing.groups, urgent: [{ ...bill, why: { ...bill.why, facts: bill.why.facts.map((fact) => ({ ...fact, value: fact.value + DAY_MS })) } }] } }],
      ["a date that is not the item's", { ...briefing, groups: { ...briefing.groups, urgent: [{ ...bill, since: bill.since + 1 }] } }],
      ["a fact of nowhere", { ...briefing, done: [{ text: "7 mails sent", quotes: [], facts: [{ source: "count/effects/mail.send", value: 7, form: "number", shown: "7" }] }] }],
    ]; // prettier-ignore
    for (const [what, lie] of lies) {
      const { wrong, composition } = checkNumbers(lie, read);
      assert.equal(wrong.length + Number(what.startsWith("a date")), 1, what);
      const text = toPlain(composition, BASE, { links: false });
      assert.doesNotMatch(text, /Nov 22|1,250|7 mails/, what);
    }
  });

  test("a reason with a number that stands nowhere in the mail is replaced by the code's own sentence", async (t) => {
    const briefing = await composed(await tempStore(t), [{ ...ANGRY, reason: "He wants 500 EUR back" }]);
    assert.equal(briefing.groups.urgent[0]?.why.text, "A complaint, has waited 2 days for an answer.");
  });
});

describe("why an item is there", () => {
  test("names the deadline once, whatever the language in which the mail was judged", async (t) => {
    const due = AT + 2 * DAY_MS;
    const why = [{ say: "class", class: "complaint" }, { say: "reply" }, { say: "due", at: due }] as const;
    const kept = { ...ANGRY, due, why, reason: "Beschwerde, eine Antwort wird erwartet, bis So., 29. Nov." };
    const briefing = await composed(await tempStore(t), [kept]);
    assert.match(
      briefing.groups.urgent[0]?.why.text ?? "",
      /^Complaint, an answer is expected, due \S[^,]*(?:, [^,]*)?, has waited 2 days for an answer\.$/u,
    );
  });
});

test("a bill's day is told once, as what it is by now, and a sentence ends with one full stop", async (t) => {
  const store = await tempStore(t);
  const why = [{ say: "pay", amount: "240.00", currency: "EUR", day: "2026-11-23" }] as const;
  const evidence = [{ type: "quote", source: "mail_2", text: "240,00 EUR" }] as const;
  await store.items.put({ ...BILL, why, evidence: [...evidence] }, ctx);
  const german = { ...day, language: "de" } as const;
  const text = compose(await gather(store, german), {}).groups.urgent[0]?.why.text ?? "";
  assert.match(text, /^240,00\s€ zu zahlen, überfällig seit Mo\., 23\. Nov\.$/u);
});

describe("words of others", () => {
  const HOSTILE = "</b><script>alert(1)</script> [click](javascript:x) ![p](http://evil.example/p.png)\n# Urgent\u202e";

  test("stay words in every form, and load nothing", async (t) => {
    const item = { ...ANGRY, title: HOSTILE, who: { name: HOSTILE, address: "x@y.example" }, reason: HOSTILE };
    const briefing = await composed(await tempStore(t), [
      { ...item, evidence: [{ type: "quote", source: "mail_1", text: HOSTILE }] },
    ]);
    const html = toHtml(briefing, BASE);
    assert.doesNotMatch(html, /<script|<img|src=|\u202e/);
    assert.deepEqual([...html.matchAll(/href="([^"]*)"/gu)].filter(([, href]) => !href?.startsWith(`${BASE}/`)), []); // prettier-ignore
    const markdown = toMarkdown(briefing, BASE);
    assert.equal(markdown.split("\n").filter((line) => line.startsWith("#")).length, 2, "only its own headings");
    assert.doesNotMatch(markdown, /(?<!\\)\[click/u);
  });

  test("what is too long for a message is cut at a line and says where the rest is", async (t) => {
    const many = Array.from({ length: 12 }, (_, at) =>
      mailItem(`m${at}`, { title: "x".repeat(150), importance: 3, at: AT - 9 }),
    );
    const text = toShort(await composed(await tempStore(t), many), BASE, 1_000);
    assert.ok(text.length <= 1_000);
    assert.match(text, /page Today\.\n$/);
  });
});

describe("questions about a briefing", () => {
  const asked: [string, RegExp][] = [
    ["Why is Berger urgent?", /“Third time I write” stands under “Urgent”: sounds pressing, its kind, /],
    ["what did Jonas Berger want?", /Jonas Berger: Third time I write – He waits/],
    ["When is the invoice due?", /due on Mon, Nov 23/],
    ["what is urgent?", /Invoice 4711/],
    ["Was ist wichtig?", /Offer for a fence/],
    ["Warum ist das dringend?", /“Invoice 4711” stands under “Urgent”/],
    ["which appointments do I have?", /Nothing\./],
  ];
  test("are answered from what it stands on", async (t) => {
    const briefing = await composed(await tempStore(t), [ANGRY, BILL, OFFER]);
    for (const [question, answer] of asked) {
      const found = answerQuestion(question, briefing, null);
      assert.ok(found.isAnswered, question);
      assert.match(found.lines.join("\n"), answer, question);
    }
    const [offer] = briefing.groups.important;
    assert.deepEqual(answerQuestion("why is that here?", briefing, offer?.item ?? null).items, [offer?.item]);
  });

  test("what is not in it is not answered", async (t) => {
    const briefing = await composed(await tempStore(t), [ANGRY]);
    for (const question of ["what did Schneider want?", "how is the weather?", "?"]) {
      assert.equal(answerQuestion(question, briefing, null).isAnswered, false, question);
    }
  });
});
