import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createEmulator } from "emulate";
import { openNet } from "../../../scripts/testing/broker.ts";
import { createGmailConnector } from "../../../src/connectors/mail/gmail/connector.ts";
import { createGmailSender } from "../../../src/connectors/mail/gmail/send.ts";
import type { MailChange } from "../../../src/connectors/types.ts";
import { createContext } from "../../store/_setup.ts";

const ctx = createContext({ net: openNet() });
const OWNER = "owner@example.com";

/** Gmail as `emulate` serves it. It takes any token, so that signing in is tried elsewhere. */
async function open(t: TestContext) {
  const google = await createEmulator({
    service: "google",
    port: 0,
    seed: { google: { users: [{ email: OWNER, name: "Owner" }] } },
  });
  t.after(() => google.close());
  const call = async (method: string, path: string, body?: unknown): Promise<{ id: string }> => {
    const response = await fetch(`${google.url}/gmail/v1/users/me/${path}`, {
      method,
      headers: { authorization: "Bearer x", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json().catch(() => ({}))) as { id: string };
  };
  const deliver = async (subject: string, labelIds = ["INBOX", "UNREAD"]): Promise<string> => {
    const raw = `From: a@example.com\r\nTo: ${OWNER}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.com>\r\n\r\nHello\r\n`;
    return (await call("POST", "messages/import", { raw: Buffer.from(raw).toString("base64url"), labelIds })).id;
  };
  const tokens = { access: () => Promise.resolve("x"), drop: () => undefined };
  const account = { name: "Gmail", api: google.url, tokens, purpose: "mail:acc_1" as const };
  return { call, deliver, account, connector: createGmailConnector({ ...account, days: 30 }) };
}

async function pullAll(connector: ReturnType<typeof createGmailConnector>, since: unknown) {
  const changes: MailChange[] = [];
  let cursor = since;
  for await (const piece of connector.pull(since, ctx)) {
    changes.push(...piece.changes);
    cursor = piece.cursor;
  }
  return { changes, cursor };
}
const say = (changes: readonly MailChange[]): string[] =>
  changes.map((one) => {
    if (one.type !== "mail") return `${one.type} ${one.type === "flags" ? one.flags.join() : ""}`.trim();
    return `${one.role} ${/Subject: (.*)\r/.exec(Buffer.from(one.raw).toString())?.[1]} ${one.flags.join()}`.trim();
  });

test("a mailbox behind Gmail's API is listed once and then followed through its history", async (t) => {
  const { connector, deliver, call } = await open(t);
  for (let n = 0; n < 60; n += 1) await deliver(`m${n}`);
  await deliver("advert", ["SPAM"]);
  const first = await pullAll(connector, null);
  assert.equal(first.changes.length, 61);
  assert.ok(say(first.changes).includes("junk advert \\Seen"));
  assert.deepEqual((await pullAll(connector, first.cursor)).changes, []);

  const id = await deliver("news");
  const second = await pullAll(connector, first.cursor);
  assert.deepEqual(say(second.changes), ["inbox news"]);
  await call("POST", `messages/${id}/modify`, { removeLabelIds: ["UNREAD"], addLabelIds: ["STARRED"] });
  const third = await pullAll(connector, second.cursor);
  assert.deepEqual(say(third.changes), ["flags \\Seen,\\Flagged"]);
  await call("DELETE", `messages/${id}`);
  assert.deepEqual(say((await pullAll(connector, third.cursor)).changes), ["gone"]);
});

test("a first reading that was broken off goes on at its page", async (t) => {
  const { connector, deliver } = await open(t);
  for (let n = 0; n < 60; n += 1) await deliver(`m${n}`);
  const seen: MailChange[] = [];
  let cursor: unknown = null;
  for await (const piece of connector.pull(null, ctx)) {
    seen.push(...piece.changes);
    cursor = piece.cursor;
    break;
  }
  await deliver("meanwhile");
  const rest = await pullAll(connector, cursor);
  assert.equal(new Set(say([...seen, ...rest.changes])).size, 60, "pages may overlap, and leave nothing out");
  assert.deepEqual(say((await pullAll(connector, rest.cursor)).changes), ["inbox meanwhile"]);
});

test("a mail is sent, and found again by its id", async (t) => {
  const { account } = await open(t);
  const sender = createGmailSender({ ...account, settleMs: 0 });
  const order = {
    account: "a",
    key: "k1",
    arguments: { from: OWNER, to: ["kunde@example.com"], subject: "Grüße", text: "Hallo" },
  };
  assert.equal(await sender.query!(order, ctx), null);
  const act = await sender.act(order, ctx);
  assert.equal(act.outcome, "done");
  assert.deepEqual(await sender.query!(order, ctx), act.outcome === "done" ? act.receipt : null);
  assert.equal(await sender.query!({ ...order, key: "k2" }, ctx), null);
});
