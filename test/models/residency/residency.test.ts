import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import {
  createResidency,
  type Loadable,
  type Loaded,
  type ResidencyOptions,
} from "../../../src/models/residency/index.ts";
import { toContext } from "../engine/_setup.ts";

const open = (): AbortSignal => new AbortController().signal;

/** Models of one gigabyte each that write down what happens to them. */
function createWorld(options: Partial<ResidencyOptions> & { budget?: number } = {}) {
  const story: string[] = [];
  const gates = new Map<string, Promise<void>>();
  const measured: [string, number][] = [];
  const residency = createResidency<string>(
    {
      budgetBytes: () => options.budget ?? 2e9,
      ...options,
    },
    toContext(),
  );
  const model = (id: string, more: Partial<Loadable<string>> = {}): Loadable<string> => ({
    id,
    bytes: 1e9,
    leastBytes: 1e9,
    async load(): Promise<Loaded<string>> {
      story.push(`load ${id}`);
      await (gates.get(id) ?? sleep(1));
      const close = (): Promise<void> => (story.push(`close ${id}`), sleep(1));
      return { value: id.toUpperCase(), residentBytes: 9e8, close };
    },
    onMeasured: (bytes) => void measured.push([id, bytes]),
    ...more,
  });
  return { residency, model, story, gates, measured };
}

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => assert.fail("it succeeded"),
    (thrown: unknown) => (assert.ok(thrown instanceof AppError), thrown),
  );

describe("residency", () => {
  it("loads once for all who ask, keeps two that fit, ends the longest unused for a third", async () => {
    const { residency, model, story, measured } = createWorld();
    const [a, again] = await Promise.all([
      residency.acquire(model("a"), "chat", open()),
      residency.acquire(model("a"), "background", open()),
    ]);
    assert.deepEqual([a.value, again.value], ["A", "A"]);
    a.release();
    a.release(); // twice counts once
    assert.equal(residency.list()[0]?.users, 1);
    again.release();
    (await residency.acquire(model("b"), "chat", open())).release();
    assert.deepEqual(story, ["load a", "load b"]);
    const third = await residency.acquire(model("c"), "chat", open());
    assert.deepEqual(story, ["load a", "load b", "close a", "load c"]);
    assert.deepEqual(
      residency.list().map(({ id, isMeasured, bytes }) => [id, isMeasured, bytes]),
      [
        ["b", true, 9e8],
        ["c", false, 1e9],
      ],
    );
    assert.deepEqual(measured.at(-1), ["b", 9e8]);
    third.release();
    await residency.close();
    assert.deepEqual(story.slice(-2).toSorted(), ["close b", "close c"]);
    assert.equal((await failure(residency.acquire(model("a"), "chat", open()))).code, "E_ENGINE_START");
  });

  it("loads for a person before background work that asked earlier", async () => {
    const { residency, model, story, gates } = createWorld({ budget: 4e9 });
    const { promise, resolve } = Promise.withResolvers<void>();
    gates.set("first", promise);
    const all = [
      residency.acquire(model("first"), "chat", open()),
      residency.acquire(model("night"), "background", open()),
      residency.acquire(model("talk"), "chat", open()),
    ];
    await sleep(5);
    assert.deepEqual(story, ["load first"]);
    resolve();
    for (const lease of await Promise.all(all)) lease.release();
    assert.deepEqual(story, ["load first", "load talk", "load night"]);
    await residency.close();
  });

  it("a used or pinned model stays; what can never fit is refused with the figures", async () => {
    const { residency, model, story } = createWorld({ budget: 1.5e9 });
    const used = await residency.acquire(model("a"), "chat", open());
    const waits = residency.acquire(model("b"), "chat", open());
    await sleep(10);
    assert.deepEqual(story, ["load a"]);
    used.release();
    (await waits).release();
    assert.deepEqual(story, ["load a", "close a", "load b"]);
    const unpin = residency.pin("b");
    const refused = await failure(residency.acquire(model("a"), "chat", open()));
    assert.equal(refused.code, "E_MODEL_TOO_LARGE");
    assert.match(
      refused.message,
      /^a needs about 1\.0 GB of memory; models may take 1\.5 GB here, of which pinned .* 0\.9 GB/,
    );
    unpin();
    (await residency.acquire(model("a"), "chat", open())).release();
    const huge = model("huge", { bytes: 9e9, leastBytes: 8e9 });
    assert.match((await failure(residency.acquire(huge, "chat", open()))).message, /needs about 8\.0 GB/);
    await residency.close();
  });

  it("asks for the budget anew, with what is held", async () => {
    const held: number[] = [];
    let free = 2e9;
    const { residency, model } = createWorld({ budgetBytes: (bytes) => (held.push(bytes), free + bytes) });
    (await residency.acquire(model("a"), "chat", open())).release();
    free = 0.5e9; // another program took it
    const refused = await failure(residency.acquire(model("b", { bytes: 1.6e9, leastBytes: 1.6e9 }), "chat", open()));
    assert.deepEqual(refused.data, { neededBytes: 1.6e9, budgetBytes: 1.4e9, pinnedBytes: 0 });
    assert.deepEqual([held[0], held.at(-1)], [0, 9e8]);
    await residency.close();
  });

  it("ends what nobody used for its time to live, and not what is used", async () => {
    const { residency, model, story } = createWorld({ ttlMs: 40 });
    const used = await residency.acquire(model("a"), "chat", open());
    (await residency.acquire(model("b"), "chat", open())).release();
    await sleep(120);
    assert.deepEqual(story, ["load a", "load b", "close b"]);
    used.release();
    await sleep(120);
    assert.deepEqual(story.at(-1), "close a");
    await residency.close();
  });

  it("a signal frees only its caller; a failed load tells all who wait, and the next tries again", async () => {
    const { residency, model, story, gates } = createWorld();
    const gate = Promise.withResolvers<void>();
    gates.set("a", gate.promise);
    const abort = new AbortController();
    const left = residency.acquire(model("a"), "chat", abort.signal);
    const stays = residency.acquire(model("a"), "chat", open());
    abort.abort();
    assert.equal((await failure(left)).code, "E_CANCELLED");
    gate.resolve();
    (await stays).release();
    let tries = 0;
    const broken = model("c", {
      load: () => ((tries += 1), Promise.reject(new AppError("E_MODEL_CORRUPT", "It is damaged."))),
    });
    const both = await Promise.all([1, 2].map(() => failure(residency.acquire(broken, "chat", open()))));
    assert.deepEqual([both.map(({ code }) => code), tries], [["E_MODEL_CORRUPT", "E_MODEL_CORRUPT"], 1]);
    (await residency.acquire(model("c"), "chat", open())).release();
    assert.deepEqual(story, ["load a", "load c"]);
    assert.equal((await failure(residency.acquire(model("c"), "chat", AbortSignal.abort()))).code, "E_CANCELLED");
    await residency.close();
  });

  it("closing waits for the load under way and tells who waits", async () => {
    const { residency, model, story } = createWorld();
    const waits = failure(residency.acquire(model("a"), "chat", open()));
    await residency.close();
    assert.equal((await waits).code, "E_ENGINE_START");
    assert.deepEqual(story, ["load a", "close a"]);
  });
});
