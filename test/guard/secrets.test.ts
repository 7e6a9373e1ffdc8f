import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";
import { createContext as createRealContext, openApp } from "../../src/app/index.ts";
import { createLogger, createRedactor } from "../../src/core/index.ts";
import { openMasterKeys, openSecrets } from "../../src/guard/index.ts";
import { createRandom } from "../store/_random.ts";
import { createContext, isError, tempFolder, tempStore } from "../store/_setup.ts";

const ctx = createContext();
const VALUE = 'sk-"live"/42+Größe&';

test("a secret is sealed on the disk, opens for who names a purpose, and both are recorded", async (t) => {
  const store = await tempStore(t);
  const secrets = await openSecrets(store, {}, ctx);
  const set = await secrets.set("mail", VALUE, "owner");
  assert.deepEqual([set.handle, set.place], ["secret:mail", "file"]);
  const key = join(store.home, "secret.key");
  if (process.platform !== "win32") assert.equal((await stat(key)).mode & 0o777, 0o600);
  assert.equal(await secrets.resolve("secret:mail", "engine:x"), VALUE);
  const again = await openSecrets(store, {}, ctx);
  assert.equal(await again.resolve("secret:mail", "engine:x"), VALUE, "after a restart");
  const records = await store.audit.list({ kinds: ["secret"], limit: 9 });
  assert.deepEqual(
    records.map(({ actor, action, subject }) => [actor, action, subject]),
    [
      ["engine:x", "resolved", "mail"],
      ["engine:x", "resolved", "mail"],
      ["owner", "set", "mail"],
    ],
  );
  await assert.rejects(secrets.resolve("secret:other", "engine:x"), isError("E_CONFIG", /secret set/));
  await assert.rejects(secrets.resolve("mail", "engine:x"), isError("E_CONFIG"));
  await assert.rejects(secrets.set("Mail", VALUE, "owner"), isError("E_INPUT"));
  await assert.rejects(secrets.set("mail", "short", "owner"), isError("E_INPUT"));
  await secrets.remove("mail", "owner");
  await assert.rejects(secrets.remove("mail", "owner"), isError("E_NOT_FOUND"));
});

test("one that was changed, moved to another name, or whose key is gone does not open", async (t) => {
  const store = await tempStore(t);
  const secrets = await openSecrets(store, {}, ctx);
  await secrets.set("one", VALUE, "owner");
  await secrets.set("two", `${VALUE}2`, "owner");
  const raw = new DatabaseSync(join(store.home, "kralle.db"));
  t.after(() => raw.close());
  const swap = "UPDATE secrets SET (nonce, sealed, tag) = (SELECT nonce, sealed, tag FROM secrets WHERE name = 'two')";
  raw.exec(`${swap} WHERE name = 'one'`);
  await assert.rejects(secrets.resolve("secret:one", "x"), isError("E_STORE", /changed/));
  raw.exec("UPDATE secrets SET tag = 'AAAA' WHERE name = 'one'");
  await assert.rejects(secrets.resolve("secret:one", "x"), isError("E_STORE", /changed/));
  assert.equal(await secrets.resolve("secret:two", "x"), `${VALUE}2`, "control");
  await rm(join(store.home, "secret.key"));
  await assert.rejects(secrets.resolve("secret:two", "x"), isError("E_CONFIG", /key/));
  await writeFile(join(store.home, "secret.key"), "no key");
  await assert.rejects(secrets.resolve("secret:two", "x"), isError("E_STORE", /cannot be used/));
});

test("two who make the key at the same time seal with the same one", async (t) => {
  const store = await tempStore(t);
  const both = await Promise.all([openSecrets(store, {}, ctx), openSecrets(store, {}, ctx)]);
  await Promise.all(both.map((secrets, n) => secrets.set(`s${n}`, VALUE, "owner")));
  for (const name of ["s0", "s1"]) assert.equal(await both[0]!.resolve(`secret:${name}`, "x"), VALUE);
});

