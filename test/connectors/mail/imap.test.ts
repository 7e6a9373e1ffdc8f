import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ImapFlow } from "imapflow";
import type { MailChange } from "../../../src/connectors/index.ts";
import { pullFolder } from "../../../src/connectors/mail/imap/pull.ts";
import { fromRanges, toRanges } from "../../../src/connectors/mail/imap/uids.ts";
import { openNet } from "../../../scripts/testing/broker.ts";
import { createContext, isError } from "../../store/_setup.ts";
import { hasDovecot } from "../_dovecot.ts";
import { connectorTo, openRelay, pullAll, tempDovecot, toRaw } from "./_mailbox.ts";

const ctx = createContext({ net: openNet() });
const DAY_MS = 86_400_000;
/** 10,000 by `npm run torture -- mail`. */
const MANY = Number(process.env["KRALLE_MAILS"] ?? 500);
/** As a server without CONDSTORE, IDLE and all that came later. */
const PLAIN = { capability: "IMAP4rev1" };

const subjectsOf = (changes: readonly MailChange[]): string[] =>
  changes.flatMap((change) =>
    change.type === "mail" ? [/^Subject: (.*?)\r?$/m.exec(Buffer.from(change.raw).toString())?.[1] ?? ""] : [],
  );
const others = (changes: readonly MailChange[]) => changes.filter(({ type }) => type !== "mail");
/** Without flags that are as they were: where a server cannot tell which changed, all of the newest are said again. */
const told = (changes: readonly MailChange[]) =>
  others(changes).filter((change) => change.type !== "flags" || change.flags.length > 0);

async function act<T>(port: number, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port,
    secure: false,
    auth: { user: "office", pass: "secret" },
    logger: false,
  });
  await client.connect();
  try {
    const lock = await client.getMailboxLock("INBOX");
    try {
      return await work(client);
    } finally {
      lock.release();
    }
  } finally {
    client.close();
  }
}

test("sets of numbers", () => {
  for (const uids of [[], [7], [1, 2, 3], [1, 3, 4, 9]]) assert.deepEqual([...fromRanges(toRanges(uids))], uids);
  assert.equal(toRanges([4, 1, 2, 2, 3, 9]), "1:4,9");
  assert.ok(fromRanges("1:99999999999").size <= 1_000_000);
});

test("a mail that the server refuses to hand over is left out, and keeps none behind it from coming", async () => {
  let refused: readonly number[] = [2];
  const refusal = Object.assign(new Error("Command failed"), { responseStatus: "NO" });
  const source = Buffer.from("x");
  const client = {
    mailbox: { exists: 3, uidNext: 4, uidValidity: 1n },
    getMailboxLock: async () => ({ release: () => undefined }),
    search: async () => [1, 2, 3],
    async fetchAll(range: string, query: { source?: unknown }) {
      const uids = [...fromRanges(range)];
      if (query.source !== undefined && uids.some((uid) => refused.includes(uid))) throw refusal;
      return uids.map((uid) => ({ uid, size: 1, flags: new Set(), internalDate: new Date(5), source }));
    },
  } as unknown as ImapFlow;
  const pull = () => Array.fromAsync(pullFolder(client, { path: "INBOX", role: "inbox" }, null, 0, ctx));
  const pieces = await pull();
  const uids = pieces.flatMap(({ changes }) => changes.map((change) => "uid" in change && change.uid));
  assert.deepEqual([uids, pieces.at(-1)?.cursor.lastUid, pieces.at(-1)?.cursor.uids], [[1, 3], 3, "1,3"]);
  refused = [1, 2, 3];
  await assert.rejects(pull(), refusal, "a server that hands over none is asked again later");
});

