import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { defineWorkflow, openWorkflows, type WorkflowsDatabase } from "../../src/durable/index.ts";
import { createContext } from "../store/_setup.ts";

// A process for others to kill. `work` opens the engine, starts what is not started yet, says "step" for each step that begins and
// "done" when all have ended; each step writes a line into the ledger when it begins and when what it returned is recorded.
// `poison` starts a workflow that ends the process. `idle` leaves a sleep and a wait behind at close and must end by itself.
// Where: a file, or the address of a PostgreSQL database.
const [what = "", where = "", ledger = "", count = "0"] = process.argv.slice(2);
const database: WorkflowsDatabase = where.startsWith("postgresql:") ? { url: where } : { file: where };
const from = performance.now();
const STEPS = 20;

const twenty = defineWorkflow("twenty", async (id: string, run) => {
  let sum = 0;
  for (let at = 0; at < STEPS; at++) {
    sum += await run.step(`s${at}`, async () => {
      appendFileSync(ledger, `begin ${id}/${at}\n`);
      process.stdout.write("step\n");
      await pause(at % 3);
      return at;
    });
    appendFileSync(ledger, `recorded ${id}/${at}\n`);
  }
  return sum;
});
const poison = defineWorkflow("poison", (_input: null, run) =>
  run.step("bang", () => process.kill(process.pid, "SIGKILL")),
);
const sleeps = defineWorkflow("sleeps", (_input: null, run) => run.sleep(60_000));
const waits = defineWorkflow("waits", (_input: null, run) => run.waitForSignal("never"));

const workflows = await openWorkflows(
  { database, recoveries: what === "poison" ? 1 : 3, workflows: [twenty, poison, sleeps, waits] },
  createContext(),
);
if (what === "work") {
  const ids = Array.from({ length: Number(count) }, (_, at) => `w${at}`);
  for (const id of ids) await workflows.start(twenty, id, { id });
  const results = await Promise.all(ids.map((id) => workflows.result(id)));
  process.stdout.write(`${Math.round(performance.now() - from)} ms\ndone ${results.join(",")}\n`);
}
if (what === "poison") {
  if (!(await workflows.find("p"))) await workflows.start(poison, null, { id: "p" });
  const end = await workflows.result("p").catch((thrown: unknown) => thrown);
  process.stdout.write(`end ${(await workflows.find("p"))?.state} ${String(end)}\n`);
}
if (what === "idle") {
  await workflows.start(sleeps, null, { id: "s" });
  await workflows.start(waits, null, { id: "w" });
  await pause(50);
}
await workflows.close();
