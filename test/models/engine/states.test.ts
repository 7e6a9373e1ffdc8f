import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import * as fc from "fast-check";
import { createRounds } from "../../../src/models/engine/rounds.ts";
import { createStateStore, type StateStore } from "../../../src/models/engine/states/index.ts";
import { copyForStreams, toOneStream } from "../../../src/models/engine/states/streams.ts";
import { setTimeout as sleep } from "node:timers/promises";

const MODEL = "0123456789abcdef";

describe("states in files", () => {
  let folder = "";
  const warnings: string[] = [];
  const open = (maxBytes = 1e9, model = MODEL): Promise<StateStore> =>
    createStateStore({ folder, model, maxBytes, warn: (message) => warnings.push(message) });
  const put = (store: StateStore, tokens: number[], content: string, conversation: string | null = null) =>
    store.put({ tokens, conversation, sequences: 1 }, (path) => writeFile(path, content));
  const list = async (): Promise<string[]> => (await readdir(join(folder, MODEL))).toSorted();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "kralle-states-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const empty = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    warnings.length = 0;
  };

  it("finds the longest stored beginning, also in a later process", async () => {
    await empty();
    await put(await open(), [1, 2, 3], "abc");
    await put(await open(), [1, 2, 3, 4, 5], "abcde");
    const store = await open();
    assert.equal(store.find([1, 2, 3, 4, 5, 6], 5)?.tokens, 5);
    assert.equal(store.find([1, 2, 3, 4, 5], 4)?.tokens, 3, "at most so many");
    assert.equal(store.find([1, 2, 9, 4, 5, 6], 5), null);
    assert.equal((await open(1e9, "another")).find([1, 2, 3, 4], 3), null, "another model or build");
  });

  it("agrees with a plain search for any set of states", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }), { selector: String, maxLength: 8 }),
        fc.array(fc.nat(2), { minLength: 1, maxLength: 7 }),
        async (stored, asked) => {
          await empty();
          const store = await open();
          for (const tokens of stored) await put(store, tokens, "x");
          const isBeginning = (tokens: number[]): boolean =>
            tokens.length < asked.length && tokens.every((token, at) => token === asked[at]);
          const longest = Math.max(0, ...stored.filter(isBeginning).map(({ length }) => length));
          assert.equal(store.find(asked, asked.length - 1)?.tokens ?? 0, longest);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("never hands out a file that was damaged, cut or taken away", async () => {
    const faults = [
      (path: string) => writeFile(path, "abX"),
      (path: string) => truncate(path, 2),
      (path: string) => rm(path),
    ];
    for (const damage of faults) {
      await empty();
      await put(await open(), [1, 2, 3], "abc");
      const store = await open();
      const state = store.find([1, 2, 3, 4], 3) ?? assert.fail();
      await damage(join(folder, MODEL, `${state.id}.state`));
      assert.equal(await store.open(state, 1), null);
      assert.equal(store.find([1, 2, 3, 4], 3), null);
      assert.deepEqual(await list(), []);
      assert.ok(warnings.length > 0);
    }
    await empty();
    const store = await open();
    await put(store, [1, 2, 3], "abc");
    const whole = (await open()).find([1, 2, 3, 4], 3) ?? assert.fail();
    assert.ok(await store.open(whole, 1), "control: a whole one is handed out");
  });

  it("ignores and removes what a killed process left, and records of strangers", async () => {
    await empty();
    await put(await open(), [1, 2, 3], "abc");
    const at = (name: string): string => join(folder, MODEL, name);
    await writeFile(at(".999999999-1.part"), "half");
    await writeFile(at(`.${process.pid}-1.part`), "being written");
    await writeFile(at("f".repeat(64) + ".state"), "without a record");
    await writeFile(at("e".repeat(64) + ".json"), "{ no json");
    const store = await open();
    assert.equal(store.find([1, 2, 3, 4], 3)?.tokens, 3);
    assert.equal((await list()).length, 3, "the state, its record, and what somebody writes now");
  });

  it("keeps only the newest state of a conversation", async () => {
    await empty();
    const store = await open();
    await put(store, [1, 2, 3], "abc", "talk");
    await put(store, [1, 2, 3, 4, 5], "abcde", "talk");
    await put(store, [1, 2], "ab");
    assert.equal(store.find([1, 2, 3, 9], 3)?.tokens, 2);
    assert.equal(store.find([1, 2, 3, 4, 5, 9], 5)?.tokens, 5);
    assert.equal((await list()).length, 4);
  });

  it("stays below its limit; the least recently used go first", async () => {
    await empty();
    const store = await open(25);
    const age = (id: string, minutes: number): Promise<void> => {
      const then = new Date(Date.now() - minutes * 60_000);
      return utimes(join(folder, MODEL, `${id}.state`), then, then);
    };
    await put(store, [1], "0123456789");
    await put(store, [2], "0123456789");
    const [first, second] = [store.find([1, 0], 1), store.find([2, 0], 1)];
    await age(first?.id ?? "", 9);
    await age(second?.id ?? "", 5);
    await store.open(first ?? assert.fail(), 1); // used now
    await put(store, [3], "0123456789");
    assert.ok(store.find([1, 0], 1) && store.find([3, 0], 1));
    assert.equal(store.find([2, 0], 1), null);
  });

  it("goes on without a word to its caller when nothing can be written", async () => {
    await empty();
    await writeFile(folder, "a file where the folder should be");
    const store = await open();
    await put(store, [1, 2, 3], "abc");
    assert.equal(store.find([1, 2, 3, 4], 3), null);
    assert.ok(warnings.length > 0);
    await rm(folder);
  });
});

