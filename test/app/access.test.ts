import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import * as fc from "fast-check";
import { createCodes } from "../../src/app/access/codes.ts";
import { followOthers } from "../../src/app/access/follow.ts";
import { openAccess, type Access } from "../../src/app/access/index.ts";
import { openApp } from "../../src/app/index.ts";
import {
  AppError,
  createCode,
  createSecret,
  createSteadyNow,
  hashSecret,
  isSecret,
  parsePair,
  parseToken,
  toPair,
  toToken,
  type Clock,
} from "../../src/core/index.ts";
import { openStore, type Credentials, type Store } from "../../src/store/index.ts";
import { createContext, isError, tempFolder, tempStore } from "../store/_setup.ts";

/** A clock that a test sets. */
function createHandClock(start = 1_800_000_000_000): Clock & { set(ms: number): void } {
  let now = start;
  return { now: () => now, sleep: () => Promise.reject(new Error("no sleep here")), set: (ms) => (now = ms) };
}

async function openIn(t: TestContext, clock = createHandClock()): Promise<{ access: Access; store: Store }> {
  const store = await tempStore(t);
  return { access: await openAccess(store.credentials, createContext({ clock })), store };
}

const DAY = 24 * 3_600_000;

describe("tokens", () => {
  test("what is written is read again, and nothing else is a token", () => {
    const secret = createSecret();
    assert.deepEqual(parseToken(toToken(secret)), secret);
    assert.deepEqual(parsePair(toPair(secret)), secret);
    assert.equal(secret.secret.length, 43);
    const token = toToken(secret);
    const wrong = [toPair(secret), ` ${token}`, `${token}\n`, `${token}=`, token.slice(0, -1), token.toUpperCase(), ""];
    for (const text of wrong) assert.equal(parseToken(text), null, text);
    assert.equal(parsePair(token), null, "a token is no cookie");
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => parseToken(text) === null));
  });

  test("a secret fits its own hash, and no other text does", () => {
    const { secret } = createSecret();
    const hash = hashSecret(secret);
    assert.ok(isSecret(secret, hash));
    assert.ok(!isSecret(`${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`, hash));
    assert.ok(!isSecret("", hash));
    assert.ok(!isSecret(secret, ""), "an empty column lets nobody in");
  });

  test("the secret is not on disk", async (t) => {
    const { access, store } = await openIn(t);
    const { secret } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    const rows = JSON.stringify(await store.db.all("SELECT * FROM credentials"));
    assert.ok(rows.includes(secret.id) && !rows.includes(secret.secret));
  });

  test("expiry: a clock that is set back prolongs nothing", async (t) => {
    const clock = createHandClock();
    let passed = 0;
    const steady = createSteadyNow(clock, () => passed);
    const began = steady();
    passed = 5_000;
    clock.set(began - DAY);
    assert.equal(steady(), began + 5_000);
    clock.set(began + DAY);
    assert.equal(steady(), began + DAY);
    const { access } = await openIn(t, clock);
    const { credential } = await access.create({ kind: "token", name: "ci", scope: "act", days: 1 });
    assert.equal(access.stateOf(credential), "live");
    clock.set(clock.now() + DAY + 60_000); // the steady time may be some ms ahead
    assert.equal(access.stateOf(credential), "expired");
  });

  test("revoking holds at once, tells who listens, and is there after a restart", async (t) => {
    const home = join(await tempFolder(t), "home");
    const ctx = createContext();
    const first = await openStore(home, ctx);
    const access = await openAccess(first.credentials, ctx);
    const { credential } = await access.create({ kind: "device", name: "Firefox", scope: "read", days: null });
    const heard: string[] = [];
    const stop = access.onRevoked((id) => heard.push(id));
    const revoking = access.revoke(credential.id);
    assert.deepEqual(heard, [credential.id], "before the disk has it");
    assert.equal(access.stateOf(access.find(credential.id) ?? credential), "revoked");
    assert.equal(await revoking, true);
    assert.equal(await access.revoke(credential.id), false);
    assert.equal(await access.revoke("0".repeat(16)), false);
    stop();
    await first.close();
    const second = await openStore(home, ctx);
    t.after(() => second.close());
    const again = await openAccess(second.credentials, ctx);
    assert.equal(again.stateOf(again.find(credential.id) ?? credential), "revoked");
  });

  test("a disk that refuses the revocation: it holds, is told, and the next call stores it", async (t) => {
    const { store } = await openIn(t);
    let isFull = true;
    const full: Credentials = {
      ...store.credentials,
      revoke: (id, at) =>
        isFull ? Promise.reject(new AppError("E_DISK_FULL", "full")) : store.credentials.revoke(id, at),
    };
    const access = await openAccess(full, createContext());
    const { credential } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    await assert.rejects(access.revoke(credential.id), isError("E_DISK_FULL"));
    assert.equal(access.stateOf(access.find(credential.id) ?? credential), "revoked");
    isFull = false;
    assert.equal(await access.revoke(credential.id), true);
    const [row] = await store.credentials.list();
    assert.notEqual(row?.revoked, null);
  });

  test("use is noted coarsely", async (t) => {
    const clock = createHandClock();
    const { access, store } = await openIn(t, clock);
    const { credential } = await access.create({ kind: "token", name: "ci", scope: "act", days: null });
    const began = clock.now();
    access.touch(credential.id);
    clock.set(began + 60_000);
    access.touch(credential.id);
    const used = async (): Promise<number> => ((await store.credentials.list())[0]?.used ?? 0) - began;
    const first = await used();
    assert.ok(first >= 0 && first < 30_000, `${first}`);
    clock.set(began + 400_000);
    access.touch(credential.id);
    assert.ok((await used()) >= 400_000);
  });
});