describe("a mailbox over real IMAP", { skip: hasDovecot ? false : "no dovecot here" }, () => {
  for (const [kind, options] of [
    ["with what servers offer today", {}],
    ["with IMAP4rev1 alone", PLAIN],
  ] as const) {
    test(`${kind}: what is new, flagged, moved and gone, each once`, async (t) => {
      const dovecot = await tempDovecot(t, options);
      for (const n of [1, 2, 3]) dovecot.deliver(toRaw(n));
      dovecot.deliver(toRaw(9), "Sent");
      dovecot.deliver(toRaw(8), "Trash");
      dovecot.deliver(toRaw(7), "INBOX", Date.now() - 40 * DAY_MS);
      const connector = connectorTo(dovecot.port);
      t.after(() => connector.close());
      const first = await pullAll(connector, null, ctx);
      assert.deepEqual(subjectsOf(first.changes), ["Mail 1", "Mail 2", "Mail 3", "Mail 9"]);
      const roles = first.changes.map((change) =>
        change.type === "mail" ? [change.role, change.isHistory, change.flags] : [],
      );
      assert.deepEqual(roles.slice(2), [
        ["inbox", false, []],
        ["sent", false, []],
      ]);
      assert.deepEqual(told((await pullAll(connector, first.cursor, ctx)).changes), []);

      await act(dovecot.port, async (client) => {
        await client.messageFlagsAdd("2", ["\\Seen"]);
        await client.messageMove("3", "Archive");
      });
      dovecot.deliver(toRaw(4));
      dovecot.deliver(toRaw(5), "INBOX", Date.now() - 40 * DAY_MS); // old by its time, and yet it comes now
      const second = await pullAll(connector, first.cursor, ctx);
      assert.deepEqual(subjectsOf(second.changes).toSorted(), ["Mail 2", "Mail 4", "Mail 5"]);
      assert.deepEqual(
        second.changes.map((change) => change.type === "mail" && change.isHistory),
        second.changes.map((change) => change.type === "mail" && subjectsOf([change])[0] === "Mail 5"),
      );
      assert.deepEqual(
        told(second.changes).map((change) => [change.type, "uid" in change && change.uid]),
        [
          ["flags", 2],
          ["gone", 3],
        ],
      );
      const third = await pullAll(connectorTo(dovecot.port), second.cursor, ctx);
      const fourth = await pullAll(connector, third.cursor, ctx);
      const again = [...third.changes, ...fourth.changes].filter(({ type }) => type !== "flags");
      assert.deepEqual(again, []);
      assert.equal(dovecot.files().filter(({ name }) => name.endsWith(":2,S")).length, 1, "it is only looked at");
    });
  }

  test("a folder that gets another UIDVALIDITY is brought anew, and said to be", async (t) => {
    const dovecot = await tempDovecot(t);
    for (const n of [1, 2]) dovecot.deliver(toRaw(n));
    const first = await pullAll(connectorTo(dovecot.port), null, ctx);
    dovecot.renumber();
    const second = await pullAll(connectorTo(dovecot.port), first.cursor, ctx);
    assert.deepEqual(subjectsOf(second.changes), ["Mail 1", "Mail 2"]);
    const [renewed] = others(second.changes);
    const [before] = first.changes;
    assert.equal(renewed?.type, "renewed");
    assert.notEqual(renewed?.uidValidity, before?.uidValidity);
    assert.deepEqual((await pullAll(connectorTo(dovecot.port), second.cursor, ctx)).changes, []);
  });

  test("waiting ends when a mail comes, also one that came before anybody waited, and not before", async (t) => {
    const dovecot = await tempDovecot(t);
    const connector = connectorTo(dovecot.port);
    t.after(() => connector.close());
    let { cursor } = await pullAll(connector, null, ctx);
    dovecot.deliver(toRaw(1));
    await connector.wait(ctx);
    ({ cursor } = await pullAll(connector, cursor, ctx));
    let ended = false;
    const waiting = connector.wait(ctx).then(() => (ended = true));
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(ended, false, "control: it waits");
    dovecot.deliver(toRaw(2));
    await waiting;
    assert.deepEqual(subjectsOf((await pullAll(connector, cursor, ctx)).changes), ["Mail 2"]);
  });

  test("a broken line, a wrong password and a cancelled wait are told, and the next try works", async (t) => {
    const dovecot = await tempDovecot(t);
    const relay = await openRelay(dovecot.port);
    t.after(() => relay.close());
    const connector = connectorTo(relay.port);
    t.after(() => connector.close());
    const { cursor } = await pullAll(connector, null, ctx);
    const waiting = connector.wait(ctx);
    setTimeout(() => relay.cut(), 300);
    await assert.rejects(waiting, isError("E_NETWORK"));
    dovecot.deliver(toRaw(1));
    assert.deepEqual(subjectsOf((await pullAll(connector, cursor, ctx)).changes), ["Mail 1"]);
    await assert.rejects(
      pullAll(connectorTo(dovecot.port, { password: "no" }), null, ctx),
      isError("E_ACCOUNT", /password/),
    );
    const leaving = new AbortController();
    const cancelled = connector.wait({ ...ctx, signal: leaving.signal });
    setTimeout(() => leaving.abort(), 100);
    await assert.rejects(cancelled, /abort/i);
  });

  test("a folder of many mails is read in pieces, and only what is new is fetched", async (t) => {
    const dovecot = await tempDovecot(t);
    const old = Date.now() - 40 * DAY_MS;
    for (let n = 1; n <= MANY; n += 1) dovecot.deliver(toRaw(n), "INBOX", n > MANY - 100 ? Date.now() : old);
    const connector = connectorTo(dovecot.port);
    t.after(() => connector.close());
    const start = performance.now();
    const { changes, cursor, pieces } = await pullAll(connector, null, ctx);
    const ms = performance.now() - start;
    assert.deepEqual([changes.length, JSON.stringify(cursor).length < 1_000], [100, true]);
    assert.ok(pieces >= 3);
    t.diagnostic(JSON.stringify({ mails: MANY, firstMs: Math.round(ms) }));
    assert.ok(ms < 10_000, `${ms} ms`);
    const again = performance.now();
    assert.deepEqual((await pullAll(connector, cursor, ctx)).changes, []);
    assert.ok(performance.now() - again < 2_000);
  });
});
