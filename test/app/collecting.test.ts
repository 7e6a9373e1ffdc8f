import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createContext, openApp } from "../../src/app/index.ts";
import { toRaw } from "../connectors/mail/_mailbox.ts";
import { hasDovecot } from "../connectors/_dovecot.ts";
import { openMail } from "../durable/effects/kill/mail.ts";
import { tempFolder } from "../store/_setup.ts";

test(
  "the mail of an account that is connected is collected, until it is switched off",
  { skip: hasDovecot ? false : "no dovecot here" },
  async (t) => {
    const folder = await tempFolder(t);
    const world = await openMail(join(folder, "mail"), () => "none");
    t.after(() => world.close());
    const home = join(folder, "home");
    const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
    const app = await openApp({ home, env: {}, interactive: false }, ctx);
    await app.conversations();
    const server = (port: number | null) => ({ host: "127.0.0.1", port: port ?? 1, tls: false });
    const { filing } = world.places;
    const settings = { user: "office", imap: server(filing.imapPort), smtp: server(filing.smtpPort) };
    world.imap.deliver(toRaw(1));
    const account = await app.run(
      "connectAccount",
      { address: "office@example.com", settings, secret: "secret" },
      {},
      ctx,
    );
    const db = new DatabaseSync(join(home, "kralle.db"), { readOnly: true, timeout: 5_000 });
    t.after(() => db.close());
    const subjects = (): string[] =>
      db
        .prepare("SELECT subject FROM mails ORDER BY at, id")
        .all()
        .map(({ subject }) => String(subject));
    const has = async (count: number): Promise<string[]> => {
      for (let tries = 0; subjects().length < count && tries < 200; tries += 1) await pause(50);
      return subjects();
    };
    assert.deepEqual(await has(1), ["mail 1"]);
    world.imap.deliver(toRaw(2));
    assert.deepEqual(await has(2), ["mail 1", "mail 2"]);
    const [row] = db.prepare("SELECT account, started FROM mails").all();
    assert.deepEqual([row?.["account"], row?.["started"] !== null], [account.id, true]);

    await app.run("switchAccount", { account: account.id, isOn: false }, {}, ctx);
    world.imap.deliver(toRaw(3));
    await pause(700);
    assert.equal(subjects().length, 2, "it is off");
    await app.run("switchAccount", { account: account.id, isOn: true }, {}, ctx);
    assert.deepEqual(await has(3), ["mail 1", "mail 2", "mail 3"]);

    const [mail] = db.prepare("SELECT raw FROM mails").all();
    const blob = join(home, "blobs", String(mail?.["raw"]).slice(0, 2), String(mail?.["raw"]));
    assert.ok(existsSync(blob));
    await app.run("removeAccount", { account: account.id }, {}, ctx);
    assert.deepEqual([subjects(), existsSync(blob)], [[], false]);
    await app.close();
  },
);
