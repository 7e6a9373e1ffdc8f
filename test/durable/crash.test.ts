import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPool } from "../../src/durable/sqlite/pool.ts";
import { tempFolder } from "../store/_setup.ts";
import { doneTwice } from "./_ledger.ts";

const CHILD = join(import.meta.dirname, "_child.ts");
const WORKFLOWS = 25;
const STEPS = 20;

interface Ended {
  said: string;
  code: number | null;
  ms: number;
}

/** Runs the child; kills it once it has begun `killAt` steps. */
async function run(args: string[], killAt = Infinity): Promise<Ended> {
  const from = performance.now();
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  let steps = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    steps += chunk.toString().split("step\n").length - 1;
    if (steps >= killAt) child.kill("SIGKILL");
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { said, code, ms: performance.now() - from };
}

test("kill -9 amid 25 workflows of 20 steps, twice: all end, and no step that was recorded runs again", async (t) => {
  const folder = await tempFolder(t);
  const [file, ledger] = [join(folder, "workflows.db"), join(folder, "ledger")];
  const args = ["work", file, ledger, String(WORKFLOWS)];
  for (const killAt of [90, 150]) {
    const killed = await run(args, killAt);
    assert.equal(killed.code, null, killed.said.slice(-200));
  }
  const { said, code } = await run(args);
  assert.equal(code, 0);
  const sum = (STEPS * (STEPS - 1)) / 2;
  assert.equal(said.split("\n").at(-2), `done ${Array.from({ length: WORKFLOWS }, () => sum).join(",")}`);
  const lines = readFileSync(ledger, "utf8").trim().split("\n");
  const begun = lines.filter((line) => line.startsWith("begin"));
  assert.equal(new Set(begun).size, WORKFLOWS * STEPS);
  assert.deepEqual(doneTwice(lines), []);
  const again = begun.length - WORKFLOWS * STEPS;
  assert.ok(again <= 2 * WORKFLOWS, `${again} steps ran again, more than were running`);
  t.diagnostic(`${again} of ${WORKFLOWS * STEPS} steps were running when the process was killed, and ran again`);
});

test("control: the judge sees a recorded step that runs again", () => {
  assert.deepEqual(
    doneTwice(["begin a/1", "recorded a/1", "begin a/2", "begin a/2", "recorded a/2", "recorded a/1"]),
    [],
  );
  assert.deepEqual(doneTwice(["begin a/1", "recorded a/1", "begin a/2", "begin a/1"]), ["a/1"]);
});

test("work that ends the process each time is given up after the recoveries that it has", async (t) => {
  const file = join(await tempFolder(t), "workflows.db");
  let ended: Ended = { said: "", code: null, ms: 0 };
  let starts = 0;
  while (ended.code === null && starts < 8) {
    starts += 1;
    ended = await run(["poison", file]);
  }
  assert.match(ended.said, /^end gaveUp AppError: The work p was given up/);
  assert.equal(starts, 3, "the first run, one recovery, and the start that gives up");
});

test("a file that a process works with is refused to every other one", async (t) => {
  const file = join(await tempFolder(t), "workflows.db");
  const pool = openPool(file, "NORMAL");
  t.after(() => pool.close());
  const { said, code } = await run(["idle", file]);
  assert.equal(code, 1);
  assert.match(said, /E_HOME_LOCKED/);
});

test("close leaves nothing that keeps the process alive", async (t) => {
  const file = join(await tempFolder(t), "workflows.db");
  const { code, ms } = await run(["idle", file]);
  assert.equal(code, 0);
  assert.ok(ms < 5_000, `${ms} ms`);
});
