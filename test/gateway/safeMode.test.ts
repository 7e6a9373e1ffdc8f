import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { ownerOf, prepareHome, startGateway } from "./_gateway.ts";
import { send } from "./gate/_server.ts";
import { startModelServer } from "./_modelServer.ts";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

it(
  "a damaged database is said on the port, and the newest good backup takes its place",
  { timeout: 60_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "kralle-safe-"));
    const home = join(folder, "home");
    const models = await startModelServer();
    t.after(async () => {
      await models.close();
      rmSync(folder, { recursive: true, force: true });
    });
    prepareHome(home, models.url);
    const kralle = (...args: string[]) =>
      spawnSync(process.execPath, [MAIN, ...args], { env: { ...process.env, KRALLE_HOME: home }, encoding: "utf8" });

    const sound = await startGateway(home);
    const owner = ownerOf(home);
    t.after(() => owner.close());
    const { body } = await owner.ask("POST", "/api/sessions", { title: "kept" });
    assert.equal(kralle("backup", "create").status, 0);
    assert.equal(await sound.end("SIGTERM"), 0);
    damage(join(home, "kralle.db"));

    const safe = await startGateway(home);
    const health = await fetch(`${safe.url}/api/health`);
    assert.equal(health.status, 503);
    assert.match(await health.text(), /"status":"damaged"/);
    const page = await (await fetch(safe.url)).text();
    assert.match(page, /kralle backup restore newest --force/);
    assert.doesNotMatch(page, /kralle\.db|\/home\b/, "who asks is told of no file");
    assert.equal((await fetch(`${safe.url}/api/sessions`, { method: "POST", body: "{}" })).status, 503);
    const port = Number(new URL(safe.url).port);
    const other = await send(port, "GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n");
    assert.equal(other.status, 421, "a page of another name reads nothing");
    const page2 = await send(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://evil.test\r\n\r\n`);
    assert.equal(page2.status, 403);
    assert.equal(await safe.end("SIGTERM"), 1);

    assert.equal(kralle("backup", "restore", "newest", "--force").status, 0);
    const again = await startGateway(home);
    const after = ownerOf(home);
    t.after(() => after.close());
    const { id } = body as { id: string };
    assert.equal(((await after.ask("GET", `/api/sessions/${id}`)).body as { title: string }).title, "kept");
    assert.equal(await again.end("SIGTERM"), 0);
  },
);

/** Overwrites pages in the middle of a database. */
function damage(file: string): void {
  rmSync(`${file}-wal`, { force: true });
  const open = openSync(file, "r+");
  for (let page = 1; page < 14; page += 1) writeSync(open, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(open);
}
