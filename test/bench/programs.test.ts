import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, test } from "node:test";
import { toProductEnvironment } from "../../bench/home.ts";
import { memoryOf, processTree, readSize } from "../../bench/memory.ts";
import { runProgram, runToSuccess } from "../../bench/program.ts";
import { hasTerminal, quote, startInTerminal } from "../../bench/terminal.ts";

const signal = new AbortController().signal;
const options = { cwd: tmpdir(), env: process.env, timeoutMs: 20_000, signal };
const isLinux = process.platform === "linux";

/** Whether a process is there and no zombie. */
function isAlive(pid: number): boolean {
  return memoryOf(pid).resident !== null;
}

describe("programs", () => {
  test("end with their code, output, time and lines", async () => {
    const lines: string[] = [];
    const onLine = (line: string): void => void lines.push(line);
    const script =
      'console.log("one\\ntwo"); process.stdout.write("three"); process.exitCode = 3; setTimeout(() => {}, 500)';
    const ended = await runProgram(process.execPath, ["--eval", script], { ...options, onLine });
    assert.deepEqual([ended.code, ended.stdout, lines], [3, "one\ntwo\nthree", ["one", "two", "three"]]);
    assert.ok(ended.ms > 5);
    if (isLinux) assert.ok((ended.peak ?? 0) > 10e6);
  });

  test("that take too long are ended with all that they started", async () => {
    let child = 0;
    const script = `const { spawn } = require("node:child_process");
      console.log(spawn(process.execPath, ["--eval", "setTimeout(() => {}, 60000)"]).pid);
      setTimeout(() => {}, 60000);`;
    const running = runProgram(process.execPath, ["--eval", script], {
      ...options,
      timeoutMs: 1_500,
      onLine: (line) => (child = Number(line)),
    });
    await assert.rejects(running, { code: "E_BUDGET" });
    assert.ok(child > 0);
    for (let tries = 0; tries < 100 && isAlive(child); tries += 1) await new Promise((wake) => setTimeout(wake, 20));
    assert.equal(isAlive(child), false);
  });

  test("that fail say why", async () => {
    const failing = runToSuccess(process.execPath, ["--eval", 'throw new Error("planted")'], options);
    await assert.rejects(failing, /ended with code 1[^]*planted/);
  });

  test("under measurement see nothing of an outer test or npm run, but its registry", () => {
    const outer = { PATH: "/bin", NODE_OPTIONS: "x", NODE_V8_COVERAGE: "x", npm_execpath: "x", KRALLE_MODEL_PATH: "x" };
    const env = toProductEnvironment("/h", { ...outer, npm_config_registry: "r", LANG: "de_DE.UTF-8" });
    assert.deepEqual(env, { PATH: "/bin", npm_config_registry: "r", LC_ALL: "C.UTF-8", KRALLE_HOME: "/h" });
  });
});

describe("memory", () => {
  test("is read out of what the kernel says", () => {
    const status = "Name:\tnode\nVmHWM:\t  2048 kB\nVmRSS:\t    1024 kB\n";
    assert.equal(readSize(status, "VmRSS"), 1024 * 1024);
    assert.equal(readSize(status, "VmHWM"), 2048 * 1024);
    assert.equal(readSize("", "VmRSS"), null);
  });

  test("of this very process", { skip: !isLinux }, () => {
    const { resident, peak } = memoryOf(process.pid);
    assert.ok(resident !== null && peak !== null && peak >= resident && resident > 10e6);
    assert.equal(processTree(process.pid)[0]?.pid, process.pid);
  });
});

describe("a pseudo-terminal", { skip: !hasTerminal() }, () => {
  const script = `process.stdout.write(process.stdout.isTTY + " " + process.stdout.columns + " don't\\n\\x1b[36m› \\x1b[39m");
    process.stdin.once("data", (text) => { console.log("got " + text); process.exit(0); });`;

  test("shows, takes keys, and leaves nothing behind", async () => {
    const terminal = startInTerminal(process.execPath, ["--eval", script], options);
    try {
      assert.ok((await terminal.waitFor(/^› /m, 10_000)) > 0);
      assert.match(terminal.shown, /true 120 don't/);
      const pids = terminal.processes().map(({ pid }) => pid);
      assert.ok(pids.length > 0 && pids.every(isAlive));
      terminal.type("hello\n");
      await terminal.waitFor(/got hello/, 10_000);
      await terminal.end();
      assert.equal(pids.some(isAlive), false);
    } finally {
      await terminal.end();
    }
  });

  test("says what was shown when the pattern does not come", async () => {
    const terminal = startInTerminal(process.execPath, ["--eval", 'console.log("something else")'], options);
    try {
      await assert.rejects(terminal.waitFor(/never/, 10_000), /something else/);
    } finally {
      await terminal.end();
    }
  });

  test("quotes for the shell", () => {
    assert.equal(quote("a/b.js"), "a/b.js");
    assert.equal(quote("don't $HOME"), String.raw`'don'\''t $HOME'`);
  });
});
