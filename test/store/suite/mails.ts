import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import type { Mail, MailEntry, Store } from "../../../src/store/index.ts";
import { createContext } from "../_setup.ts";
import { arrivedOf } from "../_mails.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();
const WORKFLOW = "inbox.mail";

const take = (store: Store, changes: MailEntry[], cursor: unknown = changes.length) =>
  store.mails.take({ account: "acc_1", changes, cursor, starts: WORKFLOW }, ctx);
const all = async (store: Store): Promise<Mail[]> => (await store.mails.list({ limit: 100 })).toReversed();
const startsOf = async (store: Store): Promise<string[]> => (await store.outbox.starts()).map(({ id }) => id);

export function mailsSuite(stores: Stores): void {
  describe("mails", () => {
    test("are kept with the cursor behind them and the start of their work, and are there after reopening", async (t) => {
      const place = await stores.place(t);
      const first = await place.open();
      assert.equal(await first.mails.cursor("acc_1"), null);
      const arrived = arrivedOf(1, {
        subject: "Grüße \0 🦀",
        attachments: [{ name: "a.pdf", type: "application/pdf", bytes: 3, sha256: "f".repeat(64) }],
      });
      const { added, promised } = await take(first, [arrived, arrivedOf(2, {}, { isHistory: true })], { uid: 2 });
      assert.deepEqual([added.length, promised], [2, added.slice(0, 1)]);
      await first.close();
      const store = await place.open();
      t.after(() => store.close());
      const mail = await store.mails.get(added[0]!);
      const { content, type: _, role: __, uidValidity: ___, uid: ____, isHistory: _____, ...placed } = arrived;
      assert.deepEqual(mail, {
        ...content,
        ...placed,
        id: added[0],
        account: "acc_1",
        direction: "in",
        thread: mail?.thread,
        isGone: false,
      });
      assert.deepEqual(await store.mails.cursor("acc_1"), { uid: 2 });
      assert.deepEqual(await store.outbox.starts(), [{ id: added[0], workflow: WORKFLOW, input: { mail: added[0] } }]);
    });

    test("nothing of a batch is kept when it fails, and a batch within a transaction shares its fate", async (t) => {
      const store = await stores.open(t);
      const broken = { ...arrivedOf(2), at: "x".repeat(3) as unknown as number, uid: null as unknown as number };
      await assert.rejects(take(store, [arrivedOf(1), broken]));
      await assert.rejects(
        store.db.transaction(async (tx) => {
          await store.mails
            .in(tx)
            .take({ account: "acc_1", changes: [arrivedOf(1)], cursor: 1, starts: WORKFLOW }, ctx);
          throw new Error("later");
        }),
      );
      assert.deepEqual([await all(store), await store.mails.cursor("acc_1"), await startsOf(store)], [[], null, []]);
    });

    test("what comes again begins nothing: the same numbers, new numbers, another folder, a second delivery", async (t) => {
      const store = await stores.open(t);
      const mail = arrivedOf(1);
      const { promised } = await take(store, [mail]);
      await store.outbox.settle(promised[0]!); // its work has ended
      const again: MailEntry[] = [
        mail,
        { ...mail, uidValidity: "2", uid: 9 },
        { ...mail, folder: "Archive", role: "other", uid: 4 },
        { ...mail, uid: 7, raw: "a".repeat(64) }, // through an alias: other trace headers, the same letter
      ];
      for (const entry of again) assert.deepEqual((await take(store, [entry])).promised, []);
      assert.deepEqual([(await all(store)).length, await startsOf(store)], [2, []]);
      const others = [
        { ...mail, raw: "b".repeat(64), content: { ...mail.content, whole: "other words under the same Message-ID" } },
        { ...mail, raw: "c".repeat(64), content: { ...mail.content, sentAt: 5 } },
      ];
      for (const other of others) assert.equal((await take(store, [other])).promised.length, 1);
    });

    test("where a mail lies: moved, flagged, deleted, read anew under another UIDVALIDITY", async (t) => {
      const store = await stores.open(t);
      const at = { folder: "INBOX", uidValidity: "1" };
      const { added } = await take(store, [arrivedOf(1), arrivedOf(2)]);
      await take(store, [{ type: "flags", ...at, uid: 1, flags: ["\\Seen"] }]);
      await take(store, [
        { type: "gone", ...at, uid: 2 },
        { type: "gone", ...at, uid: 99 },
      ]);
      const state = async () => (await all(store)).map(({ folder, flags, isGone }) => [folder, flags, isGone]);
      assert.deepEqual(await state(), [
        ["INBOX", ["\\Seen"], false],
        ["INBOX", [], true],
      ]);
      await take(store, [arrivedOf(2, {}, { folder: "Archiv", role: "other", uid: 1 })]);
      await take(store, [
        arrivedOf(1, {}, { uidValidity: "2", uid: 50 }),
        { type: "renewed", folder: "INBOX", uidValidity: "2" },
      ]);
      assert.deepEqual(await state(), [
        ["INBOX", [], false],
        ["Archiv", [], false],
      ]);
      assert.deepEqual(await store.mails.places(added[0]!), [
        { folder: "INBOX", role: "inbox", uidValidity: "2", uid: 50 },
      ]);
    });

    test("a mail that is moved from junk to the inbox begins its work then", async (t) => {
      const store = await stores.open(t);
      const { promised } = await take(store, [arrivedOf(1, {}, { folder: "Junk", role: "junk" })]);
      assert.deepEqual(promised, []);
      assert.equal((await take(store, [arrivedOf(1, {}, { uid: 8 })])).promised.length, 1);
    });

    test("a conversation: by references in any order, else by an answer's subject with the same person", async (t) => {
      const store = await stores.open(t);
      const office = {
        from: { name: "", address: "office@example.com" },
        to: [{ name: "", address: "anna@example.org" }],
      };
      await take(store, [
        arrivedOf(2, { inReplyTo: "<0@x>", references: ["<0@x>"], subject: "Re: Angebot" }),
        arrivedOf(3, { ...office, messageId: "<0@x>", subject: "Angebot" }, { folder: "Sent", role: "sent", at: 1 }),
        arrivedOf(4, { subject: "AW: WG: Angebot" }),
        arrivedOf(5, { subject: "Angebot" }), // calls itself no answer
        arrivedOf(6, { subject: "Re: Angebot", from: { name: "", address: "eve@example.net" } }),
        arrivedOf(7, { subject: "Re: Angebot" }, { at: 40 * 86_400_000 }), // too late
        arrivedOf(8, {
          subject: "Ganz anders",
          inReplyTo: "<2@example.org>",
          from: { name: "", address: "eve@example.net" },
        }),
        arrivedOf(9, { subject: "Ganz anders", inReplyTo: "<2@example.org>" }),
      ]);
      const threads = new Map((await all(store)).map((mail) => [mail.messageId, mail.thread]));
      const [one, ...rest] = ["<2@example.org>", "<0@x>", "<4@example.org>", "<9@example.org>"].map((id) =>
        threads.get(id),
      );
      assert.deepEqual(rest, [one, one, one]);
      for (const n of [5, 6, 7, 8]) assert.notEqual(threads.get(`<${n}@example.org>`), one, `${n}`);
      assert.deepEqual(
        (await store.mails.thread(one!)).map(({ messageId }) => messageId),
        ["<0@x>", "<2@example.org>", "<4@example.org>", "<9@example.org>"],
      );
      assert.equal((await store.mails.findByMessageId("acc_1", "<0@x>"))?.direction, "out");
    });

    test("references that run in circles, or by the thousand, cost little and join nobody to strangers", async (t) => {
      const store = await stores.open(t);
      const many = Array.from({ length: 5_000 }, (_, n) => `<${n}@example.org>`);
      const stranger = { name: "", address: "eve@example.net" };
      await take(store, [
        arrivedOf(1, { inReplyTo: "<2@example.org>", references: ["<2@example.org>"] }),
        arrivedOf(2, { inReplyTo: "<1@example.org>", references: ["<1@example.org>"] }),
        arrivedOf(3, { references: many, from: stranger, subject: "x" }),
        arrivedOf(4, { messageId: "<1@example.org>", from: stranger, subject: "y" }),
      ]);
      const [a, b, c, d] = await all(store);
      assert.equal(a?.thread, b?.thread);
      assert.equal(new Set([a, c, d].map((mail) => mail?.thread)).size, 3);
      const { links } = (await store.db.get("SELECT COUNT(*) AS links FROM mail_links")) ?? {};
      assert.ok(Number(links) < 50, String(links));
    });

    test("what passed between the owner and somebody, listed page by page", async (t) => {
      const store = await stores.open(t);
      const toAnna = {
        from: { name: "", address: "office@example.com" },
        to: [{ name: "", address: "anna@example.org" }],
      };
      await take(store, [
        arrivedOf(1),
        arrivedOf(2),
        arrivedOf(3, toAnna, { folder: "Sent", role: "sent" }),
        arrivedOf(4, { from: null }),
      ]);
      assert.deepEqual(await store.mails.person("ANNA@example.org"), {
        received: 2,
        sent: 1,
        firstAt: 1_000,
        lastAt: 3_000,
      });
      assert.deepEqual(await store.mails.person("nobody@example.org"), {
        received: 0,
        sent: 0,
        firstAt: null,
        lastAt: null,
      });
      const page = await store.mails.list({ account: "acc_1", direction: "in", limit: 2 });
      const next = await store.mails.list({ direction: "in", before: page[1]!.id, limit: 2 });
      assert.deepEqual(
        [...page, ...next].map(({ at }) => at),
        [4_000, 2_000, 1_000],
      );
    });

    test("an account is forgotten with all that came of it, but for bytes that another one holds", async (t) => {
      const store = await stores.open(t);
      await take(store, [arrivedOf(1), arrivedOf(2)]);
      await store.mails.take({ account: "acc_2", changes: [arrivedOf(1)], cursor: 7, starts: null }, ctx);
      assert.deepEqual(await store.mails.forget("acc_1"), [arrivedOf(2).raw]);
      assert.deepEqual(
        [
          (await all(store)).length,
          await startsOf(store),
          await store.mails.cursor("acc_1"),
          await store.mails.cursor("acc_2"),
        ],
        [1, [], null, 7],
      );
      assert.deepEqual(await store.mails.forget("acc_2"), [arrivedOf(1).raw]);
      for (const table of ["mails", "mail_places", "mail_parties", "mail_links", "mail_cursors"]) {
        assert.deepEqual(await store.db.all(`SELECT * FROM ${table}`), [], table);
      }
    });

    test("whatever comes how often: each letter of the inbox begins once", async (t) => {
      const entry = fc.record({
        n: fc.integer({ min: 1, max: 4 }),
        uid: fc.integer({ min: 1, max: 6 }),
        validity: fc.integer({ min: 1, max: 2 }),
        gone: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(entry, { maxLength: 20 }), async (entries) => {
          const store = await stores.open(t);
          for (const { n, uid, validity, gone } of entries) {
            const place = { folder: "INBOX", uidValidity: String(validity), uid };
            await take(store, [gone ? { type: "gone", ...place } : { ...arrivedOf(n), ...place }]);
          }
          const seen = new Set(entries.filter(({ gone }) => !gone).map(({ n }) => n));
          assert.equal((await startsOf(store)).length, seen.size);
          assert.equal((await all(store)).length, seen.size);
        }),
        { numRuns: stores.runs(20) },
      );
    });
  });
}
