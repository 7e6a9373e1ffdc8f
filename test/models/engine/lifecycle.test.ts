import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { toChildEnvironment } from "../../../src/models/engine/childEnvironment.ts";
import { ask, createSmol, say, toContext } from "./_setup.ts";

const isLinux = process.platform === "linux";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process
  }
}

async function waitUntilGone(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 50) {
    if (!isAlive(pid)) return true;
    await sleep(50);
  }
  return !isAlive(pid);
}

describe("life of the child process", () => {
  it("knows nothing of the parent's secrets, lives in a folder of its own and goes first when memory ends", async () => {
    process.env.KRALLE_API_TOKEN = "secret-4711";
    const engine = createSmol();
    try {
      await engine.load(toContext());
      const pid = engine.child?.pid ?? assert.fail();
      if (isLinux) {
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        assert.ok(environment.includes("PATH="), "control: it can be read");
        assert.ok(!environment.includes("secret-4711") && !environment.includes("NODE_OPTIONS"));
        assert.equal(readFileSync(`/proc/${pid}/oom_score_adj`, "utf8").trim(), "500");
        const folder = readlinkSync(`/proc/${pid}/cwd`);
        assert.match(folder, /kralle-engine-/);
        await engine.close();
        assert.ok(!existsSync(folder), "the folder is removed");
      }
      await engine.close();
      assert.ok(!isAlive(pid));
    } finally {
      delete process.env.KRALLE_API_TOKEN;
      await engine.close();
    }
  });

  it("passes on only what is on the list", () => {
    const given = {
      PATH: "/bin",
      HOME: "/home/a",
      OPENAI_API_KEY: "k",
      NODE_OPTIONS: "--inspect",
      LANG: "de_DE.UTF-8",
    };
    assert.deepEqual(toChildEnvironment(given), {
      UV_THREADPOOL_SIZE: "1",
      PATH: "/bin",
      HOME: "/home/a",
      LANG: "de_DE.UTF-8",
    });
  });

  it("returns the memory when idle, and loads again when asked", async () => {
    const engine = createSmol({ idleUnloadMs: 300 });
    try {
      await engine.load(toContext());
      const pid = engine.child?.pid ?? assert.fail();
      assert.ok(await waitUntilGone(pid, 5000));
      assert.equal(engine.child, null);
      const answer = await ask(engine, say("hello", 4));
      assert.notEqual(answer.end.reason, "error", "ending it was no crash");
    } finally {
      await engine.close();
    }
  });

  it("is not idle while it answers", async () => {
    const engine = createSmol({ idleUnloadMs: 50 });
    try {
      const { end } = await ask(engine, say("Tell a long story.", 40));
      assert.ok(end.reason === "length" || end.reason === "stop");
    } finally {
      await engine.close();
    }
  });

  it("ends when its parent is killed", async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, "_parent.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let pid = 0;
    for await (const line of createInterface({ input: parent.stdout })) {
      pid = Number(line);
      break;
    }
    assert.ok(pid > 0 && isAlive(pid), "control: the child runs");
    const folder = isLinux ? readlinkSync(`/proc/${pid}/cwd`) : "";
    parent.kill("SIGKILL");
    assert.ok(await waitUntilGone(pid, 3000), "the child is gone");
    if (isLinux) assert.ok(!existsSync(folder), "and so is its folder");
  });

  it("leaves Ctrl-C to its parent", { skip: process.platform === "win32" && "no process groups" }, async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, "_parent.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true, // a process group of its own, like a program in a terminal
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: parent.stdout })) {
      lines.push(line);
      if (lines.length > 1) continue;
      await sleep(300); // in the middle of an answer
      process.kill(-(parent.pid ?? assert.fail()), "SIGINT");
    }
    assert.deepEqual(lines, [lines[0], `cancelled ${lines[0]}`], "cancelled in order, with the child alive");
    assert.ok(await waitUntilGone(Number(lines[0]), 3000), "the parent closed it");
  });

  it("a load that nobody waits for any more serves the next one", async () => {
    const engine = createSmol();
    try {
      const controller = new AbortController();
      const given = engine.load(toContext(controller.signal));
      controller.abort();
      await assert.rejects(given, { code: "E_CANCELLED" });
      assert.equal((await engine.load(toContext())).name, "SmolLM2-135M");
    } finally {
      await engine.close();
    }
  });
});
