import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createNet } from "../../src/app/net.ts";
import { createPatientAgent } from "../../src/app/patience.ts";

test("the network waits longer than the 300 s of the platform, as this Node lets it", async (t) => {
  const agent = createPatientAgent();
  assert.ok(agent, "this Node holds its agent elsewhere: look for the new place");
  const server = createServer((_request, response) => response.end("here"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const response = await createNet().fetch(`http://127.0.0.1:${port}/`);
  assert.equal(await response.text(), "here");
});
