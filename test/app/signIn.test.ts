import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createContext } from "../../src/app/index.ts";
import { createServices } from "../../src/app/services.ts";
import { signInAccount, type SignInEvent } from "../../src/app/commands/signIn.ts";
import type { AccountEvent } from "../../src/app/commands/accounts.ts";
import { parseConfig } from "../../src/core/index.ts";
import { hashIntent, type Intent } from "../../src/durable/index.ts";
import { openGraph } from "../../src/world/index.ts";
import { isError, tempFolder } from "../store/_setup.ts";

const CLIENT = { id: "kralle", secret: "none" };

test("a mailbox is connected by signing in; what lets in is renewed, sealed, and in no answer", async (t) => {
  const home = join(await tempFolder(t), "home");
  const graph = await openGraph({ client: CLIENT, address: "owner@example.com" });
  t.after(() => graph.close());
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const { config } = parseConfig({}, "config.json");
  const services = createServices({ home, env: {}, interactive: false, config }, ctx);
  t.after(() => services.close());
  const settings = {
    api: graph.url,
    signIn: { authorize: `${graph.url}/authorize`, token: `${graph.url}/token`, scopes: ["Mail.Send"] },
  };
  const connect = (agree: (url: string) => URLSearchParams) =>
    signInAccount.run(
      signInAccount.input.parse({ kind: "graph", clientId: CLIENT.id, clientSecret: CLIENT.secret, settings }),
      {
        services,
        conversations: null,
        approve: undefined,
        decider: { by: "owner", via: "cli" },
        ctx,
        emit(event: AccountEvent | SignInEvent) {
          if (event.type !== "signIn") return;
          const back = new URL(event.url).searchParams.get("redirect_uri");
          void fetch(`${back}?${agree(event.url)}`);
        },
      },
    );

  const decline = (url: string): URLSearchParams =>
    new URLSearchParams({ error: "access_denied", state: new URL(url).searchParams.get("state") ?? "" });
  await assert.rejects(connect(decline), isError("E_REFUSED"));
  const account = await connect(graph.signIn.agree);
  assert.deepEqual([account.address, account.name, account.state], ["owner@example.com", "owner@example.com", "ok"]);
  await assert.rejects(connect(graph.signIn.agree), isError("E_EXISTS"));

  const secrets = await services.secrets();
  const sealed = (): Promise<string> => secrets.resolve(`account:${account.id}`, "test");
  const before = await sealed();
  const { refreshToken } = JSON.parse(before) as { refreshToken: string };
  assert.ok(!JSON.stringify(account).includes(refreshToken));
  const { effects, mint } = await services.outside();
  const send = (id: string): Promise<unknown> => {
    const letter = { from: "owner@example.com", to: ["kunde@example.com"], subject: id, text: "Hallo" };
    const intent: Intent = { id, kind: "mail.send", account: account.id, arguments: letter, title: id };
    return effects.perform(intent, mint({ hash: hashIntent(intent) }));
  };
  await send("first");
  assert.notEqual(await sealed(), before, "the server gave another one, which is kept");
  await send("second");
  assert.equal(graph.sent.length, 2);
  graph.signIn.revoke();
  await assert.rejects(send("third"), isError("E_ACCOUNT"));
});
