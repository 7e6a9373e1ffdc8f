import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createAgent, type AskResult } from "../src/agent/index.ts";
import { silentLogger, systemClock, type Context } from "../src/core/index.ts";
import { createSandbox } from "../src/guard/index.ts";
import type { ModelAbility, Models } from "../src/models/index.ts";
import { openStore } from "../src/store/index.ts";
import { judge, readTree } from "./judge.ts";
import { blindModels, MODEL_IDS, modelsOver, openEngine, type ModelSize } from "./models.ts";
import { runPlainLoop } from "./plain.ts";
import { median, report, type TaskRecord } from "./report.ts";
import { copyWorkspace, loadTasks, type PlacedTask } from "./tasks.ts";
import { plainNet } from "../scripts/testing/net.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const HOME =
  process.env["KRALLE_EVAL_HOME"] ?? process.env["KRALLE_TEST_HOME"] ?? join(HERE, "..", ".kralle", "test-home");

const HELP = `npm run eval -- [options]: tasks over folders of small firms, judged by code.
  --model LIST      1.5b, 0.5b, first, random, plain; by comma, default all. first: code's best candidate every time;
                    random: any candidate; plain: the 1.5B in an ordinary tool loop
  --set NAME        tuning or frozen (workspaces that nobody tuned to)
  --workspace NAME  one workspace
  --only KIND|ID    tasks of one kind, or whose id begins so; several by comma
  --quick           every third task
  --resume          keep what a run that was broken off has done
  --json FILE       the figures, with machine and models
  --verbose         what each task did`;

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "1.5b,0.5b,first,random,plain" },
    only: { type: "string" },
    workspace: { type: "string" },
    set: { type: "string" },
    quick: { type: "boolean", default: false },
    resume: { type: "boolean", default: false },
    json: { type: "string" },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
const ctx: Context = {
  signal: controller.signal,
  clock: systemClock,
  net: plainNet,
  log: silentLogger,
};

const tasks = loadTasks()
  .filter(
    ({ task, workspace, frozen }) =>
      (!values.only || values.only.split(",").some((only) => task.kind === only || task.id.startsWith(only))) &&
      (!values.workspace || workspace === values.workspace) &&
      (!values.set || frozen === (values.set === "frozen")),
  )
  .filter((_task, at) => !values.quick || at % 3 === 0);

const all: TaskRecord[] = [];
for (const variant of values.model.split(",")) {
  const records = await runVariant(variant);
  all.push(...records);
  console.log(`\n${report(variant, records)}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(toFigures(all), null, 1)}\n`);

async function runVariant(variant: string): Promise<TaskRecord[]> {
  const log = join(HERE, "results", `${variant}.jsonl`);
  mkdirSync(dirname(log), { recursive: true });
  const kept = values.resume ? readRecords(log) : new Map<string, TaskRecord>();
  if (!values.resume && existsSync(log)) rmSync(log);
  const records: TaskRecord[] = [];
  const opened = await openVariant(variant);
  try {
    for (const placed of tasks) {
      const known = kept.get(placed.task.id);
      const record = known ?? (await runTask(variant, placed, opened));
      if (!known) appendFileSync(log, `${JSON.stringify(record)}\n`);
      records.push(record);
      console.log(
        `${record.ok ? "ok  " : "FAIL"} ${record.id.padEnd(16)} ${record.kind.padEnd(10)} ${record.seconds.toFixed(1).padStart(6)} s ${String(record.calls).padStart(3)} calls  ${record.ok ? "" : record.faults.join("; ").slice(0, 160)}`,
      );
    }
  } finally {
    await opened.close();
  }
  return records;
}

interface Variant {
  models: Models;
  plain: boolean;
  /** What the model was measured to do; null for those without a model, which take a model's place as it is. */
  ability: ModelAbility | null;
  close: () => Promise<void>;
}

async function openVariant(variant: string): Promise<Variant> {
  if (variant === "random" || variant === "first")
    return { models: blindModels(variant), plain: false, ability: null, close: async () => {} };
  const size = (variant === "plain" ? "1.5b" : variant) as ModelSize;
  if (!(size in MODEL_IDS)) throw new Error(`Unknown --model ${variant}: 1.5b, 0.5b, first, random or plain.`);
  const engine = await openEngine(size, HOME, ctx);
  await engine.load(ctx);
  const models = modelsOver(engine);
  const plain = variant === "plain";
  const ability = plain ? null : await models.ability("chat", ctx);
  if (ability)
    console.log(`${variant} measured: choose ${ability.choose}, schema ${ability.schema}, tools ${ability.tools}`);
  return { models, plain, ability, close: () => engine.close() };
}

function readRecords(log: string): Map<string, TaskRecord> {
  if (!existsSync(log)) return new Map();
  const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as TaskRecord).map((record) => [record.id, record]));
}

