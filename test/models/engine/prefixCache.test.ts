import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { BuiltinEngine, BuiltinOptions } from "../../../src/models/engine/builtin.ts";
import type { EngineRequest, EngineUsage, Message } from "../../../src/models/engine/types.ts";
import { ask, createSmol, toContext } from "./_setup.ts";

const SYSTEM: Message = {
  role: "system",
  content: `You advise a firm. ${"Look at money, time and people before you answer. ".repeat(16)}`,
};
const request = (content: string, maxTokens = 2): EngineRequest => ({
  messages: [SYSTEM, { role: "user", content }],
  maxTokens,
});

describe("states of the built-in engine, with a real model", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "kralle-cache-"));
  });
  beforeEach(() => rm(folder, { recursive: true, force: true }));
  after(() => rm(folder, { recursive: true, force: true }));

  const withEngine = async <T>(work: (engine: BuiltinEngine) => Promise<T>, options: Partial<BuiltinOptions> = {}) => {
    const engine = createSmol({ states: { folder, maxBytes: 1e9 }, ...options });
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  };
  const usageOf = async (engine: BuiltinEngine, what: EngineRequest): Promise<EngineUsage> =>
    (await ask(engine, what)).end.usage;
  const stateFiles = async (): Promise<string[]> => {
    const found = await readdir(folder, { recursive: true });
    return found.filter((name) => name.endsWith(".state")).map((name) => join(folder, name));
  };

  it("reads the beginning that requests share once, also over a restart, and answers the same", async () => {
    const [cold, warm] = await withEngine(async (engine) => [
      await ask(engine, request("One?", 8)),
      await usageOf(engine, request("Two?")),
    ]);
    assert.equal(cold.end.usage.cachedTokens, 0);
    assert.ok(warm.cachedTokens > 150 && warm.promptTokens - warm.cachedTokens < 20);
    assert.equal((await stateFiles()).length, 1);
    assert.equal((await stat((await stateFiles())[0] ?? "")).mode & 0o77, 0, "nobody else may read it");
    const later = await withEngine((engine) => ask(engine, request("One?", 8)));
    assert.equal(later.end.usage.cachedTokens, warm.cachedTokens);
    assert.equal(later.text, cold.text);
  });

  it("can read it ahead of the first request", async () => {
    const read = await withEngine((engine) => engine.prepare?.([SYSTEM], toContext()) ?? assert.fail());
    assert.ok(read > 150);
    const usage = await withEngine((engine) => usageOf(engine, request("One?")));
    assert.equal(usage.cachedTokens, read);
  });

  it("ignores a damaged file and one of another template, and evaluates anew", async () => {
    const whole = await withEngine((engine) => ask(engine, request("One?", 8)));
    const [path = assert.fail()] = await stateFiles();
    const bytes = await readFile(path);
    bytes.fill(0x5a, bytes.length / 2, bytes.length / 2 + 4096);
    await writeFile(path, bytes);
    const again = await withEngine((engine) => ask(engine, request("One?", 8)));
    assert.equal(again.end.usage.cachedTokens, 0);
    assert.equal(again.text, whole.text);
    assert.equal((await stateFiles()).length, 1, "it was stored anew");
  });

  it("goes on with a conversation after others and after a restart without reading old turns again", async () => {
    const turns = (id: string, count: number): EngineRequest => {
      const messages: Message[] = [SYSTEM];
      for (let turn = 1; turn <= count; turn += 1) {
        messages.push({
          role: "user",
          content: `Question ${turn} of ${id}: ${"what about this and that? ".repeat(12)}`,
        });
        if (turn < count) messages.push({ role: "assistant", content: `Answer ${turn}: ${"it depends. ".repeat(12)}` });
      }
      return { messages, maxTokens: 2, conversation: id };
    };
    await withEngine(async (engine) => {
      await ask(engine, turns("a", 2));
      await ask(engine, turns("b", 2));
      const { promptTokens, cachedTokens } = await usageOf(engine, turns("a", 3));
      assert.ok(promptTokens - cachedTokens < 150, `${cachedTokens} of ${promptTokens} were there`);
      await usageOf(engine, request("Something else"));
    });
    await withEngine(async (engine) => {
      const { promptTokens, cachedTokens } = await usageOf(engine, turns("b", 3));
      assert.ok(promptTokens - cachedTokens < 150, `${cachedTokens} of ${promptTokens} were there`);
      const strange = await usageOf(engine, turns("c", 3));
      assert.ok(strange.promptTokens - strange.cachedTokens > 150, "control: of another conversation nothing is there");
    });
  });

  it("lets eight who share a beginning evaluate it once, side by side", async () => {
    await withEngine(
      async (engine) => {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_unused, index) => ask(engine, request(`You are adviser ${index}. Well?`, 12))),
        );
        const usages = answers.map(({ end }) => end.usage);
        assert.equal(usages.filter(({ cachedTokens }) => cachedTokens === 0).length, 1);
        for (const { promptTokens, cachedTokens } of usages) {
          assert.ok(cachedTokens === 0 || promptTokens - cachedTokens < 30);
        }
        assert.ok(answers.every(({ text, end }) => text !== "" && end.reason !== "error"));
      },
      { parallel: 8 },
    );
  });

  it("answers each of many at once as it would alone: no answer mixes with another", async () => {
    const options = ["red", "green", "blue", "white"];
    const colour = (index: number): EngineRequest => ({
      ...request(`Colour number ${index}?`, 12),
      schema: { const: { colour: options[index % 4], number: index } },
    });
    const pick = (index: number): EngineRequest => ({
      ...request(`Choose a colour, number ${index}.`, 12),
      schema: { enum: [`${options[index % 4]}-${index}`, `none-${index}`] },
    });
    await withEngine(
      async (engine) => {
        const wanted = Array.from({ length: 12 }, (_unused, index) => index);
        const [fixed, picked] = await Promise.all([
          Promise.all(wanted.map((index) => ask(engine, colour(index)))),
          Promise.all(wanted.map((index) => ask(engine, pick(index)))),
        ]);
        for (const index of wanted) {
          assert.deepEqual(JSON.parse(fixed[index]?.text ?? ""), { colour: options[index % 4], number: index });
          assert.match(picked[index]?.text ?? "", new RegExp(`-${index}"$`));
        }
      },
      { parallel: 4 },
    );
  });

  it("writes side by side what each would write alone", async () => {
    const about = ["the sea", "old cars", "a small dog", "green tea", "winter", "the moon", "a bakery", "music"];
    const free = about.map((thing) => request(`Write one sentence about ${thing}.`, 6));
    const alone = await withEngine(async (engine) => {
      const texts: string[] = [];
      for (const one of free) texts.push((await ask(engine, one)).text);
      return texts;
    });
    assert.ok(new Set(alone).size > 4, "control: the answers differ");
    const together = await withEngine(
      async (engine) => {
        await ask(engine, request("First", 1));
        return Promise.all(free.map(async (one) => (await ask(engine, one)).text));
      },
      { parallel: 8 },
    );
    // Sums in another order may change a late word, but never make one answer begin as another one.
    const begin = (text: string): string => text.split(/\s+/).slice(0, 2).join(" ");
    assert.deepEqual(together.map(begin), alone.map(begin));
  });

  it("frees the place of a cancelled one while others go on", async () => {
    await withEngine(
      async (engine) => {
        await engine.prepare?.([SYSTEM], toContext());
        const stop = new AbortController();
        const long = ask(engine, request("Tell a long story.", 300), stop.signal);
        const others = [1, 2, 3, 4, 5].map((index) => ask(engine, request(`Number ${index}?`, 4)));
        await sleep(200);
        const began = performance.now();
        stop.abort();
        assert.equal((await long).end.reason, "cancelled");
        assert.ok(performance.now() - began < 200);
        for (const answer of await Promise.all(others)) assert.notEqual(answer.end.reason, "error");
      },
      { parallel: 3 },
    );
  });

  it("works one after another where there is no memory for more", async () => {
    await withEngine(
      async (engine) => {
        const all = await Promise.all([1, 2, 3].map((index) => ask(engine, request(`Number ${index}?`, 3))));
        assert.ok(all.every(({ end }) => end.reason !== "error"));
      },
      { parallel: 8, memory: 300e6 },
    );
  });

  it("is reproducible to the byte over a restart where that is asked for", async () => {
    const wild: EngineRequest = { ...request("Invent a name for a shop.", 40), temperature: 1.2, seed: 4711 };
    const run = (reusePrefix: boolean) =>
      withEngine(async (engine) => [await ask(engine, wild), await ask(engine, wild)], { reusePrefix, parallel: 4 });
    const texts = [...(await run(false)), ...(await run(false))].map(({ text, end }) => [text, end.usage.cachedTokens]);
    assert.equal(new Set(texts.map(String)).size, 1);
    assert.equal(texts[0]?.[1], 0);
    await assert.rejects(stat(folder), "nothing is stored");
  });
});
