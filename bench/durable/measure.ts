/**
 * One measurement of the workflow engine in a process of its own: `measure.ts FILE NORMAL|FULL WORKFLOWS`. Opens the engine, runs
 * one workflow alone, then WORKFLOWS side by side, each of 20 steps that do nothing. Prints one line of JSON (see Measured).
 * With FILE of a process that was killed it first waits for what that one left: `left` starts the same and kills itself half way.
 */
import { defineWorkflow, openWorkflows } from "../../src/durable/index.ts";
import { silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import type { Measured } from "./types.ts";
import { noNet } from "../../scripts/testing/net.ts";

const [file = "", synchronous = "NORMAL", count = "100", mode = "run"] = process.argv.slice(2);
const STEPS = 20;
const ALONE = 20;
const workflows = Number(count);

const ctx: Context = {
  signal: new AbortController().signal,
  clock: systemClock,
  net: noNet,
  log: silentLogger,
};
let steps = 0;
const twenty = defineWorkflow("twenty", async (input: number, run) => {
  let sum = input;
  for (let at = 0; at < STEPS; at++) {
    sum += await run.step(`s${at}`, () => at);
    steps += 1;
    if (mode === "left" && steps >= (workflows * STEPS) / 2) process.kill(process.pid, "SIGKILL");
  }
  return sum;
});

const bare = process.memoryUsage().rss;
const from = performance.now();
const engine = await openWorkflows(
  { database: { file, synchronous: synchronous === "FULL" ? "FULL" : "NORMAL" }, workflows: [twenty] },
  ctx,
);
const startMs = performance.now() - from;
const openedBytes = process.memoryUsage().rss - bare;

if (mode === "left") {
  for (let at = 0; at < workflows; at++) await engine.start(twenty, at, { id: `l${at}` });
  await engine.result("l0");
} else if (mode === "recover") {
  const infos = await engine.list({ limit: workflows });
  await Promise.all(infos.map(({ id }) => engine.result(id)));
  console.log(JSON.stringify({ recoverMs: performance.now() - from, recovered: infos.length }));
} else {
  const alone: number[] = [];
  for (let at = 0; at < ALONE; at++) {
    const began = performance.now();
    await (await engine.start(twenty, at, { id: `a${at}` })).result();
    alone.push(performance.now() - began);
  }
  const began = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(
    Array.from({ length: workflows }, async (_, at) => (await engine.start(twenty, at, { id: `w${at}` })).result()),
  );
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const measured: Measured = {
    startMs,
    aloneMs: alone.toSorted((a, b) => a - b)[ALONE / 2] ?? 0,
    stepsPerS: (workflows * STEPS * 1_000) / ms,
    cpuMsPerStep: (user + system) / 1_000 / (workflows * STEPS),
    openedBytes,
    workedBytes: process.memoryUsage().rss - bare,
  };
  console.log(JSON.stringify(measured));
}
await engine.close();
