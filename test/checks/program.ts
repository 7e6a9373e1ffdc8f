import { spawn, type ChildProcess } from "node:child_process";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Settings of the test run itself, which a program under test must not inherit. */
const OURS =
  /^(npm_config_.*|npm_execpath|npm_lifecycle.*|node_v8_coverage|node_options|node_test_context|lang|lc_.*)$/i;

/** Starts a program as a person would: with this environment, less what the test run put into it. */
export function start(command: string, args: string[], cwd: string, env: Record<string, string>): Running {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  const began = performance.now();
  const child = spawn(command, args, {
    cwd,
    // Node hands NODE_V8_COVERAGE on to every child that does not have it: only an empty one keeps it out.
    env: { ...Object.fromEntries(inherited), NODE_V8_COVERAGE: "", LC_ALL: "C.UTF-8", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output, ms: performance.now() - began }));
  });
  return { child, ended };
}

export function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  return start(command, args, cwd, env).ended;
}
