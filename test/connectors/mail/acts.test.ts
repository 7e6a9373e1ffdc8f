import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkImap, createDraftAdapter, createFilingAdapter, type PlacedMail } from "../../../src/connectors/index.ts";
import type { Order } from "../../../src/durable/index.ts";
import { openNet } from "../../../scripts/testing/broker.ts";
import { openMail } from "../../durable/effects/kill/mail.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";
import { hasDovecot } from "../_dovecot.ts";
import { accessTo, connectorTo, pullAll, tempDovecot, toRaw } from "./_mailbox.ts";

const ctx = createContext({ net: openNet() });
const orderOf = (given: unknown, key = "k1"): Order => ({ account: "a", arguments: given, key });

describe("acts in a mailbox over real IMAP", { skip: hasDovecot ? false : "no dovecot here" }, () => {
  test("a draft lies there once it is done, and is found by its act's key alone", async (t) => {
    const dovecot = await tempDovecot(t);
    const { act, query } = createDraftAdapter(accessTo(dovecot.port));
    const letter = {
      from: "office@example.com",
      to: ["anna@example.org"],
      subject: "Grüße",
      text: "Guten Tag",
      inReplyTo: "<1@example.org>",
    };
    assert.equal(await query!(orderOf(letter), ctx), null);
    const done = await act(orderOf(letter), ctx);
    assert.deepEqual(await query!(orderOf(letter), ctx), done.outcome === "done" && done.receipt);
    assert.equal(await query!(orderOf(letter, "k2"), ctx), null);
    const [draft] = dovecot.files("Drafts");
    assert.match(draft?.name ?? "", /:2,.*D/);
    assert.match(draft?.raw.toString() ?? "", /^In-Reply-To: <1@example.org>\r?$/m);
    assert.equal((await act(orderOf({ ...letter, to: [] }), ctx)).outcome, "refused");
    const wrong = createDraftAdapter(accessTo(dovecot.port, { password: "no" }));
    assert.equal((await wrong.act(orderOf(letter), ctx)).outcome, "refused");
    const nobody = createDraftAdapter(accessTo(1));
    assert.equal((await nobody.act(orderOf(letter), ctx)).outcome, "notYet");
    assert.equal(dovecot.files("Drafts").length, 1);
  });

  test("a mail is filed, flagged and asked for; what lies under its number is never another one", async (t) => {
    const dovecot = await tempDovecot(t);
    for (const n of [1, 2]) dovecot.deliver(toRaw(n), "INBOX", Date.now() - 60_000 + n * 2_000);
    const { changes } = await pullAll(connectorTo(dovecot.port), null, ctx);
    const mails = new Map<string, PlacedMail>();
    for (const change of changes) {
      if (change.type === "mail")
        mails.set(`mail_${change.uid}`, { messageId: `<${change.uid}@example.org>`, places: [change] });
    }
    const { act, query } = createFilingAdapter(accessTo(dovecot.port), async (mail) => mails.get(mail) ?? null);
    const flag = orderOf({ action: "flag", mail: "mail_2", add: ["\\Seen"], remove: ["\\Flagged"] });
    assert.equal(await query!(flag, ctx), null);
    assert.equal((await act(flag, ctx)).outcome, "done");
    assert.deepEqual(await query!(flag, ctx), { folder: "INBOX" });
    for (const [mail, given, folder] of [
      ["mail_1", { action: "archive" }, "Archive"],
      ["mail_2", { action: "move", folder: "Kunden" }, "Kunden"],
    ] as const) {
      const order = orderOf({ ...given, mail });
      assert.equal(await query!(order, ctx), null);
      assert.deepEqual(await act(order, ctx), { outcome: "done", receipt: { folder } });
      assert.deepEqual(await query!(order, ctx), { folder });
      const again = (await act(order, ctx)).outcome;
      assert.equal(
        again,
        folder === "Archive" ? "done" : "refused",
        "in the archive it is found, elsewhere not any more",
      );
      assert.equal(dovecot.files(folder).length, 1);
      const back = orderOf({
        action: "move",
        mail,
        folder: "INBOX",
        ...(folder === "Archive" ? {} : { from: folder }),
      });
      assert.deepEqual(
        await act(back, ctx),
        { outcome: "done", receipt: { folder: "INBOX" } },
        "where it was moved since",
      );
      assert.deepEqual([dovecot.files(folder).length, await query!(back, ctx)], [0, { folder: "INBOX" }]);
    }
    assert.equal(dovecot.files().length, 2);
    dovecot.deliver(toRaw(3));
    dovecot.renumber();
    const other = createFilingAdapter(accessTo(dovecot.port), async () => ({
      messageId: null,
      places: [{ folder: "INBOX", uidValidity: "1", uid: 1 }],
    }));
    assert.equal(
      (await other.act(orderOf({ action: "archive", mail: "x" }), ctx)).outcome,
      "refused",
      "another numbering",
    );
    for (const given of [
      { action: "delete", mail: "x" },
      { action: "flag", mail: "x", add: ["\\Deleted"], remove: [] },
      {},
    ]) {
      assert.equal((await act(orderOf(given), ctx)).outcome, "refused");
    }
    assert.equal(dovecot.files().length, 3);
  });

  test("an account is tried out: whether it files Sent itself, and who vouches for senders there; nothing is left of it", async (t) => {
    const world = await openMail(await tempFolder(t), () => "none");
    t.after(() => world.close());
    const { filing, plain } = world.places;
    for (let n = 1; n <= 4; n += 1)
      world.imap.deliver(
        `Authentication-Results: ${n === 4 ? "evil.net" : "mx.example.com"}; dmarc=pass\r\n${toRaw(n)}`,
      );
    const check = (smtpPort: number) => checkImap(accessTo(filing.imapPort!, { smtpPort }), "office@example.com", ctx);
    const [own, other] = [await check(filing.smtpPort), await check(plain.smtpPort)];
    assert.deepEqual(
      [own.effects["mail.send"], own.sent, other.effects["mail.send"], other.sent],
      ["queryable", "Sent", "neither", null],
    );
    assert.deepEqual(
      [own.effects["mail.draft"], own.effects["mail.file"], own.authServer, own.notes],
      ["queryable", "queryable", "mx.example.com", []],
    );
    assert.equal(other.notes.length, 1);
    assert.deepEqual([world.ledger.length, world.imap.files().length, world.imap.files("Sent").length], [2, 4, 0]);
    const silent = await checkImap(accessTo(filing.imapPort!, { smtpPort: 1 }), "office@example.com", ctx);
    assert.deepEqual([silent.effects["mail.send"], silent.notes.length], ["neither", 1]);
  });
});
