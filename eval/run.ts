/** `npm run eval [-- PART …]`: how well Kralle does its work, judged by code. Without a part: tasks over folders of small firms. */
import { writeFileSync } from "node:fs";
import { describeMachine } from "../bench/machine.ts";
import { toText } from "../bench/report.ts";
import { isBroken } from "../bench/stats.ts";
import type { EvalPart, EvalRun } from "./part.ts";
import { plainNet } from "../scripts/testing/net.ts";
import { silentLogger, systemClock, type Context } from "../src/core/index.ts";

/** Each reads its own options; `--json FILE` is read here, for all of them. */
const PARTS: Readonly<Record<string, () => Promise<EvalPart>>> = {
  briefing: async () => (await import("./briefing/run.ts")).briefing,
  inbox: async () => (await import("./inbox/run.ts")).inbox,
};

const [name = "", ...rest] = process.argv.slice(2);
const open = PARTS[name];
if (open === undefined) await import("./agentTasks.ts");
else await runPart(name, await open(), rest);

async function runPart(part: string, run: EvalPart, args: readonly string[]): Promise<void> {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  const ctx: Context = { signal: controller.signal, clock: systemClock, net: plainNet, log: silentLogger };
  const machine = describeMachine();
  const models: EvalRun["models"] = [];
  const at = args.indexOf("--json");
  const file = at === -1 ? undefined : args[at + 1];
  const own = at === -1 ? args : args.toSpliced(at, 2);
  const figures = await run(own, { ctx, note: (text) => console.log(text), models });
  const date = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  const report = { bench: `eval ${part}`, date, machine, models, figures };
  console.log(`\n${toText(report)}`);
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  if (figures.some(isBroken)) process.exitCode = 1;
}
