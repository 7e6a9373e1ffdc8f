import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readCoverage } from "../../scripts/testing/v8Coverage.ts";

test("a line counts as run when one process ran it, and a profile cut off by a kill spoils nothing", (t) => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "kralle-coverage-")));
  t.after(() => rmSync(dir, { recursive: true }));
  const profiles = join(dir, "profiles");
  const program = join(dir, "program.mjs");
  const lines = [
    "function first() {",
    "  return 1;",
    "}",
    "function second() {",
    "  return 2;",
    "}",
    "function third() {",
    "  return 3;",
    "}",
    'if (process.argv[2] === "1") first();',
    "else second();",
  ];
  writeFileSync(program, lines.join("\n"));
  for (const which of ["1", "2"])
    spawnSync(process.execPath, [program, which], { env: { ...process.env, NODE_V8_COVERAGE: profiles } });
  const [one = ""] = readdirSync(profiles);
  writeFileSync(join(profiles, "coverage-cut.json"), readFileSync(join(profiles, one), "utf8").slice(0, -20));
  const ran = readCoverage(profiles, (path) => path === program).get(program);
  const missing = ran?.flatMap((isRun, at) => (isRun ? [] : [at + 1]));
  // The braces around an unused body belong to it, too.
  assert.deepEqual(missing, [7, 8, 9]);
});
