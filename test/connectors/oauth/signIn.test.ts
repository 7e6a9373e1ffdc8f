import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { openNet } from "../../../scripts/testing/broker.ts";
import { openCallback } from "../../../src/connectors/oauth/callback.ts";
import { beginSignIn, finishSignIn } from "../../../src/connectors/oauth/signIn.ts";
import { createTokens } from "../../../src/connectors/oauth/tokens.ts";
import type { OAuthServer } from "../../../src/connectors/oauth/types.ts";
import { openGraph, type Graph } from "../../../src/world/index.ts";
import { createContext, isError } from "../../store/_setup.ts";

const CLIENT = { id: "kralle", secret: "none" };
const PURPOSE = "mail:acc_1" as const;

interface Opened {
  graph: Graph;
  server: OAuthServer;
  ctx: ReturnType<typeof createContext>;
}

async function open(t: TestContext): Promise<Opened> {
  const graph = await openGraph({ client: CLIENT, address: "owner@example.com" });
  t.after(() => graph.close());
  const server = { authorize: `${graph.url}/authorize`, token: `${graph.url}/token`, scopes: ["Mail.Send"] };
  return { graph, server, ctx: createContext({ net: openNet() }) };
}

async function signedIn({ graph, server, ctx }: Opened): Promise<string> {
  const signIn = beginSignIn(server, CLIENT, "http://127.0.0.1:1/signed-in");
  const answer = graph.signIn.agree(signIn.url);
  return (await finishSignIn(signIn, answer, server, CLIENT, PURPOSE, ctx)).refreshToken;
}

describe("signing in at a server of others", () => {
  test("the browser comes back to this machine, and its code gives a token once", async (t) => {
    const opened = await open(t);
    const { graph, server, ctx } = opened;
    const callback = await openCallback("Done.");
    t.after(callback.close);
    const signIn = beginSignIn(server, CLIENT, callback.redirect);
    const agreed = graph.signIn.agree(signIn.url);
    const came = callback.answer(signIn.state, ctx);
    assert.equal((await fetch(`${callback.redirect.replace("signed-in", "else")}?state=x`)).status, 404);
    // Any page of the browser can come here; without the state it does not end the sign-in.
    for (const query of ["", "?state=", "?state=guessed&code=x"]) {
      assert.equal((await fetch(`${callback.redirect}${query}`)).status, 404, query);
    }
    const page = await fetch(`${callback.redirect}?${agreed}`);
    assert.deepEqual([page.status, await page.text()], [200, "Done."]);
    const answer = await came;
    assert.ok((await finishSignIn(signIn, answer, server, CLIENT, PURPOSE, ctx)).refreshToken.length > 20);
    await assert.rejects(finishSignIn(signIn, answer, server, CLIENT, PURPOSE, ctx), isError("E_ACCOUNT"));
  });

  test("an answer to another sign-in, a refusal, and a stolen code let nobody in", async (t) => {
    const { graph, server, ctx } = await open(t);
    const mine = beginSignIn(server, CLIENT, "http://127.0.0.1:1/signed-in");
    const other = beginSignIn(server, CLIENT, "http://127.0.0.1:1/signed-in");
    const answer = graph.signIn.agree(mine.url);
    await assert.rejects(finishSignIn(other, answer, server, CLIENT, PURPOSE, ctx), isError("E_REFUSED"));
    const declined = new URLSearchParams({ state: mine.state, error: "access_denied" });
    await assert.rejects(finishSignIn(mine, declined, server, CLIENT, PURPOSE, ctx), isError("E_REFUSED"));
    const thief = { ...mine, verifier: other.verifier };
    await assert.rejects(finishSignIn(thief, answer, server, CLIENT, PURPOSE, ctx), isError("E_ACCOUNT"));
  });
});

describe("access tokens", () => {
  test("one is asked for once, by however many, and again when it has ended or was refused", async (t) => {
    const opened = await open(t);
    const { graph, server } = opened;
    let now = 1_000_000;
    const ctx = createContext({ net: openNet(), clock: { now: () => now, sleep: () => Promise.resolve() } });
    const kept: string[] = [];
    const refreshToken = await signedIn(opened);
    const parts = { server, client: CLIENT, refreshToken, purpose: PURPOSE };
    const tokens = createTokens({ ...parts, keep: (token) => (kept.push(token), Promise.resolve()) });
    const before = graph.signIn.given;
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.access(ctx)));
    assert.equal(new Set(all).size, 1);
    assert.equal(graph.signIn.given - before, 1);
    now += 3_600_000;
    const next = await tokens.access(ctx);
    assert.notEqual(next, all[0]);
    tokens.drop(next);
    tokens.drop("another");
    assert.notEqual(await tokens.access(ctx), next);
    assert.equal(kept.length, 3, "each new refresh token is kept before it is used");
    graph.signIn.revoke();
    now += 3_600_000;
    await assert.rejects(tokens.access(ctx), isError("E_ACCOUNT"));
  });
});
