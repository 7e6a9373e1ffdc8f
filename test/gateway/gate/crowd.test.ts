import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { tempFolder } from "../../store/_setup.ts";
import { runCrowd } from "./torture/crowd.ts";

test("strangers that take what they can before they are asked: who works goes on, and the gateway stays small", async (t) => {
  const verdict = await runCrowd({ home: join(await tempFolder(t), "home"), seconds: 2, idle: 400 });
  const { done, served, came, p99, mostMb, faults } = verdict;
  t.diagnostic(`${served} served (p99 ${p99.toFixed(0)} ms), ${came} came anew, at most ${mostMb.toFixed(0)} MB`);
  assert.deepEqual(faults, []);
  assert.ok(served > 3, `${served}`);
  assert.equal(Object.keys(done).length, 12, `each was done: ${JSON.stringify(done)}`);
});
