import type { TestEvent } from "node:test/reporters";
import { isOwnFailure, nameOf } from "./failure.ts";
import type { TestTotals } from "./run.ts";

/** Writes what `runTests` reads: one JSON object of counts and failures. */
export default async function* totalsReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const counts = { tests: 0, suites: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 };
  const totals: TestTotals = { ok: false, counts, durationMs: 0, failures: [] };
  for await (const event of source) {
    if (event.type === "test:fail" && isOwnFailure(event.data)) totals.failures.push(nameOf(event.data));
    if (event.type === "test:summary" && event.data.file === undefined) {
      totals.ok = event.data.success;
      totals.counts = { ...counts, ...event.data.counts };
      totals.durationMs = event.data.duration_ms;
    }
  }
  yield JSON.stringify(totals);
}
