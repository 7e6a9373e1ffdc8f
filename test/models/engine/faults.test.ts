import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { systemClock } from "../../../src/core/index.ts";
import type { BuiltinEngine } from "../../../src/models/engine/builtin.ts";
import type { EngineEvent } from "../../../src/models/engine/types.ts";
import { ask, collect, createSmol, recordLog, say, toContext } from "./_setup.ts";

/** Does something to the engine's child as soon as the first text came. */
async function* atFirstText(engine: BuiltinEngine, act: (pid: number) => void): AsyncGenerator<EngineEvent> {
  let isDone = false;
  for await (const event of engine.generate(say("Tell a long story.", 400), toContext())) {
    yield event;
    if (event.type !== "text" || isDone) continue;
    isDone = true;
    act(engine.child?.pid ?? assert.fail("no child"));
  }
}

const kill = (signal: NodeJS.Signals) => (pid: number) => void process.kill(pid, signal);

describe("a child that fails", () => {
  const engines: BuiltinEngine[] = [];
  const make = (options: Parameters<typeof createSmol>[0] = {}): BuiltinEngine => {
    const engine = createSmol(options);
    engines.push(engine);
    return engine;
  };
  after(() => Promise.all(engines.map((engine) => engine.close())));

  it("ends the answer honestly when it is killed, and the next request works", async () => {
    const { log, entries } = recordLog();
    const engine = make({ log });
    const { end, text } = await collect(atFirstText(engine, kill("SIGKILL")));
    assert.equal(end.reason, "error");
    assert.equal(end.error?.code, "E_ENGINE_DIED");
    assert.match(end.error.message, /SIGKILL/);
    assert.ok(end.error.hint !== undefined && end.error.retryable);
    assert.ok(text.length > 0 && end.usage.promptTokens > 0, "what came before is kept and counted");
    assert.ok(entries.some(({ level, message }) => level === "warn" && message.includes("ended")));

    const start = performance.now();
    const again = await ask(engine, say("hello", 4));
    assert.notEqual(again.end.reason, "error");
    assert.ok(performance.now() - start >= 450, "it waited before it started again");
  });

  it("lets those who wait behind it go on", async () => {
    const engine = make();
    await engine.load(toContext());
    const dying = collect(atFirstText(engine, kill("SIGSEGV")));
    const waiting = ask(engine, say("hello", 4));
    assert.match((await dying).end.error?.message ?? "", /SIGSEGV/);
    assert.notEqual((await waiting).end.reason, "error");
  });

  it("is not started a fourth time after three crashes in five minutes, and again later", async () => {
    let shift = 0;
    const clock = { now: () => systemClock.now() + shift, sleep: () => Promise.resolve() };
    const engine = make({ clock });
    for (let crash = 0; crash < 3; crash += 1) {
      const { end } = await collect(atFirstText(engine, kill("SIGKILL")));
      assert.equal(end.error?.code, "E_ENGINE_DIED");
    }
    await assert.rejects(ask(engine, say("hello")), { code: "E_ENGINE_BROKEN", message: /SIGKILL/ });
    await assert.rejects(engine.load(toContext()), { code: "E_ENGINE_BROKEN" });
    shift = 5 * 60_000;
    assert.notEqual((await ask(engine, say("hello", 4))).end.reason, "error");
  });

  it("is ended when it hangs", { skip: process.platform === "win32" && "no SIGSTOP" }, async () => {
    const engine = make({ heartbeatMs: 200, missedBeats: 10 });
    const { end } = await collect(atFirstText(engine, kill("SIGSTOP")));
    assert.equal(end.error?.code, "E_ENGINE_DIED");
    assert.match(end.error.message, /no heartbeat for 2 s/);
  });

  it("that hangs still lets the answer be cancelled in time", { skip: process.platform === "win32" }, async () => {
    const engine = make();
    const controller = new AbortController();
    let at = 0;
    for await (const event of engine.generate(say("Tell a story.", 400), toContext(controller.signal))) {
      if (event.type === "text" && at === 0) {
        kill("SIGSTOP")(engine.child?.pid ?? assert.fail());
        at = performance.now();
        controller.abort();
      }
      if (event.type === "end") assert.equal(event.reason, "cancelled");
    }
    assert.ok(performance.now() - at < 300, `${performance.now() - at} ms`);
  });

  it("cannot start without its pack", async () => {
    const engine = make({ packDir: import.meta.dirname });
    await assert.rejects(engine.load(toContext()), { code: "E_ENGINE_START" });
  });
});
