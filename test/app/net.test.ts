import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { readEgress } from "../../src/app/egress/record.ts";
import { setLock } from "../../src/app/egress/lock.ts";
import { createNet } from "../../src/app/net.ts";
import { systemClock } from "../../src/core/index.ts";
import { isError } from "../store/_setup.ts";

async function setUp(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), "kralle-net-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const server = createServer((_request, response) => response.end("here"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const configure = (config: object): void => writeFileSync(join(home, "config.json"), JSON.stringify(config));
  return { home, url, port, configure, net: createNet({ home, env: {}, clock: systemClock }) };
}

test("a server of the settings is reached, by its own purpose alone, from the moment it stands there", async (t) => {
  const { net, url, configure } = await setUp(t);
  await assert.rejects(net.for("engine:local").fetch(url), isError("E_REFUSED", /may not be reached for engine:local/));
  configure({ engines: { local: { type: "openai", url: `${url}/v1` } } });
  assert.equal(await (await net.for("engine:local").fetch(`${url}/secret?q=1`)).text(), "here");
  await assert.rejects(net.for("engine:other").fetch(url), isError("E_REFUSED"));
  await assert.rejects(net.for("models").fetch(url), isError("E_REFUSED"));
  await assert.rejects(net.fetch(url), isError("E_REFUSED", /Nobody said what for/));
  configure({});
  await assert.rejects(net.for("engine:local").fetch(url), isError("E_REFUSED"));
});

test("all of it is recorded: what for, where to, how much, how it ended; no paths and no queries", async (t) => {
  const { home, net, url, port, configure } = await setUp(t);
  configure({ models: { mirrors: { hub: [url], ollama: [] } } });
  assert.equal(await (await net.for("models").fetch(`${url}/secret?token=1`)).text(), "here");
  await assert.rejects(
    net.for("models").fetch(url, { method: "POST", body: "x" }),
    isError("E_REFUSED", /only be asked/),
  );
  const [refused, done] = readEgress(home, 0, 10);
  assert.equal(refused?.outcome, "refused");
  assert.equal(refused?.result, "E_REFUSED");
  const { purpose, host, address, method, outcome, result, bytesIn, bytesOut } = done!;
  assert.deepEqual(
    { purpose, host, port: done!.port, address, method, outcome, result },
    { purpose: "models", host: "127.0.0.1", port, address: "127.0.0.1", method: "GET", outcome: "done", result: "200" },
  );
  assert.ok(bytesIn > 50 && bytesOut > 50, `${bytesIn} in, ${bytesOut} out`);
  assert.doesNotMatch(readFileSync(join(home, "logs", "egress.jsonl"), "utf8"), /secret|token/);
});

test("the privacy lock leaves this machine open and nothing else, at once and in every process", async (t) => {
  const { home, net, url, configure } = await setUp(t);
  configure({
    engines: { local: { type: "openai", url }, far: { type: "openai", url: "http://192.0.2.1", allowRemote: true } },
  });
  setLock(home, true, Date.now());
  assert.equal(await (await net.for("engine:local").fetch(url)).text(), "here");
  await assert.rejects(net.for("models").fetch("https://huggingface.co/"), isError("E_PRIVACY_LOCK"));
  await assert.rejects(
    net.for("packages").entrust("npm", async () => assert.fail("it ran")),
    isError("E_PRIVACY_LOCK"),
  );
  setLock(home, false, Date.now());
  assert.equal(await net.for("packages").entrust("npm", async () => "ran"), "ran");
});
