import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Approve, WorkEvent } from "../../../src/app/index.ts";
import { AppError } from "../../../src/core/index.ts";
import { toContext } from "../../models/remote/_setup.ts";
import { isError } from "../../store/_setup.ts";
import { makePlace, type Opener } from "./_setup.ts";

const ASKS = { tools: { editTable: "ask" } };
const CHANGE = "Set the price of W-03 to 27.50 in prices.csv";

/** What `Client` promises, for one way of keeping it. */
export function clientSuite(name: string, open: Opener): void {
  describe(`a client ${name}`, () => {
    working(open);
    asking(open);
    leaving(open);
  });
}

function working(open: Opener): void {
  test("runs commands and gives what they give; settings that nobody knows are named", async (t) => {
    const place = await makePlace(t, { settings: { nonsense: 1, gateway: { port: 0 } } });
    const client = await open(t, place);
    const ctx = toContext();
    assert.equal(client.home, place.home);
    assert.deepEqual(client.unknownSettings, ["nonsense"]);
    assert.deepEqual(await client.run("runs", {}, {}, ctx), { runs: [], next: null });
    const files = await client.run("files", { workspace: place.workspace }, {}, ctx);
    assert.deepEqual(files, [{ path: "prices.csv", bytes: 50 }]);
  });

  test("an error arrives with code, message, hint and data", async (t) => {
    const client = await open(t, await makePlace(t));
    const ctx = toContext();
    await assert.rejects(client.run("ask", { text: " ", workspace: "/" }, {}, ctx), isError("E_INPUT", /ask: text/));
    const thrown = await client.run("session", { session: "ses_none" }, {}, ctx).catch((error: unknown) => error);
    assert.ok(thrown instanceof AppError);
    assert.deepEqual(
      [thrown.code, thrown.message, thrown.hint, thrown.retryable],
      ["E_NOT_FOUND", "There is no session ses_none.", "Start a new one without --session.", false],
    );
    await assert.rejects(client.run("no-such" as "runs", {}, {}, ctx));
  });

  test("a request tells its events in order, is kept, and goes on in its session", async (t) => {
    const place = await makePlace(t);
    const client = await open(t, place);
    const ctx = toContext();
    const events: WorkEvent[] = [];
    const asked = { text: CHANGE, workspace: place.workspace, today: "2026-01-02", budget: { seconds: 30 } };
    const { session, ...result } = await client.run("ask", asked, { onEvent: (event) => events.push(event) }, ctx);
    assert.deepEqual([result.ok, result.error, result.changed.map(({ path }) => path)], [true, null, ["prices.csv"]]);
    assert.match(await readFile(join(place.workspace, "prices.csv"), "utf8"), /W-03;Lamp;27,50/);
    const told = events.flatMap((event) => (event.type === "agent" ? [event.event.type] : []));
    assert.deepEqual([told[0], told.at(-1)], ["request", "result"]);
    assert.ok(
      told.indexOf("plan") < told.indexOf("step") && told.indexOf("step") < told.indexOf("change"),
      told.join(),
    );
    const { run, plan } = await client.run("why", {}, {}, ctx);
    assert.deepEqual([run.session, plan?.today], [session, "2026-01-02"]);
    assert.ok(session !== null);
    const next = await client.run("ask", { text: "hello", workspace: place.workspace, session }, {}, ctx);
    assert.equal(next.session, session);
    const view = await client.run("session", { session }, {}, ctx);
    assert.deepEqual(
      view.turns.map(({ request }) => request),
      [CHANGE, "hello"],
    );
    assert.deepEqual([view.interrupted, view.atWork], [false, false]);
    const undone = await client.run("undo", { workspace: place.workspace }, {}, ctx);
    assert.deepEqual(
      undone.changes.map(({ path }) => path),
      ["prices.csv"],
    );
    assert.match(await readFile(join(place.workspace, "prices.csv"), "utf8"), /W-03;Lamp;24,90/);
  });

  test("a budget gets through", async (t) => {
    const place = await makePlace(t);
    const client = await open(t, place);
    const asked = { text: CHANGE, workspace: place.workspace, budget: { seconds: 0.000_001 } };
    const result = await client.run("ask", asked, {}, toContext());
    assert.deepEqual([result.ok, result.stopped], [false, "budget"]);
  });
}

