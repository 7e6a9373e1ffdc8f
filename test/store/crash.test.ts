import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { acquireHomeLock, openStore } from "../../src/store/index.ts";
import { createContext, isError, tempFolder } from "./_setup.ts";

const ctx = createContext();
const CHILD = join(import.meta.dirname, "_child.ts");

function start(what: string, home: string): ChildProcess {
  return spawn(process.execPath, [CHILD, what, home], { stdio: ["ignore", "pipe", "inherit"] });
}

test("kill -9 while events are appended: none that was acknowledged is missing", async (t) => {
  const home = join(await tempFolder(t), "home");
  let acknowledged = 0;
  for (const after of [1, 7, 23, 40]) {
    const child = start("append", home);
    let said = "";
    let lines = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      lines = said.split("\n").length - 1;
      if (lines >= after) child.kill("SIGKILL");
    });
    await once(child, "close");
    const last = Number(said.split("\n").slice(0, -1).at(-1));
    assert.ok(last > acknowledged, "the child got on");
    acknowledged = last;
    const store = await openStore(home, ctx);
    const [session] = await store.sessions.list(2);
    const events = await store.sessions.events(session?.id ?? "");
    assert.ok(events.length >= acknowledged, `${events.length} stored, ${acknowledged} acknowledged`);
    assert.deepEqual(
      events.map((event) => event.seq),
      events.map((_event, index) => index + 1),
    );
    for (const { payload } of events.slice(-5)) {
      assert.ok(await store.blobs.get((payload as { sha256: string }).sha256), "a blob is there before what names it");
    }
    await store.close();
  }
});

test("a home has one holder, the second learns who, and kill -9 frees it", async (t) => {
  const home = join(await tempFolder(t), "home");
  const child = start("lock", home);
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout!, "data");
  await assert.rejects(
    acquireHomeLock(home, ctx),
    isError("E_HOME_LOCKED", new RegExp(`process ${child.pid} .*_child\\.ts lock.* since \\d{4}-`)),
  );
  child.kill("SIGKILL");
  await once(child, "close");
  const lock = await acquireHomeLock(home, ctx);
  await assert.rejects(acquireHomeLock(home, ctx), isError("E_HOME_LOCKED", new RegExp(`process ${process.pid} `)));
  await lock.release();
  await lock.release();
  const again = await acquireHomeLock(home, ctx);
  await again.release();
});
