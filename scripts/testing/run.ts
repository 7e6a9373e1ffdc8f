import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { heading, ROOT } from "./project.ts";

/** What one run of Node's test runner found; written by `totals-reporter.ts`. */
export interface TestTotals {
  ok: boolean;
  counts: Record<"tests" | "suites" | "passed" | "failed" | "cancelled" | "skipped" | "todo", number>;
  durationMs: number;
  failures: string[];
}

const LONGEST_TEST_MS = 600_000;

/**
 * Runs the files with Node's test runner, at most `concurrency` of them at once. `env` with NODE_V8_COVERAGE makes every
 * test file's process leave its coverage there (see `ownProcess.ts`).
 */
export function runTests(title: string, files: string[], concurrency: number, env: Record<string, string>): TestTotals {
  heading(`${title} (${files.length} files)`);
  const folder = mkdtempSync(join(tmpdir(), "kralle-test-"));
  const totals = join(folder, "totals.json");
  try {
    const reporters = [
      [reporter("files-reporter.ts"), "stdout"],
      [reporter("totals-reporter.ts"), totals],
    ].flatMap(([name, to]) => [`--test-reporter=${name}`, `--test-reporter-destination=${to}`]);
    const preload = `--import=${new URL("ownProcess.ts", import.meta.url).href}`;
    const flags = [
      preload,
      "--test",
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${LONGEST_TEST_MS}`,
      ...reporters,
    ];
    const run = spawnSync(process.execPath, [...flags, ...files], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const found = JSON.parse(readFileSync(totals, "utf8")) as TestTotals;
    return { ...found, ok: found.ok && run.status === 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reporter(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