describe("form of a state file", () => {
  const words = (...list: number[]): Buffer => Buffer.from(new Uint32Array(list).buffer);
  const MAGIC = 0x67_67_73_71;

  it("is the same whichever stream of how many it comes from", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kralle-streams-"));
    const one = words(MAGIC, 3, 2, 11, 12, 1, 2, 77, 78, 79);
    for (const [streams, at] of [
      [1, 0],
      [4, 0],
      [4, 2],
      [4, 3],
    ] as const) {
      const ahead = Array.from({ length: at }, () => 0);
      const behind = Array.from({ length: streams - 1 - at }, () => 0);
      const path = join(folder, "state");
      await writeFile(path, words(MAGIC, 3, 2, 11, 12, streams, ...ahead, 2, 77, 78, 79, ...behind));
      await toOneStream(path, streams);
      assert.deepEqual(await readFile(path), one);
      await copyForStreams(path, join(folder, "copy"), 3);
      assert.deepEqual(await readFile(join(folder, "copy")), words(MAGIC, 3, 2, 11, 12, 3, 2, 77, 78, 79, 0, 0));
    }
    await rm(folder, { recursive: true });
  });

  it("is refused in any other form", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kralle-streams-"));
    const path = join(folder, "state");
    const forms = [
      words(1, 3, 2),
      words(MAGIC, 4, 0, 4, 1),
      words(MAGIC, 3, 900, 1),
      words(MAGIC, 3, 0, 5, 1),
      words(),
    ];
    for (const form of [...forms, words(MAGIC, 3, 0, 4, 0, 0, 0, 0)]) {
      await writeFile(path, form);
      await assert.rejects(toOneStream(path, 4));
      assert.equal((await stat(path)).size, form.length, "it is left as it was");
    }
    await rm(folder, { recursive: true });
  });
});

describe("rounds", () => {
  it("runs steps of one context together and those of two in turn", async () => {
    const rounds = createRounds();
    const [a, b] = [{}, {}];
    let now = 0;
    let most = 0;
    const log: string[] = [];
    const member = async (name: string, context: object): Promise<void> => {
      for (let step = 0; step < 3; step += 1) {
        await rounds.step(context, async () => {
          now += 1;
          most = Math.max(most, now);
          log.push(name);
          await sleep(2);
          now -= 1;
        });
      }
    };
    await Promise.all([member("a1", a), member("b", b), member("a2", a)]);
    assert.equal(most, 2);
    assert.equal(log.join(" "), "a1 a2 b a1 a2 b a1 a2 b");
  });

  it("goes on after a step that failed", async () => {
    const rounds = createRounds();
    await assert.rejects(
      rounds.step({}, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(await rounds.step({}, async () => 1), 1);
  });
});
