import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { defineQueue, defineWorkflow, openWorkflows, type WorkflowRun } from "../../src/durable/index.ts";
import { createContext } from "../store/_setup.ts";

/** Work of all kinds that is amid something when its process is killed. Steps write "begin" and "recorded" as in `_child.ts`. */
export function createMoving(ledger: string) {
  const noted = async (run: WorkflowRun, count: number): Promise<number> => {
    let sum = 0;
    for (let at = 0; at < count; at++) {
      sum += await run.step(`s${at}`, async () => {
        appendFileSync(ledger, `begin ${run.id}/${at}\n`);
        await pause(20);
        return at;
      });
      appendFileSync(ledger, `recorded ${run.id}/${at}\n`);
    }
    return sum;
  };
  const queue = defineQueue("wide", { concurrency: 10 });
  const plain = defineWorkflow("plain", (_input: null, run) => noted(run, 20));
  const child = defineWorkflow("child", (_input: null, run) => noted(run, 5));
  const parent = defineWorkflow("parent", async (_input: null, run) => {
    const handles = [];
    for (let at = 0; at < 10; at++) handles.push(await run.child(child, null, { queue }));
    const sums = await Promise.all(handles.map((handle) => handle.result()));
    return sums.reduce((sum, one) => sum + one, 0);
  });
  const waits = defineWorkflow("waits", async (_input: null, run) => {
    await run.setEvent("state", "waiting");
    return [await run.waitForSignal("go"), await run.waitForSignal("go")];
  });
  const sleeps = defineWorkflow("sleeps", async (ms: number, run) => {
    await run.sleep(ms);
    return noted(run, 2);
  });
  return { plain, parent, waits, sleeps, workflows: [plain, child, parent, waits, sleeps], queues: [queue] };
}

const [file, ledger = "", count = "0"] = process.argv.slice(2);
if (import.meta.main && file !== undefined) {
  const moving = createMoving(ledger);
  const { workflows, queues } = moving;
  const engine = await openWorkflows({ database: { file }, workflows, queues }, createContext());
  for (let at = 0; at < 3; at++) {
    await engine.start(moving.waits, null, { id: `waits${at}` });
    await engine.signal(`waits${at}`, "go", at);
    await engine.start(moving.sleeps, 3_000, { id: `sleeps${at}` });
  }
  await engine.start(moving.parent, null, { id: "parent" });
  for (let at = 0; at < Number(count); at++) await engine.start(moving.plain, null, { id: `plain${at}` });
  process.stdout.write("started\n");
}
