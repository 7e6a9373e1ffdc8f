/**
 * `npm run bench [-- NAME …] [--json FILE]`: what Kralle costs and how fast it is, measured on this machine. Without a name
 * all benches run, one after another. Ends with 1 when a figure is above the limit that is promised for it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../bench/machine.ts";
import { toText } from "../bench/report.ts";
import { BENCHES } from "../bench/runs/index.ts";
import { isBroken } from "../bench/stats.ts";
import type { Bench, BenchRun, Figure, UsedModel } from "../bench/types.ts";
import { AppError, createLogger, systemClock, toAppError, type Context } from "../src/core/index.ts";
import { plainNet } from "./testing/net.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "kralle-bench-"));
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: "string" }, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help) {
      console.log(
        `npm run bench [-- NAME ...] [--json FILE]\nNames: ${Object.keys(BENCHES).join(", ")}; without one, all.`,
      );
      return 0;
    }
    const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
    return await run(names, scratch, values.json);
  } catch (thrown) {
    return tell(toAppError(thrown, "E_USAGE"));
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function run(names: string[], scratch: string, json: string | undefined): Promise<number> {
  const measures = names.map((name) => ({ name, measure: find(name) }));
  const machine = describeMachine(); // first, since measuring makes load
  const models = new Map<string, UsedModel>();
  const bench: Bench = {
    ctx: createContext(),
    scratch,
    note: (text) => console.error(`- ${text}`),
    used: (model) => void models.set(model.id, model),
  };
  const figures: Figure[] = [];
  let code = 0;
  for (const { name, measure } of measures) {
    bench.note(`bench ${name}`);
    try {
      figures.push(...(await measure(bench)));
    } catch (thrown) {
      code = tell(toAppError(thrown)); // what the others found is shown all the same
    }
    if (stop.signal.aborted) break;
  }
  if (figures.length === 0) return code;
  const date = new Date(systemClock.now()).toISOString().slice(0, 10);
  const name = names.length === 1 ? (names[0] ?? "") : "all";
  const report = { bench: name, date, machine, models: [...models.values()], figures };
  console.log(toText(report));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 1)}\n`);
  return code === 0 && figures.some(isBroken) ? 1 : code;
}

function find(name: string): BenchRun {
  const measure = BENCHES[name];
  if (measure) return measure;
  const hint = `Known: ${Object.keys(BENCHES).join(", ")}.`;
  throw new AppError("E_USAGE", `There is no bench "${name}".`, { hint });
}

/** Says what went wrong and what to do; returns the exit code. */
function tell({ code, message, hint }: AppError): number {
  console.error(`${code}: ${message}${hint === undefined ? "" : `\n${hint}`}`);
  return code === "E_CANCELLED" ? 130 : 1;
}

function createContext(): Context {
  return {
    signal: stop.signal,
    clock: systemClock,
    net: plainNet,
    log: createLogger((line) => console.error(line), "warn", systemClock.now),
  };
}
