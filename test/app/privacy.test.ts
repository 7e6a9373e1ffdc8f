import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { createContext, openApp } from "../../src/app/index.ts";
import { isError, tempFolder } from "../store/_setup.ts";

async function setUp(t: TestContext) {
  const home = await tempFolder(t);
  mkdirSync(join(home, "logs"), { recursive: true });
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const open = () => openApp({ home, env: {}, interactive: false }, ctx);
  return { home, ctx, open };
}

test("the lock is one switch for all processes of a home, outlives them, and stands in the audit chain", async (t) => {
  const { ctx, open } = await setUp(t);
  const app = await open();
  assert.deepEqual(await app.run("privacy", {}, {}, ctx), { isLocked: false, since: null });
  const { isLocked, since } = await app.run("lockPrivacy", {}, {}, ctx);
  assert.ok(isLocked && Math.abs((since ?? 0) - Date.now()) < 60_000);
  await assert.rejects(ctx.net.for("models").fetch("https://huggingface.co/"), isError("E_PRIVACY_LOCK"));
  await app.close();
  const again = await open();
  assert.equal((await again.run("privacy", {}, {}, ctx)).isLocked, true);
  assert.equal((await again.run("unlockPrivacy", {}, {}, ctx)).isLocked, false);
  await again.close();
});

test("a lock that cannot be looked at counts as on", async (t) => {
  const { home, ctx } = await setUp(t);
  writeFileSync(join(home, "privacy.lock"), "no time");
  await assert.rejects(ctx.net.for("models").fetch("https://huggingface.co/"), isError("E_PRIVACY_LOCK"));
  const app = await openApp({ home, env: {}, interactive: false }, ctx);
  assert.deepEqual(await app.run("privacy", {}, {}, ctx), { isLocked: true, since: 0 });
  await app.close();
});

test("what was refused is listed, and is in the audit chain once, also after a crash between the two", async (t) => {
  const { home, ctx, open } = await setUp(t);
  await assert.rejects(ctx.net.for("web").fetch("https://example.org/secret"), isError("E_REFUSED"));
  await assert.rejects(ctx.net.for("web").fetch("https://example.com/"), isError("E_REFUSED"));
  const audited = async (): Promise<string[]> => {
    const app = await open();
    await app.access(); // takes the home, as a gateway does
    await app.close();
    const { openStore } = await import("../../src/store/index.ts");
    const store = await openStore(home, ctx);
    const records = await store.audit.list({ kinds: ["egress"], limit: 10 });
    assert.equal((await store.audit.verify()).isSound, true);
    await store.close();
    return records.map(({ action, subject }) => `${action} ${subject}`);
  };
  const both = ["refused example.com:443", "refused example.org:443"];
  assert.deepEqual(await audited(), both);
  assert.deepEqual(await audited(), both);
  await assert.rejects(ctx.net.for("web").fetch("https://example.net/"), isError("E_REFUSED"));
  assert.deepEqual(await audited(), ["refused example.net:443", ...both]);
  const app = await open();
  const { requests } = await app.run("egress", { limit: 2 }, {}, ctx);
  assert.deepEqual(
    requests.map(({ host }) => host),
    ["example.net", "example.com"],
  );
  assert.deepEqual((await app.run("egress", { since: Date.now() + 1_000 }, {}, ctx)).requests, []);
  await app.close();
});
