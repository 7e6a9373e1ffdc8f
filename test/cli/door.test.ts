import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { run, tempFolder } from "./_setup.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };

test("kralle door: open, list, close, for people and programs", async (t) => {
  const home = join(tempFolder(t), "home");
  assert.match((await run(["door"], { home })).stdout, /No door is open/);
  const opened = await run(["door", "open", "editor", "--json"], { home });
  assert.deepEqual(JSON.parse(opened.stdout), { name: "editor", port: 7480, url: "http://127.0.0.1:7480" });
  const german = await run(["door", "open", "chat", "--port", "7490"], { home, env: GERMAN });
  assert.match(german.stdout, /Die Tür chat[^]*7490/);
  assert.match((await run(["door", "list"], { home })).stdout, /editor +http:\/\/127\.0\.0\.1:7480 +not asked for/);
  const taken = await run(["door", "open", "third", "--port", "7490", "--json"], { home });
  assert.equal((JSON.parse(taken.stdout) as { error: { code: string } }).error.code, "E_INPUT");
  assert.equal((await run(["door", "close", "editor"], { home })).code, 0);
  assert.equal((await run(["door", "close", "editor"], { home })).code, 1);
  assert.equal((await run(["door", "knock"], { home })).code, 2);
  assert.equal((await run(["door", "open"], { home })).code, 2);
});
