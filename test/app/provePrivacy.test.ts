import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createContext, openApp } from "../../src/app/index.ts";
import { ACCOUNT_KINDS } from "../../src/app/accounts/kinds.ts";
import { listTries } from "../../src/app/doctor/privacy/tries/index.ts";
import { PEER } from "../../src/app/doctor/privacy/types.ts";
import { wayOut } from "../../src/cli/texts/de/waysOut.ts";
import { PURPOSES } from "../../src/core/index.ts";
import { isError, tempFolder } from "../store/_setup.ts";

const isRoot = process.getuid?.() === 0;
const own = isRoot ? [] : ["--user", "--map-current-user", "--keep-caps"];
const wire = "ip link add k0 type veth peer name k1 && ip -6 addr add fd00::1/64 dev k0 nodad";
const can =
  process.platform === "linux" && spawnSync("unshare", [...own, "--net", "--mount", "sh", "-c", wire]).status === 0;

test(
  "with the privacy lock no packet leaves by any way; without it each of them is seen",
  { skip: !can },
  async (t) => {
    const home = await tempFolder(t);
    const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
    const app = await openApp({ home, env: {}, interactive: false }, ctx);
    t.after(() => app.close());
    const { ok, locked, control, tries } = await app.run("provePrivacy", {}, {}, ctx);
    t.diagnostic(`${tries.length} ways; ${locked.packets} packets with the lock, ${control.packets} without`);
    assert.deepEqual(locked, { packets: 0, bytes: 0 });
    assert.deepEqual(
      tries.filter(({ controlPackets }) => controlPackets === 0).map(({ actor, way }) => `${actor}: ${way}`),
      [],
    );
    // Whatever asks the broker is refused by it, and not by chance.
    const asked = tries.filter(({ lockedOutcome }) => lockedOutcome === "E_PRIVACY_LOCK");
    assert.ok(asked.length >= 95, `${asked.length} were refused by the lock`);
    assert.deepEqual(
      tries.filter(({ lockedOutcome }) => lockedOutcome === "sent").map(({ actor, way }) => `${actor}: ${way}`),
      [],
    );
    assert.ok(ok && tries.length >= 150, `${tries.length}`);
  },
);

const unnamed = (kinds: Iterable<string>, tried: ReadonlySet<string>): string[] =>
  [...kinds].filter((kind) => !tried.has(kind));

test("every purpose for which somebody may dial is tried, named in docs/egress.md, and has its German", async (t) => {
  const home = await tempFolder(t);
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const tries = await listTries({ home, ...PEER, isLocked: true, readyFile: "" }, ctx);
  const kinds = [...PURPOSES.alone, ...PURPOSES.named];
  const tried = new Set(tries.map(({ purpose = "" }) => purpose.replace(/:.*/su, "")));
  assert.deepEqual(unnamed(kinds, tried), []);
  assert.deepEqual(unnamed([...kinds, "tomorrow"], tried), ["tomorrow"], "control: one that nobody tries is found");
  const docs = readFileSync(new URL("../../docs/egress.md", import.meta.url), "utf8");
  assert.deepEqual(
    kinds.filter((kind) => !docs.includes(`\`${kind}`)),
    [],
  );
  const same = tries.filter(({ actor, way }) => wayOut(actor, way).endsWith(`: ${way}`)).map(({ way }) => way);
  assert.deepEqual(same, [], "these have no German");
});

/** How the ways of each kind of account are called; null: it has none. */
const ACTORS: Readonly<Record<string, string | null>> = {
  imap: "a mailbox",
  gmail: "Gmail",
  graph: "Outlook",
  telegram: "Telegram",
  caldav: "a calendar",
  maildir: null,
};

test("every kind of account that can be connected is tried by its own connector", async (t) => {
  const home = await tempFolder(t);
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const tries = await listTries({ home, ...PEER, isLocked: true, readyFile: "" }, ctx);
  const tried = new Set(tries.map(({ actor }) => actor));
  assert.deepEqual(Object.keys(ACTORS).toSorted(), [...ACCOUNT_KINDS].toSorted());
  assert.deepEqual(
    unnamed(
      Object.values(ACTORS).filter((actor) => actor !== null),
      tried,
    ),
    [],
  );
});

test("where it cannot be proved that is said", { skip: process.platform !== "linux" }, async (t) => {
  const home = await tempFolder(t);
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const app = await openApp({ home, env: {}, interactive: false }, ctx);
  t.after(() => app.close());
  const path = process.env["PATH"];
  process.env["PATH"] = home;
  t.after(() => (process.env["PATH"] = path));
  await assert.rejects(app.run("provePrivacy", {}, {}, ctx), isError("E_SANDBOX_MISSING", /cannot be proved/));
});