function asking(open: Opener): void {
  for (const answer of [true, false]) {
    test(`what has to be asked is asked, and ${answer ? "done" : "left"} after a ${answer ? "yes" : "no"}`, async (t) => {
      const place = await makePlace(t, { settings: { ...ASKS } });
      const client = await open(t, place);
      const questions: Parameters<Approve>[0][] = [];
      const approve: Approve = (question) => {
        questions.push(question);
        return Promise.resolve(answer);
      };
      const asked = { text: CHANGE, workspace: place.workspace };
      const result = await client.run("ask", asked, { approve }, toContext());
      assert.deepEqual([questions.length, questions[0]?.tool, result.ok], [1, "editTable", answer]);
      assert.equal(result.stopped, answer ? "done" : "refused");
      const text = await readFile(join(place.workspace, "prices.csv"), "utf8");
      assert.equal(text.includes("27,50"), answer, text);
    });
  }

  test("where nobody can be asked, what would have to be is refused", async (t) => {
    const place = await makePlace(t, { settings: { ...ASKS } });
    const client = await open(t, place);
    const result = await client.run("ask", { text: CHANGE, workspace: place.workspace }, {}, toContext());
    assert.deepEqual([result.ok, result.error?.code], [false, "E_REFUSED"]);
    assert.match(result.error?.message ?? "", /nobody is there/);
  });
}

function leaving(open: Opener): void {
  test("the caller's signal ends a request, also one that waits for an answer; nothing is changed", async (t) => {
    const place = await makePlace(t, { settings: { ...ASKS } });
    const client = await open(t, place);
    const leave = new AbortController();
    const approve: Approve = (_question, withdrawn) =>
      new Promise((resolve) => {
        withdrawn?.addEventListener("abort", () => resolve(false), { once: true });
        leave.signal.addEventListener("abort", () => resolve(false), { once: true });
        leave.abort();
      });
    const asked = { text: CHANGE, workspace: place.workspace };
    const result = await client.run("ask", asked, { approve }, toContext(leave.signal));
    assert.deepEqual([result.ok, result.stopped], [false, "cancelled"]);
    assert.match(await readFile(join(place.workspace, "prices.csv"), "utf8"), /24,90/);
  });

  test("the caller's signal ends a model's answer at once, also the server's work on it", async (t) => {
    const asked = Promise.withResolvers<AbortSignal>();
    const place = await makePlace(t, {
      script: {
        before: ({ path, signal }) => {
          if (path !== "/v1/chat/completions") return false;
          asked.resolve(signal);
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
        },
      },
    });
    const client = await open(t, place);
    const leave = new AbortController();
    const request = { text: "hello", workspace: place.empty };
    const running = client.run("ask", request, {}, toContext(leave.signal));
    const gone = await asked.promise;
    leave.abort();
    const result = await running;
    assert.equal(result.stopped, "cancelled");
    if (!gone.aborted) await once(gone, "abort"); // never, if the server went on
  });

  test("a signal that fired before ends a command before it begins", async (t) => {
    const place = await makePlace(t);
    const client = await open(t, place);
    const outcome = await client
      .run("ask", { text: "hello", workspace: place.workspace }, {}, toContext(AbortSignal.abort()))
      .then(({ stopped }) => stopped === "cancelled", isError("E_CANCELLED"));
    assert.ok(outcome);
    assert.equal(place.model.asked.filter(({ path }) => path.endsWith("completions")).length, 0);
  });

  test("work in one folder goes on one after another, whichever way it comes", async (t) => {
    const place = await makePlace(t, { settings: { ...ASKS } });
    const client = await open(t, place);
    const ctx = toContext();
    const order: string[] = [];
    const question = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<boolean>();
    const approve: Approve = () => {
      question.resolve();
      return answer.promise;
    };
    const asked = { text: CHANGE, workspace: place.workspace };
    const first = client.run("ask", asked, { approve }, ctx).then(() => order.push("ask"));
    await question.promise;
    const second = client.run("undo", { workspace: `${place.workspace}/.` }, {}, ctx).then(() => order.push("undo"));
    await client.run("runs", {}, {}, ctx); // what touches no folder does not wait
    order.push("answered");
    answer.resolve(true);
    await Promise.all([first, second]);
    assert.deepEqual(order, ["answered", "ask", "undo"]);
    assert.match(await readFile(join(place.workspace, "prices.csv"), "utf8"), /24,90/);
  });
}
