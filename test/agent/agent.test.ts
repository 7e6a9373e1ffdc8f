import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { z } from "zod";
import { createAgent, type Agent, type AgentEvent } from "../../src/agent/index.ts";
import { AppError, silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import { createRefusingSandbox } from "../../src/guard/index.ts";
import type { GenerateRequest, GenerateResult, Models } from "../../src/models/index.ts";
import { openStore, type Store } from "../../src/store/index.ts";
import { noNet } from "../../scripts/testing/net.ts";

const USAGE = {
  promptTokens: 10,
  completionTokens: 2,
  cachedTokens: 4,
  promptMs: 5,
  completionMs: 5,
  wallMs: 10,
  calls: 1,
};

/** Answers every question with the first thing that its schema admits; `fail` makes every call fail. */
function firstOption(options: { fail?: AppError; seen?: GenerateRequest<unknown>[]; wait?: number } = {}): Models {
  return {
    async generate<T = string>(request: GenerateRequest<T>, ctx: Context): Promise<GenerateResult<T>> {
      options.seen?.push(request as GenerateRequest<unknown>);
      if (options.wait) await ctx.clock.sleep(options.wait, ctx.signal);
      if (options.fail) throw options.fail;
      const value = request.schema ? request.schema.parse(first(z.toJSONSchema(request.schema) as Schema)) : "Hello.";
      const usage = { ...USAGE, task: request.task, model: "first" };
      return { value: value as T, text: "", thinking: "", toolCalls: [], usage, stopped: "stop" };
    },
    count: (text) => Promise.resolve(text.length),
    embed: () => Promise.reject(new AppError("E_BUG", "not asked")),
    ability: () => Promise.reject(new AppError("E_BUG", "not asked")),
    close: () => Promise.resolve(),
  };
}

interface Schema {
  enum?: unknown[];
  const?: unknown;
  type?: string;
  properties?: Record<string, Schema>;
}

function first(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.type === "object")
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, first(part)]));
  return schema.type === "array" ? [] : "x";
}

let root: string;
let store: Store;
let controller: AbortController;
let ctx: Context;

const agentWith = (models: Models): Agent =>
  createAgent({
    store,
    models,
    sandbox: createRefusingSandbox(new AppError("E_SANDBOX_MISSING", "none")),
    modelName: "first",
    interactive: false,
  });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "kralle-agent-"));
  mkdirSync(join(root, "files"));
  writeFileSync(
    join(root, "files", "jobs.csv"),
    "Job;Customer;Status;Net EUR\nJ-1;Kühn;open;100,50\nJ-2;Böhm;done;20,00\nJ-3;Kühn;open;9,50\n",
  );
  writeFileSync(join(root, "files", "note.md"), "# Todo\n\n- call Kühn\n");
  controller = new AbortController();
  const net = noNet;
  ctx = { signal: controller.signal, clock: systemClock, log: silentLogger, net };
  store = await openStore(join(root, "home"), ctx);
});

afterEach(async () => {
  await store.close();
  rmSync(root, { recursive: true, force: true });
});

const ask = (agent: Agent, text: string, more: object = {}) =>
  agent.ask({ text, workspace: join(root, "files"), today: "2026-11-20", ...more }, ctx);

describe("a request", () => {
  it("is planned, stored before it runs, and answered with evidence", async () => {
    const events: AgentEvent[] = [];
    const result = await ask(agentWith(firstOption()), "How many jobs of Kühn are there?", {
      onEvent: (event: AgentEvent) => events.push(event),
    });
    assert.deepEqual([result.ok, result.value, result.stopped, result.error], [true, 2, "done", null]);
    assert.ok(result.evidence.some(({ path, quote }) => path === "jobs.csv" && quote.includes("J-1")));
    const order = events.map((event) => event.type);
    assert.ok(order.indexOf("plan") < order.indexOf("step"), "the plan comes before its first step");
    const stored = await store.sessions.events((await store.sessions.list(1))[0]?.id ?? "");
    assert.deepEqual(
      stored.map((event) => event.type),
      order,
      "what was shown is what was stored",
    );
    const run = (await store.runs.list(1))[0];
    assert.equal(run?.state, "done");
    assert.equal((await store.runs.plans(run?.id ?? "")).length, 1);
  });

  it("writes into the workspace, says so, and is undone as one", async () => {
    const agent = agentWith(firstOption());
    const result = await ask(agent, "List the jobs with status open in open.csv with Job and Customer.");
    assert.deepEqual(result.changed, [{ path: "open.csv", kind: "created" }]);
    assert.match(readFileSync(join(root, "files", "open.csv"), "utf8"), /J-1.*\n.*J-3/u);
    const undone = await agent.undo(join(root, "files"), ctx);
    assert.equal(undone.changes.length, 1);
    assert.throws(() => readFileSync(join(root, "files", "open.csv")), { code: "ENOENT" });
    await assert.rejects(agent.undo(join(root, "files"), ctx), { code: "E_NOTHING_TO_UNDO" });
  });

  it("does what is clear and says what was left; alone, or before something that builds on it, it fails or waits", async () => {
    const agent = agentWith(firstOption());
    const [clear, unclear] = ["How many jobs of Kühn are there?", "Rename the pictures of the party."];
    const both = await ask(agent, `${clear} ${unclear}`);
    assert.deepEqual([both.ok, both.value, both.left], [true, 2, [unclear]]);
    assert.match(both.answer, /2[^]*Left undone: "Rename the pictures of the party\."/u);
    const alone = await ask(agent, unclear);
    assert.deepEqual([alone.ok, alone.error?.code, alone.left], [false, "E_NOT_UNDERSTOOD", undefined]);
    const builds = await ask(agent, `${clear} ${unclear} When that's done, move note.md into old/.`);
    assert.deepEqual([builds.left?.length, builds.changed], [2, []]);
  });

  it("says what is not in the files with value null and ok", async () => {
    const result = await ask(agentWith(firstOption()), "What is the IBAN of Böhm?");
    assert.deepEqual([result.ok, result.value], [true, null]);
    assert.match(result.answer, /not in the files/iu);
  });

  it("greets back without any file", async () => {
    const seen: GenerateRequest<unknown>[] = [];
    const result = await ask(agentWith(firstOption({ seen })), "hello");
    assert.deepEqual([result.ok, result.answer, seen.length], [true, "Hello.", 1]);
  });

  it("sends the same system text for every question", async () => {
    const seen: GenerateRequest<unknown>[] = [];
    const agent = agentWith(firstOption({ seen }));
    for (const text of [
      "hello",
      "Which jobs are open?",
      "Wer ist der Kunde von J-2?",
      "What do we owe Kühn?",
      "Write a short letter to Kühn that we come on Monday.",
    ])
      await ask(agent, text);
    assert.deepEqual([...new Set(seen.map(({ task }) => task))].toSorted(), ["chat", "classify", "write"]);
    assert.equal(new Set(seen.map((request) => request.system)).size, 1);
  });
});

