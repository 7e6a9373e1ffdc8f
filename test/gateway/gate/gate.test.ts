import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import * as fc from "fast-check";
import { openAccess } from "../../../src/app/access/index.ts";
import type { Access } from "../../../src/app/index.ts";
import { createLogger, toPair, toToken, type Secret } from "../../../src/core/index.ts";
import { toDeviceName } from "../../../src/gateway/gate/deviceName.ts";
import { createGateHouse } from "../../../src/gateway/gate/gate.ts";
import type { Gate } from "../../../src/gateway/types.ts";
import { GATE_LIMITS } from "../../../src/gateway/gate/limits.ts";
import type { Store } from "../../../src/store/index.ts";
import { createContext, tempStore } from "../../store/_setup.ts";
import { door, request } from "./_facts.ts";

const HOST: [string, string] = ["Host", "127.0.0.1:7477"];
const ORIGIN: [string, string] = ["Origin", "http://127.0.0.1:7477"];
type Headers = [string, string][];

interface World {
  access: Access;
  store: Store;
  gate: Gate;
  lines: string[];
  pass(ms: number): void;
}

async function open(t: TestContext, opened?: Store): Promise<World> {
  const store = opened ?? (await tempStore(t));
  const lines: string[] = [];
  const log = createLogger(
    (line) => lines.push(line),
    "info",
    () => 0,
    { pid: 12_345 },
  );
  const ctx = createContext({ log });
  let passed = 0;
  const access = await openAccess(store.credentials, ctx);
  const house = createGateHouse({ access, elapsed: () => passed }, ctx);
  t.after(() => house.close());
  return { access, store, gate: house.gateOf(door()), lines, pass: (ms) => (passed += ms) };
}

const bearer = (token: string): Headers => [HOST, ["Authorization", `Bearer ${token}`]];
const cookie = (value: string): Headers => [HOST, ["Cookie", `kralle_session_7477=${value}`]];

async function answer(gate: Gate, headers: Headers, method = "GET", target = "/api/runs"): Promise<string> {
  const found = await gate.credential(request(target, headers, method));
  return "status" in found ? `${found.status} ${found.log}` : found.name;
}

const wrong = ({ id }: Pick<Secret, "id">): string => toToken({ id, secret: "A".repeat(43) });

describe("who comes in", () => {
  test("a token as bearer, a device by its cookie, and neither as the other", async (t) => {
    const { access, gate } = await open(t);
    const { secret: token } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    const { secret: device } = await access.create({ kind: "device", name: "Firefox", scope: "admin", days: null });
    assert.equal(await answer(gate, bearer(toToken(token))), "ci");
    assert.equal(await answer(gate, [HOST, ["authorization", `bearer ${toToken(token)}`]]), "ci");
    assert.equal(await answer(gate, cookie(toPair(device))), "Firefox");
    assert.equal(await answer(gate, [HOST, ["Cookie", `a=b; kralle_session_7477=${toPair(device)} ; c=d`]]), "Firefox");
    assert.equal(await answer(gate, bearer(toToken(device))), "401 wrong");
    assert.equal(await answer(gate, cookie(toPair(token))), "401 wrong");
    assert.equal(await answer(gate, cookie(toToken(token))), "401 no device");
    assert.equal(await answer(gate, bearer(toPair(device))), "401 no token");
    const found = await gate.credential(request("/", bearer(toToken(token))));
    assert.ok(!("status" in found));
    assert.deepEqual([found.kind, found.id, found.scope], ["token", token.id, "act"]);
  });

  test("what is no single credential is refused", async (t) => {
    const { access, gate } = await open(t);
    const { secret } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    const { secret: device } = await access.create({ kind: "device", name: "Firefox", scope: "admin", days: null });
    const token = toToken(secret);
    assert.equal(await answer(gate, [HOST]), "401 nothing");
    assert.equal(
      await answer(gate, [...bearer(token), ["Authorization", `Bearer ${token}`]]),
      "401 authorization twice",
    );
    for (const text of [
      token,
      `Basic ${token}`,
      `Bearer  ${token}`,
      `Bearer ${token} `,
      "Bearer ",
      "",
      `Bearer ${token},${token}`,
    ]) {
      assert.match(await answer(gate, [HOST, ["Authorization", text]]), /^401 no (?:bearer|token)$/, text);
    }
    assert.equal(
      await answer(gate, [...cookie(toPair(device)), ["Cookie", "kralle_session_7477=x"]]),
      "401 cookie twice",
    );
    assert.equal(await answer(gate, [HOST], "GET", `/api/runs?token=${token}`), "401 nothing");
    // A bearer that is wrong is not made good by a cookie that the browser adds.
    assert.equal(await answer(gate, [...cookie(toPair(device)), ["Authorization", "Bearer x"]]), "401 no token");
  });

  test("revoked and expired ones are told so only with the right secret, and their signal fires", async (t) => {
    const { access, gate } = await open(t);
    const { secret } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    const found = await gate.credential(request("/", bearer(toToken(secret))));
    assert.ok(!("status" in found) && !found.revoked.aborted);
    await access.revoke(secret.id);
    assert.ok(found.revoked.aborted);
    assert.equal(await answer(gate, bearer(toToken(secret))), "401 revoked");
    assert.equal(await answer(gate, bearer(wrong(secret))), "401 wrong");
  });

  test("a cookie alone changes nothing: origin and a header that no form can set", async (t) => {
    const { access, gate } = await open(t);
    const { secret } = await access.create({ kind: "device", name: "Firefox", scope: "admin", days: null });
    const own = cookie(toPair(secret));
    const post = (headers: Headers): Promise<string> => answer(gate, [...own, ...headers], "POST");
    const json: [string, string] = ["Content-Type", "application/json"];
    const same: [string, string] = ["Sec-Fetch-Site", "same-origin"];
    assert.equal(await post([ORIGIN, ["X-Kralle", "1"]]), "Firefox");
    assert.equal(await post([ORIGIN, json, same]), "Firefox");
    assert.equal(await post([]), "403 cookie without origin");
    assert.equal(await post([["X-Kralle", "1"], json, same]), "403 cookie without origin");
    assert.equal(await post([ORIGIN]), "403 form");
    assert.equal(await post([ORIGIN, json]), "403 form");
    assert.equal(await post([ORIGIN, same, ["Content-Type", "text/plain"]]), "403 form");
    assert.equal(await post([ORIGIN, same, ["Content-Type", "application/json-x"]]), "403 form");
    assert.equal(
      await post([ORIGIN, ["X-Kralle", "1"], ["Sec-Fetch-Site", "same-site"]]),
      "403 fetch site with cookie",
    );
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]) {
      assert.equal(await answer(gate, [...own, ORIGIN], method), "403 form", method);
    }
    assert.equal(await answer(gate, [...own, ["Upgrade", "websocket"]]), "403 upgrade without origin");
    assert.equal(await answer(gate, [...own, ["Upgrade", "websocket"], ORIGIN]), "Firefox");
    assert.equal(await answer(gate, own, "HEAD"), "Firefox");
  });
});

