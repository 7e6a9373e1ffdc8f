/**
 * `npm test`: everything that must hold, in order, stopping at the first kind of check that fails. The last lines are the
 * counts of Node's test runner. `npm test -- --only PATTERN` runs the checks and test files whose name matches.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CHECKS, runCheck } from "./testing/checks.ts";
import { reportCoverage } from "./testing/coverage.ts";
import { findTestFiles, isExclusive, needsModels } from "./testing/files.ts";
import { runTests, type TestTotals } from "./testing/run.ts";
import { printTotals } from "./testing/totals.ts";

/** Files at once: most of the tests wait for processes and timers half of their time. Each may hold a browser or a database. */
const SIDE_BY_SIDE = Math.min(2 * availableParallelism(), 8);

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { only: { type: "string" } },
    allowPositionals: true,
  });
  const only = values.only ?? positionals[0];
  const matches = (name: string) => only === undefined || new RegExp(only).test(name);

  for (const check of CHECKS.filter(({ name }) => matches(name))) {
    if (!runCheck(check)) return stoppedAt(check.name);
  }
  const files = findTestFiles().filter(matches);
  if (files.length === 0) return 0;
  const folder = mkdtempSync(join(tmpdir(), "kralle-test-run-"));
  try {
    return await runAll(files, folder, only === undefined);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAll(files: string[], folder: string, mustCover: boolean): Promise<number> {
  const models = needsModels(files) ? await prepare() : {};
  const environment = {
    ...models,
    NODE_V8_COVERAGE: join(folder, "coverage"),
    // Its own: what is compiled with coverage counts, and would cost programs that are started without.
    NODE_COMPILE_CACHE: join(folder, "compiled-tests"),
    KRALLE_TEST_COMPILE_CACHE: join(folder, "compiled"),
  };
  const passes: TestTotals[] = [];
  // Tests with a real model (or whole installations) take all cores: never two at once.
  const parallel = files.filter((file) => !isExclusive(file));
  const exclusive = files.filter(isExclusive);
  if (parallel.length > 0) passes.push(runTests("tests", parallel, SIDE_BY_SIDE, environment));
  if (exclusive.length > 0)
    passes.push(runTests("tests with real models and installations", exclusive, 1, environment));
  const isCovered = !mustCover || reportCoverage(environment.NODE_V8_COVERAGE);
  const isPassed = passes.every((pass) => pass.ok);
  printTotals(passes);
  return isPassed && isCovered ? 0 : 1;
}

/** Loaded late: the checks above must be able to say what is wrong with the product's own code. */
async function prepare(): Promise<Record<string, string>> {
  const { prepareModels } = await import("./testing/setup.ts");
  return prepareModels();
}

function stoppedAt(name: string): number {
  console.log(`\nnpm test stopped at: ${name}`);
  return 1;
}
