import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isError } from "../../store/_setup.ts";
import { openHouse, START, type House } from "./_house.ts";

const DAY_MS = 24 * 60 * 60_000;

const question = {
  subject: "Was kostet ein Zaun?",
  text: "Guten Tag,\n\nkönnten Sie mir bitte sagen, was ein Zaun von 20 Metern kostet? Ich freue mich auf Ihre Antwort.\n\nViele Grüße\nAnna Berger",
  from: { name: "Anna Berger", address: "anna@berger.example" },
};
const newsletter = {
  subject: "Unser Newsletter im November: 20 % auf alles",
  text: "Liebe Leserin, die neuen Angebote der Woche. Jetzt im Shop stöbern. Sie erhalten diesen Newsletter, weil Sie sich angemeldet haben.",
  from: { name: "Gartenwelt", address: "news@gartenwelt.example" },
  automatic: "list",
  unsubscribe: { url: "https://gartenwelt.example/u/1", oneClick: true },
} as const;

async function confirm({ inbox }: House, text: string): Promise<void> {
  const { id, version } = await inbox.rules.propose(text, "owner", "en");
  await inbox.rules.set(id, { state: "on", version, by: "owner" }, "en");
}

async function itemOf(house: House, mail: string) {
  const item = await house.store.items.find("inbox", mail);
  assert.ok(item);
  return item;
}

describe("a new mail", () => {
  test("becomes an item with its class, a reason and the words that it stands on", async (t) => {
    const house = await openHouse(t);
    const [id = "", other = ""] = await house.receive(question, newsletter);
    const item = await itemOf(house, id);
    assert.deepEqual(
      [item.class, item.needsReply, item.state, item.who?.address],
      ["question", true, "open", "anna@berger.example"],
    );
    const [evidence] = item.evidence;
    assert.ok(evidence?.type === "quote" && `${question.subject}\n${question.text}`.includes(evidence.text));
    assert.match(item.reason, /question/iu);
    assert.equal((await itemOf(house, other)).class, "newsletter");
    const { entries } = { entries: await house.inbox.list({ state: "open", limit: 10 }) };
    assert.deepEqual(entries.map(({ group, item: { class: name } }) => [name, group]).toSorted(), [
      ["newsletter", "rest"],
      ["question", "release"],
    ]);
    assert.deepEqual(house.ledger, [], "nothing happens outside");
  });

  test("that a crash left is handled at the next start, once", async (t) => {
    const first = await openHouse(t);
    await first.receive(question);
    const left = await first.store.mails.take(
      { account: first.account, changes: [], cursor: 1, starts: "inbox.mail" },
      first.ctx,
    );
    assert.deepEqual(left.promised, []);
    await first.close();
    const again = await openHouse(t, { folder: first.folder, now: START + DAY_MS });
    assert.equal((await again.store.items.list({ desk: "inbox", limit: 10 })).length, 1);
    assert.deepEqual(await again.store.outbox.starts(), []);
  });
});

describe("a correction", () => {
  test("counts for the mail, for open mails like it at once, and for the next one; and the reason says so", async (t) => {
    const house = await openHouse(t);
    const tender = (n: number) => ({
      subject: `Öffentliche Ausschreibung ${n}: Zaunbau am Schulzentrum`,
      text: `Hiermit übersenden wir die Unterlagen zur Ausschreibung Nr. ${n} der Stadt über Zaunbau. Das Leistungsverzeichnis liegt bei.`,
      from: { name: "Stadt", address: "vergabe@stadt.example" },
    });
    await house.inbox.nameClass({ name: "tender", title: "Tenders" });
    const [first = "", second = ""] = await house.receive(tender(1), tender(2), question);
    const { item, others } = await house.inbox.correct(first, "tender");
    assert.equal(item.class, "tender");
    assert.match(item.reason, /as you corrected on/u);
    assert.deepEqual(
      others.map(({ source }) => source),
      [second],
      "and nothing else",
    );
    const [next = ""] = await house.receive(tender(3));
    assert.equal((await itemOf(house, next)).class, "tender");
    assert.match((await itemOf(house, next)).reason, /as you corrected on/u);
    await assert.rejects(house.inbox.correct(first, "nothing-like-it"), isError("E_NOT_FOUND"));
  });

  test("control: without it the next one is not of that class", async (t) => {
    const house = await openHouse(t);
    await house.inbox.nameClass({ name: "tender", title: "Tenders" });
    const [id = ""] = await house.receive({ ...question, subject: "Öffentliche Ausschreibung 3: Zaunbau" });
    assert.notEqual((await itemOf(house, id)).class, "tender");
  });
});

