import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import * as fc from "fast-check";
import type { EngineEvent } from "../../../src/models/engine/types.ts";
import { createBeginning, createWatch, guessHabit, type Habit } from "../../../src/models/remote/unseen.ts";
import { ask, say } from "../engine/_setup.ts";
import { startOpenAi } from "./_openai.ts";
import { createEngine } from "./_setup.ts";

const MARKS = [["<think>", "</think>"]] as const;
const usage = { promptTokens: 5, completionTokens: 4, cachedTokens: 0, promptMs: 1, completionMs: 1 };

/** An engine whose server says these pieces, one list an answer. */
async function open(t: TestContext, model: string, answers: string[][], reason: "stop" | "length" = "stop") {
  const said = answers.map((pieces): EngineEvent[] => [
    ...pieces.map((text) => ({ type: "text", text }) as const),
    { type: "end", reason, usage },
  ]);
  const server = await startOpenAi({ models: [{ id: model }], answer: () => said.shift() });
  const engine = createEngine({ type: "openai", url: `${server.url}/v1` }, { model });
  t.after(async () => {
    await engine.close();
    await server.close();
  });
  return async () => {
    const { thinking, text, events } = await ask(engine, say("x", 40));
    return { thinking, text, pieces: events.filter(({ type }) => type === "text").length };
  };
}

describe("thinking that only its end tells", () => {
  test("of a model whose name says that it thinks is told apart in its first answer", async (t) => {
    const next = await open(t, "deepseek-r1:8b", [
      ["I add", " two.\n</th", "ink>\n\nfo", "ur"],
      ["<think>hm</think>", "four"],
      ["four", "teen"],
    ]);
    assert.deepEqual(await next(), { thinking: "I add two.\n", text: "four", pieces: 2 });
    assert.deepEqual(await next(), { thinking: "hm", text: "four", pieces: 1 });
    assert.equal((await next()).text, "fourteen", "and what never thinks is text");
  });

  test("of any other model it is told apart from the second answer on; its words come at once until then", async (t) => {
    const answer = ["I add.\n", "</think>", "\n\n", "four"];
    const next = await open(t, "m1", [["one ", "two"], answer, answer]);
    assert.deepEqual(await next(), { thinking: "", text: "one two", pieces: 2 });
    assert.equal((await next()).text, answer.join(""));
    assert.deepEqual(await next(), { thinking: "I add.\n", text: "four", pieces: 1 });
  });

  test("that is cut before its end is thinking where the model is known for it, else text", async (t) => {
    const next = await open(t, "qwq-32b", [["I add"], ["a</think>b"], ["I add"]], "length");
    assert.deepEqual([(await next()).text, (await next()).thinking], ["I add", "a"]);
    assert.deepEqual(await next(), { thinking: "I add", text: "", pieces: 0 });
  });

  test("in whatever pieces it comes, nothing is lost and the parts are the same", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "<", "/", "think", ">", "\n", " ") });
    fc.assert(
      fc.property(words, words, fc.array(fc.nat(20)), (thought, answer, cuts) => {
        fc.pre(!thought.includes("</think>") && !thought.trimStart().startsWith("<think>"));
        const whole = `${thought}</think>${answer}`;
        const beginning = createBeginning({ thinksUnseen: "guessed" }, MARKS);
        const told = { thinking: "", text: "" };
        let from = 0;
        const places = [
          ...cuts.map((_cut, at) => cuts.slice(0, at + 1).reduce((sum, cut) => sum + cut, 0)),
          whole.length,
        ];
        for (const to of places.filter((place) => place <= whole.length)) {
          const { thinking, text } = beginning.push(whole.slice(from, to));
          told.thinking += thinking;
          told.text += text;
          from = to;
        }
        const rest = beginning.finish(false);
        assert.deepEqual(
          [told.thinking + rest.thinking, (told.text + rest.text).trimStart()],
          [thought, answer.trimStart()],
        );
      }),
    );
  });

  test("is learned from a mark on its own line, not from a word in one", () => {
    const learn = (...pieces: string[]): Habit["thinksUnseen"] => {
      const habit: Habit = { thinksUnseen: "no" };
      const watch = createWatch(habit, MARKS);
      for (const piece of pieces) watch(piece);
      return habit.thinksUnseen;
    };
    assert.equal(learn("so\n</th", "ink>", "\nfour"), "seen");
    assert.equal(learn("</think>\n\nfour"), "seen");
    assert.equal(learn("the tag </think> closes\n", "it"), "no");
    const names = ["deepseek-r1:8b", "QwQ-32B", "Qwen3-4B-Thinking-2507", "phi-4-reasoning", "magistral", "r1"];
    assert.deepEqual(
      names.map((name) => guessHabit(name).thinksUnseen),
      names.map(() => "guessed"),
    );
    const others = ["qwen3:4b", "gemma3", "llama3.1:8b", "command-r1x", "thinkingcap"];
    assert.deepEqual(
      others.map((name) => guessHabit(name).thinksUnseen),
      others.map(() => "no"),
    );
  });
});
