import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createContext } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();

const draft = {
  mail: "mail_1",
  item: "item_1",
  account: "acc_1",
  thread: "thr_1",
  recipient: "ines@moeller.example",
  state: "open",
  draft: { text: "Grüße" },
  why: ["money is mentioned"],
  due: null,
} as const;

export function inboxSuite(stores: Stores): void {
  describe("how mail is handled", () => {
    test("a rule counts in its newest version, and every version is in the audit chain", async (t) => {
      const store = await stores.open(t);
      const { rules } = store.inbox;
      const made = await rules.propose({ text: "archive newsletters", rule: { when: [] } }, "owner", ctx);
      assert.deepEqual([made.version, made.state], [1, "proposed"]);
      const on = await rules.setState(made.id, { state: "on", version: 1, by: "owner" }, ctx);
      assert.equal(on?.version, 2);
      assert.equal(
        await rules.setState(made.id, { state: "off", version: 1, by: "owner" }, ctx),
        null,
        "another version than the one that was seen",
      );
      assert.deepEqual(
        (await rules.list()).map(({ version, state }) => [version, state]),
        [[2, "on"]],
      );
      await rules.setState(made.id, { state: "removed", version: 2, by: "owner" }, ctx);
      assert.deepEqual(await rules.list(), []);
      const records = await store.audit.list({ kinds: ["policy"], limit: 10 });
      assert.deepEqual(
        records.map(({ action }) => action),
        ["removed the mail rule", "confirmed the mail rule", "proposed the mail rule"],
      );
    });

    test("a mail has one draft, and only one of two who change it does", async (t) => {
      const { drafts } = (await stores.open(t)).inbox;
      const first = await drafts.create({ ...draft, why: [...draft.why] }, ctx);
      const second = await drafts.create({ ...draft, why: [], draft: { text: "other" } }, ctx);
      assert.deepEqual(second, first);
      const changes = await Promise.all([
        drafts.change(first.id, ["open"], { state: "sending", seen: true, effect: "eff" }, ctx),
        drafts.change(first.id, ["open"], { state: "discarded" }, ctx),
      ]);
      assert.equal(changes.filter((changed) => changed !== null).length, 1);
    });

    test("what may have gone out counts for its thread", async (t) => {
      const { drafts } = (await stores.open(t)).inbox;
      const made = await drafts.create({ ...draft, why: [] }, ctx);
      assert.equal(await drafts.countSent(0, "thr_1"), 0);
      await drafts.change(made.id, ["open"], { state: "unclear", sent: 5_000 }, ctx);
      assert.equal(await drafts.countSent(5_000, "thr_1"), 1);
      assert.equal(await drafts.countSent(5_001, "thr_1"), 0);
      assert.equal(await drafts.countSent(0, "thr_2"), 0);
    });

    test("of two corrections of a mail the later one teaches; classes keep their order", async (t) => {
      const { examples, classes } = (await stores.open(t)).inbox;
      const example = { mail: "mail_1", was: "question", subject: "s", text: "t", sender: "a@b.example" } as const;
      await examples.put({ ...example, class: "order", language: "de" }, ctx);
      await examples.put({ ...example, class: "supplier", language: "de" }, ctx);
      assert.deepEqual(
        (await examples.list(10)).map((one) => one.class),
        ["supplier"],
      );
      await classes.put({ name: "tender", title: "Tenders" }, ctx);
      await classes.put({ name: "tender", title: "Calls for tender" }, ctx);
      assert.deepEqual(await classes.list(), [{ name: "tender", title: "Calls for tender" }]);
    });
  });
}
