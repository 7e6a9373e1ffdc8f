import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createMaildirConnector } from "../../../src/connectors/mail/maildir/connector.ts";
import { createMaildirSender } from "../../../src/connectors/mail/maildir/send.ts";
import type { Connector, MailChange } from "../../../src/connectors/types.ts";
import { createContext, isError, tempFolder } from "../../store/_setup.ts";

const ctx = createContext();
const mail = (subject: string): string => `From: a@example.com\r\nSubject: ${subject}\r\n\r\nHello\r\n`;

function makeMaildir(root: string): string {
  for (const folder of ["", ".Sent", ".Junk"])
    for (const part of ["cur", "new", "tmp"]) mkdirSync(join(root, folder, part), { recursive: true });
  return root;
}

const put = (root: string, folder: string, name: string, days = 0): void => {
  const path = join(root, folder, name);
  writeFileSync(path, mail(name));
  const at = Date.now() / 1000 - days * 86_400;
  utimesSync(path, at, at);
};

async function pullAll(connector: Connector<MailChange>, since: unknown) {
  const changes: MailChange[] = [];
  let cursor = since;
  for await (const piece of connector.pull(since, ctx)) {
    changes.push(...piece.changes);
    cursor = piece.cursor;
  }
  return { changes, cursor };
}
const say = (changes: readonly MailChange[]): string[] =>
  changes.map((one) =>
    one.type === "mail"
      ? `${one.role} ${one.uidValidity}${one.isHistory ? " history" : ""} ${one.flags.join()}`.trim()
      : `${one.type} ${"uidValidity" in one ? one.uidValidity : ""}`,
  );

const open = (path: string): Connector<MailChange> =>
  createMaildirConnector({ path, days: 30, address: "owner@example.com", keepsSent: true, mayFile: false });

test("a Maildir is read by folders; what comes, changes and goes is told once, and nothing of it is touched", async (t) => {
  const root = makeMaildir(join(await tempFolder(t), "mail"));
  put(root, "new", "2.b");
  put(root, "cur", "1.a:2,S", 40);
  put(root, ".Sent/cur", "3.c:2,S");
  put(root, ".Junk/new", "4.d");
  writeFileSync(join(root, "tmp", "5.half"), "half");
  const before = readdirSync(root, { recursive: true }).toSorted();
  const connector = open(root);
  const first = await pullAll(connector, null);
  assert.deepEqual(say(first.changes).toSorted(), [
    "inbox 1.a history \\Seen",
    "inbox 2.b",
    "junk 4.d",
    "sent 3.c \\Seen",
  ]);
  assert.deepEqual(readdirSync(root, { recursive: true }).toSorted(), before);
  assert.deepEqual((await pullAll(connector, first.cursor)).changes, []);

  const told = connector.wait(ctx);
  put(root, "new", "6.e");
  await told;
  renameSync(join(root, "new", "2.b"), join(root, "cur", "2.b:2,S"));
  rmSync(join(root, ".Junk/new", "4.d"));
  const second = await pullAll(connector, first.cursor);
  assert.deepEqual(say(second.changes).toSorted(), ["flags 2.b", "gone 4.d", "inbox 6.e"]);
  await connector.close();
});

test("a piece that was not kept comes again, and another process goes on at its cursor", async (t) => {
  const root = makeMaildir(join(await tempFolder(t), "mail"));
  for (let n = 0; n < 120; n += 1) put(root, "cur", `${1000 + n}.x:2,`, 1);
  const connector = open(root);
  for await (const { changes } of connector.pull(null, ctx)) {
    assert.equal(changes.length, 50);
    break; // whoever keeps them failed
  }
  const all = await pullAll(connector, null);
  assert.equal(all.changes.length, 120);
  put(root, "new", "9999.y");
  const other = await pullAll(open(root), all.cursor);
  assert.ok(say(other.changes).includes("inbox 9999.y"));
});

test("what comes between the last look and the watch ends the wait at once", async (t) => {
  const root = makeMaildir(join(await tempFolder(t), "mail"));
  put(root, "new", "1.a");
  const connector = open(root);
  await pullAll(connector, null);
  put(root, "new", "2.b");
  const ending = new AbortController();
  const never = { now: () => 0, sleep: (_ms: number, signal?: AbortSignal) => pause(10_000, undefined, { signal }) };
  const inner = createContext({ clock: never, signal: ending.signal });
  await connector.wait(inner);
  assert.deepEqual(say((await pullAll(connector, null)).changes), ["inbox 2.b"]);
  // Control: with nothing new it waits.
  const waits = connector.wait(inner).then(() => "ended", () => "called off"); // prettier-ignore
  assert.equal(await Promise.race([waits, pause(100, "waiting")]), "waiting");
  ending.abort();
  assert.equal(await waits, "called off");
});

test("what is sent for trying lies in .Sent once, however often it is asked for", async (t) => {
  const root = makeMaildir(join(await tempFolder(t), "mail"));
  const sender = createMaildirSender(root);
  const order = {
    account: "a",
    key: "k1",
    arguments: { from: "owner@example.com", to: ["kunde@example.com"], subject: "Grüße", text: "Hallo" },
  };
  assert.equal(await sender.query?.(order, ctx), null);
  assert.equal((await sender.act(order, ctx)).outcome, "done");
  assert.equal((await sender.act(order, ctx)).outcome, "done");
  const [name = "", ...others] = readdirSync(join(root, ".Sent", "cur"));
  assert.deepEqual(others, []);
  assert.match(readFileSync(join(root, ".Sent", "cur", name), "utf8"), /^To: kunde@example\.com\r$/m);
  assert.ok(await sender.query?.(order, ctx));
  assert.equal((await sender.act({ ...order, arguments: { to: [] } }, ctx)).outcome, "refused");
});

test("a folder that is none is said", async (t) => {
  await assert.rejects(open(await tempFolder(t)).check(ctx), isError("E_ACCOUNT"));
});