describe("guessing", () => {
  const statuses = async (count: number, next: () => Promise<string>): Promise<Record<string, number>> => {
    const sums: Record<string, number> = {};
    const all = await Promise.all(Array.from({ length: count }, next));
    for (const one of all) sums[one] = (sums[one] ?? 0) + 1;
    return sums;
  };

  test("at one id: ten are looked at, others and live sessions go on, the owner sees it", async (t) => {
    const { access, gate, lines, pass } = await open(t);
    const { secret: attacked } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    const { secret: other } = await access.create({ kind: "token", name: "other", scope: "act", days: null });
    assert.deepEqual(await statuses(500, () => answer(gate, bearer(wrong(attacked)))), {
      "401 wrong": 10,
      "429 guessing": 490,
    });
    assert.equal(await answer(gate, bearer(toToken(attacked))), "429 guessing", "not looked at");
    assert.equal(await answer(gate, bearer(toToken(other))), "other");
    assert.equal(
      lines.filter((line) => line.includes("guess")).length,
      2,
      "one line that somebody guesses, one refusal",
    );
    assert.equal(access.guesses.of(attacked.id)?.total, 10);
    pass(GATE_LIMITS.guessWindowMs);
    assert.equal(await answer(gate, bearer(toToken(attacked))), "ci");
    assert.equal((await statuses(50, () => answer(gate, bearer(wrong(attacked)))))["401 wrong"], 10);
    assert.equal(await answer(gate, bearer(toToken(attacked))), "ci", "it is at work and stays in");
    await access.revoke(attacked.id);
    assert.equal(await answer(gate, bearer(toToken(attacked))), "401 revoked", "but not when it is revoked");
  });

  test("over tokens and cookies together, and unknown ids in one bucket", async (t) => {
    const { access, gate } = await open(t);
    const { secret } = await access.create({ kind: "device", name: "Firefox", scope: "act", days: null });
    const fake = toPair({ id: secret.id, secret: "B".repeat(43) });
    assert.deepEqual(await statuses(40, () => answer(gate, cookie(fake))), { "401 wrong": 10, "429 guessing": 30 });
    let next = 0;
    const unknown = (): Promise<string> => {
      next += 1;
      const id = next.toString(16).padStart(16, "0");
      return answer(gate, next % 2 === 0 ? bearer(wrong({ id })) : cookie(`${id}.${"C".repeat(43)}`));
    };
    assert.deepEqual(await statuses(40, unknown), { "401 wrong": 10, "429 guessing": 30 });
  });

  test("a restart keeps what was counted", async (t) => {
    const { access, gate, store } = await open(t);
    const { secret } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    assert.equal((await statuses(7, () => answer(gate, bearer(wrong(secret)))))["401 wrong"], 7);
    const again = await open(t, store);
    assert.equal((await statuses(7, () => answer(again.gate, bearer(wrong(secret)))))["401 wrong"], 3);
    assert.equal(again.access.guesses.of(secret.id)?.total, 10);
  });
});

