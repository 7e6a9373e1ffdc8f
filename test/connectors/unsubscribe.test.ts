import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createUnsubscribeAdapter } from "../../src/connectors/index.ts";
import { parseConfig, systemClock, type Net, type Purpose } from "../../src/core/index.ts";
import { findAdapter } from "../../src/app/accounts/adapter.ts";
import { toGrants } from "../../src/app/egress/grants.ts";
import { createBroker } from "../../src/guard/index.ts";
import type { Store } from "../../src/store/index.ts";
import { createContext } from "../store/_setup.ts";

const URL_OF = "https://lists.example/u/1?t=abc";
const order = (url = URL_OF) => ({ account: "a", arguments: { url }, key: "k" });

/** A network that answers as told, and keeps what it was asked. */
function netOf(answer: () => Response): {
  net: Net;
  asked: { purpose: Purpose | null; url: string; init: RequestInit }[];
} {
  const asked: { purpose: Purpose | null; url: string; init: RequestInit }[] = [];
  const netFor = (purpose: Purpose | null): Net => ({
    for: netFor,
    fetch: (url, init = {}) => {
      asked.push({ purpose, url: String(url), init });
      return Promise.resolve(answer());
    },
    connect: () => Promise.reject(new Error("not asked for")),
    resolve: () => Promise.reject(new Error("not asked for")),
    records: () => Promise.reject(new Error("not asked for")),
    entrust: () => Promise.reject(new Error("not asked for")),
  });
  return { net: netFor(null), asked };
}

describe("unsubscribing with one click (RFC 8058)", () => {
  test("is one POST with exactly that body, without cookies, for that host alone", async () => {
    const { net, asked } = netOf(() => new Response("ok"));
    const act = await createUnsubscribeAdapter().act(order(), createContext({ net }));
    assert.deepEqual(act, { outcome: "done", receipt: { status: 200 } });
    const [one, ...more] = asked;
    assert.deepEqual([one?.purpose, one?.url, more], ["unsubscribe:lists.example", URL_OF, []]);
    assert.deepEqual(
      [one?.init.method, one?.init.body, one?.init.redirect],
      ["POST", "List-Unsubscribe=One-Click", "manual"],
    );
    assert.deepEqual(one?.init.headers, { "content-type": "application/x-www-form-urlencoded" });
  });

  for (const [what, url] of [
    ["no https", "http://lists.example/u"],
    ["another port", "https://lists.example:8443/u"],
    ["no address", "javascript:alert(1)"],
  ] as const)
    test(`is refused for ${what}`, async () => {
      const { net, asked } = netOf(() => new Response("ok"));
      assert.equal((await createUnsubscribeAdapter().act(order(url), createContext({ net }))).outcome, "refused");
      assert.deepEqual(asked, []);
    });

  test("goes nowhere on", async () => {
    const { net, asked } = netOf(
      () => new Response("", { status: 302, headers: { location: "https://evil.example/" } }),
    );
    assert.equal((await createUnsubscribeAdapter().act(order(), createContext({ net }))).outcome, "refused");
    assert.equal(asked.length, 1);
  });

  test("does not leave while the privacy lock is on, and may reach its own host alone", async () => {
    const { config } = parseConfig({}, "");
    const broker = await createBroker({
      grants: ({ purpose }) => Promise.resolve(toGrants(purpose, config, {})),
      isLocked: () => true,
      record: () => undefined,
      clock: systemClock,
    });
    const act = await createUnsubscribeAdapter().act(order(), createContext({ net: broker }));
    assert.ok(act.outcome === "refused" && act.fault.code === "E_PRIVACY_LOCK", JSON.stringify(act));
    assert.deepEqual(
      toGrants("unsubscribe:lists.example", config, {}).map(({ host, port, reach, follows }) => [
        host,
        port,
        reach,
        follows,
      ]),
      [["lists.example", 443, "public", "granted"]],
    );
  });

  test("is carried on with after a crash: the journal finds the way by the mailbox that the mail came to, on or off", async () => {
    const find = (account: { isOn: boolean } | null) => {
      const accounts = { get: () => Promise.resolve(account) } as unknown as Store["accounts"];
      const store = { accounts } as unknown as Store;
      return findAdapter("mail.unsubscribe", "acc", {
        store,
        secrets: () => Promise.reject(new Error("not asked for")),
      });
    };
    assert.equal((await find({ isOn: false }))?.effectClass, "neither");
    assert.equal(await find(null), null, "of a mailbox that was removed nothing is done any more");
  });
});
