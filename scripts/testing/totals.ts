import type { TestTotals } from "./run.ts";

/** The counts of all passes as Node's own reporter writes them, and the plain line that ends every run. */
export function printTotals(passes: TestTotals[]): void {
  const failures = passes.flatMap((pass) => pass.failures);
  if (failures.length > 0) console.log(`\n== failed\n${failures.join("\n")}`);
  const sum = (key: keyof TestTotals["counts"]) => passes.reduce((total, pass) => total + pass.counts[key], 0);
  const failed = sum("failed") + sum("cancelled");
  const duration = passes.reduce((total, pass) => total + pass.durationMs, 0);
  console.log(`
ℹ tests ${sum("tests")}
ℹ suites ${sum("suites")}
ℹ pass ${sum("passed")}
ℹ fail ${sum("failed")}
ℹ cancelled ${sum("cancelled")}
ℹ skipped ${sum("skipped")}
ℹ todo ${sum("todo")}
ℹ duration_ms ${Math.round(duration)}
${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
}
