import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { describe, test, type TestContext } from "node:test";
import {
  createFileAdapter,
  createHttpAdapter,
  createMailAdapter,
  createTelegramAdapter,
} from "../../src/connectors/index.ts";
import type { Act, Order } from "../../src/durable/index.ts";
import { openShop, openTelegram, type Fault } from "../../src/world/index.ts";
import { openNet } from "../../scripts/testing/broker.ts";
import { hasDovecot, openMail } from "../durable/effects/kill/mail.ts";
import { createContext, tempFolder } from "../store/_setup.ts";

const ctx = createContext({ net: openNet() });
const orderOf = (given: unknown, key = "k1"): Order => ({ account: "a", arguments: given, key });

/** The outcome that each fault of a peer has, and how often it really happened. */
const OUTCOMES: Record<Fault, [Act["outcome"], number]> = {
  none: ["done", 1],
  busy: ["notYet", 0],
  errorBefore: ["unclear", 0],
  errorAfter: ["unclear", 1],
  cutBefore: ["unclear", 0],
  cutAfter: ["unclear", 1],
  silentAfter: ["unclear", 1],
  slow: ["done", 1],
};

/** Silence is bounded by who waits. */
const soon = () => ({ ...ctx, signal: AbortSignal.timeout(1_500) });

describe("what a fault of the other side means", () => {
  for (const [fault, [outcome, times]] of Object.entries(OUTCOMES) as [Fault, [Act["outcome"], number]][]) {
    test(`HTTP and Telegram, ${fault}: ${outcome}`, async (t) => {
      const shop = await openShop({ knowsKeys: true, fault: () => fault });
      const telegram = await openTelegram("1:t", { fault: () => fault, chats: [1] });
      t.after(() => Promise.all([shop.close(), telegram.close()]));
      const key = { header: "idempotency-key" };
      const account = {
        name: "The shop",
        url: `${shop.url}/orders`,
        purpose: "account:shop",
        key,
        lookup: null,
      } as const;
      const [ordered, sent] = await Promise.all([
        createHttpAdapter(account).act(orderOf({ item: "x", count: 1 }), soon()),
        createTelegramAdapter({ id: "telegram", api: telegram.url, token: "1:t" }).act(
          orderOf({ chat: 1, text: "x" }),
          soon(),
        ),
      ]);
      assert.deepEqual([ordered.outcome, sent.outcome], [outcome, outcome], JSON.stringify([ordered, sent]));
      assert.deepEqual([shop.ledger.length, telegram.ledger.length], [times, times]);
    });
  }

  test("a wrong request is refused, and a server that is not there has certainly done nothing", async (t) => {
    const [shop, telegram] = [await openShop({ knowsKeys: true }), await openTelegram("1:t", { chats: [1] })];
    t.after(() => telegram.close());
    const base = {
      name: "The shop",
      url: `${shop.url}/orders`,
      purpose: "account:shop",
      key: null,
      lookup: null,
    } as const;
    assert.equal(
      (await createHttpAdapter(base).act(orderOf({ item: "x", count: 1 }), ctx)).outcome,
      "refused",
      "no key",
    );
    const bot = (token: string) => createTelegramAdapter({ id: "telegram", api: telegram.url, token });
    assert.equal((await bot("2:x").act(orderOf({ chat: 1, text: "x" }), ctx)).outcome, "refused");
    assert.equal((await bot("1:t").act(orderOf({ chat: 1 }), ctx)).outcome, "refused");
    await shop.close();
    assert.equal((await createHttpAdapter(base).act(orderOf({}), ctx)).outcome, "notYet");
  });

  test("what class an account has", () => {
    const base = { name: "x", url: "http://x", purpose: "account:x" } as const;
    const key = { header: "k" };
    const lookup = (name: string) => `http://x/${name}`;
    const classes = [
      createHttpAdapter({ ...base, key, lookup }),
      createHttpAdapter({ ...base, key, lookup, asksFirst: true }),
      createHttpAdapter({ ...base, key: null, lookup: null }),
    ].map(({ effectClass }) => effectClass);
    assert.deepEqual(classes, ["keyed", "queryable", "neither"]);
  });
});

describe("files", () => {
  test("are written whole, asked for by their content, and never outside of the folder", async (t) => {
    const folder = await tempFolder(t);
    const { act, query } = createFileAdapter(folder);
    const order = orderOf({ path: "a.txt", content: "hello" });
    assert.equal(await query!(order, ctx), null);
    const done = await act(order, ctx);
    assert.equal(done.outcome, "done");
    assert.deepEqual(await query!(order, ctx), done.outcome === "done" && done.receipt);
    assert.equal(await query!(orderOf({ path: "a.txt", content: "other" }), ctx), null);
    for (const path of ["../b", "/b", "x/../../b", "..\\b", "a\0b"]) {
      assert.equal((await act(orderOf({ path, content: "" }), ctx)).outcome, "refused", path);
    }
    assert.equal((await act(orderOf({ path: "none/b", content: "" }), ctx)).outcome, "refused");
    assert.deepEqual(await readdir(folder), ["a.txt"]);
    assert.equal(await readFile(`${folder}/a.txt`, "utf8"), "hello");
  });
});

async function openAccounts(t: TestContext, fault: () => Fault) {
  const world = await openMail(await tempFolder(t), fault);
  t.after(() => world.close());
  const { filing, plain } = world.places;
  const server = (port: number | null) => ({ host: "127.0.0.1", port: port!, tls: false });
  const account = { purpose: "mail:office", user: "office", password: "secret" } as const;
  const sent = { ...server(filing.imapPort), mailbox: "Sent" };
  return {
    ledger: world.ledger,
    filing: createMailAdapter({ ...account, smtp: server(filing.smtpPort), sent }),
    plain: createMailAdapter({ ...account, smtp: server(plain.smtpPort), sent: null }),
    stranger: createMailAdapter({ ...account, password: "no", smtp: server(plain.smtpPort), sent: null }),
  };
}

describe("mail over real SMTP and IMAP", { skip: hasDovecot ? false : "no dovecot here" }, () => {
  const letter = { from: "office@example.org", to: ["a@example.org"], subject: "one", text: "Hello." };

  test("an account that files Sent itself is asked by Message-ID; one that does not can promise less", async (t) => {
    let fault: Fault = "none";
    const { filing, plain, stranger, ledger } = await openAccounts(t, () => fault);
    assert.deepEqual([filing.effectClass, plain.effectClass, plain.query], ["queryable", "neither", undefined]);
    assert.equal(await filing.query!(orderOf(letter), ctx), null);
    assert.equal((await filing.act(orderOf(letter), ctx)).outcome, "done");
    assert.notEqual(await filing.query!(orderOf(letter), ctx), null);
    assert.equal(await filing.query!(orderOf(letter, "k2"), ctx), null);
    assert.equal((await stranger.act(orderOf(letter), ctx)).outcome, "refused");
    const wrong = { ...letter, to: ["a@example.org\r\nBCC: b@example.org"] };
    assert.equal((await plain.act(orderOf(wrong), ctx)).outcome, "refused");
    const outcomes: Partial<Record<Fault, Act["outcome"]>> = {};
    for (fault of ["busy", "cutBefore", "cutAfter", "slow"] as const) {
      outcomes[fault] = (await plain.act(orderOf({ ...letter, subject: fault }), ctx)).outcome;
    }
    // Where a connection breaks the client does not say how far it had come.
    assert.deepEqual(outcomes, { busy: "notYet", cutBefore: "unclear", cutAfter: "unclear", slow: "done" });
    assert.deepEqual(ledger, ["one", "cutAfter", "slow"]);
  });
});