describe("one-time codes", () => {
  test("each is taken once, in any order of making, taking and time", () => {
    const step = fc.oneof(
      fc.constant({ do: "make" } as const),
      fc.record({ do: fc.constant("take" as const), at: fc.nat(20) }),
      fc.record({ do: fc.constant("wait" as const), ms: fc.nat(900_000) }),
      fc.constant({ do: "guess" } as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = 0;
        const codes = createCodes(() => now);
        const made: { code: string; at: number; isTaken: boolean }[] = [];
        for (const one of steps) {
          if (one.do === "make") made.push({ code: codes.make({ scope: "admin" }).code, at: now, isTaken: false });
          else if (one.do === "wait") now += one.ms;
          else if (one.do === "guess") assert.equal(codes.take(createCode()), null);
          else {
            const index = made.length === 0 ? -1 : one.at % made.length;
            const entry = made[index];
            if (entry === undefined) continue;
            const grant = codes.take(entry.code);
            // More than 16 open at once push out the oldest; a model that forgets that is only ever too generous.
            if (entry.isTaken || now - entry.at >= 600_000) assert.equal(grant, null);
            else if (made.length - index <= 16) assert.deepEqual(grant, { scope: "admin" });
            entry.isTaken = true;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("what is no code is refused unread", () => {
    const codes = createCodes(() => 0);
    for (const text of ["", "x", "a".repeat(33), "a".repeat(1_000_000), "ä".repeat(32)])
      assert.equal(codes.take(text), null);
  });
});

describe("the commands", () => {
  test("make, list, revoke by id or by a name that only one has", async (t) => {
    const home = join(await tempFolder(t), "home");
    const ctx = createContext();
    const app = await openApp({ home, env: {}, interactive: false }, ctx);
    t.after(() => app.close());
    const one = await app.run("createToken", { name: "ci", scope: "act" }, {}, ctx);
    const two = await app.run("createToken", { name: "door", scope: "read", days: 30 }, {}, ctx);
    assert.equal(parseToken(one.token)?.id, one.id);
    const { tokens } = await app.run("tokens", {}, {}, ctx);
    assert.deepEqual(
      tokens.map(({ name, scope, state }) => [name, scope, state]),
      [
        ["ci", "act", "live"],
        ["door", "read", "live"],
      ],
    );
    assert.ok(!JSON.stringify(tokens).includes(one.token.slice(-20)));
    assert.equal((await app.run("revokeToken", { id: "door" }, {}, ctx)).id, two.id);
    assert.equal((await app.run("revokeToken", { id: one.id }, {}, ctx)).state, "revoked");
    await assert.rejects(app.run("revokeToken", { id: "door" }, {}, ctx), isError("E_NOT_FOUND"));
    await assert.rejects(app.run("revokeDevice", { id: one.id }, {}, ctx), isError("E_NOT_FOUND"));
    await assert.rejects(app.run("createToken", { name: "a\u202eb", scope: "act" }, {}, ctx), isError("E_INPUT"));
    await assert.rejects(app.run("signInLink", {}, {}, ctx), isError("E_NOT_SERVING"));
    (await app.access()).origin = "http://127.0.0.1:7477";
    const { url } = await app.run("signInLink", { scope: "read" }, {}, ctx);
    const code = /^http:\/\/127\.0\.0\.1:7477\/#code=([\w-]{32})$/.exec(url)?.[1] ?? "";
    assert.deepEqual((await app.access()).codes.take(code), { scope: "read" });
  });
});

test("whom one gateway shuts out is shut out at the others on its database, and whom it lets in may come in", async (t) => {
  const store = await tempStore(t);
  const ctx = createContext();
  const [one, other] = await Promise.all([openAccess(store.credentials, ctx), openAccess(store.credentials, ctx)]);
  const { credential } = await one.create({ kind: "token", name: "x", scope: "act", days: null });
  const [heard, told]: [string[], number[]] = [[], []];
  const third = await openAccess(store.credentials, ctx, () => void told.push(1));
  third.onRevoked((id) => heard.push(id));
  assert.equal(other.find(credential.id), null, "control: without looking it does not know");
  await other.refresh();
  assert.equal(other.find(credential.id)?.name, "x");
  await one.revoke(credential.id);
  assert.equal(third.stateOf(third.find(credential.id)!), "live", "control");
  await Promise.all([other.refresh(), third.refresh()]);
  for (const access of [other, third]) assert.equal(access.stateOf(access.find(credential.id)!), "revoked");
  assert.deepEqual([heard, told.length], [[credential.id], 1]);
  await third.refresh();
  assert.deepEqual([heard, told.length], [[credential.id], 1], "told once");
});

test("it goes on looking while the database is away, says so once, and ends with its signal", async () => {
  const stop = new AbortController();
  let [looks, warnings] = [0, 0];
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  const log = { ...createContext().log, warn: () => void (warnings += 1) };
  const refresh = (): Promise<void> => {
    looks += 1;
    if (looks === 6) stop.abort();
    return looks < 4 ? Promise.reject(new Error("away")) : Promise.resolve();
  };
  await followOthers({ refresh }, { ...createContext(), signal: stop.signal, clock, log });
  assert.deepEqual([looks, warnings], [6, 1]);
});
