import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { usePostgres } from "../_postgres.ts";
import { ownerOf, prepareHome, startGateway, type Owner, type Running } from "./_gateway.ts";
import { startModelServer, type ModelServer } from "./_modelServer.ts";

const postgres = usePostgres();
const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");
const PASSWORD = "SWORDFISH";

describe("a gateway with DATABASE_URL", { skip: postgres.skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-postgres-home-"));
  const home = join(folder, "home");
  const owner: Owner = ownerOf(home);
  let models: ModelServer;
  let gateway: Running;
  let url = "";

  before(async () => {
    models = await startModelServer();
    prepareHome(home, models.url);
    url = Object.assign(new URL(await postgres.freshDatabase()), { password: PASSWORD }).href;
    gateway = await startGateway(home, { DATABASE_URL: url });
  });
  after(async () => {
    owner.close();
    await gateway.end("SIGTERM");
    await models.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const kralle = (...args: string[]): Promise<{ code: number; out: string }> =>
    promisify(execFile)(process.execPath, [MAIN, ...args], {
      env: { ...process.env, KRALLE_HOME: home, KRALLE_OFFLINE: "1", DATABASE_URL: url, LANG: "C", LC_ALL: "C" },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
      (thrown: { code: number; stdout: string; stderr: string }) => ({
        code: thrown.code,
        out: thrown.stdout + thrown.stderr,
      }),
    );

  it("answers, and keeps nothing but blobs and settings in its home", async () => {
    const { body } = await owner.ask("POST", "/api/sessions", {});
    const { id: session } = body as { id: string };
    await owner.ask("POST", `/api/sessions/${session}/messages`, { text: "good morning" });
    await owner.hear(`/api/sessions/${session}/events`, 0, (data) => data["type"] === "result");
    const { body: listed } = await owner.ask("GET", `/api/sessions/${session}/messages`);
    const { messages } = listed as { messages: { role: string; text: string }[] };
    assert.deepEqual(
      messages.map(({ role, text }) => [role, text]),
      [
        ["user", "good morning"],
        ["assistant", "You said: good morning"],
      ],
    );
    for (const file of ["kralle.db", "durable.db"]) assert.equal(existsSync(join(home, file)), false, file);
  });

  it("says which database it is, and never the password", async () => {
    const shown = new URL(url);
    const place = `postgresql://kralle@${shown.host}${shown.pathname}`;
    const { out } = await kralle("status");
    assert.ok(out.replaceAll(/\s+/g, " ").includes(place), out);
    const { out: doctor } = await kralle("doctor");
    assert.match(doctor.replaceAll(/\s+/g, " "), /Database: PostgreSQL \d+\.\d+, postgresql:\/\/kralle@.*fsync is off/);
    const { out: refused } = await kralle("backup", "create");
    assert.match(refused.replaceAll(/\s+/g, " "), /PostgreSQL database.*pg_dump/);
    const log = readFileSync(join(home, "logs", "kralle.log"), "utf8");
    for (const text of [out, doctor, refused, log, gateway.stderr()]) assert.doesNotMatch(text, /SWORDFISH/);
  });
});

describe("a home that moves while work is under way", { skip: postgres.skip }, () => {
  it("has everything answered from the database, once", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "kralle-move-"));
    const home = join(folder, "home");
    let delayMs = 60_000;
    const models = await startModelServer({ delayMs: () => delayMs });
    t.after(async () => {
      await models.close();
      rmSync(folder, { recursive: true, force: true });
    });
    prepareHome(home, models.url);
    const owner = ownerOf(home);
    t.after(() => owner.close());
    const first = await startGateway(home);
    const sessions: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { body } = await owner.ask("POST", "/api/sessions", {});
      const { id } = body as { id: string };
      sessions.push(id);
      for (const text of ["first", "second"]) {
        await owner.ask("POST", `/api/sessions/${id}/messages`, { text: `${text} of ${n}`, key: `${text}${n}` });
      }
    }
    while (models.waiting() < 3) await sleep(20);
    await first.end("SIGKILL");
    delayMs = 0;
    const url = await postgres.freshDatabase();
    const env = { ...process.env, KRALLE_HOME: home, KRALLE_OFFLINE: "1", LC_ALL: "C" };
    const kralle = (more: Record<string, string>, ...args: string[]) =>
      promisify(execFile)(process.execPath, [MAIN, ...args], { env: { ...env, ...more } });
    await assert.rejects(kralle({ DATABASE_URL: "" }, "migrate"), /Set DATABASE_URL/);
    const { stdout } = await kralle({ DATABASE_URL: url }, "migrate");
    assert.match(stdout.replaceAll(/\s+/g, " "), /\d+ rows are in postgresql:.*compared one by one/);
    const withoutUrl = kralle({ DATABASE_URL: "" }, "up", "--port", "0");
    await assert.rejects(withoutUrl, /are in the database/, "it does not begin an empty history");
    const gateway = await startGateway(home, { DATABASE_URL: url });
    t.after(() => gateway.end("SIGTERM"));
    const answers = async (id: string): Promise<string[]> => {
      const { body } = await owner.ask("GET", `/api/sessions/${id}/messages`);
      const { messages } = body as { messages: { role: string; text: string }[] };
      return messages.filter(({ role }) => role === "assistant").map(({ text }) => text);
    };
    for (const [n, id] of sessions.entries()) {
      while ((await answers(id)).length < 2) await sleep(50);
      assert.deepEqual(await answers(id), [`You said: first of ${n}`, `You said: second of ${n}`]);
    }
  });
});
