import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { acquireHomeLock, openStore } from "../../src/store/index.ts";
import { run } from "../cli/_setup.ts";
import { createContext } from "../store/_setup.ts";
import { ownerOf, prepareHome, startGateway, type Owner, type Running } from "./_gateway.ts";
import { startModelServer, type ModelServer } from "./_modelServer.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const folder = mkdtempSync(join(tmpdir(), "kralle-effects-"));
const home = join(folder, "home");
const owner: Owner = ownerOf(home);
let models: ModelServer;
let gateway: Running;

const onOneLine = (text: string): string => text.replaceAll(/\s+/gu, " ");
const get = async (path: string) => (await owner.ask("GET", path)).body as Record<string, unknown>;

before(async () => {
  models = await startModelServer({ delayMs: () => 3_600_000 });
  prepareHome(home, models.url);
  writeFileSync(join(home, "holder"), "home");
  const ctx = createContext();
  const store = await openStore(home, ctx);
  for (const name of ["one", "two"]) {
    const what = { kind: "tool", account: "post", effectClass: "neither", key: name, title: `post ${name}` } as const;
    const effect = { ...what, ref: name, arguments: { name }, hash: "h", run: null, holder: "home" };
    const { record } = await store.effects.add(effect, ctx);
    await store.effects.begin(record.id, "home", ctx);
  }
  await store.close();
  gateway = await startGateway(home);
});

after(async () => {
  owner.close();
  await gateway.end("SIGTERM");
  await models.close();
  rmSync(folder, { recursive: true, force: true });
});

async function unknownOnes(): Promise<{ id: string; title: string }[]> {
  return (await get("/api/effects?state=unknown"))["effects"] as { id: string; title: string }[];
}

test("what was being done when Kralle ended is shown as unknown after its start, and a person settles it", async () => {
  while ((await unknownOnes()).length < 2); // beside other work of the start
  const told = await run(["effects", "--unknown"], { home });
  assert.match(onOneLine(told.stdout), /post two .*nobody here can tell.*Kralle ended while.*2 wait for your word/);
  const german = await run(["effects", "--unknown"], { home, env: GERMAN });
  assert.match(onOneLine(german.stdout), /hier weiß niemand.*Es ist nicht bekannt.*2 warten auf Ihr Wort/);
  const [two, one] = await unknownOnes();
  const settled = await owner.ask("POST", `/api/effects/${one!.id}/settle`, { happened: true });
  assert.deepEqual([settled.status, (settled.body as { state: string }).state], [200, "confirmed"]);
  const again = await owner.ask("POST", `/api/effects/${one!.id}/settle`, { happened: false });
  assert.equal(again.status, 400);
  const said = await run(["effects", "settle", two!.id, "--did-not"], { home });
  assert.match(said.stdout, /Did not happen: post two/);
  assert.match((await run(["effects", "--unknown"], { home })).stdout, /it is known/);
  const page = await get("/api/effects?limit=1");
  const [last] = page["effects"] as { id: string; settledBy: string; class: string }[];
  assert.deepEqual([last?.settledBy, last?.class, page["unknown"]], ["owner", "neither", 0]);
  const next = await get(`/api/effects?limit=1&before=${last!.id}`);
  assert.deepEqual(
    (next["effects"] as { id: string }[]).map(({ id }) => id),
    [one!.id],
  );
});

test("settling names one and says what became of it", async () => {
  for (const args of [["settle"], ["settle", "eff_1"], ["settle", "eff_1", "--happened", "--did-not"], ["burn"]]) {
    assert.equal((await run(["effects", ...args], { home })).code, 2, args.join(" "));
  }
  const none = await run(["effects", "settle", "eff_none", "--happened"], { home });
  assert.match(none.stderr, /There is no effect eff_none/);
});

test("STOP from the command line and over HTTP holds within a second while a model hangs, and survives a restart", async () => {
  const { body: session } = await owner.ask("POST", "/api/sessions", {});
  await owner.ask("POST", `/api/sessions/${(session as { id: string }).id}/messages`, { text: "Tell me a story." });
  while (models.waiting() === 0) await new Promise((resolve) => setImmediate(resolve));
  const from = performance.now();
  const set = await owner.ask("POST", "/api/stop", { reason: "too many mails" });
  assert.equal(set.status, 200);
  assert.ok(performance.now() - from < 1_000);
  assert.equal(((await get("/api/stop"))["stop"] as { reason: string }).reason, "too many mails");
  assert.match(onOneLine((await run(["status"], { home })).stdout), /STOP holds since .*too many mails/);
  await gateway.end("SIGKILL");
  gateway = await startGateway(home);
  assert.notEqual((await get("/api/stop"))["stop"], null);
  assert.match(onOneLine((await run(["effects"], { home, env: GERMAN })).stdout), /STOP gilt seit .*too many mails/);
  assert.match((await run(["stop", "--off"], { home })).stdout, /Released/);
  assert.equal((await get("/api/stop"))["stop"], null);
  assert.match((await run(["stop", "--off"], { home, env: GERMAN })).stdout, /nichts angehalten/);
  assert.match((await run(["stop", "enough"], { home })).stdout, /^STOP/);
  assert.equal(((await get("/api/stop"))["stop"] as { reason: string }).reason, "enough");
});

test("whoever may act may stop, and only an administrator may release", async () => {
  const tokenOf = async (scope: string): Promise<string> => {
    const made = await run(["token", "create", "--name", scope, "--scope", scope, "--json"], { home });
    return (JSON.parse(made.stdout) as { token: string }).token;
  };
  const ask = async (method: string, scope: string): Promise<number> => {
    const headers = { authorization: `Bearer ${await tokenOf(scope)}`, "content-type": "application/json" };
    const body = method === "POST" ? { body: "{}" } : {};
    return (await fetch(`${gateway.url}/api/stop`, { method, headers, ...body })).status;
  };
  assert.deepEqual([await ask("POST", "read"), await ask("POST", "act"), await ask("DELETE", "act")], [403, 200, 403]);
  assert.notEqual((await get("/api/stop"))["stop"], null);
  assert.equal(await ask("DELETE", "admin"), 200);
  const told = (await get("/api/stop"))["stop"];
  assert.equal(told, null);
});

test("without a gateway STOP is set and released as well, and nothing done is said as such", async () => {
  const alone = { home: join(folder, "alone") };
  assert.match((await run(["effects"], alone)).stdout, /Nothing was done outside yet/);
  assert.match((await run(["effects"], { ...alone, env: GERMAN })).stdout, /noch nichts getan/);
  const { stop } = JSON.parse((await run(["stop", "first", "--json"], alone)).stdout) as { stop: { by: string } };
  assert.equal(stop.by, "owner");
  assert.match(onOneLine((await run(["effects"], alone)).stdout), /STOP holds .*first/);
  assert.match((await run(["stop", "--off"], alone)).stdout, /Released/);
  // Whoever holds the home carries its acts, and nobody beside it; but everybody may stop them.
  const lock = await acquireHomeLock(alone.home, createContext());
  try {
    assert.match(
      (await run(["effects", "settle", "eff_1", "--happened"], alone)).stderr,
      /Another Kralle uses this home/,
    );
    assert.match((await run(["stop"], alone)).stdout, /^STOP/);
  } finally {
    await lock.release();
  }
});
