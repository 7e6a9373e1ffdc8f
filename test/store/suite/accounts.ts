import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createContext } from "../_setup.ts";
import type { NewItem } from "../../../src/store/items.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();
const MAIL = { kind: "imap", name: "Work", address: "ada@example.org", settings: { port: 993 }, check: null } as const;

const itemOf = (account: string | null): NewItem => ({
  desk: "inbox",
  kind: "mail",
  source: `mail of ${account}`,
  account,
  title: "A question",
  who: null,
  at: 1,
  class: null,
  needsReply: false,
  importance: 1,
  urgency: 1,
  due: null,
  reason: "asks",
  evidence: [],
  actions: [],
  features: {},
  state: "open",
  until: null,
});

export function accountsSuite(stores: Stores): void {
  test("a question keeps why it was asked; who takes a home ends its own questions, not those of others", async (t) => {
    const place = await stores.place(t);
    const { approvals, close } = await place.open();
    t.after(close);
    const question = { session: "ses_1", message: null, tool: "send", title: "send", details: "{}", hash: "h" };
    const reason = { en: "it is asked about", de: "danach wird gefragt" };
    const ask = async (id: string, holder: string | null): Promise<void> => {
      if (holder !== null) await writeFile(join(place.home, "holder"), holder);
      const times = { asked: 1, expires: ctx.clock.now() + 60_000 };
      await approvals.ask({ ...question, id, maxCount: 1, maxAmount: null, ...times, reason }, ctx);
    };
    await ask("apr_1", null); // of a Kralle that did not know of others
    await ask("apr_2", "hld_mine");
    await ask("apr_3", "hld_other");
    assert.deepEqual((await approvals.get("apr_3"))?.reason, reason);
    assert.equal(await approvals.expireLeft("hld_mine", ctx), 2);
    const states = (await approvals.list({ limit: 9 })).map(({ id, state }) => [id, state]);
    assert.deepEqual(states, [
      ["apr_3", "open"],
      ["apr_2", "expired"],
      ["apr_1", "expired"],
    ]);
  });

  describe("accounts", () => {
    test("are there after reopening, in the order in which they were connected", async (t) => {
      const place = await stores.place(t);
      const first = await place.open();
      const mail = await first.accounts.create(MAIL, ctx);
      const bot = await first.accounts.create(
        { kind: "telegram", name: "Bot", address: null, settings: {}, check: { effects: {} } },
        ctx,
      );
      await first.close();
      const store = await place.open();
      t.after(() => store.close());
      assert.deepEqual(await store.accounts.list(), [mail, bot]);
      assert.deepEqual(await store.accounts.list("telegram"), [bot]);
      assert.deepEqual(await store.accounts.get(mail.id), {
        ...MAIL,
        id: mail.id,
        isOn: true,
        trouble: null,
        createdAt: mail.createdAt,
      });
      assert.match(mail.id, /^acc_/);
    });

    test("a change leaves what it does not name, and null takes away", async (t) => {
      const { accounts } = await stores.open(t);
      const { id } = await accounts.create(MAIL, ctx);
      const trouble = { code: "E_NETWORK", message: "nobody there", at: 5 };
      await accounts.update(id, { isOn: false, trouble, check: { notes: ["one"] } });
      const changed = await accounts.update(id, { name: "Office" });
      assert.deepEqual(
        [changed?.name, changed?.isOn, changed?.trouble, changed?.check, changed?.settings],
        ["Office", false, trouble, { notes: ["one"] }, MAIL.settings],
      );
      assert.deepEqual(await accounts.update(id, {}), changed);
      assert.equal((await accounts.update(id, { trouble: null, address: null }))?.trouble, null);
      assert.equal((await accounts.get(id))?.address, null);
      assert.equal(await accounts.update("acc_none", { name: "x" }), null);
    });

    test("one that was removed is gone; with the rest of its transaction or not at all", async (t) => {
      const { accounts, db, items } = await stores.open(t);
      const [{ id }, other] = [
        await accounts.create(MAIL, ctx),
        await accounts.create({ ...MAIL, name: "Other" }, ctx),
      ];
      for (const account of [id, other.id, null]) await items.put(itemOf(account), ctx);
      const failed = db.transaction(async (tx) => {
        assert.ok(await accounts.remove(id, tx));
        throw new Error("something else failed");
      });
      await assert.rejects(failed);
      assert.equal((await accounts.list()).length, 2);
      assert.deepEqual(await accounts.contents(id), { items: 1 });
      assert.deepEqual(await accounts.remove(id), { items: 1 });
      assert.equal(await accounts.remove(id), null);
      assert.deepEqual(await accounts.list(), [other]);
      const left = (await items.list({ limit: 10 })).map(({ account }) => account);
      assert.deepEqual(left.toSorted(), [null, other.id].toSorted(), "what belongs to others stays");
    });
  });
}
