import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { AskResult, Memory } from "../../src/app/index.ts";
import { createStyle } from "../../src/cli/terminal/style.ts";
import { createUi } from "../../src/cli/terminal/ui.ts";
import { bringTexts } from "../../src/cli/texts/index.ts";
import { showResult } from "../../src/cli/view/result.ts";
import { acquireHomeLock } from "../../src/store/index.ts";
import { createContext } from "../store/_setup.ts";
import { run, tempFolder } from "./_setup.ts";

await bringTexts("en");
await bringTexts("de");

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("kralle memory", () => {
  test("add, list, correct, forget, profile: one JSON document each with --json", async (t) => {
    const home = join(tempFolder(t), "home");
    const json = async <T>(...args: string[]): Promise<T> => {
      const ended = await run(["memory", ...args, "--json"], { home });
      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(ended.stdout.trim().split("\n").length, 1, ended.stdout);
      return JSON.parse(ended.stdout) as T;
    };
    const added = await json<Memory>("add", "our VAT id", "is DE123");
    assert.deepEqual([added.text, added.said], ["our VAT id is DE123", null]);
    const corrected = await json<Memory & { history: Memory[] }>("correct", added.id, "our", "VAT id is DE456");
    assert.deepEqual([corrected.text, corrected.history.map(({ id }) => id)], ["our VAT id is DE456", [added.id]]);
    const { memories, total } = await json<{ memories: Memory[]; total: number }>("list", "USt-IdNr");
    assert.deepEqual([memories.map(({ id }) => id), total], [[corrected.id], 1]);
    assert.equal((await json<{ total: number }>("list", "landlord")).total, 0);
    const set = await json<object>(
      "profile",
      "--name",
      "Anna",
      "--hours",
      "Mon-Tue 8-16",
      "--time-zone",
      "europe/berlin",
    );
    const day = [{ from: "08:00", to: "16:00" }];
    const told = { name: "Anna", address: null, tone: null, language: null, timeZone: "Europe/Berlin" };
    assert.deepEqual(set, { ...told, workingHours: { mon: day, tue: day } });
    assert.deepEqual(await json("profile", "--name", "none"), { ...set, name: null });
    assert.deepEqual(await json("forget", added.id), { id: added.id, wordings: 2 });
    assert.equal((await json<{ total: number }>()).total, 0);
  });

  test("for people, in English and German", async (t) => {
    const home = join(tempFolder(t), "home");
    const say = async (args: string[], env = {}) => run(["memory", ...args], { home, env });
    assert.match((await say([])).stdout, /^Nothing is remembered yet\./);
    assert.match(
      (await say(["add", "unser Büro ist freitags zu"], GERMAN)).stdout,
      /^Gemerkt: unser Büro ist freitags zu$/m,
    );
    assert.match((await say(["list"], GERMAN)).stdout, /^unser Büro ist freitags zu\n {2}mem_\w+ · nie benutzt$/m);
    assert.match(
      (await say(["profile", "--hours", "Mo-Fr 8-16"], GERMAN)).stdout,
      /^Arbeitszeiten: Mo–Fr 08:00–16:00$/m,
    );
  });

  const wrong: [args: string[], code: number, english: RegExp, german: RegExp][] = [
    [["eat"], 2, /"kralle memory eat" does not exist/, /„kralle memory eat“ gibt es nicht/],
    [["add"], 2, /argument "TEXT" is missing/, /Argument „TEXT“ fehlt/],
    [["correct", "mem_1"], 2, /argument "TEXT" is missing/, /Argument „TEXT“ fehlt/],
    [["forget", "mem_1"], 1, /There is no memory mem_1\. .*kralle memory list/, /Kennung mem_1 gibt es nicht/],
    [["profile", "--hours", "whenever"], 1, /"whenever" was not understood/, /„whenever“ war nicht als Arbeitszeit/],
    [["profile", "--tone", "rude"], 1, /setProfile: tone is wrong/, /setProfile: tone ist falsch/],
  ]; // prettier-ignore
  for (const [args, code, english, german] of wrong) {
    test(`not done: kralle memory ${args.join(" ")}`, async (t) => {
      // Each in a home of its own: both hold it while they write.
      const say = (env = {}) => run(["memory", ...args], { home: join(tempFolder(t), "home"), env });
      const [first, second] = await Promise.all([say(), say(GERMAN)]);
      assert.deepEqual([first.code, second.code], [code, code]);
      assert.match(onOneLine(first.stderr), english);
      assert.match(onOneLine(second.stderr), german);
    });
  }

  test("nothing is written while another Kralle holds the home; it can be read", async (t) => {
    const home = join(tempFolder(t), "home");
    await mkdir(home, { mode: 0o700 });
    const lock = await acquireHomeLock(home, createContext());
    t.after(() => lock.release());
    const added = await run(["memory", "add", "something"], { home });
    assert.deepEqual([added.code, /Another Kralle uses this home/.test(onOneLine(added.stderr))], [1, true]);
    assert.equal((await run(["memory", "list"], { home })).code, 0);
  });
});

test("a result names what was used of the memory, safely and in one line each, and its files apart from it", () => {
  const lines: string[] = [];
  const screen = {
    columns: 60,
    isLive: false,
    style: createStyle(false),
    line: (text = "") => void lines.push(...text.split("\n")),
    write: () => undefined,
    endLine: () => undefined,
    status: () => undefined,
  };
  const id = `mem_${"0".repeat(21)}`;
  const result: AskResult = {
    ok: true,
    answer: "DE123",
    value: "DE123",
    evidence: [
      { path: id, quote: "x" },
      { path: "a.txt", quote: "y" },
    ],
    changed: [],
    memories: [{ id, text: `our VAT id is DE123\n\u001b[31m${"x".repeat(500)}` }],
    skills: [],
    model: "m",
    usage: { promptTokens: 0, completionTokens: 0, cachedTokens: 0, modelMs: 0, wallMs: 0 },
    steps: 1,
    stopped: "done",
    error: null,
  };
  showResult(result, screen, createUi("en", {}));
  assert.deepEqual(lines.slice(0, 2), ["DE123", "  From: a.txt"]);
  assert.match(lines[2] ?? "", /^ {2}Used: our VAT id is DE123 x+…$/);
  assert.equal(lines.length, 3);
});
