import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { usePostgres, whyToSkip } from "./_postgres.ts";

const postgres = usePostgres();
const ask = (url: string, sql: string): string =>
  execFileSync("psql", ["-XAt", "-v", "ON_ERROR_STOP=1", url, "-c", sql], { encoding: "utf8" }).trim();

test("each database is empty and apart from the others", { skip: postgres.skip }, async () => {
  const [one, other] = [await postgres.freshDatabase(), await postgres.freshDatabase()];
  ask(one, "CREATE TABLE mine (name text)");
  assert.equal(ask(one, "INSERT INTO mine VALUES ('ä') RETURNING length(name)").split("\n")[0], "1");
  const tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
  assert.deepEqual([ask(one, tables), ask(other, tables)], ["1", "0"]);
  assert.equal(ask(one, "SHOW fsync"), "off");
});

test("a test process that is killed leaves no server and no files", { skip: postgres.skip }, async () => {
  const program = `
    import { usePostgres } from ${JSON.stringify(join(import.meta.dirname, "_postgres.ts"))};
    console.log(await usePostgres({ fsync: true }).freshDatabase());
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const url = said.toString().trim();
  assert.equal(ask(url, "SHOW fsync"), "on");
  const folder = ask(url, "SHOW data_directory");
  assert.ok(existsSync(folder));
  child.kill("SIGKILL");
  while (existsSync(folder)) await pause(20);
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await assert.rejects(once(socket, "connect"), /ECONNREFUSED/);
});

test("what lacks is skipped with a reason on one's own machine, and fails in continuous integration", () => {
  assert.match(String(whyToSkip(null, undefined)), /not installed/);
  assert.equal(whyToSkip(null, "1"), false);
  assert.equal(whyToSkip("/usr/lib/postgresql/15/bin", undefined), false);
});
