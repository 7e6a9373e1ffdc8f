import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { withoutNetwork } from "../../../src/models/engine/withoutNetwork.ts";

const run = ([program = "", ...args]: string[]) => spawnSync(program, args, { encoding: "utf8" });

/** A program that says which interfaces it sees, and ends with 0 when this machine's server answered. */
async function dialing(t: TestContext): Promise<string[]> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const script = `require("net").connect(${port}, "127.0.0.1", () => process.exit(0)).on("error", () => process.exit(3))`;
  return [process.execPath, "-e", `console.log(Object.keys(require("os").networkInterfaces()).join()); ${script}`];
}

test("a process of the engine reaches nothing, not even this machine; control: without it, it does", async (t) => {
  const words = await withoutNetwork();
  if (words === null) return t.skip("this system lets us make no namespace");
  const dial = await dialing(t);
  const inside = run([...words, ...dial]);
  assert.deepEqual([inside.status, inside.stdout.trim()], [3, ""]);
  const outside = run(dial);
  assert.equal(outside.status, 0);
});

test("with a loopback of its own it speaks with what it started, and still not with this machine", async (t) => {
  const words = await withoutNetwork("loopback");
  if (words === null) return t.skip("this system lets us make no namespace");
  const inside = run([...words, ...(await dialing(t))]);
  assert.deepEqual([inside.status, inside.stdout.trim()], [3, "lo"]);
  const itself = `const s = require("net").createServer((c) => process.exit(0)).listen(0, "127.0.0.1", () => require("net").connect(s.address().port, "127.0.0.1"))`;
  assert.equal(run([...words, process.execPath, "-e", itself]).status, 0);
});
