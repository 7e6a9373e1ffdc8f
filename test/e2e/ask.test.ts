import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ensureSample } from "../../src/app/sample.ts";
import type { AskResult } from "../../src/app/index.ts";
import { homeWithModels, run } from "../cli/_setup.ts";
import { openTerminal } from "../cli/_terminal.ts";

// The real 1.5B (KRALLE_TEST_HOME), through the real command line, over the sample firm's files.
const HOURS = {
  de: "Wie viele Stunden hat Mara im Oktober gearbeitet?",
  en: "How many hours did Mara work in October?",
};

describe("the first suggested task, with the real model", () => {
  for (const [language, text] of Object.entries(HOURS)) {
    test(`kralle ask, ${language}`, async (t) => {
      const home = homeWithModels(t);
      const { path } = await ensureSample(home);
      const ended = await run(["ask", text, "--json", "--workspace", path, "--today", "2026-11-25"], { home });
      assert.equal(ended.code, 0, ended.stdout + ended.stderr);
      const result = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as AskResult;
      assert.deepEqual([result.ok, result.value, result.error], [true, 182, null]);
      assert.deepEqual(
        [...new Set(result.evidence.map((found) => found.path))],
        ["zeiten/arbeitszeiten-oktober-2026.xlsx"],
      );
      assert.deepEqual(result.changed, []);
      const why = await run(["why"], { home });
      assert.match(why.stdout.replaceAll(/\s+/g, " "), /Mara Lindner/);
    });
  }

  test("npm start without a terminal: does the task, prints the answer, ends with 0", async (t) => {
    const home = homeWithModels(t);
    const ended = await run(["start", "--task", HOURS.en], { home });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /\b182\b/);
  });

  test("in a chat, and after a cancelled request", async (t) => {
    const home = homeWithModels(t);
    const terminal = openTerminal(t, ["start"], { home });
    await terminal.waitFor(/› $/);
    terminal.type("2\r");
    await terminal.waitFor(/…/);
    terminal.type("\u0003");
    assert.match(await terminal.waitFor(/› $/, 30_000), /cancelled\./);
    terminal.type("1\r");
    assert.match(await terminal.waitFor(/› $/, 180_000), /^182\r?$/m);
    terminal.type("/quit\r");
    assert.equal(await terminal.end(), 0);
  });
});
