import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, heading, seconds } from "./project.ts";

interface Check {
  name: string;
  about: string;
  /** Below node_modules: the tool's own program, run by this Node. */
  program: string;
  args: string[];
}

export const CHECKS: readonly Check[] = [
  {
    name: "lint",
    about: "oxlint: faults, import cycles, file and function sizes",
    program: "oxlint/bin/oxlint",
    args: [],
  },
  { name: "format", about: "oxfmt", program: "oxfmt/bin/oxfmt", args: ["--check", "."] },
  { name: "types", about: "tsc", program: "typescript/bin/tsc", args: ["-p", "."] },
  {
    name: "web",
    about: "svelte-check: types and accessibility of the web UI",
    program: "../web/node_modules/svelte-check/bin/svelte-check",
    args: ["--workspace", "web", "--tsconfig", "./tsconfig.json", "--output", "human", "--fail-on-warnings"],
  },
  {
    name: "web format",
    about: "prettier for what oxfmt does not read: .svelte",
    program: "prettier/bin/prettier.cjs",
    args: ["--config", "web/.prettierrc.json", "--check", "web/src/**/*.svelte", "--log-level", "warn"],
  },
  { name: "unused", about: "knip: dead files, exports and dependencies", program: "knip/bin/knip.js", args: [] },
];

/** Runs one tool; its words are shown only when it fails. */
export function runCheck(check: Check): boolean {
  heading(`${check.name} (${check.about})`);
  const started = performance.now();
  const run = spawnSync(process.execPath, [join(ROOT, "node_modules", check.program), ...check.args], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const isPassed = run.status === 0;
  if (!isPassed) console.log(`${run.stdout}${run.stderr}${run.error?.message ?? ""}`.trimEnd());
  console.log(`${isPassed ? "ok" : "FAILED"}, ${seconds(performance.now() - started)}`);
  return isPassed;
}