describe("a conversation", () => {
  it("takes a short follow-up with the request before it, and its result into the next", async () => {
    const agent = agentWith(firstOption());
    const counted = await ask(agent, "How many jobs of Kühn are there?");
    assert.equal(counted.value, 2);
    const session = (await store.sessions.list(1))[0]?.id ?? "";
    const notes: string[] = [];
    const onEvent = (event: AgentEvent) => void (event.type === "note" && notes.push(event.text));
    const second = await ask(agent, "And of Böhm?", { session, onEvent });
    assert.equal(second.value, 1, second.answer);
    assert.deepEqual(notes, ["→ How many jobs of Böhm are there?"], "what was understood is shown");
    const third = await ask(agent, "Write that number into count.txt.", { session });
    assert.equal(third.ok, true, third.answer);
    assert.equal(readFileSync(join(root, "files", "count.txt"), "utf8").trim(), "1");
  });

  it("shows each change with its difference, once, and every choice of the model", async () => {
    const events: AgentEvent[] = [];
    const onEvent = (event: AgentEvent) => events.push(event);
    await ask(agentWith(firstOption()), "Add the line “- call Böhm” to note.md.", { onEvent });
    const changes = events.filter((event) => event.type === "change");
    assert.deepEqual(
      changes.map(({ path, kind }) => [path, kind]),
      [["note.md", "edited"]],
    );
    assert.match(changes[0]?.diff ?? "", /^\+- call Böhm/mu);
  });

  it("an owner's switch holds for what a plan does, too", async () => {
    const agent = createAgent({
      store,
      models: firstOption(),
      sandbox: createRefusingSandbox(new AppError("E_SANDBOX_MISSING", "none")),
      modelName: "first",
      interactive: false,
      policy: { refused: ["append"] },
    });
    const result = await ask(agent, "Add the line “- call Böhm” to note.md.");
    assert.deepEqual([result.ok, result.stopped, result.error?.code], [false, "refused", "E_REFUSED"]);
    assert.deepEqual(result.changed, []);
  });
});

describe("what goes wrong", () => {
  it("becomes an honest result, not an exception", async () => {
    const fail = new AppError("E_ENGINE_DIED", "The engine ended.", { hint: "Try again." });
    const result = await ask(agentWith(firstOption({ fail })), "hello");
    assert.deepEqual(
      [result.ok, result.stopped, result.error],
      [false, "error", { code: "E_ENGINE_DIED", message: "The engine ended.", hint: "Try again." }],
    );
    assert.equal((await store.runs.list(1))[0]?.state, "failed");
  });

  it("names a workspace that is not there", async () => {
    const result = await agentWith(firstOption()).ask({ text: "hello", workspace: join(root, "nowhere") }, ctx);
    assert.equal(result.ok, false);
    assert.equal(result.error?.code, "E_NOT_FOUND");
  });

  it("ends by the budget of seconds, of steps and of tokens", async () => {
    const slow = await ask(agentWith(firstOption({ wait: 5_000 })), "hello", { budget: { seconds: 0.2 } });
    assert.deepEqual([slow.stopped, slow.error?.code], ["budget", "E_BUDGET"]);
    const steps = await ask(agentWith(firstOption()), "How many jobs of Kühn are there?", { budget: { steps: 0 } });
    assert.equal(steps.stopped, "budget");
  });

  it("ends when cancelled, and says so", async () => {
    const pending = ask(agentWith(firstOption({ wait: 5_000 })), "hello");
    setTimeout(() => controller.abort(), 100);
    const result = await pending;
    assert.deepEqual([result.ok, result.stopped], [false, "cancelled"]);
  });

  it("refuses a session that does not exist", async () => {
    await assert.rejects(ask(agentWith(firstOption()), "hello", { session: "ses_none" }), { code: "E_NOT_FOUND" });
  });
});

describe("an interrupted run", () => {
  it("is finished by resume, and there is nothing to resume after it", async () => {
    const session = await store.sessions.create({ title: "t", workspace: join(root, "files") }, ctx);
    const request = { text: "How many jobs of Kühn are there?", workspace: join(root, "files"), today: "2026-11-20" };
    await store.runs.start({ session: session.id, request: JSON.stringify(request) }, ctx);
    const agent = agentWith(firstOption());
    assert.equal((await agent.resume(session.id, {}, ctx))?.value, 2);
    assert.equal(await agent.resume(session.id, {}, ctx), null);
  });
});
