import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { startHub } from "../models/install/hubServer.ts";
import { homeWithModels, run, SAMPLE, start, tempFolder } from "./_setup.ts";

// The smallest model (KRALLE_TEST_HOME) loads in a second; what it answers is not looked at.
const SMALL = ["--model", "smollm2-135m"];

/** Fields that came later, and may be missing where there is nothing to say. */
const LATER = ["memories", "skills"];
const KEYS = ["answer", "changed", "error", "evidence", "model", "ok", "steps", "stopped", "usage", "value"];
const USAGE = ["cachedTokens", "completionTokens", "modelMs", "promptTokens", "wallMs"];

describe("kralle ask", () => {
  test("--json ends with one object of the promised shape, and `why` shows the stored plan", async (t) => {
    const home = homeWithModels(t);
    const workspace = join(tempFolder(t), "firm");
    cpSync(SAMPLE, workspace, { recursive: true });
    const text = "Wie viele Rechnungen stehen in rechnungen/liste.csv?";
    const ended = await run(["ask", text, "--json", ...SMALL, "--workspace", workspace, "--today", "2026-11-25"], {
      home,
    });
    const result = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
    const keys = Object.keys(result).filter((key) => !LATER.includes(key));
    assert.deepEqual(keys.toSorted(), KEYS);
    assert.deepEqual(Object.keys(result["usage"] as object).toSorted(), USAGE);
    assert.equal(result["model"], "smollm2-135m");
    assert.equal(ended.code, result["ok"] ? 0 : 1, ended.stderr);
    const why = await run(["why"], { home });
    assert.equal(why.code, 0, why.stderr);
    assert.match(why.stdout.replaceAll(/\s+/g, " "), /Wie viele Rechnungen stehen in rechnungen\/liste\.csv\?/);
  });

  test("the budget of time ends it honestly", async (t) => {
    const home = homeWithModels(t);
    const workspace = join(tempFolder(t), "firm");
    cpSync(SAMPLE, workspace, { recursive: true });
    const ended = await run(
      ["ask", "Which invoices are open?", "--json", "--seconds", "0.05", ...SMALL, "--workspace", workspace],
      { home },
    );
    const result = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as { ok: boolean; stopped: string };
    assert.deepEqual([ended.code, result.ok, result.stopped], [1, false, "budget"]);
  });

  test("Ctrl-C in the middle: exit code 130, a result that says so, and the home is free again", async (t) => {
    const home = homeWithModels(t);
    const workspace = join(tempFolder(t), "firm");
    cpSync(SAMPLE, workspace, { recursive: true });
    const running = start(["ask", "Which invoices are open?", "--json", ...SMALL, "--workspace", workspace], { home });
    while (!existsSync(join(home, "kralle.db"))) await new Promise((resolve) => setTimeout(resolve, 20));
    running.child.kill("SIGINT");
    const ended = await running.ended;
    const result = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as { ok: boolean; stopped: string };
    assert.deepEqual([ended.code, result.ok, result.stopped], [130, false, "cancelled"]);
    const after = await run(["undo", "--workspace", workspace], { home });
    assert.match(after.stderr, /no change in this workspace/);
  });
});

describe("kralle start", () => {
  test("--task works in the sample firm's folder, which is never overwritten", async (t) => {
    const home = homeWithModels(t);
    const task = ["start", "--task", "Wie viele Rechnungen stehen in rechnungen/liste.csv?", ...SMALL];
    const first = await run(task, { home, env: { LC_ALL: "de_DE.UTF-8" } });
    assert.match(first.stderr, /^Dieser Rechner: .+/m);
    assert.match(first.stderr, /Beispielfirma/);
    const list = join(home, "workspace/rechnungen/liste.csv");
    assert.equal(readFileSync(list, "utf8"), readFileSync(join(SAMPLE, "rechnungen/liste.csv"), "utf8"));
    writeFileSync(list, "mine\n");
    const second = await run(task, { home });
    assert.doesNotMatch(second.stderr, /sample firm's files are in/);
    assert.equal(readFileSync(list, "utf8"), "mine\n");
  });
});

describe("fetching weights", () => {
  test("shows plain lines without a terminal; Ctrl-C keeps what came, the next try goes on from there", async (t) => {
    const smol = process.env["KRALLE_TEST_SMOL"];
    const weights =
      smol ??
      join(homeWithModels(t), "models/sha256-b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53.gguf");
    const content = readFileSync(weights);
    const home = join(tempFolder(t), "home");
    const half = 40_000_000;
    const holding = await startHub(t, content, { hold: { at: half, until: new Promise(() => undefined) } });
    const first = start(["models", "pull", "smollm2-135m"], { home, env: { KRALLE_HUB_URL: holding.url } });
    while (holding.sent() < half * 0.9) await new Promise((resolve) => setTimeout(resolve, 20));
    first.child.kill("SIGINT");
    const stopped = await first.ended;
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stderr, /SmolLM2-135M-Instruct .*\d+ %/);
    assert.match(stopped.stderr.replaceAll(/\s+/g, " "), /cancelled.* What was received is kept/);
    const whole = await startHub(t, content);
    const second = await run(["models", "pull", "smollm2-135m"], { home, env: { KRALLE_HUB_URL: whole.url } });
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, /smollm2-135m is here and verified/);
    assert.ok(whole.sent() < content.length, "it went on where it stopped");
    const removed = await run(["models", "rm", "smollm2-135m"], { home });
    assert.match(removed.stdout, /removed; 98 MB are free/);
  });
});
