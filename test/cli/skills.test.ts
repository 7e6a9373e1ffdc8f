import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { ShownSkill, SkillView } from "../../src/app/index.ts";
import { put, skillText } from "../agent/skills/_setup.ts";
import { run, tempFolder } from "./_setup.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("kralle skills", () => {
  test("list, show, approve, remove: one JSON document each with --json; a change asks again", async (t) => {
    const root = tempFolder(t);
    const [home, cwd] = [join(root, "home"), join(root, "work")];
    const own = join(home, "skills/letters/SKILL.md");
    put(own, skillText("letters", "Writes letters.", "Be kind.", "allowed-tools: read_file Bash(git:*)\n"));
    put(join(cwd, ".kralle/skills/minutes/SKILL.md"), skillText("minutes", "Writes minutes.", "Be short."));
    put(join(cwd, ".kralle/skills/broken/SKILL.md"), "x");
    const json = async <T>(...args: string[]): Promise<T> => {
      const ended = await run(["skills", ...args, "--json"], { home, cwd });
      assert.equal(ended.code, 0, ended.stderr);
      return JSON.parse(ended.stdout) as T;
    };
    const states = async (): Promise<string[]> =>
      (await json<{ skills: SkillView[] }>("list")).skills.map(
        ({ name, origin, state }) => `${name} ${origin} ${state}`,
      );
    assert.deepEqual(await states(), ["letters home new", "broken folder unusable", "minutes folder new"]);
    const shown = await json<ShownSkill>("show", "letters");
    assert.deepEqual([shown.text, shown.allowedTools, shown.files], ["Be kind.", ["read_file", "Bash(git:*)"], 1]);
    const approved = await json<ShownSkill & { changed: boolean }>("approve", "letters");
    assert.deepEqual([approved.hash, approved.state, approved.changed], [shown.hash, "approved", false]);
    await json("approve", "minutes");
    put(own, skillText("letters", "Writes letters.", "Be rude."));
    assert.deepEqual(await states(), ["letters home changed", "broken folder unusable", "minutes folder approved"]);
    assert.equal((await json<{ changed: boolean }>("approve", "letters")).changed, true);
    assert.deepEqual(await json("remove", "minutes"), { name: "minutes" });
    assert.deepEqual(await states(), ["letters home approved", "broken folder unusable", "minutes folder new"]);
  });

  test("for people, in English and German; foreign words are shown safely", async (t) => {
    const root = tempFolder(t);
    const [home, cwd] = [join(root, "home"), join(root, "work")];
    put(join(cwd, "note.txt"), "x");
    const say = async (args: string[], env = {}) => run(["skills", ...args], { home, cwd, env });
    assert.match((await say([])).stdout, /^There are no skills\./);
    const hostile = skillText("letters", '"Writes \\u001b[31mletters.\\u202e"', "Be kind.\u001b[2J\u202e");
    put(join(home, "skills/letters/SKILL.md"), hostile);
    put(join(home, "skills/other/SKILL.md"), hostile);
    const listed = await say(["list"], GERMAN);
    assert.match(
      listed.stdout,
      /^letters {2}\(nicht zugelassen: wird nicht benutzt, aus dem Heimordner\)\n {2}Writes letters\.$/m,
    );
    assert.match(
      listed.stdout,
      /^other {2}\(nicht brauchbar.*\n {2}Der Name des Skills ist nicht der seines Ordners\.$/m,
    );
    const approved = await say(["approve", "letters"]);
    assert.match(approved.stdout, /Be kind\.[^]*letters is approved with exactly these files\./);
    assert.doesNotMatch(`${listed.stdout}${approved.stdout}`, /[^\P{C}\n]/u);
    assert.match(
      onOneLine((await say(["show", "other"], GERMAN)).stderr),
      /Der Skill other ist nicht brauchbar: Der Name des Skills ist nicht der seines Ordners\..*SKILL\.md berichtigen/,
    );
    assert.match((await say(["remove", "letters"])).stdout, /^letters is no longer approved\./);
    assert.match((await say(["remove", "letters"])).stderr, /is not approved/);
    assert.match((await say(["show", "nothing"])).stderr, /There is no skill nothing/);
    assert.deepEqual(
      [(await say(["show"])).code, (await say(["run"])).code, (await say(["toString"])).code],
      [2, 2, 2],
    );
  });
});