describe("rules", () => {
  test("do nothing before they are confirmed in the version that was shown", async (t) => {
    const house = await openHouse(t);
    const { id, version, words } = await house.inbox.rules.propose("archive newsletters", "owner", "en");
    assert.equal(words, 'mails of the class "Newsletter": archive');
    await house.receive(newsletter);
    assert.deepEqual(house.ledger, []);
    await assert.rejects(
      house.inbox.rules.set(id, { state: "on", version: version + 1, by: "owner" }, "en"),
      isError("E_INPUT", /changed since/u),
    );
    await house.inbox.rules.set(id, { state: "on", version, by: "owner" }, "en");
    const [mail = ""] = await house.receive({ ...newsletter, subject: "Newsletter im Dezember" });
    assert.deepEqual(
      house.ledger.map(({ kind, arguments: given }) => [kind, given]),
      [["mail.file", { mail, action: "archive" }]],
    );
    assert.equal((await itemOf(house, mail)).state, "done");
  });

  test("what they file stays open where the server did not do it", async (t) => {
    const house = await openHouse(t);
    await confirm(house, "archive newsletters");
    house.peer.fault = "refused";
    await house.receive(newsletter);
    const [item] = await house.store.items.list({ desk: "inbox", limit: 1 });
    assert.equal(item?.state, "open");
  });
});

describe("STOP", () => {
  test("holds what rules file, and unsubscribing", async (t) => {
    const house = await openHouse(t);
    await confirm(house, "archive newsletters");
    await house.stop.stop("owner", "test");
    const [mail = ""] = await house.receive(newsletter);
    assert.equal((await itemOf(house, mail)).state, "open");
    await assert.rejects(house.inbox.unsubscribe(mail), isError("E_STOPPED"));
    assert.deepEqual(house.ledger, []);
  });
});

describe("a draft", () => {
  test("is sent once, to the sender, in the thread, when exactly this letter is released", async (t) => {
    const house = await openHouse(t);
    const [mail = ""] = await house.receive(question);
    const draft = await house.inbox.drafts.write(mail, { text: "Guten Tag Frau Berger,\n\n20 Meter kosten 1.240 €." });
    assert.ok(draft);
    const other = await house.inbox.drafts.edit(draft.id, {
      text: "Guten Tag Frau Berger,\n\n20 Meter kosten 1.420 €.",
    });
    await assert.rejects(
      house.inbox.drafts.approve(draft.id, draft.hash, { by: "owner", via: "ui" }),
      isError("E_INPUT"),
    );
    assert.equal(house.ledger.length, 0, "what was read before the change releases nothing");
    const released = await Promise.allSettled(
      [1, 2, 3].map(() => house.inbox.drafts.approve(draft.id, other.hash, { by: "owner", via: "ui" })),
    );
    assert.ok(released.some(({ status }) => status === "fulfilled"));
    const [sent, ...more] = [...house.ledger];
    assert.deepEqual(more, []);
    const stored = await house.store.mails.get(mail);
    assert.deepEqual(sent?.arguments, {
      from: "office@example.com",
      to: ["anna@berger.example"],
      subject: "Re: Was kostet ein Zaun?",
      text: "Guten Tag Frau Berger,\n\n20 Meter kosten 1.420 €.",
      inReplyTo: stored?.messageId,
      references: [stored?.messageId],
    });
    assert.equal((await itemOf(house, mail)).state, "done");
    assert.equal((await house.inbox.drafts.show(draft.id)).state, "sent");
    const kinds = (await house.store.audit.list({ kinds: ["approval"], limit: 20 })).map(({ action }) => action);
    assert.ok(kinds.includes("used") && kinds.includes("allowed"));
    await assert.rejects(house.inbox.drafts.discard(draft.id), isError("E_INPUT", /too late/u));
  });

  test("whose sending is unclear says so, is not sent again, and follows what a person says became of it", async (t) => {
    const house = await openHouse(t);
    const [mail = ""] = await house.receive(question);
    const draft = await house.inbox.drafts.write(mail, { text: "Gern." });
    house.peer.fault = "unclear";
    await assert.rejects(
      house.inbox.drafts.approve(draft?.id ?? "", draft?.hash ?? "", { by: "owner", via: "cli" }),
      isError("E_EFFECT_UNKNOWN"),
    );
    const shown = await house.inbox.show(mail);
    assert.deepEqual([shown.letter?.state, shown.group], ["unclear", "release"]);
    await assert.rejects(
      house.inbox.drafts.approve(draft?.id ?? "", draft?.hash ?? "", { by: "owner", via: "cli" }),
      isError("E_INPUT"),
    );
    assert.equal(house.ledger.length, 1);
    const [effect] = await house.store.effects.list({ limit: 1 });
    await house.store.effects.settle(effect?.id ?? "", "confirmed", "owner", house.ctx);
    assert.equal((await house.inbox.show(mail)).letter?.state, "sent");
  });

  test("is held by STOP, and may be released again afterwards", async (t) => {
    const house = await openHouse(t);
    const [mail = ""] = await house.receive(question);
    const draft = await house.inbox.drafts.write(mail, { text: "Gern." });
    const approve = () => house.inbox.drafts.approve(draft?.id ?? "", draft?.hash ?? "", { by: "owner", via: "cli" });
    await house.stop.stop("owner", "test");
    await assert.rejects(approve(), isError("E_STOPPED"));
    assert.deepEqual(house.ledger, []);
    await house.stop.release("owner");
    assert.equal((await approve()).state, "sent");
    assert.equal(house.ledger.length, 1);
  });

  test("never goes to another domain than its sender's, whatever Reply-To says", async (t) => {
    const house = await openHouse(t);
    const [mail = "", same = ""] = await house.receive(
      { ...question, replyTo: [{ name: "Anna Berger", address: "anna@evil.example" }] },
      { ...question, subject: "Zaun?", replyTo: [{ name: "", address: "info@berger.example" }] },
    );
    const shown = await house.inbox.show(mail);
    assert.equal(shown.mail?.isSwapped, true);
    assert.equal((await house.inbox.drafts.write(mail, { text: "x" }))?.to, "anna@berger.example");
    assert.equal((await house.inbox.drafts.write(same, { text: "x" }))?.to, "info@berger.example");
  });

  test("is refused by a line of the owner's policy, whoever released it", async (t) => {
    const house = await openHouse(t);
    const [mail = ""] = await house.receive(question);
    await house.store.policy.add("refuse mail.send", {}, house.ctx);
    const draft = await house.inbox.drafts.write(mail, { text: "Gern." });
    await assert.rejects(
      house.inbox.drafts.approve(draft?.id ?? "", draft?.hash ?? "", { by: "owner", via: "cli" }),
      isError("E_REFUSED"),
    );
    assert.deepEqual(house.ledger, []);
  });
});