/** How a value could stand in an output. */
const ENCODINGS: Record<string, (value: string) => string> = {
  plain: (value) => value,
  "upper case": (value) => value.toUpperCase(),
  json: (value) => JSON.stringify(value).slice(1, -1),
  base64: (value) => Buffer.from(value).toString("base64").replace(/=+$/, ""),
  base64url: (value) => Buffer.from(value).toString("base64url"),
  "base64 amid": (value) => Buffer.from(`key=${value};`).toString("base64").slice(6),
  hex: (value) => Buffer.from(value).toString("hex"),
  HEX: (value) => Buffer.from(value).toString("hex").toUpperCase(),
  percent: (value) => encodeURIComponent(value),
  html: (value) => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
  reversed: (value) => [...value].toReversed().join(""),
  utf16: (value) => Buffer.from(value, "utf16le").toString("base64").replace(/=+$/, ""),
};

function findIn(text: string, canaries: readonly string[]): string[] {
  return canaries.flatMap((canary, n) =>
    Object.entries(ENCODINGS).flatMap(([name, encode]) => {
      // Of what stands in base64 amid other bytes its edges differ: the middle is enough to know it.
      const form = encode(canary);
      return text.includes(form.length > 40 ? form.slice(4, -4) : form) ? [`${n} ${name}`] : [];
    }),
  );
}

test("the control: what the search looks for is found in every encoding, also in the lines of a log that hides nothing", () => {
  const canaries = makeCanaries(3);
  for (const [n, canary] of canaries.entries()) {
    for (const [name, encode] of Object.entries(ENCODINGS)) {
      assert.ok(findIn(`x ${encode(canary)} y`, canaries).includes(`${n} ${name}`), name);
    }
  }
  const lines: string[] = [];
  const leaking = createLogger(
    (line) => lines.push(line),
    "info",
    () => 0,
    {},
    { hide: () => {}, redact: (text) => text },
  );
  leaking.hide(canaries[0]!);
  leaking.info("using it", { key: canaries[0] });
  assert.notDeepEqual(findIn(lines.join("\n"), canaries), []);
});

function makeCanaries(count: number): string[] {
  const random = createRandom(99);
  return Array.from({ length: count }, (_, n) => {
    const hex = Array.from({ length: 20 }, () => random.below(16).toString(16)).join("");
    return `ck${n}-${hex}/+"ü&${hex.slice(0, 6)}z`;
  });
}

