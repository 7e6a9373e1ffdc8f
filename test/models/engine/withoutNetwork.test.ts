import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { withoutNetwork } from "../../../src/models/engine/withoutNetwork.ts";

test("a process of the engine reaches nothing, not even this machine; control: without it, it does", async (t) => {
  const words = await withoutNetwork();
  if (words === null) return t.skip("this system lets us make no namespace");
  const server = createServer((socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const script = `require("net").connect(${port}, "127.0.0.1", () => process.exit(0)).on("error", () => process.exit(3))`;
  const dial = [
    process.execPath,
    "-e",
    `console.log(Object.keys(require("os").networkInterfaces()).join()); ${script}`,
  ];
  const run = ([program = "", ...args]: string[]) => spawnSync(program, args, { encoding: "utf8" });
  const inside = run([...words, ...dial]);
  assert.deepEqual([inside.status, inside.stdout.trim()], [3, ""]);
  const outside = run(dial);
  assert.equal(outside.status, 0);
});
