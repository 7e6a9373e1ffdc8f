import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { IS_FULL, openPlace, outcome, SEED } from "./_place.ts";
import { random, traversals } from "./_strings.ts";

/** Of those that are written to (each costs a durable record); with `npm run torture -- paths` all of them. */
const WRITTEN = 300;

test("no path leads out of the workspace, however it is written", async (t) => {
  const { workspace, outer, secret, untouched } = await openPlace(t);
  const strings = traversals(["secret.txt", "outside/secret.txt", secret.slice(1)]);
  assert.ok(strings.length > 23_000, `${strings.length}`);
  let done = 0;
  for (const path of strings) {
    if ((await outcome(workspace.read(path), path)) === "done") done += 1;
  }
  const pick = random(SEED);
  const written = IS_FULL ? strings : Array.from({ length: WRITTEN }, () => strings[pick(strings.length)]!);
  await workspace.begin("run_paths", "paths");
  for (const path of written) {
    await outcome(workspace.write(path, Buffer.from("x")), path);
    await outcome(workspace.move("sub/own.txt", path), path);
    await outcome(workspace.move(path, "sub/own.txt"), path);
    await outcome(workspace.remove(path), path);
  }
  await workspace.end();
  t.diagnostic(`${strings.length} paths read, ${written.length} written; seed ${SEED}; ${done} were files inside`);
  assert.equal(done, 0, "there is no such file inside");
  await untouched();
  // Control: the plain way of joining reads the canary for many of them.
  let leaks = 0;
  for (const path of strings.slice(0, 2_000)) {
    const text = await readFile(join(outer, "ws", path), "utf8").catch(() => "");
    if (text.includes("canary")) leaks += 1;
  }
  t.diagnostic(`control: ${leaks} of 2000 lead out where paths are only joined`);
  assert.ok(leaks > 20, `${leaks}`);
});
