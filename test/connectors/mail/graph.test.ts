import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { openNet } from "../../../scripts/testing/broker.ts";
import { createGraphConnector } from "../../../src/connectors/mail/graph/connector.ts";
import { createGraphSender } from "../../../src/connectors/mail/graph/send.ts";
import { beginSignIn, finishSignIn } from "../../../src/connectors/oauth/signIn.ts";
import { createTokens } from "../../../src/connectors/oauth/tokens.ts";
import type { MailChange } from "../../../src/connectors/types.ts";
import { createFaults, openGraph, type Fault } from "../../../src/world/index.ts";
import { createContext, isError } from "../../store/_setup.ts";

const CLIENT = { id: "kralle", secret: "none" };
const ctx = createContext({ net: openNet() });
const PURPOSE = "mail:acc_1" as const;
const mail = (subject: string): Uint8Array =>
  Buffer.from(`From: a@example.com\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.com>\r\n\r\nHello\r\n`);

async function open(t: TestContext, options: { fault?: () => Fault; renames?: boolean } = {}) {
  let isOn = false; // signing in is not what is tried here
  const fault = options.fault ? () => (isOn ? options.fault!() : "none") : undefined;
  const graph = await openGraph({
    client: CLIENT,
    address: "Owner@example.com",
    ...options,
    ...(fault ? { fault } : {}),
  });
  t.after(() => graph.close());
  const server = { authorize: `${graph.url}/authorize`, token: `${graph.url}/token`, scopes: ["Mail.Send"] };
  const signIn = beginSignIn(server, CLIENT, "http://127.0.0.1:1/signed-in");
  const { refreshToken } = await finishSignIn(signIn, graph.signIn.agree(signIn.url), server, CLIENT, PURPOSE, ctx);
  const parts = { server, client: CLIENT, refreshToken, purpose: PURPOSE, keep: () => Promise.resolve() };
  const tokens = createTokens(parts);
  await tokens.access(ctx);
  isOn = true;
  return { graph, account: { name: "Outlook", api: graph.url, tokens, purpose: PURPOSE } };
}

type Account = Awaited<ReturnType<typeof open>>["account"];

async function pullAll(account: Account, since: unknown) {
  const changes: MailChange[] = [];
  let cursor = since;
  for await (const piece of createGraphConnector({ ...account, days: 30 }).pull(since, ctx)) {
    changes.push(...piece.changes);
    cursor = piece.cursor;
  }
  return { changes, cursor };
}
const subjectsOf = (changes: readonly MailChange[]): string[] =>
  changes.flatMap((one) => (one.type === "mail" ? [/Subject: (.*)\r/.exec(Buffer.from(one.raw).toString())![1]!] : []));

describe("a mailbox behind Graph", () => {
  test("is followed through pages and changes, and read anew where the link is too old", async (t) => {
    const { graph, account } = await open(t);
    const now = Date.now();
    const ids = Array.from({ length: 45 }, (_, n) => graph.deliver(mail(`m${n}`), now - n * 1_000));
    graph.deliver(mail("old"), now - 90 * 86_400_000);
    graph.deliver(mail("junk"), now, "junkemail");
    assert.equal((await createGraphConnector({ ...account, days: 30 }).check(ctx)).address, "owner@example.com");
    const first = await pullAll(account, null);
    assert.equal(first.changes.length, 46);
    assert.ok(!subjectsOf(first.changes).includes("old"));
    assert.deepEqual((await pullAll(account, first.cursor)).changes, []);

    graph.signIn.expire();
    graph.deliver(mail("news"), now);
    graph.read(ids[0]!);
    graph.remove(ids[1]!);
    const second = await pullAll(account, first.cursor);
    assert.deepEqual(subjectsOf(second.changes).toSorted(), ["m0", "news"]);
    const gone = second.changes.filter(({ type }) => type === "gone");
    assert.deepEqual(gone, [{ type: "gone", folder: "inbox", uidValidity: ids[1], uid: 0 }]);

    graph.forgetDeltas();
    assert.equal((await pullAll(account, second.cursor)).changes.length, 46);
    graph.signIn.revoke();
    await assert.rejects(pullAll(account, second.cursor), isError("E_ACCOUNT"));
  });

  test("a link that leads elsewhere gets no token", async (t) => {
    const { account } = await open(t);
    const elsewhere = { inbox: "http://127.0.0.1:9/steal" };
    await assert.rejects(pullAll(account, elsewhere), isError("E_REFUSED"));
  });
});

describe("sending through Graph", () => {
  const order = (n: number) => ({
    account: "a",
    key: `key-${n}`,
    arguments: { from: "owner@example.com", to: ["kunde@example.com"], subject: `letter ${n}`, text: "Hallo" },
  });

  test("through all faults, asked about before each retry: none is lost, none goes twice", async (t) => {
    const { graph, account } = await open(t, { fault: createFaults(7, 0.5) });
    const sender = createGraphSender(account);
    let unclear = 0;
    for (let n = 0; n < 25; n += 1) {
      for (let tries = 0; tries < 40; tries += 1) {
        const short = { ...ctx, signal: AbortSignal.timeout(400) };
        const act = await sender.act(order(n), short);
        if (act.outcome === "done") break;
        assert.notEqual(act.outcome, "refused");
        if (act.outcome === "unclear") {
          unclear += 1;
          if ((await sender.query!(order(n), ctx)) !== null) break;
        }
      }
    }
    const ids = graph.sent.map(({ messageId }) => messageId);
    assert.deepEqual([ids.length, new Set(ids).size], [25, 25]);
    assert.ok(unclear > 0, "the faults were met");
  });

  test("where the server gives mails other ids, nothing is sent that could not be asked for", async (t) => {
    const { graph, account } = await open(t, { renames: true });
    const act = await createGraphSender(account).act(order(1), ctx);
    assert.equal(act.outcome, "refused");
    assert.equal(graph.sent.length, 0);
  });
});
