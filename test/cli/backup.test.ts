import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { openStore, type BackupInfo, type Restored } from "../../src/store/index.ts";
import { createContext } from "../store/_setup.ts";
import { run, tempFolder } from "./_setup.ts";

const ctx = createContext();
const GERMAN = { LC_ALL: "de_DE.UTF-8" };

describe("kralle backup", () => {
  test("create, list, restore: one JSON document each with --json", async (t) => {
    const folder = tempFolder(t);
    const home = join(folder, "home");
    const store = await openStore(home, ctx);
    const { id } = await store.sessions.create({ title: "x" }, ctx);
    await store.messages.accept({ session: id, key: "k", text: "wartet" }, ctx);
    const json = async <T>(...args: string[]): Promise<T> => {
      const { stdout, stderr } = await run(["backup", ...args, "--json"], { home });
      assert.equal(stdout.trim().split("\n").length, 1, stdout + stderr);
      return JSON.parse(stdout) as T;
    };
    const made = await json<BackupInfo>("create");
    assert.equal(made.state, "good");
    await store.close();
    const elsewhere = await json<BackupInfo>("create", "--to", join(folder, "disk"));
    assert.equal(elsewhere.folder, join(folder, "disk", elsewhere.name));
    const listed = await json<{ backups: BackupInfo[] }>("list", "--check");
    assert.deepEqual(
      listed.backups.map(({ name, state }) => [name, state]),
      [[made.name, "good"]],
    );
    const refused = await json<{ error: { code: string } }>("restore", made.name);
    assert.equal(refused.error.code, "E_EXISTS");
    assert.equal((await json<Restored>("restore", "newest", "--force")).interrupted, 1);
    assert.equal((await json<Restored>("restore", elsewhere.folder, "--force")).interrupted, 1);
  });

  test("for people, in English and German, also when the settings are wrong", async (t) => {
    const home = join(tempFolder(t), "home");
    const none = await run(["backup"], { home });
    assert.match(none.stdout, /There are no backups in [^]*kralle backup\s+create/);
    const store = await openStore(home, ctx);
    await store.close();
    writeFileSync(join(home, "config.json"), '{"models": 1}');
    const made = await run(["backup", "create"], { home, env: GERMAN });
    assert.match(made.stdout, /Die Sicherung \S+Z \([^)]+\) liegt/, made.stderr);
    const [name = ""] = /\d{4}-\d\d-\d\dT\S+Z/.exec(made.stdout) ?? [];
    assert.match((await run(["backup", "list"], { home })).stdout, /name +made +size +state\n\S+Z +.*not checked/);
    const restored = await run(["backup", "restore", name, "--force"], { home, env: GERMAN });
    assert.match(restored.stdout, /Zurückgespielt: [^]*Was vorher da war, liegt in/);
  });

  test("wrong calls say what is possible", async (t) => {
    const home = join(tempFolder(t), "home");
    for (const args of [["destroy"], ["restore"], ["list", "x"]]) {
      const { code, stderr } = await run(["backup", ...args], { home });
      assert.equal(code, 2, stderr);
      assert.match(stderr.replaceAll(/\s+/g, " "), /restore NAME\|FOLDER\|newest/);
    }
  });
});
