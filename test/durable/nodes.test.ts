import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { usePostgres } from "../_postgres.ts";
import { tempFolder } from "../store/_setup.ts";
import { until } from "./_gate.ts";
import { mostAtOnce, readNodeLedger } from "./_ledger.ts";

const postgres = usePostgres();
const NODE = join(import.meta.dirname, "_node.ts");
const RUNS = 4;
/** Longer than it takes to be given up and have one's work taken over. */
const STOPPED_MS = 9_000;

async function startNode(
  t: TestContext,
  name: string,
  url: string,
  ledger: string,
  runs: number,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [NODE, name, url, ledger, String(runs)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test(
  "of three processes one is killed and one stops for a while: all work ends, nothing recorded is done twice",
  {
    skip: postgres.skip,
  },
  async (t) => {
    const ledger = join(await tempFolder(t), "ledger");
    const url = await postgres.freshDatabase();
    const read = (): string[] => readFileSync(ledger, "utf8").trim().split("\n");
    const has = (part: string): boolean => read().some((line) => line.includes(part));
    appendFileSync(ledger, "");
    const c = await startNode(t, "c", url, ledger, 0);
    const [a, b] = await Promise.all([startNode(t, "a", url, ledger, RUNS), startNode(t, "b", url, ledger, RUNS)]);
    await until("both work", () => has("recorded a a0/") && has("recorded b b0/"));

    b.kill("SIGSTOP");
    a.kill("SIGKILL");
    appendFileSync(ledger, "stopped b\n");
    const from = performance.now();
    await until("the work of the killed one goes on", () => has("begin c a0/"));
    const takenMs = performance.now() - from;
    await pause(Math.max(0, STOPPED_MS - takenMs));
    b.kill("SIGCONT");
    const ids = ["a", "b"]
      .flatMap((name) => Array.from({ length: RUNS }, (_, at) => [`${name}${at}`, `${name}q${at}`]))
      .flat();
    await until("all have ended", () => ids.every((id) => has(` ${id}/19`) && isRecorded(read(), id)));
    await pause(1_500); // for whatever the continued one still does
    for (const child of [b, c]) {
      child.stdin?.end();
      await once(child, "exit");
    }

    const verdict = readNodeLedger(read());
    assert.deepEqual(verdict.twice, [], "recorded and begun again");
    assert.deepEqual(verdict.stale, [], "begun by a process that had lost it");
    assert.deepEqual(verdict.effects, [], "done again by a process that still took itself for the owner");
    assert.equal(verdict.steps, ids.length * 20);
    const most = mostAtOnce(read(), (run) => run.includes("q"), 19);
    assert.ok(most > 1 && most <= 3, `${most} of the queue at once, over all processes`);
    assert.ok(takenMs < 10_000, `${takenMs} ms`);
    t.diagnostic(`taken over after ${Math.round(takenMs)} ms; ${verdict.again} steps were running and ran again`);
  },
);

test("control: the judge sees what a process does that has lost its work", () => {
  const lines = [
    "begin b b0/1",
    "stopped b",
    "begin c b0/1",
    "effect c b0/1",
    "recorded c b0/1",
    "effect b b0/1",
    "begin b b0/1",
  ];
  const { twice, stale, effects } = readNodeLedger(lines);
  assert.deepEqual([twice, stale, effects], [["b0/1"], ["b b0/1"], ["b0/1"]]);
  const overlapping = ["begin a x/0", "begin b y/0", "begin a x/1", "effect a x/1", "begin a z/0"];
  assert.equal(
    mostAtOnce(overlapping, () => true, 1),
    2,
  );
});

function isRecorded(lines: readonly string[], id: string): boolean {
  return lines.some((line) => line.startsWith("recorded ") && line.endsWith(` ${id}/19`));
}
