import { relative } from "node:path";
import type { TestEvent } from "node:test/reporters";
import { failureOf, isOwnFailure } from "./failure.ts";
import { ROOT, seconds } from "./project.ts";

/** A line per test file; failures in full, with what their file printed. */
export default async function* filesReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const printed = new Map<string, string>();
  for await (const event of source) {
    if (event.type === "test:stdout" || event.type === "test:stderr") {
      const { file, message } = event.data;
      printed.set(file ?? "", (printed.get(file ?? "") ?? "") + message);
    } else if (event.type === "test:fail" && isOwnFailure(event.data)) {
      yield `${failureOf(event.data)}\n`;
    } else if (event.type === "test:summary" && event.data.file !== undefined) {
      const { file, success, counts, duration_ms } = event.data;
      const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
      yield `${success ? "ok  " : "FAIL"} ${relative(ROOT, file)}: ${counts.tests}${skipped}, ${seconds(duration_ms)}\n`;
      if (!success && printed.has(file)) yield `--- it printed\n${printed.get(file)?.slice(-8_000)}---\n`;
      printed.delete(file);
    }
  }
}
