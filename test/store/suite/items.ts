import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { NewItem } from "../../../src/store/index.ts";
import { createContext, isError } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();

const letter: NewItem = {
  desk: "inbox",
  kind: "mail",
  source: "mail_1",
  account: "acc_1",
  title: "Offer for the fence",
  who: { name: "Ines Möller", address: "ines@moeller.example" },
  at: 1_000,
  class: "question",
  needsReply: true,
  importance: 2,
  urgency: 3,
  due: 5_000,
  reason: "asks for a price",
  why: [{ say: "class", class: "question" }, { say: "due", at: 5_000 }, { say: "reply" }],
  evidence: [
    { type: "quote", source: "mail_1", text: "what would it cost?" },
    { type: "fact", name: "letters before", value: "3", source: "mail_1" },
  ],
  actions: [{ id: "act_1", kind: "reply", title: "Answer", arguments: { text: "Grüße" } }],
  features: { spam: 0.125, amount: 1_250.5 },
  state: "open",
  until: null,
};

export function itemsSuite(stores: Stores): void {
  describe("items", () => {
    test("are there after reopening as they were put", async (t) => {
      const place = await stores.place(t);
      const first = await place.open();
      const { id, createdAt, updatedAt, ...kept } = await first.items.put(letter, ctx);
      await first.close();
      const store = await place.open();
      t.after(() => store.close());
      assert.deepEqual(kept, letter);
      assert.deepEqual(await store.items.get(id), { id, createdAt, updatedAt, ...letter });
      assert.equal((await store.items.find("inbox", "mail_1"))?.id, id);
      assert.equal(await store.items.find("board", "mail_1"), null);
      assert.equal(await store.items.get("item_none"), null);
    });

    test("the same source again is the same item, and what a person decided of it stays", async (t) => {
      const { items } = await stores.open(t);
      const first = await items.put(letter, ctx);
      await items.setState(first.id, "snoozed", ctx, 9_000);
      const again = await items.put({ ...letter, reason: "asks twice", due: null }, ctx);
      assert.deepEqual([again.id, again.reason, again.due], [first.id, "asks twice", null]);
      assert.deepEqual([again.state, again.until, again.createdAt], ["snoozed", 9_000, first.createdAt]);
      assert.equal((await items.setState(first.id, "open", ctx)).until, null);
      const { why: _why, ...plain } = letter;
      assert.equal((await items.put(plain, ctx)).why, null, "the line alone, as earlier versions kept it");
      await assert.rejects(items.setState("item_none", "done", ctx), isError("E_NOT_FOUND"));
      assert.equal((await items.list({ limit: 9 })).length, 1);
    });

    test("are listed newest first by desk, state and time; a transaction that fails leaves none", async (t) => {
      const { items, db } = await stores.open(t);
      for (const at of [3, 1, 2]) await items.put({ ...letter, source: `mail_${at}`, at }, ctx);
      await items.put({ ...letter, desk: "board", source: "b", at: 9, state: "done" }, ctx);
      const sources = async (filter: Parameters<typeof items.list>[0]) =>
        (await items.list(filter)).map(({ source }) => source);
      assert.deepEqual(await sources({ limit: 9 }), ["b", "mail_3", "mail_2", "mail_1"]);
      assert.deepEqual(await sources({ desk: "inbox", since: 2, limit: 9 }), ["mail_3", "mail_2"]);
      assert.deepEqual(await sources({ states: ["open", "snoozed"], limit: 2 }), ["mail_3", "mail_2"]);
      assert.deepEqual(await sources({ states: ["done"], limit: 9 }), ["b"]);
      const failing = db.transaction(async (tx) => {
        await items.in(tx).put({ ...letter, source: "mail_gone" }, ctx);
        throw new TypeError("no");
      });
      await assert.rejects(failing);
      assert.equal(await items.find("inbox", "mail_gone"), null);
    });
  });
}
