import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { createContext } from "../../src/app/index.ts";
import { createServices } from "../../src/app/services.ts";
import { changeAccount, connectAccount } from "../../src/app/commands/accounts.ts";
import { createLogger, parseConfig } from "../../src/core/index.ts";
import { isError, tempFolder } from "../store/_setup.ts";

const server = (host: string, port = 1) => ({ host, port, tls: true });
const settingsOn = (host: string) => ({ user: "ada", imap: server(host), smtp: server(host, 2) });

async function openServices(t: TestContext) {
  const home = join(await tempFolder(t), "home");
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const services = createServices({ home, env: {}, interactive: false, config: parseConfig({}, "").config }, ctx);
  t.after(() => services.close());
  const decider = { by: "owner", via: "cli" } as const;
  const call = { services, conversations: null, emit: () => undefined, approve: undefined, decider, ctx };
  return { services, call, ctx };
}

test("a kept password goes to no host but those that it was given for", async (t) => {
  const { services, call, ctx } = await openServices(t);
  const { accounts, db } = await services.store();
  const wish = { kind: "imap", name: "Office", address: "ada@example.org", settings: settingsOn("127.0.0.1") } as const;
  const { id } = await accounts.create({ ...wish, check: null }, ctx);
  await db.transaction(await (await services.secrets()).sealFor(id, "sealed before", "owner"));
  const change = (settings: Record<string, unknown>, secret = "") =>
    changeAccount.run({ account: id, settings, secret, by: "owner" }, call);

  await assert.rejects(change({ imap: server("127.0.0.2") }), isError("E_INPUT", /127\.0\.0\.2 is another server/));
  // Control: another port of the same host is tried with it, another host with a password that is given.
  await assert.rejects(change({ imap: server("127.0.0.1", 3) }), isError("E_NETWORK"));
  await assert.rejects(change({ imap: server("127.0.0.2") }, "given"), isError("E_NETWORK"));
});

test("what an account is let in with is in no message, also where it is of another form", async (t) => {
  const { call } = await openServices(t);
  for (const secret of ["hunter2", '{"clientSecret":"hunter2"}']) {
    const wish = connectAccount.input.parse({ kind: "gmail", settings: { clientId: "x" }, secret });
    await assert.rejects(connectAccount.run(wish, call), (thrown: Error) => {
      assert.ok(isError("E_ACCOUNT")(thrown));
      assert.ok(!JSON.stringify([thrown.message, String(thrown.cause)]).includes("hunter2"));
      return true;
    });
  }
});

test("the name of an account is one line that shows what it is", () => {
  const { name } = connectAccount.input.parse({ settings: {}, name: "Of\u0000fice\u001b[31m\u202e\n2" });
  assert.doesNotMatch(name ?? "", /[\p{Cc}\p{Cf}]/u);
  assert.equal(connectAccount.input.safeParse({ settings: {}, name: " \u0000 " }).success, false);
  assert.equal(connectAccount.input.parse({ settings: {}, name: "Büro 2" }).name, "Büro 2");
});

test("a password that is only tried stands in no log, whoever repeats it", async (t) => {
  const { call, ctx } = await openServices(t);
  const lines: string[] = [];
  const log = createLogger(
    (line) => lines.push(line),
    "info",
    () => 0,
  );
  const wish = { address: "ada@example.org", settings: settingsOn("127.0.0.1"), secret: "hunter2-tried" };
  log.info("before: hunter2-tried");
  const asked = connectAccount.run(connectAccount.input.parse(wish), { ...call, ctx: { ...ctx, log } });
  await assert.rejects(asked, isError("E_NETWORK"));
  log.info("a server said: no such user, hunter2-tried");
  assert.match(lines.at(0) ?? "", /before: hunter2-tried/);
  assert.match(lines.at(-1) ?? "", /a server said: no such user, \[secret\]/);
});