/** A model server that refuses every key, and says it again in its refusal. */
async function startEcho(t: TestContext) {
  const [bodies, keys]: [string[], string[]] = [[], []];
  const encodings = Object.values(ENCODINGS);
  const server = createServer((request, response) => {
    const key = Buffer.from((request.headers.authorization ?? "").replace(/^Bearer /, ""), "latin1").toString("latin1");
    keys.push(key);
    const rest = { ...request.headers, authorization: undefined };
    bodies.push(`${request.url} ${JSON.stringify(rest)}`);
    request.on("data", (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on("end", () => {
      response.writeHead(401, { "content-type": "application/json" });
      const message = `${encodings[keys.length % encodings.length]!(key)} is no key`;
      response.end(JSON.stringify({ error: { message } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => void (server.closeAllConnections(), server.close()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, bodies, keys };
}

async function everythingIn(folder: string): Promise<string> {
  const parts: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === "secret.key") continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    parts.push(bytes.toString("latin1"), bytes.toString("utf8"));
  }
  return parts.join("\n");
}

test("40 secrets in use: none of them in any encoding in logs, answers, requests, exports, backups, children, crashes", async (t) => {
  // Keys go into a header, which takes Latin-1 only.
  const canaries = makeCanaries(40);
  const home = join(await tempFolder(t), "home");
  const echo = await startEcho(t);
  const printed: string[] = [];
  const real = createRealContext({ home, env: {}, signal: new AbortController().signal });
  const first = await openApp({ home, env: {}, interactive: false }, real);
  for (const [n, value] of canaries.entries()) {
    printed.push(JSON.stringify(await first.run("setSecret", { name: `c${n}`, value }, {}, real)));
  }
  await first.close();
  const dump = join(home, "env.txt");
  const child = `require("fs").writeFileSync(${JSON.stringify(dump)}, JSON.stringify(process.env) + process.argv)`;
  const engines = Object.fromEntries(
    canaries.map((_, n) => [`e${n}`, { type: "openai", url: echo.url, keyEnv: `secret:c${n}` }]),
  );
  const servers = { dump: { command: process.execPath, args: ["-e", child] } };
  await writeFile(join(home, "config.json"), JSON.stringify({ engines, mcp: { servers } }));

  const app = await openApp({ home, env: { PATH: process.env["PATH"] }, interactive: false }, real);
  const run = async (work: Promise<unknown>): Promise<void> => {
    printed.push(
      await work.then(
        (value) => JSON.stringify(value),
        (thrown: Error) => `${thrown.stack} ${thrown.message}`,
      ),
    );
  };
  await run(app.run("checkEngines", {}, {}, real));
  await run(app.run("models", {}, {}, real));
  await run(app.run("engines", {}, {}, real));
  await run(app.run("secrets", {}, {}, real));
  await run(app.run("mcpServers", {}, {}, real));
  await run(app.run("approveMcp", { name: "dump" }, {}, real));
  await run(app.run("ask", { text: "What is 2 + 2 times the moon?", workspace: home, model: "e3/m1" }, {}, real));
  for (const canary of canaries) {
    for (const encode of Object.values(ENCODINGS)) {
      real.log.error(`failed with ${encode(canary)}`, {
        header: `Bearer ${encode(canary)}`,
        error: new Error(encode(canary)),
      });
    }
  }
  await run(app.run("exportAudit", {}, { onEvent: (record) => printed.push(JSON.stringify(record)) }, real));
  await run(app.run("backup", {}, {}, real));
  await app.close();
  printed.push(await crashWith(home));

  assert.ok(new Set(echo.keys).size >= 40, "control: every key was sent to its server, as a header");
  const outputs = { printed: printed.join("\n"), requests: echo.bodies.join("\n"), home: await everythingIn(home) };
  const found = Object.entries(outputs).flatMap(([where, text]) =>
    findIn(text, canaries).map((what) => `${where}: ${what}`),
  );
  const size = Object.values(outputs).reduce((sum, text) => sum + text.length, 0);
  const cases = canaries.length * Object.keys(ENCODINGS).length;
  t.diagnostic(
    `canaries ${canaries.length} x ${Object.keys(ENCODINGS).length} = ${cases} in ${size} characters, found ${found.length}`,
  );
  assert.deepEqual(found, []);
  assert.match(outputs.home, /\[secret\]/, "control: the log was written and searched");
});

/** A process that opened a secret and ends with a fault that nobody catches. */
async function crashWith(home: string): Promise<string> {
  const script = `
    import { createContext, openApp } from "./src/app/index.ts";
    const ctx = createContext({ home: ${JSON.stringify(home)}, env: {}, signal: new AbortController().signal });
    const app = await openApp({ home: ${JSON.stringify(home)}, env: {}, interactive: false }, ctx);
    await app.run("checkEngines", { name: "e1" }, {}, ctx);
    throw new Error("crashed");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(child, "close");
  assert.match(text, /crashed/);
  return text;
}

test("what is hidden stands in no text in any encoding, and all else stays", () => {
  for (const canary of makeCanaries(40)) {
    const { redact } = createRedactor([canary]);
    for (const [name, encode] of Object.entries(ENCODINGS)) {
      const left = redact(`before ${encode(canary)} after`);
      assert.deepEqual(findIn(left, [canary]), [], name);
      assert.match(left, /^before .*\[secret\].* after$/, name);
    }
    assert.equal(redact("nothing of it"), "nothing of it");
  }
});

test("where the key is can be asked without making one", async (t) => {
  const store = await tempStore(t);
  const keys = await openMasterKeys(store.home, {});
  assert.equal(await keys.known(), null);
  await assert.rejects(stat(join(store.home, "secret.key")), /ENOENT/);
  const made = await keys.current();
  assert.deepEqual([(await keys.known())?.id, (await keys.find(made.id))?.place], [made.id, "file"]);
  assert.equal(await keys.find("another"), null);
});
