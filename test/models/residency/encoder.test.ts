import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EmbedRequest, Encoder } from "../../../src/models/embed/index.ts";
import type { Engine } from "../../../src/models/engine/types.ts";
import {
  createResidency,
  createResidentEncoder,
  createTurns,
  type Loadable,
} from "../../../src/models/residency/index.ts";
import { toContext } from "../engine/_setup.ts";
import { createScriptedEngine } from "../engine/scriptedEngine.ts";

const MODEL = { model: "m@1", dimensions: 1 };

/** Reads a text as its length; `onBatch` sees what it is handed at once. */
function createBench(budget: number, onBatch: (request: EmbedRequest) => void = () => undefined) {
  const ended: string[] = [];
  const inner: Encoder = {
    ...MODEL,
    embed: async (request) => {
      onBatch(request);
      const vectors = request.texts.map(({ length }) => Float32Array.of(length));
      return { ...MODEL, vectors, windows: request.texts.map(() => 1) };
    },
    close: async () => void ended.push("encoder"),
  };
  const residency = createResidency<Engine | Encoder>({ budgetBytes: () => budget }, toContext());
  const turns = createTurns(1);
  const loadable: Loadable<Encoder> = {
    id: "encoder",
    bytes: 5e8,
    leastBytes: 5e8,
    load: async () => ({ value: inner, residentBytes: 4e8, close: () => inner.close() }),
  };
  const engine: Loadable<Engine> = {
    id: "chat",
    bytes: 1e9,
    leastBytes: 1e9,
    async load() {
      const value = createScriptedEngine();
      return { value, residentBytes: 1e9, close: async () => (ended.push("chat"), value.close()) };
    },
  };
  const encoder = createResidentEncoder({ ...MODEL, loadable, residency, turns });
  return { encoder, residency, turns, ended, engine };
}

const texts = (count: number): string[] => Array.from({ length: count }, (_text, at) => "x".repeat(at + 1));
const { signal } = new AbortController();

describe("encoder beside the models", () => {
  it("counts in memory: an unused model goes for it, one in use or too little memory is said", async () => {
    const { encoder, residency, engine, ended } = createBench(1.2e9);
    (await residency.acquire(engine, "chat", signal)).release();
    const { vectors } = await encoder.embed({ texts: ["abc"], kind: "query" }, toContext());
    assert.deepEqual([vectors.length, ended], [1, ["chat"]]);
    assert.deepEqual(
      residency.list().map(({ id, bytes, users }) => [id, bytes, users]),
      [["encoder", 4e8, 0]],
    );
    await residency.close();
    assert.deepEqual(ended, ["chat", "encoder"]);
    const small = createBench(4e8);
    await assert.rejects(small.encoder.embed({ texts: ["a"], kind: "query" }, toContext()), {
      code: "E_MODEL_TOO_LARGE",
    });
    await small.residency.close();
  });

  it("reads a question at once, and in the background a batch a turn, with what is next in between", async () => {
    const log: string[] = [];
    const { encoder, residency, turns } = createBench(2e9, ({ kind, texts: { length } }) =>
      log.push(`${kind} ${length}`),
    );
    const chat = await turns.enter("chat", "chat", signal);
    const progress: number[] = [];
    const background = encoder.embed(
      { texts: texts(70), kind: "passage", priority: "background", onProgress: (done) => progress.push(done) },
      toContext(),
    );
    await encoder.embed({ texts: ["wer?"], kind: "query" }, toContext());
    assert.deepEqual(log, ["query 1"], "the background waits for the chat, the question does not");
    const second = turns.enter("other", "chat", signal).then((leave) => (log.push("chat"), leave()));
    chat();
    const { vectors, windows } = await background;
    await second;
    assert.deepEqual(log, ["query 1", "chat", "passage 32", "passage 32", "passage 6"]);
    assert.deepEqual([progress, windows.length], [[32, 64, 70], 70]);
    assert.deepEqual(
      vectors.map(([length]) => length),
      texts(70).map(({ length }) => length),
    );
    assert.equal(turns.waiting, 0);
    await residency.close();
  });

  it("is cancelled while it waits, and refuses after it was closed; lease and turn are given back", async () => {
    const { encoder, residency, turns } = createBench(2e9);
    const chat = await turns.enter("chat", "chat", signal);
    const abort = new AbortController();
    const request: EmbedRequest = { texts: ["a"], kind: "passage", priority: "background" };
    const cancelled = encoder.embed(request, toContext(abort.signal));
    const closed = encoder.embed(request, toContext());
    setTimeout(() => abort.abort(), 5);
    await assert.rejects(cancelled, { code: "E_CANCELLED" });
    await encoder.close();
    await assert.rejects(closed, { code: "E_ENGINE_START" });
    await assert.rejects(encoder.embed({ texts: ["a"], kind: "query" }, toContext()), { code: "E_ENGINE_START" });
    assert.deepEqual([turns.waiting, residency.list().map(({ users }) => users)], [0, [0]]);
    chat();
    await residency.close();
  });
});