describe("time", () => {
  test("a snooze ends by itself, unless it was moved", async (t) => {
    const house = await openHouse(t);
    const [mail = ""] = await house.receive(question);
    await house.inbox.snooze(mail, START + DAY_MS);
    await house.inbox.snooze(mail, START + 2 * DAY_MS);
    assert.deepEqual(await house.inbox.list({ state: "open", limit: 10 }), []);
    await assert.rejects(house.inbox.snooze(mail, START - 1), isError("E_INPUT"));
    house.clock.set(START + DAY_MS + 1);
    await house.clockwork.look();
    assert.equal((await itemOf(house, mail)).state, "snoozed");
    house.clock.set(START + 2 * DAY_MS + 1);
    await house.clockwork.look();
    while ((await itemOf(house, mail)).state !== "open") await new Promise((resolve) => setTimeout(resolve, 10));
  });

  test("who does not answer in three days is brought up; who does is not", async (t) => {
    const house = await openHouse(t);
    const [silent = "", quick = ""] = await house.receive(question, {
      ...question,
      subject: "Hoftor",
      from: { name: "Bo", address: "bo@hof.example" },
    });
    await house.inbox.followUp(silent, 3);
    await house.inbox.followUp(quick, 3);
    const asked = await house.store.mails.get(quick);
    house.clock.set(START + DAY_MS);
    await house.receive({
      ...question,
      subject: "Re: Hoftor",
      from: { name: "Bo", address: "bo@hof.example" },
      inReplyTo: asked?.messageId ?? null,
      references: [asked?.messageId ?? ""],
    });
    house.clock.set(START + 3 * DAY_MS + 1);
    await house.clockwork.look();
    const found = async () =>
      (await house.store.items.list({ desk: "inbox", limit: 50 })).filter(({ kind }) => kind === "followup");
    while ((await found()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const [item, ...more] = await found();
    assert.deepEqual([item?.title, item?.reason, more], [question.subject, "no answer for 3 days", []]);
    assert.deepEqual(await house.clockwork.timers(10), []);
  });
});
