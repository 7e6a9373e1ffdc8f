import assert from "node:assert/strict";
import { once } from "node:events";
import { globSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { openMcp } from "../../../src/agent/index.ts";
import { toGrants } from "../../../src/app/egress/grants.ts";
import { parseConfig } from "../../../src/core/index.ts";
import { createSandbox } from "../../../src/guard/index.ts";
import { openWorld, PUBLIC } from "../../guard/egress/_world.ts";
import { toContext } from "../../models/remote/_setup.ts";

/** Continuous integration installs the sandbox: there its lack is a failure. */
const MAY_LACK = process.env["KRALLE_CI"] === undefined;
const SERVER = fileURLToPath(new URL("./_dialing.ts", import.meta.url));
const left = (): string[] => globSync(join(tmpdir(), "kralle-way-out-*", "proxy.sock"));

/** An MCP server in its sandbox, with the hosts of its settings. */
async function open(t: TestContext, hosts: string[]) {
  const sandbox = await createSandbox(toContext());
  const settings = { command: process.execPath, args: [SERVER], env: [], hosts };
  const { config } = parseConfig({ mcp: { servers: { dialing: settings } } }, "");
  const world = await openWorld(t, { grants: ({ purpose }) => Promise.resolve(toGrants(purpose, config, {})) });
  for (const name of ["api.example", "evil.example"]) world.names.set(name, [[PUBLIC]]);
  const ctx = { ...toContext(), net: world.net };
  const host = { env: { PATH: process.env["PATH"] }, sandbox: () => Promise.resolve(sandbox), hidden: [] };
  const connection = openMcp("dialing", settings, host);
  const inside = createServer((socket) => socket.end("inside"));
  inside.listen(0, "127.0.0.1");
  await once(inside, "listening");
  t.after(async () => {
    inside.close();
    await connection.close();
  });
  const dial = (target: string, direct = false) => connection.call("dial", { target, direct }, ctx);
  return { world, dial, connection, here: `127.0.0.1:${(inside.address() as AddressInfo).port}` };
}

test("a program in its sandbox reaches the hosts of its settings through the broker, and nothing else", async (t) => {
  if (MAY_LACK && (await createSandbox(toContext())).kind === "refuse")
    return t.skip("there is no sandbox on this system");
  const { world, dial, connection, here } = await open(t, ["api.example"]);
  assert.match(await dial("api.example:443"), /200 Connection established .* public$/u);
  assert.match(await dial("evil.example:443"), /403 Forbidden/u);
  assert.match(await dial(`${PUBLIC}:443`), /403 Forbidden/u);
  assert.match(await dial(here), /403 Forbidden/u);
  assert.match(await dial(here, true), /ECONNREFUSED/u);
  assert.match(await dial(`${PUBLIC}:80`, true), /ENETUNREACH/u);
  assert.equal(world.hits.outside, 1);
  assert.deepEqual(
    world.entries
      .filter(({ outcome }) => outcome !== "started")
      .map(({ purpose, host, outcome }) => [purpose, host, outcome]),
    [
      ["mcp:dialing", "api.example", "done"],
      ["mcp:dialing", "evil.example", "refused"],
      ["mcp:dialing", PUBLIC, "refused"],
      ["mcp:dialing", "127.0.0.1", "refused"],
    ],
  );
  const before = left().length;
  await connection.close();
  for (let waited = 0; left().length >= before && waited < 200; waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(left().length < before, "its way out is gone with it");
});

test("control: without hosts it has no way out at all", async (t) => {
  if (MAY_LACK && (await createSandbox(toContext())).kind === "refuse")
    return t.skip("there is no sandbox on this system");
  const { world, dial, here } = await open(t, []);
  assert.equal(await dial("api.example:443"), "no proxy");
  assert.match(await dial(here, true), /ECONNREFUSED/u);
  assert.equal(world.hits.outside, 0);
});
