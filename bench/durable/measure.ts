/**
 * One measurement of the workflow engine in a process of its own: `measure.ts FILE NORMAL|FULL WORKFLOWS`. Opens the engine, runs
 * one workflow alone, then WORKFLOWS side by side, each of 20 steps that do nothing. Prints one line of JSON (see Measured).
 * With FILE of a process that was killed it first waits for what that one left: `left` starts the same and kills itself half way.
 * `seen` measures signals and children instead (see Seen).
 */
import { defineQueue, defineWorkflow, openWorkflows } from "../../src/durable/index.ts";
import { silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import { median } from "../stats.ts";
import type { Measured, Seen } from "./types.ts";
import { noNet } from "../../scripts/testing/net.ts";

const [file = "", synchronous = "NORMAL", count = "100", mode = "run"] = process.argv.slice(2);
const STEPS = 20;
const ALONE = 20;
const SIGNALS = 50;
const CHILDREN = 200;
const workflows = Number(count);

const ctx: Context = {
  signal: new AbortController().signal,
  clock: systemClock,
  net: noNet,
  log: silentLogger,
};
let steps = 0;
const started = Promise.withResolvers<void>();
if (mode !== "left") started.resolve(); // what is to be killed is on disk as a whole first
const twenty = defineWorkflow("twenty", async (input: number, run) => {
  let sum = input;
  if (mode === "left" || mode === "recover") await run.step("start", () => started.promise);
  for (let at = 0; at < STEPS; at++) {
    sum += await run.step(`s${at}`, () => at);
    steps += 1;
    if (mode === "left" && steps >= (workflows * STEPS) / 2) process.kill(process.pid, "SIGKILL");
  }
  return sum;
});

const queue = defineQueue("wide", { concurrency: 50 });
const child = defineWorkflow("child", (at: number, run) => run.step("work", () => at));
const parent = defineWorkflow("parent", async (children: number, run) => {
  const handles = [];
  for (let at = 0; at < children; at++) handles.push(await run.child(child, at, { queue }));
  await Promise.all(handles.map((handle) => handle.result()));
});
const woken: number[] = [];
const waits = defineWorkflow("waits", async (times: number, run) => {
  for (let at = 0; at < times; at++) {
    const sent = Number(await run.waitForSignal("go"));
    await run.step("woken", () => woken.push(performance.now() - sent));
  }
});

const bare = process.memoryUsage().rss;
const from = performance.now();
const engine = await openWorkflows(
  {
    database: { file, synchronous: synchronous === "FULL" ? "FULL" : "NORMAL" },
    workflows: [twenty, child, parent, waits],
    queues: [queue],
  },
  ctx,
);
const startMs = performance.now() - from;
const openedBytes = process.memoryUsage().rss - bare;

if (mode === "left") {
  for (let at = 0; at < workflows; at++) await engine.start(twenty, at, { id: `l${at}` });
  started.resolve();
  await engine.result("l0");
} else if (mode === "recover") {
  const infos = await engine.list({ limit: workflows });
  await Promise.all(infos.map(({ id }) => engine.result(id)));
  console.log(JSON.stringify({ recoverMs: performance.now() - from, recovered: infos.length }));
} else if (mode === "seen") {
  const handle = await engine.start(waits, SIGNALS, { id: "waits" });
  for (let at = 1; at <= SIGNALS; at++) {
    await ctx.clock.sleep(10); // it is back at its wait
    await engine.signal("waits", "go", performance.now());
    while (woken.length < at) await ctx.clock.sleep(1);
  }
  await handle.result();
  await ctx.clock.sleep(1_500); // the queue is known
  const began = performance.now();
  await (await engine.start(parent, CHILDREN, { id: "parent" })).result();
  const seen: Seen = { wakeMs: median(woken), fanOutMs: performance.now() - began };
  console.log(JSON.stringify(seen));
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