async function runTask(
  variant: string,
  { task, workspace, frozen }: PlacedTask,
  { models, plain, ability }: Variant,
): Promise<TaskRecord> {
  const copy = copyWorkspace(workspace);
  const home = mkdtempSync(join(tmpdir(), "kralle-eval-home-"));
  const started = performance.now();
  const calls = { n: 0 };
  const counted: Models = {
    ...models,
    generate: async (request, inner) => {
      const result = await models.generate(request, inner);
      calls.n += result.usage.calls;
      return result;
    },
  };
  try {
    const before = await readTree(copy.dir);
    const store = await openStore(home, ctx);
    let result: AskResult;
    try {
      if (plain)
        result = await runPlainLoop(
          { text: task.request, workspace: copy.dir, today: task.today, models: counted, store },
          ctx,
        );
      else {
        const agent = createAgent({
          store,
          models: counted,
          sandbox: await createSandbox(ctx),
          modelName: variant,
          interactive: false,
          ability: () => Promise.resolve(ability),
        });
        result = await agent.ask(
          {
            text: task.request,
            workspace: copy.dir,
            today: task.today,
            budget: { seconds: 240 },
            ...(values.verbose ? { onEvent: showEvent } : {}),
          },
          ctx,
        );
      }
    } finally {
      await store.close();
    }
    const seconds = (performance.now() - started) / 1000;
    const verdict = await judge(task, result, before, await readTree(copy.dir));
    if (values.verbose)
      console.log(
        `  ${task.request}\n  = ${JSON.stringify(result.value)} | ${result.answer.slice(0, 600)} | ${JSON.stringify(result.error)}`,
      );
    const tokens = result.usage.promptTokens + result.usage.completionTokens;
    return {
      variant,
      id: task.id,
      workspace,
      frozen,
      kind: task.kind,
      lang: task.lang,
      ok: verdict.ok,
      faults: verdict.faults,
      seconds,
      steps: result.steps,
      calls: calls.n,
      tokens,
      stopped: result.stopped,
    };
  } finally {
    copy.dispose();
    rmSync(home, { recursive: true, force: true });
  }
}

function showEvent(
  event: Parameters<NonNullable<Parameters<ReturnType<typeof createAgent>["ask"]>[0]["onEvent"]>>[0],
): void {
  if (event.type === "plan") {
    for (const hole of event.plan.holes)
      console.log(
        `    ? ${hole.question.replaceAll("\n", " / ").slice(0, 200)} -> ${hole.chosen.slice(0, 200)} (of ${hole.offered})`,
      );
    for (const step of event.plan.steps) console.log(`    ${step.id} ${step.op}: ${step.why.slice(0, 300)}`);
  } else if (event.type === "note") console.log(`    - ${event.text.slice(0, 300)}`);
}

function toFigures(records: TaskRecord[]) {
  const figures = [...Map.groupBy(records, (record) => record.variant).entries()].flatMap(([variant, group]) => {
    const share = (list: TaskRecord[]) =>
      list.length === 0 ? 0 : list.filter((record) => record.ok).length / list.length;
    return [
      { name: `${variant} success`, value: share(group), unit: "share", n: group.length },
      {
        name: `${variant} success, frozen workspaces`,
        value: share(group.filter((record) => record.frozen)),
        unit: "share",
        n: group.filter((record) => record.frozen).length,
      },
      {
        name: `${variant} median task`,
        value: median(group.map((record) => record.seconds)),
        unit: "s",
        n: group.length,
      },
      {
        name: `${variant} model calls per task`,
        value: group.reduce((total, record) => total + record.calls, 0) / Math.max(1, group.length),
        unit: "calls",
        n: group.length,
      },
    ];
  });
  const machine = {
    cpu: cpus()[0]?.model ?? "",
    cores: cpus().length,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
  return {
    bench: "eval",
    date: new Date(ctx.clock.now()).toISOString().slice(0, 10),
    machine,
    models: MODEL_IDS,
    figures,
    tasks: records,
  };
}
