import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { run, tempFolder } from "./_setup.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("kralle token, devices, sign-in", () => {
  test("create, list, revoke: one JSON document each with --json", async (t) => {
    const home = join(tempFolder(t), "home");
    const json = async (...args: string[]): Promise<Record<string, unknown>> => {
      const ended = await run([...args, "--json"], { home });
      assert.equal(ended.stdout.trim().split("\n").length, 1, ended.stdout);
      return { ...(JSON.parse(ended.stdout) as object), code: ended.code };
    };
    const made = await json("token", "create", "--name", "ci", "--scope", "act", "--days", "30");
    assert.equal(made["code"], 0);
    assert.match(String(made["token"]), /^krl_[0-9a-f]{16}\.[\w-]{43}$/);
    const revoked = await json("token", "revoke", String(made["id"]));
    assert.deepEqual([revoked["name"], revoked["state"], revoked["code"]], ["ci", "revoked", 0]);
    const listed = await json("token", "list");
    assert.deepEqual(
      (listed["tokens"] as { state: string }[]).map(({ state }) => state),
      ["revoked"],
    );
    const failed = await json("token", "revoke", "nobody");
    assert.deepEqual([failed["code"], (failed["error"] as { code: string }).code], [1, "E_NOT_FOUND"]);
  });

  test("for people, in English and German", async (t) => {
    const home = join(tempFolder(t), "home");
    const made = await run(["token", "create", "--name", "Büro", "--scope", "read"], { home, env: GERMAN });
    assert.match(made.stdout, /^Schlüssel Büro \(read\)[^]*^krl_\S+$/m);
    assert.match((await run(["token"], { home })).stdout, /Büro +read +valid +never +never/);
    assert.match((await run(["devices"], { home, env: GERMAN })).stdout, /Kein Browser ist angemeldet/);
    const link = await run(["sign-in"], { home });
    assert.equal(link.code, 1);
    assert.match(link.stderr, /kralle up/);
  });

  const wrong: [args: string[], english: RegExp, german: RegExp][] = [
    [["token", "eat"], /kralle token eat/, /kralle token eat/],
    [["token", "create", "--name", "x"], /--scope/, /--scope/],
    [["token", "create", "--name", "x", "--scope", "root"], /not "root"/, /nicht „root“/],
    [["token", "revoke"], /"id" is missing/, /„id“/],
    [["devices", "revoke"], /"id" is missing/, /„id“/],
  ];
  for (const [args, english, german] of wrong) {
    test(`not understood: kralle ${args.join(" ")}`, async (t) => {
      const home = join(tempFolder(t), "home");
      const [first, second] = await Promise.all([run(args, { home }), run(args, { home, env: GERMAN })]);
      assert.deepEqual([first.code, second.code], [2, 2]);
      assert.match(inOneLine(first.stderr), english);
      assert.match(inOneLine(second.stderr), german);
    });
  }
});
