import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { homeWithModels, run, tempFolder } from "./_setup.ts";
import { openTerminal } from "./_terminal.ts";

// The smallest model (KRALLE_TEST_HOME) loads in a second; what it answers is not looked at.
const SMALL = ["--model", "smollm2-135m"];
const PROMPT = /› $/;
const PROMPT_WITHIN_MS = 4_000;

describe("kralle start in a terminal", () => {
  test(`offers its prompt within ${PROMPT_WITHIN_MS / 1000} s while the weights load, with three tasks to try`, async (t) => {
    const home = homeWithModels(t);
    const began = performance.now();
    const terminal = openTerminal(t, ["start", ...SMALL], { home });
    const shown = await terminal.waitFor(PROMPT);
    const ms = performance.now() - began;
    assert.ok(ms < PROMPT_WITHIN_MS, `${ms} ms`);
    assert.match(shown, /loading in the background/);
    assert.match(shown, /1 How many hours did Mara work in October\?/);
    terminal.type("\u0004");
    assert.equal(await terminal.end(), 0);
  });

  test("in German, on a narrow dumb terminal: no line is too long, nothing moves the cursor", async (t) => {
    const home = homeWithModels(t);
    const terminal = openTerminal(t, ["start", ...SMALL], {
      home,
      columns: 40,
      rows: 20,
      env: { LC_ALL: "de_DE.UTF-8", TERM: "dumb" },
    });
    const shown = await terminal.waitFor(PROMPT);
    assert.match(shown.replaceAll(/\s+/g, " "), /1 Wie viele Stunden hat Mara im Oktober gearbeitet\?/);
    const lines = shown.split(/\r?\n/).filter((line) => !line.startsWith("http://127.0.0.1:")); // a link stays whole
    for (const line of lines) assert.ok([...line].length <= 40, line);
    terminal.type("/quit\r");
    assert.equal(await terminal.end(), 0);
    assert.ok(!terminal.raw.includes("\u001b"), JSON.stringify(terminal.raw.slice(0, 300)));
  });
});

describe("kralle chat", () => {
  test("commands, an answer, its details and plan, and going on later", async (t) => {
    const home = homeWithModels(t);
    const workspace = join(tempFolder(t), "files");
    mkdirSync(workspace);
    writeFileSync(join(workspace, "hours.csv"), "name;hours\nAnna;4\nBert;5\nAnna;2\n");
    const terminal = openTerminal(t, ["chat", ...SMALL, "--workspace", workspace], { home });
    await terminal.waitFor(PROMPT);
    terminal.type("/help\r");
    assert.match(await terminal.waitFor(PROMPT), /\/details +the last work, step by step/);
    terminal.type("/files\r");
    assert.match(await terminal.waitFor(PROMPT), /hours\.csv/);
    terminal.type("/nonsense\r");
    assert.match(await terminal.waitFor(PROMPT), /There is no command \/nonsense/);
    terminal.type("/undo\r");
    assert.match(await terminal.waitFor(PROMPT), /no change in this workspace/);
    terminal.type("/model\r");
    assert.match(await terminal.waitFor(PROMPT), /Model: SmolLM2-135M-Instruct/);
    terminal.type("How many rows does hours.csv have?\r");
    assert.match(await terminal.waitFor(PROMPT, 60_000), /smollm2-135m · /);
    terminal.type("/why\r");
    assert.match(await terminal.waitFor(PROMPT), /How many rows does hours\.csv have\?/);
    terminal.type("/new\r");
    await terminal.waitFor(PROMPT);
    terminal.type("/quit\r");
    assert.equal(await terminal.end(), 0);
    assert.match(readFileSync(join(home, "chat_history"), "utf8"), /^How many rows/m);
  });

  test("history comes back with the arrow key; Ctrl-C clears, asks, then ends", async (t) => {
    const home = homeWithModels(t);
    writeFileSync(join(home, "chat_history"), "older\n/help\n");
    const terminal = openTerminal(t, ["chat", ...SMALL, "--workspace", tempFolder(t)], { home });
    await terminal.waitFor(PROMPT);
    terminal.type("\u001b[A");
    await terminal.waitFor(/\/help$/);
    terminal.type("\r");
    await terminal.waitFor(/\/details[^›]*› $/);
    terminal.type("some words");
    await terminal.waitFor(/some words$/);
    terminal.type("\u0003");
    terminal.type("\u0003");
    await terminal.waitFor(/Press Ctrl-C again to quit\.[^›]*› $/);
    terminal.type("\u0003");
    assert.equal(await terminal.end(), 0);
  });

  test("Ctrl-C cancels the work and the chat goes on", async (t) => {
    const home = homeWithModels(t);
    const terminal = openTerminal(t, ["start", ...SMALL], { home });
    await terminal.waitFor(PROMPT);
    terminal.type("2\r");
    await terminal.waitFor(/…/);
    terminal.type("\u0003typed meanwhile");
    const shown = await terminal.waitFor(/typed meanwhile$/);
    assert.match(shown, /cancelled\.|Cancelled\.|smollm2-135m · /);
    terminal.type("\u0003/quit\r");
    assert.equal(await terminal.end(), 0);
  });

  test("without a terminal takes one request a line, and colours nothing", async (t) => {
    const home = homeWithModels(t);
    const ended = await run(["chat", ...SMALL, "--workspace", tempFolder(t)], { home, input: "/files\n\n/help\n" });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /› \/files\nThis folder is empty\./);
    assert.ok(!ended.stdout.includes("\u001b"));
  });

  test("a second one on the same home ends at once and says who has it", async (t) => {
    const home = homeWithModels(t);
    const first = openTerminal(t, ["chat", ...SMALL, "--workspace", tempFolder(t)], { home });
    await first.waitFor(PROMPT);
    const second = await run(["chat", "--workspace", tempFolder(t)], { home, input: "/help\n" });
    assert.equal(second.code, 1);
    assert.match(second.stderr.replaceAll(/\s+/g, " "), /Another Kralle uses this home folder: process \d+ .*chat/);
    first.type("/quit\r");
    assert.equal(await first.end(), 0);
  });

  test("one beside a gateway speaks through it", async (t) => {
    const home = homeWithModels(t);
    const first = openTerminal(t, ["start", ...SMALL], { home });
    await first.waitFor(PROMPT);
    const second = await run(["chat", ...SMALL, "--workspace", tempFolder(t)], { home, input: "/files\n" });
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, /This folder is empty\./);
    first.type("/quit\r");
    assert.equal(await first.end(), 0);
  });
});
