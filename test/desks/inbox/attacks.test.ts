import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { syncFolder } from "../../../src/desks/inbox/index.ts";
import { arrivedOf } from "../../store/_mails.ts";
import { ATTACKS } from "./_attacks.ts";
import { openHouse, START, type House } from "./_house.ts";

const QUESTION = {
  subject: "Öffnungszeiten",
  text: "Guten Tag,\n\nwann haben Sie am Montag geöffnet?\n\nViele Grüße\nAnna Berger",
  from: { name: "Anna Berger", address: "anna@berger.example" },
  verified: "pass",
} as const;

/** A firm that answers by itself: a rule for all mail, documents to answer from, and a customer whom it knows. */
async function openFirm(t: TestContext): Promise<House> {
  const house = await openHouse(t);
  const { store, ctx } = house;
  const folder = join(house.folder, "knowledge");
  await mkdir(folder);
  await writeFile(
    join(folder, "oeffnungszeiten.md"),
    "# Öffnungszeiten\n\nMontag bis Freitag: 8:00 bis 17:00 Uhr\nSamstag: 9:00 bis 12:00 Uhr\n",
  );
  await syncFolder(await store.documents.addSource({ kind: "folder", place: folder }, ctx), store.documents, ctx);
  const own = { from: { name: "", address: "office@example.com" }, to: [QUESTION.from] };
  const before = [
    arrivedOf(901, { ...QUESTION, subject: "Hallo", text: "Hallo" }, { at: START - 9_000_000, isHistory: true }),
    arrivedOf(
      902,
      { ...own, subject: "Re: Hallo", text: "Hallo" },
      { at: START - 8_000_000, isHistory: true, role: "sent", folder: "Sent" },
    ),
  ];
  await store.mails.take({ account: house.account, changes: before, cursor: 0, starts: "inbox.mail" }, ctx);
  const { id, version } = await house.inbox.rules.propose(
    "answer all mails automatically after 10 minutes",
    "owner",
    "en",
  );
  await house.inbox.rules.set(id, { state: "on", version, by: "owner" }, "en");
  return house;
}

/** Lets the undo window end, and what is due then. */
async function pass(house: House, minutes: number): Promise<void> {
  house.clock.set(house.clock.now() + minutes * 60_000);
  await house.clockwork.look();
  while ((await house.store.outbox.starts()).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

const sent = ({ ledger }: House) => ledger.filter(({ kind }) => kind === "mail.send");

describe("answers that go out by themselves", () => {
  test("wait for the undo window, go out once and say that nobody looked at them", async (t) => {
    const house = await openFirm(t);
    const [mail = ""] = await house.receive(QUESTION);
    const { letter } = await house.inbox.show(mail);
    assert.deepEqual([letter?.state, letter?.why, letter?.due], ["waiting", [], START + 10 * 60_000]);
    await pass(house, 9);
    assert.deepEqual(sent(house), []);
    await pass(house, 2);
    const [first, ...more] = sent(house);
    assert.deepEqual(more, []);
    const given = first?.arguments as { to: string[]; text: string; autoSubmitted: string };
    assert.deepEqual([given.to, given.autoSubmitted], [["anna@berger.example"], "auto-replied"]);
    assert.match(given.text, /8:00|8 Uhr|08:00/u);
    assert.equal((await house.store.items.find("inbox", mail))?.state, "done");
    const answered = await house.store.mails.get(mail);
    const [again = ""] = await house.receive({
      ...QUESTION,
      subject: "Re: Öffnungszeiten",
      inReplyTo: answered?.messageId ?? null,
      references: [answered?.messageId ?? ""],
    });
    assert.equal((await house.inbox.show(again)).letter?.due ?? null, null, "one a day in a conversation");
  });

  test("do not go out when somebody held them, changed them, or the rule does not count any more", async (t) => {
    const house = await openFirm(t);
    const other = (n: number) => ({ ...QUESTION, subject: `Frage ${n}`, text: `${QUESTION.text}\n\nNr. ${n}` });
    const mails = await house.receive(other(1), other(2), other(3));
    const letters = await Promise.all(mails.map(async (mail) => (await house.inbox.show(mail)).letter?.id ?? ""));
    await house.inbox.drafts.hold(letters[0] ?? "");
    await house.inbox.drafts.edit(letters[1] ?? "", { text: "Anders." });
    const [rule] = await house.inbox.rules.list("en");
    await house.inbox.rules.set(rule?.id ?? "", { state: "off", version: rule?.version ?? 0, by: "owner" }, "en");
    await pass(house, 11);
    assert.deepEqual(sent(house), []);
    assert.match((await house.inbox.drafts.show(letters[2] ?? "")).why.join(" "), /does not apply/u);
  });
});

describe("attacks by mail", () => {
  test(`${ATTACKS.length} of them through the desk, before a rule that answers all mail: nothing goes out, is moved or changes a rule`, async (t) => {
    const house = await openFirm(t);
    assert.ok(ATTACKS.length >= 60);
    const rules = JSON.stringify(await house.inbox.rules.list("en"));
    const attacks = await house.receive(...ATTACKS.map(([, mail]) => mail));
    await pass(house, 11);
    assert.deepEqual(house.ledger, []);
    assert.equal(JSON.stringify(await house.inbox.rules.list("en")), rules);
    assert.deepEqual(await house.store.policy.list(), []);
    assert.deepEqual(await house.store.inbox.examples.list(10), []);
    for (const mail of attacks) assert.ok((await house.store.items.find("inbox", mail)) !== null);
  });

  test("control: the same letters without their orders are answered, so what holds them back is what they say", async (t) => {
    const house = await openFirm(t);
    const carried = ATTACKS.find(([name]) => name === "a question with an order behind it 1");
    assert.ok(carried);
    const [, mail] = carried;
    await house.receive({ ...mail, text: mail.text?.split("\n\n")[0] ?? "" });
    await pass(house, 11);
    assert.equal(sent(house).length, 1);
  });
});
