import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createContext, openApp, type App } from "../../src/app/index.ts";
import { createServices, type Services } from "../../src/app/services.ts";
import { parseConfig } from "../../src/core/index.ts";
import { hashIntent, type Intent } from "../../src/durable/index.ts";
import { hasDovecot, openMail, type MailWorld } from "../durable/effects/kill/mail.ts";
import { isError } from "../store/_setup.ts";

const PASSWORD = "secret"; // what the mail servers of the tests take
const ADDRESS = "office@example.org";

describe("accounts over real IMAP and SMTP", { skip: hasDovecot ? false : "no dovecot here" }, () => {
  let world: MailWorld;
  let folder = "";

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "kralle-accounts-"));
    world = await openMail(join(folder, "mail"), () => "none");
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const settingsOf = (smtpPort = world.places.filing.smtpPort) => {
    const server = (port: number) => ({ host: "127.0.0.1", port, tls: false });
    return { user: "office", imap: server(world.places.filing.imapPort!), smtp: server(smtpPort) };
  };
  const contextOf = (home: string) => createContext({ home, env: {}, signal: new AbortController().signal });

  async function open(home: string): Promise<{ app: App; ctx: ReturnType<typeof contextOf> }> {
    const ctx = contextOf(home);
    return { app: await openApp({ home, env: {}, interactive: false }, ctx), ctx };
  }

  /** Sends a mail as a desk does it. */
  async function send({ outside }: Services, account: string, id: string): Promise<unknown> {
    const { effects, mint } = await outside();
    const letter = { from: ADDRESS, to: ["ada@example.org"], subject: id, text: "Hello." };
    const intent: Intent = { id, kind: "mail.send", account, arguments: letter, title: `send ${id}` };
    return effects.perform(intent, mint({ hash: hashIntent(intent) }));
  }

  test("one is kept only where it let Kralle in; its password stands in no file and no answer", async () => {
    const home = join(folder, "connect");
    const { app, ctx } = await open(home);
    const wish = { address: "Office@Example.org", settings: settingsOf() };
    const run = (secret: string) => app.run("connectAccount", { ...wish, secret }, {}, ctx);
    await assert.rejects(run("wrong password"), isError("E_ACCOUNT", /IMAP.*app password/));
    assert.deepEqual(await app.run("accounts", {}, {}, ctx), { accounts: [] });
    assert.deepEqual(await app.run("secrets", {}, {}, ctx), { secrets: [] });
    const phases: string[] = [];
    const onEvent = ({ phase }: { phase: string }) => phases.push(phase);
    const connected = await app.run("connectAccount", { ...wish, secret: PASSWORD }, { onEvent }, ctx);
    assert.deepEqual([connected.address, connected.name, connected.state], [ADDRESS, ADDRESS, "ok"]);
    assert.deepEqual(phases.slice(0, 2), ["imap", "smtp"]);
    await assert.rejects(run(PASSWORD), isError("E_EXISTS", /connected already/));
    const { accounts } = await app.run("accounts", {}, {}, ctx);
    assert.deepEqual(accounts, [connected]);
    const { records } = await app.run("auditRecords", { kind: "account" }, {}, ctx);
    assert.deepEqual(
      records.map(({ action, subject }) => [action, subject]),
      [["connected", connected.id]],
    );
    await app.close();
    for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(join(entry.parentPath, entry.name), "latin1");
      assert.ok(!text.includes("wrong password"), entry.name);
      assert.ok(!JSON.stringify(connected).includes(`"${PASSWORD}"`));
    }
  });

  test("acts go through it as it stands at that moment: changed, off, removed; and so may its network", async (t) => {
    const home = join(folder, "acts");
    const ctx = contextOf(home);
    const { config } = parseConfig({}, "");
    const services = createServices({ home, env: {}, interactive: false, config }, ctx);
    t.after(() => services.close());
    const call = {
      services,
      conversations: null,
      emit: () => undefined,
      approve: undefined,
      decider: { by: "owner", via: "cli" } as const,
      ctx,
    };
    const commands = await import("../../src/app/commands/accounts.ts");
    const connect = commands.connectAccount.input.parse({
      address: ADDRESS,
      settings: settingsOf(),
      secret: PASSWORD,
    });
    const { id } = await commands.connectAccount.run(connect, call);
    await send(services, id, "first");
    assert.equal(world.ledger.at(-1), "first");

    // Nobody listens at the new port: seen by the next act, without a restart.
    const gone = { ...settingsOf(), smtp: { host: "127.0.0.1", port: 1, tls: false } };
    await (await services.store()).accounts.update(id, { settings: gone });
    const nowhere = ctx.net.for(`mail:${id}`);
    const reached = (port: number) => nowhere.resolve({ host: "127.0.0.1", port });
    await assert.rejects(reached(settingsOf().smtp.port), isError("E_REFUSED"), "the old place is closed");
    assert.equal((await reached(1)).length, 1);
    const { accounts } = await commands.checkAccounts.run({ account: ADDRESS }, call);
    assert.deepEqual([accounts[0]?.state, accounts[0]?.trouble?.code], ["trouble", "E_NETWORK"]);

    // A change needs no password again, and is asked before it counts.
    const changed = await commands.changeAccount.run(
      { account: id, settings: settingsOf(), secret: "", by: "owner" },
      call,
    );
    assert.equal(changed.state, "ok");
    await send(services, id, "second");

    const off = await commands.switchAccount.run({ account: id, isOn: false, by: "owner" }, call);
    assert.equal(off.state, "off");
    await assert.rejects(send(services, id, "third"), isError("E_REFUSED", /switched off/));
    await assert.rejects(reached(settingsOf().imap.port), isError("E_REFUSED"));
    await commands.switchAccount.run({ account: id, isOn: true, by: "owner" }, call);
    await send(services, id, "third");
    assert.deepEqual(world.ledger.slice(-2), ["second", "third"]);

    const { gone: went } = await commands.removeAccount.run({ account: ADDRESS, by: "owner" }, call);
    assert.equal(went.items, 0);
    const store = await services.store();
    assert.deepEqual([await store.secrets.list(), await store.accounts.list()], [[], []]);
    await assert.rejects(send(services, id, "fourth"), isError("E_EFFECT_FAILED", /not there/));
    await assert.rejects(reached(settingsOf().smtp.port), isError("E_REFUSED"));
    assert.equal(world.ledger.at(-1), "third");
  });

  test("settings of another form are refused before anybody is reached", async () => {
    const { app, ctx } = await open(join(folder, "form"));
    const run = (settings: Record<string, unknown>) =>
      app.run("connectAccount", { address: ADDRESS, settings, secret: "x" }, {}, ctx);
    await assert.rejects(run({ ...settingsOf(), password: "x" }), isError("E_INPUT", /password/));
    await assert.rejects(run({ user: "x" }), isError("E_INPUT", /imap/));
    const { requests } = await app.run("egress", {}, {}, ctx);
    assert.deepEqual(requests, []);
    await app.close();
  });
});
