import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const KRALLE = join(ROOT, "bin/kralle.js");
export const SAMPLE = join(ROOT, "src/app/sample");

/** Settings of the test run and of this machine that a program under test must not inherit. */
const OURS =
  /^(?:npm_.*|node_v8_coverage|node_options|node_test_context|lang|language|lc_.*|kralle_.*|no_color|force_color|columns|lines)$/i;

export function environment(env: Record<string, string>): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => !OURS.test(entry[0]) && entry[1] !== undefined,
  );
  // Nothing in these tests may reach the network: what is missing stays missing.
  const offline = { KRALLE_HUB_URL: "http://127.0.0.1:9", PIP_INDEX_URL: "http://127.0.0.1:9", PIP_NO_INDEX: "1" };
  return { ...Object.fromEntries(kept), ...offline, TERM: "xterm-256color", LC_ALL: "C.UTF-8", ...env };
}

export function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "kralle-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A home of its own that shares engine and weights with the test home. */
export function homeWithModels(t: TestContext): string {
  const shared = process.env["KRALLE_TEST_HOME"] ?? join(ROOT, ".kralle/test-home");
  const home = join(tempFolder(t), "home");
  mkdirSync(home, { mode: 0o700 });
  for (const name of ["models", "packs"]) {
    if (!existsSync(join(shared, name))) throw new Error(`${shared} has no ${name}; run the tests through npm test.`);
    symlinkSync(join(shared, name), join(home, name));
  }
  return home;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  ms: number;
}

export interface RunOptions {
  home: string;
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Starts the program as a person or a script would: without a terminal. */
export function start(args: string[], { home, cwd = ROOT, env = {}, input }: RunOptions): Running {
  const began = performance.now();
  const child = spawn(process.execPath, [KRALLE, ...args], {
    cwd,
    env: environment({ KRALLE_HOME: home, ...env }),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input ?? "");
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...output, ms: performance.now() - began }));
  });
  return { child, ended };
}

export function run(args: string[], options: RunOptions): Promise<Ended> {
  return start(args, options).ended;
}
