import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, isError } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();

export function recordsSuite(stores: Stores): void {
  test("everything that was stored is there after reopening", async (t) => {
    const place = await stores.place(t);
    const first = await place.open();
    const session = await first.sessions.create({ title: "Rechnungen", workspace: "/w" }, ctx);
    await first.sessions.append(session.id, "user", { text: "Grüße" }, ctx);
    const second = await first.sessions.append(session.id, "answer", { text: "ok" }, ctx);
    const run = await first.runs.start({ session: session.id, request: "sum up" }, ctx);
    await first.runs.savePlan(run.id, { ops: [1] }, ctx);
    await first.runs.savePlan(run.id, { ops: [2] }, ctx);
    await first.runs.finish(run.id, "done", { answer: 12 }, ctx);
    await first.abilities.put("abc", "engine-1", { choose: 0.5 }, ctx);
    await first.abilities.put("abc", "engine-1", { choose: 0.75 }, ctx);
    await first.close();

    const store = await place.open();
    t.after(() => store.close());
    assert.equal(second.seq, 2);
    assert.deepEqual(await store.sessions.get(session.id), { ...session, updated: run.started });
    assert.deepEqual(
      (await store.sessions.events(session.id)).map(({ seq, type, payload }) => ({ seq, type, payload })),
      [
        { seq: 1, type: "user", payload: { text: "Grüße" } },
        { seq: 2, type: "answer", payload: { text: "ok" } },
      ],
    );
    assert.equal((await store.sessions.events(session.id, 1)).length, 1);
    const [stored] = await store.runs.list(1, { state: "done" });
    assert.deepEqual(stored?.result, { answer: 12 });
    assert.deepEqual(await store.runs.list(1, { state: "running" }), []);
    assert.deepEqual(await store.runs.list(1, { before: stored?.id ?? "" }), []);
    assert.deepEqual(
      (await store.runs.plans(run.id)).map(({ plan }) => plan),
      [{ ops: [1] }, { ops: [2] }],
    );
    assert.deepEqual(await store.abilities.get("abc", "engine-1"), { choose: 0.75 });
    assert.equal(await store.abilities.get("abc", "engine-2"), null);
  });

  test("usage is summed by run and session", async (t) => {
    const store = await stores.open(t);
    const call = { session: "s1", task: "write", model: "m", promptTokens: 10, cachedTokens: 4, completionTokens: 3 };
    await store.usage.record({ ...call, run: "r1", modelMs: 1.6, wallMs: 2, ok: true }, ctx);
    await store.usage.record({ ...call, run: "r2", modelMs: 5, wallMs: 6, ok: false }, ctx);
    assert.deepEqual(await store.usage.sum({ run: "r1" }), {
      calls: 1,
      promptTokens: 10,
      cachedTokens: 4,
      completionTokens: 3,
      modelMs: 2,
      wallMs: 2,
    });
    assert.equal((await store.usage.sum({ session: "s1" })).promptTokens, 20);
    assert.equal((await store.usage.sum({ session: "other" })).calls, 0);
    assert.deepEqual(
      (await store.usage.list({ session: "s1" })).map((entry) => entry.ok),
      [true, false],
    );
  });

  test("an event of an unknown session is refused", async (t) => {
    const store = await stores.open(t);
    await assert.rejects(store.sessions.append("nobody", "x", {}, ctx), isError("E_STORE", /foreign key/i));
  });

  test("a message is stored once by its key, and answered once", async (t) => {
    const store = await stores.open(t);
    const { id: session } = await store.sessions.create({ title: "x" }, ctx);
    const send = (key: string | null, text: string) => store.messages.accept({ session, key, text }, ctx);
    const [first, again, other] = await Promise.all([send("a", "eins"), send("a", "zwei"), send("b", "drei")]);
    assert.deepEqual([first.isNew, again.isNew, other.isNew], [true, false, true]);
    assert.deepEqual(again.message, first.message);
    await send(null, "ohne Schlüssel");
    await send(null, "ohne Schlüssel");
    assert.deepEqual(
      (await store.messages.list(session)).map(({ seq, text }) => [seq, text]),
      [
        [1, "eins"],
        [2, "drei"],
        [3, "ohne Schlüssel"],
        [4, "ohne Schlüssel"],
      ],
    );
    assert.deepEqual(
      (await store.sessions.events(session)).map(({ type }) => type),
      ["message", "message", "message", "message"],
    );
    assert.equal((await store.messages.next(session))?.id, first.message.id);
    const answer = { message: first.message.id, state: "done" as const, run: null, text: "ja", data: { n: 1 } };
    const [stored, twice] = await Promise.all([store.messages.answer(answer, ctx), store.messages.answer(answer, ctx)]);
    assert.deepEqual([stored?.replyTo, stored?.data, twice], [first.message.id, { n: 1 }, null]);
    assert.equal((await store.messages.next(session))?.id, other.message.id);
    assert.deepEqual(await store.messages.unanswered(), [session]);
    const open = await store.messages.open({ limit: 10 });
    assert.deepEqual(
      open,
      open.toSorted((a, b) => (a.id < b.id ? 1 : -1)),
    );
    assert.ok(open.every(({ state }) => state === "waiting" || state === "running"));
    const [newest] = open;
    assert.ok(newest?.key);
    assert.deepEqual((await store.messages.keys([newest.id, "msg_none"])).get(newest.id), newest.key);
    assert.deepEqual(
      (await store.messages.open({ limit: 10, before: newest.id })).map(({ id }) => id),
      open.slice(1).map(({ id }) => id),
    );
    await assert.rejects(
      store.messages.accept({ session: "ses_none", key: "a", text: "x" }, ctx),
      isError("E_NOT_FOUND"),
    );
    await assert.rejects(store.messages.answer({ ...answer, message: "msg_none" }, ctx), isError("E_NOT_FOUND"));
  });

  test("a turn begins once and ends once", async (t) => {
    const store = await stores.open(t);
    const { id: session } = await store.sessions.create({ title: "x" }, ctx);
    const { message } = await store.messages.accept({ session, key: "a", text: "eins" }, ctx);
    const event = { type: "begun", payload: { n: 1 } };
    const begin = () => store.turns.begin({ id: "run_1", message: message.id, session, request: "eins", event }, ctx);
    const [first, again] = [await begin(), await begin()];
    assert.deepEqual([first.isNew, again.isNew, again.run], [true, false, first.run]);
    assert.equal((await store.messages.get(message.id))?.state, "running");
    const answer = { message: message.id, state: "done" as const, run: "run_1", text: "ja", data: null };
    const finish = (state: "done" | "failed") =>
      store.turns.finish(
        { run: "run_1", session, state, result: 1, event: { type: "end", payload: null }, answer },
        ctx,
      );
    await finish("done");
    await finish("failed");
    assert.equal((await store.runs.get("run_1"))?.state, "done");
    assert.equal(await store.runs.count(session, "done"), 1);
    assert.deepEqual(
      (await store.sessions.recent(session, ["begun", "end"], 10)).map(({ type }) => type),
      ["begun", "end"],
    );
  });

  test("changes to a workspace are recorded in order, and found by their state", async (t) => {
    const store = await stores.open(t);
    const unit = await store.undo.openUnit({ root: "/w", run: "r", label: "x" }, ctx);
    const change = {
      unit: unit.id,
      kind: "write" as const,
      path: "a",
      source: null,
      before: null,
      after: "f".repeat(64),
      step: 3,
    };
    const one = await store.undo.addChange({ ...change, mode: 0o644, modified: 1795710440203.5, folders: ["neu"] });
    const two = await store.undo.addChange({ ...change, mode: null, modified: null, folders: [] });
    assert.deepEqual([one.seq, two.seq], [1, 2]);
    await store.undo.setChange(one, "done");
    await store.undo.setUnit(unit.id, "ended");
    assert.deepEqual(
      (await store.undo.changes(unit.id)).map(({ state }) => state),
      ["done", "intent"],
    );
    assert.equal((await store.undo.lastUnit("/w", ["ended"], ["done", "undone"]))?.id, unit.id);
    assert.equal(await store.undo.lastUnit("/w", ["open", "undone"]), null);
    assert.deepEqual(await store.undo.madeFolders("/w"), new Set(["neu"]));
    assert.deepEqual(
      (await store.undo.ofStep("/w", "r", 3)).map(({ seq, step }) => [seq, step]),
      [[1, 3]],
      "only what stands",
    );
    for (const [root, run, step] of [
      ["/other", "r", 3],
      ["/w", "s", 3],
      ["/w", "r", 2],
    ] as const)
      assert.deepEqual(await store.undo.ofStep(root, run, step), []);
  });

  test("credentials, guesses, pins and measurements", async (t) => {
    const store = await stores.open(t);
    const credential = {
      id: "c1",
      kind: "token" as const,
      name: "n",
      scope: "read" as const,
      hash: "h",
      created: 1,
      used: null,
      expires: null,
      revoked: null,
    };
    await store.credentials.add(credential);
    await store.credentials.revoke("c1", 5);
    await store.credentials.revoke("c1", 9);
    await store.credentials.touch("c1", 7);
    assert.deepEqual(await store.credentials.list(), [{ ...credential, used: 7, revoked: 5 }]);
    for (const total of [1, 2]) await store.credentials.putGuesses({ bucket: "b", times: [1, 2], total, last: 3 });
    assert.deepEqual(await store.credentials.guesses(), [{ bucket: "b", times: [1, 2], total: 2, last: 3 }]);
    const pin = { kind: "skill" as const, name: "s", hash: "h1", data: { words: ["a"] } };
    await store.pins.put(pin, ctx);
    await store.pins.put({ ...pin, hash: "h2" }, ctx);
    assert.deepEqual(await store.pins.list("skill"), [{ ...pin, hash: "h2" }]);
    await store.pins.remove("skill", "s");
    assert.equal(await store.pins.get("skill", "s"), null);
    await store.modelMemory.put("d", "s", 5e9 + 0.4, ctx);
    assert.deepEqual([await store.modelMemory.get("d", "s"), await store.modelMemory.last("d")], [5e9, 5e9]);
    await store.depths.put("d", "e", { depth: 4 }, ctx);
    assert.deepEqual(await store.depths.list(), [{ digest: "d", engine: "e", ability: { depth: 4 } }]);
  });

  test("usage is summed by day and model", async (t) => {
    const store = await stores.open(t);
    const call = {
      run: null,
      session: null,
      task: "write",
      model: "m",
      promptTokens: 10,
      cachedTokens: 4,
      completionTokens: 3,
      modelMs: 1,
      wallMs: 2,
      ok: true,
    };
    for (const at of [86_400_000, 86_400_001, 3 * 86_400_000 - 1]) {
      await store.usage.record(call, createContext({ clock: { ...ctx.clock, now: () => at } }));
    }
    assert.deepEqual(
      (await store.usage.byDay(0)).map(({ day, calls, promptTokens }) => [day, calls, promptTokens]),
      [
        ["1970-01-02", 2, 20],
        ["1970-01-03", 1, 10],
      ],
    );
  });
}