describe("signing in", () => {
  const post = (
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  ): ReturnType<typeof request> => request("/api/sign-in", [HOST, ORIGIN, ["User-Agent", agent]], "POST");

  test("a code gives one cookie, bound to a device that can be revoked", async (t) => {
    const { access, gate } = await open(t);
    const { code } = access.codes.make({ scope: "read" });
    const done = await gate.signIn(post(), code);
    assert.ok("setCookie" in done);
    assert.match(
      done.setCookie,
      /^kralle_session_7477=[0-9a-f]{16}\.[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
    assert.deepEqual([done.device.name, done.device.scope], ["Firefox, Linux", "read"]);
    const value = /=([^;]+)/.exec(done.setCookie)?.[1] ?? "";
    assert.equal(await answer(gate, cookie(value)), "Firefox, Linux");
    assert.deepEqual(await gate.signIn(post(), code), { status: 401, log: "wrong" });
    assert.match(await gate.signOut(post(), done.device.id), /^kralle_session_7477=; Path=\/; Max-Age=0; /);
    assert.equal(await answer(gate, cookie(value)), "401 revoked");
  });

  test("1,000 who bring the same code at the same moment: one wins", async (t) => {
    const { access, gate } = await open(t);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 11 }), async (racers) => {
        const { code } = access.codes.make({ scope: "admin" });
        const before = access.list("device").length;
        const all = await Promise.all(Array.from({ length: racers }, () => gate.signIn(post(), code)));
        assert.equal(all.filter((one) => "setCookie" in one).length <= 1, true);
        assert.equal(access.list("device").length - before, all.filter((one) => "setCookie" in one).length);
      }),
      { numRuns: 20 },
    );
    const other = await open(t);
    const { code } = other.access.codes.make({ scope: "admin" });
    const all = await Promise.all(Array.from({ length: 1_000 }, () => other.gate.signIn(post(), code)));
    assert.equal(all.filter((one) => "setCookie" in one).length, 1);
    assert.equal(other.access.list("device").length, 1);
  });

  test("codes are guessed at together: ten in five minutes, then none is looked at", async (t) => {
    const { access, gate, pass } = await open(t);
    const seen: number[] = [];
    for (let count = 0; count < 30; count += 1) {
      const refused = await gate.signIn(post(), "x".repeat(32));
      seen.push("status" in refused ? refused.status : 200);
    }
    assert.deepEqual(
      [seen.filter((status) => status === 401).length, seen.filter((status) => status === 429).length],
      [10, 20],
    );
    const { code } = access.codes.make({ scope: "admin" });
    assert.ok("status" in (await gate.signIn(post(), code)));
    pass(GATE_LIMITS.guessWindowMs);
    assert.ok("setCookie" in (await gate.signIn(post(), code)), "what was not looked at was not spent");
  });

  test("with TLS the cookie says so by its name", async (t) => {
    const { access } = await open(t);
    const house = createGateHouse({ access }, createContext());
    t.after(() => house.close());
    const gate = house.gateOf(door({ tls: { cert: "c", key: "k" } }));
    const done = await gate.signIn(post(), access.codes.make({ scope: "admin" }).code);
    assert.ok("setCookie" in done);
    assert.match(done.setCookie, /^__Host-kralle_session_7477=.*; Secure$/);
    const [, pair = ""] = /^([^;]+)/.exec(done.setCookie) ?? [];
    assert.equal(await answer(gate, [HOST, ["Cookie", pair]]), "Firefox, Linux");
    assert.equal(await answer(gate, [HOST, ["Cookie", pair.replace("__Host-", "")]]), "401 nothing");
  });

  test("names of devices", () => {
    const chrome =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    assert.equal(toDeviceName(chrome), "Chrome, Linux");
    assert.equal(toDeviceName(`${chrome} Edg/140.0`), "Edge, Linux");
    const phone =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
    assert.equal(toDeviceName(phone), "Safari, iPhone");
    for (const hostile of ["", "\u001b[31m<script>", "x".repeat(1e6)]) assert.equal(toDeviceName(hostile), "Browser");
  });
});

test("a refusal is one line below 512 bytes, whatever was sent", async (t) => {
  const { gate, lines } = await open(t);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), fc.string({ maxLength: 20_000 }), (path, value) => {
      lines.length = 0;
      const headers: Headers = [
        ["Host", value],
        ["Origin", path],
        ["User-Agent", value],
      ];
      assert.notEqual(gate.address(request(`/${path}?secret=${value}`, headers, value)), null);
      assert.equal(lines.length, 1);
      const [line = ""] = lines;
      assert.ok(Buffer.byteLength(line) <= GATE_LIMITS.logBytes, `${Buffer.byteLength(line)}`);
      assert.match(line, /^[\x20-\x7e]+$/);
      assert.ok(!line.includes("secret="));
    }),
  );
});
