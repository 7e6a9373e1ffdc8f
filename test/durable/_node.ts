import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { defineQueue, defineWorkflow, openWorkflows } from "../../src/durable/index.ts";
import { createContext } from "../store/_setup.ts";

// One process of several on a PostgreSQL: `_node.ts NAME URL LEDGER RUNS` starts RUNS workflows itself and as many in a queue that all
// share, says "ready", and works until its input ends. Steps write "begin NAME run/step" and, when they are recorded, "recorded …".
const [name = "", url = "", ledger = "", count = "0"] = process.argv.slice(2);
const STEPS = 20;
const STEP_MS = 50;

const work = defineWorkflow("work", async (_input: null, run) => {
  for (let at = 0; at < STEPS; at++) {
    await run.step(`s${at}`, async () => {
      appendFileSync(ledger, `begin ${name} ${run.id}/${at}\n`);
      await pause(STEP_MS);
      if (await isOwner(run.ensureOwner)) appendFileSync(ledger, `effect ${name} ${run.id}/${at}\n`);
    });
    appendFileSync(ledger, `recorded ${name} ${run.id}/${at}\n`);
  }
  return name;
});
const queue = defineQueue("shared", { concurrency: 3 });

const workflows = await openWorkflows({ database: { url }, workflows: [work], queues: [queue] }, createContext());
for (let at = 0; at < Number(count); at++) {
  await workflows.start(work, null, { id: `${name}${at}` });
  await workflows.start(work, null, { id: `${name}q${at}`, queue });
}
process.stdout.write("ready\n");
process.stdin.on("end", () => void workflows.close()).resume();

async function isOwner(ensure: () => Promise<void>): Promise<boolean> {
  return ensure().then(
    () => true,
    () => false,
  );
}
