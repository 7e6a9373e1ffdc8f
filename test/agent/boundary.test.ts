import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { z } from "zod";
import { answeredHere } from "../../src/agent/asking.ts";
import { createBoundary, type BoundaryParts } from "../../src/agent/boundary.ts";
import { createOutside, openOutside } from "../../src/agent/outside.ts";
import { createPolicyBook } from "../../src/agent/policyBook.ts";
import { createProvenance } from "../../src/agent/provenance/index.ts";
import type { Tool } from "../../src/agent/tools/index.ts";
import type { AgentEvent } from "../../src/agent/types.ts";
import { AppError } from "../../src/core/index.ts";
import { createRefusingSandbox } from "../../src/guard/index.ts";
import { isError } from "../store/_setup.ts";
import { openBench } from "./workspace/_setup.ts";

async function open(t: TestContext, { approve, ...more }: Partial<BoundaryParts> = {}) {
  const bench = await openBench(t, { "a.txt": "a" });
  const events: AgentEvent[] = [];
  const emit = (event: AgentEvent) => {
    events.push(event);
    return Promise.resolve();
  };
  const { workspace, store } = bench;
  const request = "Post something to Kühn";
  const lines = () => Promise.resolve([]);
  const boundary = createBoundary(
    {
      policy: { interactive: true },
      book: createPolicyBook(store, bench.ctx),
      provenance: createProvenance({ labels: store.labels, workspace, request, lines }),
      approve: approve && answeredHere(bench.store.approvals, approve, bench.ctx),
      approvals: bench.store.approvals,
      audit: bench.store.audit,
      sandbox: createRefusingSandbox(new AppError("E_SANDBOX_MISSING", "none")),
      outside: createOutside(openOutside(store, bench.ctx), "run_1"),
      workspace,
      recorder: {
        session: "ses_1",
        emit,
        later: (event) => void emit(event),
        finish: (event, keep) => keep().then(() => emit(event)),
      },
      ...more,
    },
    bench.ctx,
  );
  return { boundary, events, store: bench.store };
}

const ran: unknown[] = [];
const post: Tool<{ to: string }, string> = {
  name: "post",
  description: "Post something",
  input: z.object({ to: z.string() }),
  effect: "outside",
  describe: ({ to }) => `post to ${to}`,
  run: (input) => {
    ran.push(input);
    return Promise.resolve("posted");
  },
};

test("what reaches outside runs only when the person lets exactly this call through", async (t) => {
  ran.length = 0;
  const asked: string[] = [];
  const approve = (question: { describe: string }) => {
    asked.push(question.describe);
    return Promise.resolve(question.describe.includes("Kühn"));
  };
  const { boundary, events } = await open(t, { approve });
  assert.equal(await boundary.use(post, { to: "Kühn" }), "posted");
  await assert.rejects(boundary.use(post, { to: "Böhm" }), isError("E_REFUSED", /not approved/));
  assert.deepEqual([asked, ran], [["post to Kühn", "post to Böhm"], [{ to: "Kühn" }]]);
  const told = events.map((event) => (event.type === "approval" ? (event.decision ?? "asked") : `${event.type}`));
  assert.deepEqual(told, ["asked", "allow", "tool", "tool", "asked", "refuse"]);
  const [question] = events;
  assert.match(question?.type === "approval" ? (question.reason?.de ?? "") : "", /reicht über den Ordner hinaus/u);
});

test("nobody there to ask, or switched off by the owner: refused, and nothing ran", async (t) => {
  ran.length = 0;
  const alone = await open(t, { policy: { interactive: false } });
  await assert.rejects(alone.boundary.use(post, { to: "x" }), isError("E_REFUSED", /nobody is there/));
  const off = await open(t, { policy: { interactive: true, refused: ["post"] }, approve: () => Promise.resolve(true) });
  await assert.rejects(off.boundary.use(post, { to: "x" }), isError("E_REFUSED", /switched off/));
  assert.deepEqual(ran, []);
  assert.ok(!alone.events.some(({ type }) => type === "tool"));
});

test("the owner can have a harmless tool asked about", async (t) => {
  const look: Tool<object, string> = {
    ...post,
    name: "look",
    input: z.object({}),
    effect: "read",
    describe: () => "look",
    run: () => Promise.resolve("seen"),
  };
  const answers = [true, false];
  const approve = () => Promise.resolve(answers.shift() ?? false);
  const { boundary } = await open(t, { policy: { interactive: true, asked: ["look"] }, approve });
  assert.equal(await boundary.use(look, {}), "seen");
  await assert.rejects(boundary.use(look, {}), isError("E_REFUSED", /not approved/));
  const alone = await open(t, { policy: { interactive: false, asked: ["look"] } });
  await assert.rejects(alone.boundary.use(look, {}), isError("E_REFUSED", /look/));
});

test("arguments that the tool does not take are refused before anybody is asked", async (t) => {
  const { boundary, events } = await open(t, { approve: () => Promise.reject(new Error("asked")) });
  await assert.rejects(boundary.use(post, { to: 7 }), isError("E_INPUT", /post.*to/));
  assert.deepEqual(events, []);
});

test("a tool that fails says so, and its error goes on", async (t) => {
  const broken: Tool<object, never> = {
    ...post,
    name: "broken",
    input: z.object({}),
    effect: "read",
    describe: () => "break",
    run: () => Promise.reject(new AppError("E_INPUT", "no such thing")),
  };
  const { boundary, events } = await open(t);
  await assert.rejects(boundary.use(broken, {}), isError("E_INPUT", /no such thing/));
  assert.deepEqual(
    events.map((event) => (event.type === "tool" ? [event.state, event.summary ?? ""] : [])),
    [
      ["started", ""],
      ["failed", "no such thing"],
    ],
  );
});
