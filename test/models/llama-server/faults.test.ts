import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, copyFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, it } from "node:test";
import type { ChildEngine } from "../../../src/models/engine/childEngine.ts";
import type { EngineEvent } from "../../../src/models/engine/types.ts";
import { findLlamaServer } from "../../../src/models/llama-server/index.ts";
import { NO_LLAMA_SERVER, ask, collect, need, say, toContext } from "../engine/_setup.ts";
import { childrenOf, createServerSmol, waitUntilGone } from "./_setup.ts";

/** Does something as soon as the first text came. */
async function* atFirstText(engine: ChildEngine, act: (pid: number) => void): AsyncGenerator<EngineEvent> {
  let isDone = false;
  for await (const event of engine.generate(say("Tell a long story.", 400), toContext())) {
    yield event;
    if (event.type !== "text" || isDone) continue;
    isDone = true;
    act(engine.child?.pid ?? assert.fail("no child"));
  }
}

describe("a llama-server that fails", { skip: NO_LLAMA_SERVER }, () => {
  const engines: ChildEngine[] = [];
  const make = async (options: Parameters<typeof createServerSmol>[0] = {}): Promise<ChildEngine> => {
    const engine = await createServerSmol(options);
    engines.push(engine);
    return engine;
  };
  after(() => Promise.all(engines.map((engine) => engine.close())));

  it("its death in the middle of an answer is the answer's end, and the next request works", async () => {
    const engine = await make();
    const { end, text } = await collect(
      atFirstText(engine, (pid) => process.kill(childrenOf(pid)[0] ?? assert.fail(), "SIGKILL")),
    );
    assert.deepEqual([end.reason, end.error?.code], ["error", "E_ENGINE_DIED"]);
    assert.match(end.error?.message ?? "", /SIGKILL/);
    assert.ok(text.length > 0);
    assert.notEqual((await ask(engine, say("hello", 4))).end.reason, "error");
  });

  it("does not outlive the process between, when that is killed", async () => {
    const engine = await make();
    await engine.load(toContext());
    const pid = engine.child?.pid ?? assert.fail();
    const server = childrenOf(pid)[0] ?? assert.fail();
    process.kill(pid, "SIGKILL");
    assert.ok(await waitUntilGone(server, 3000));
  });

  it("does not outlive Kralle, when that is killed", async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, "_parent.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let pid = 0;
    for await (const line of createInterface({ input: parent.stdout })) {
      pid = Number(line);
      break;
    }
    const server = childrenOf(pid)[0] ?? assert.fail("control: it runs");
    parent.kill("SIGKILL");
    assert.ok(await waitUntilGone(server, 3000));
    assert.ok(await waitUntilGone(pid, 3000));
  });

  it("returns the memory when idle", async () => {
    const engine = await make({ idleUnloadMs: 200 });
    await engine.load(toContext());
    const server = childrenOf(engine.child?.pid ?? 0)[0] ?? assert.fail();
    assert.ok(await waitUntilGone(server, 3000));
    assert.equal(engine.child, null);
  });

  it("says when loading takes too long, and leaves nothing running", async () => {
    const engine = await make({ loadMs: 50 });
    await assert.rejects(engine.load(toContext()), { code: "E_ENGINE_START", message: /took more than 0.05 s/ });
  });

  it("names what is wrong with a model that it cannot load", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kralle-broken-"));
    try {
      const path = join(folder, "cut.gguf");
      copyFileSync(need("KRALLE_TEST_SMOL"), path);
      const engine = await make({ projectorPath: path }); // a model, and no projector
      await assert.rejects(engine.load(toContext()), (error: { code: string; message: string }) => {
        assert.match(error.code, /^E_(?:MODEL_CORRUPT|ENGINE_START)$/);
        assert.match(error.message, /llama-server could not load the model/);
        return true;
      });
      truncateSync(path, 1_000_000);
      await assert.rejects((await make({ modelPath: path })).load(toContext()), { code: "E_MODEL_CORRUPT" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is found where it is named, and a program that is none is told", async () => {
    const ctx = toContext();
    const path = need("KRALLE_TEST_LLAMA_SERVER");
    assert.equal((await findLlamaServer({ env: { KRALLE_LLAMA_SERVER: path } }, ctx))?.origin, "KRALLE_LLAMA_SERVER");
    assert.equal((await findLlamaServer({ env: {}, configured: path }, ctx))?.origin, "models.llamaServer");
    assert.equal((await findLlamaServer({ env: { PATH: join(path, "..") } }, ctx))?.origin, "PATH");
    assert.equal(await findLlamaServer({ env: { PATH: "/nowhere" } }, ctx), null);
    const env = { KRALLE_LLAMA_SERVER: "/bin/true" };
    await assert.rejects(findLlamaServer({ env }, ctx), { code: "E_ENGINE_START", message: /\/bin\/true/ });
  });
});
