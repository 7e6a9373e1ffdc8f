import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readBulk } from "../../../src/desks/inbox/bulk/readBulk.ts";
import { isError } from "../../store/_setup.ts";
import { arrivedOf } from "../../store/_mails.ts";
import { openHouse, type House } from "./_house.ts";

const DAY_MS = 24 * 60 * 60_000;
const OWNER = { by: "owner", via: "ui" } as const;
const newsletter = (n: number) =>
  ({
    subject: `Unser Newsletter ${n}: 20 % auf alles`,
    text: "Liebe Leserin, die neuen Angebote der Woche. Jetzt im Shop stöbern. Sie erhalten diesen Newsletter, weil Sie sich angemeldet haben.",
    from: { name: "Gartenwelt", address: "news@gartenwelt.example" },
    automatic: "list",
    unsubscribe: { url: "https://gartenwelt.example/u/1", oneClick: true },
  }) as const;
const question = {
  subject: "Was kostet ein Zaun?",
  text: "Guten Tag,\n\nkönnten Sie mir bitte sagen, was ein Zaun von 20 Metern kostet?\n\nViele Grüße\nAnna Berger",
  from: { name: "Anna Berger", address: "anna@berger.example" },
};
const TEXT = "archive all newsletters older than 30 days";

/** Two newsletters and a question that are old, then a newsletter of today. */
async function fill(house: House): Promise<{ old: string[]; young: string; asked: string }> {
  const [a = "", b = "", asked = ""] = await house.receive(newsletter(1), newsletter(2), question);
  house.clock.set(house.clock.now() + 40 * DAY_MS);
  const [young = ""] = await house.receive(newsletter(3));
  return { old: [a, b], young, asked };
}

describe("many mails at once", () => {
  test("are named in a sentence of which every word is understood, in both languages; only filing is done so", () => {
    const classes = [{ name: "newsletter", title: "Newsletter" }, { name: "question", title: "Question" }]; // prettier-ignore
    const read = (text: string) => {
      const found = readBulk(text, classes);
      return "unknown" in found ? found.unknown : [found.action, found.folder, found.olderDays, found.rule.when.length];
    };
    assert.deepEqual(read(TEXT), ["archive", null, 30, 1]);
    assert.deepEqual(read("archiviere alle Newsletter, die älter als 2 Wochen sind"), ["archive", null, 14, 1]);
    assert.deepEqual(read('move newsletters older than 1 year to the folder "Reading"'), ["move", "Reading", 365, 1]);
    assert.deepEqual(read("answer questions automatically at once"), [], "no letter goes out so");
    assert.ok(read("archive newsletters older than the hills").length > 0);
  });

  test("are listed first; what is released is exactly this list, and it can be put back", async (t) => {
    const house = await openHouse(t);
    const { old, young, asked } = await fill(house);
    const { bulk } = house.inbox;
    const plan = await bulk.plan(TEXT, "en");
    assert.deepEqual(
      plan.mails.map(({ id }) => id),
      old,
    );
    assert.match(plan.words, /class "Newsletter".*archive.*older than 30 days/u);
    assert.deepEqual([plan.hasMore, house.ledger], [false, []], "listing does nothing");

    const done = await bulk.approve(TEXT, plan.hash, OWNER, "en");
    const filed = () => house.ledger.map(({ arguments: given }) => given);
    assert.deepEqual(
      filed(),
      old.map((mail) => ({ mail, action: "archive" })),
    );
    const stateOf = async (mail: string) => (await house.store.items.find("inbox", mail))?.state;
    assert.deepEqual(await Promise.all([...old, young, asked].map(stateOf)), ["done", "done", "open", "open"]);
    const [listed] = await bulk.list();
    assert.deepEqual([listed?.id, listed?.mails.map(({ state }) => state)], [done.id, ["done", "done"]]);

    await bulk.undo(done.id);
    assert.deepEqual(
      filed().slice(2),
      old.map((mail) => ({ mail, action: "move", folder: "INBOX" })),
    );
    assert.deepEqual(await Promise.all(old.map(stateOf)), ["open", "open"]);
    await bulk.undo(done.id);
    assert.equal(house.ledger.length, 4, "it is put back once");
    await assert.rejects(bulk.undo("apr_none"), isError("E_NOT_FOUND"));
  });

  test("one more mail is another list: what was seen before releases nothing of it", async (t) => {
    const house = await openHouse(t);
    await fill(house);
    const { hash } = await house.inbox.bulk.plan(TEXT, "en");
    house.clock.set(house.clock.now() + 31 * DAY_MS); // the young one is old by now
    await assert.rejects(house.inbox.bulk.approve(TEXT, hash, OWNER, "en"), isError("E_INPUT"));
    await assert.rejects(house.inbox.bulk.approve("archive newsletters", hash, OWNER, "en"), isError("E_INPUT"));
    assert.deepEqual(house.ledger, []);
  });

  test("what cannot be filed stays open and is said", async (t) => {
    const house = await openHouse(t);
    const { old } = await fill(house);
    house.peer.fault = "refused";
    const { hash } = await house.inbox.bulk.plan(TEXT, "en");
    const failed = await house.inbox.bulk.approve(TEXT, hash, OWNER, "en");
    assert.deepEqual(
      failed.mails.map(({ state }) => state),
      ["failed", "failed"],
    );
    const states = await Promise.all(old.map(async (mail) => (await house.store.items.find("inbox", mail))?.state));
    assert.deepEqual(states, ["open", "open"]);
    await house.inbox.bulk.undo(failed.id);
    assert.deepEqual(house.ledger, [], "what did not happen is not put back");
  });

  test("no more than 200 are released together", async (t) => {
    const house = await openHouse(t);
    const changes = Array.from({ length: 203 }, (_, n) => arrivedOf(n, newsletter(n), { at: house.clock.now() }));
    await house.store.mails.take({ account: house.account, changes, cursor: 1, starts: null }, house.ctx);
    house.clock.set(house.clock.now() + 40 * DAY_MS);
    const { mails, hasMore, hash } = await house.inbox.bulk.plan(TEXT, "en");
    assert.deepEqual([mails.length, hasMore], [200, true]);
    const done = await house.inbox.bulk.approve(TEXT, hash, OWNER, "en");
    assert.equal(done.mails.length, 200);
  });
});
