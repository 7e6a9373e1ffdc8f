import assert from "node:assert/strict";
import { array, assert as check, asyncProperty, constant, constantFrom, integer, oneof, record } from "fast-check";
import { openAccess, type Access } from "../../src/app/access/index.ts";
import type { Clock, Scope } from "../../src/core/index.ts";
import type { Credentials } from "../../src/store/index.ts";
import { createContext } from "../store/_setup.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** As the gateway promises: see docs/gate.md. */
const CODE_MS = 10 * MINUTE_MS;
const MOST_CODES = 16;

const scope = constantFrom<Scope>("read", "act", "admin");
const which = integer({ min: 0, max: 30 });

const step = oneof(
  { weight: 3, arbitrary: record({ kind: constant("link" as const), scope }) },
  { weight: 4, arbitrary: record({ kind: constant("signIn" as const), which }) },
  { weight: 1, arbitrary: record({ kind: constant("guess" as const), text: constantFrom("", "x", "A".repeat(22)) }) },
  { weight: 2, arbitrary: record({ kind: constant("token" as const), scope, days: constantFrom(null, 1, 30) }) },
  { weight: 2, arbitrary: record({ kind: constant("revoke" as const), which }) },
  { weight: 2, arbitrary: record({ kind: constant("wait" as const), minutes: constantFrom(1, 9, 11, 60 * 25) }) },
  { weight: 1, arbitrary: record({ kind: constant("clockBack" as const), minutes: constantFrom(5, 60 * 48) }) },
  { weight: 1, arbitrary: record({ kind: constant("restart" as const) }) },
);

interface ExpectedCode {
  code: string;
  scope: Scope;
  until: number;
  open: boolean;
}

interface ExpectedCredential {
  id: string;
  scope: Scope;
  expires: number | null;
  revoked: boolean;
}

/**
 * Any order of links, sign-ins, guesses, tokens, revocations, waits, clocks set back and restarts, against a plain list of what must hold: a code works
 * once, for ten minutes, not after a restart, and gives the right that its link has; a right never grows; what was revoked or has expired
 * stays so. `freshStore` gives an empty one each time.
 */
export async function checkPairing(freshStore: () => Promise<Credentials>, seed: number, runs: number): Promise<void> {
  const realNow = performance.now;
  const property = asyncProperty(array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
    const store = await freshStore();
    let now = 1_800_000_000_000;
    /** What has really passed since the process began, and when that was: the clock may be set back, this may not. */
    let [elapsed, began] = [0, now];
    performance.now = () => elapsed;
    let passed = now;
    const clock: Clock = { now: () => now, sleep: () => Promise.reject(new Error("no sleep here")) };
    const open = (): Promise<Access> => openAccess(store, createContext({ clock }));
    let access = await open();
    let codes: ExpectedCode[] = [];
    const credentials: ExpectedCredential[] = [];
    for (const one of steps) {
      if (one.kind === "link") {
        const { code } = access.codes.make({ scope: one.scope });
        codes.push({ code, scope: one.scope, until: passed + CODE_MS, open: true });
        const live = codes.filter((known) => known.open && known.until > passed);
        if (live.length > MOST_CODES && live[0]) live[0].open = false;
      } else if (one.kind === "signIn") {
        const code = codes[one.which % Math.max(1, codes.length)];
        if (!code) continue;
        const grant = access.codes.take(code.code);
        assert.deepEqual(grant, code.open && code.until > passed ? { scope: code.scope } : null);
        code.open = false;
        if (!grant) continue;
        const made = await access.create({ kind: "device", name: "d", scope: grant.scope, days: 30 });
        credentials.push({
          id: made.credential.id,
          scope: code.scope,
          expires: passed + 30 * DAY_MS,
          revoked: false,
        });
      } else if (one.kind === "guess") assert.equal(access.codes.take(one.text), null);
      else if (one.kind === "token") {
        const made = await access.create({ kind: "token", name: "t", scope: one.scope, days: one.days });
        const expires = one.days === null ? null : passed + one.days * DAY_MS;
        credentials.push({ id: made.credential.id, scope: one.scope, expires, revoked: false });
      } else if (one.kind === "revoke") {
        const known = credentials[one.which % Math.max(1, credentials.length)];
        if (!known) continue;
        assert.equal(await access.revoke(known.id), !known.revoked);
        known.revoked = true;
      } else if (one.kind === "wait") {
        now += one.minutes * MINUTE_MS;
        elapsed += one.minutes * MINUTE_MS;
        passed = Math.max(now, began + elapsed);
      } else if (one.kind === "clockBack") now -= one.minutes * MINUTE_MS;
      else {
        codes = codes.map((code) => ({ ...code, open: false }));
        [elapsed, began] = [0, now]; // a new process knows only the system's clock
        passed = now;
        access = await open();
      }
      for (const { id, scope: given, expires, revoked } of credentials) {
        const found = access.find(id);
        assert.ok(found);
        assert.equal(found.scope, given, "a right never changes");
        const expected = revoked ? "revoked" : expires !== null && expires <= passed ? "expired" : "live";
        assert.equal(access.stateOf(found), expected);
      }
    }
  });
  try {
    await check(property, { seed, numRuns: runs });
  } finally {
    performance.now = realNow;
  }
}
