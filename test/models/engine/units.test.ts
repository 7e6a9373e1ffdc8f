import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createJsonEnd } from "../../../src/models/engine/jsonEnd.ts";
import { findMissingUnits, fromCpuInfo } from "../../../src/models/engine/processor.ts";
import { createQueue } from "../../../src/models/engine/queue.ts";
import { createRestarts } from "../../../src/models/engine/restarts.ts";
import { createSplitter, type Marks, type Piece } from "../../../src/models/engine/splitter.ts";
import { createThreadGovernor } from "../../../src/models/engine/threads.ts";

const MARKS: Marks = {
  thinking: [["<think>", "</think>"]],
  thinkAnywhere: false,
  toolCall: ["<tool_call>", "</tool_call>"],
  stop: ["STOP"],
  inThinking: null,
};

function split(text: string, cuts: number[], marks: Partial<Marks> = {}): Record<Piece["type"], string> {
  const splitter = createSplitter({ ...MARKS, ...marks });
  const joined = { thinking: "", text: "", toolCall: "" };
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].toSorted(
    (a, b) => a - b,
  );
  const pieces = places.slice(1).flatMap((to, index) => splitter.push(text.slice(places[index], to)));
  for (const piece of [...pieces, ...splitter.finish()]) joined[piece.type] += piece.text;
  return joined;
}

describe("splitter", () => {
  const cases: [name: string, text: string, marks: Partial<Marks>, expected: Partial<Record<Piece["type"], string>>][] =
    [
      ["thinking before the answer", "<think>hm, 3 < 4</think>\n\nYes.", {}, { thinking: "hm, 3 < 4", text: "Yes." }],
      ["blanks before thinking", "\n <think>a</think>b", {}, { thinking: "a", text: "b" }],
      ["thinking that the prompt opened", "a</think>b", { inThinking: "</think>" }, { thinking: "a", text: "b" }],
      ["thinking without end", "<think>a</thi", {}, { thinking: "a</thi" }],
      ["a mark as a word", "The <think> tag", {}, { text: "The <think> tag" }],
      [
        "thinking in the middle where declared",
        "A <think>b</think> C",
        { thinkAnywhere: true },
        { thinking: "b", text: "A C" },
      ],
      ["a tool call", 'Ok <tool_call>{"a":1}</tool_call>', {}, { toolCall: '{"a":1}', text: "Ok " }],
      ["a tool call without end", "<tool_call>{", {}, { text: "<tool_call>{" }],
      ["a stop sequence", "one STOP two", {}, { text: "one " }],
      ["a stop sequence that begins", "one ST", {}, { text: "one ST" }],
      ["only blanks", "\n ", {}, { text: "\n " }],
    ];
  for (const [name, text, marks, expected] of cases) {
    it(`tells apart, however it is cut: ${name}`, () => {
      fc.assert(
        fc.property(fc.array(fc.nat(60)), (cuts) => {
          assert.deepEqual(split(text, cuts, marks), { thinking: "", text: "", toolCall: "", ...expected });
        }),
      );
    });
  }

  it("loses nothing of a text without marks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.nat(60)), (text, cuts) => {
        fc.pre(!/[<S]/.test(text));
        assert.equal(split(text, cuts).text, text);
      }),
    );
  });
});

describe("end of a JSON document", () => {
  it("is seen exactly at its last character", () => {
    const value = fc.oneof(fc.object(), fc.array(fc.jsonValue()), fc.string());
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 5 }), (input, width) => {
        const text = JSON.stringify(input);
        const isEnd = createJsonEnd();
        for (let at = 0; at < text.length; at += width) {
          assert.equal(isEnd(text.slice(at, at + width)), at + width >= text.length);
        }
      }),
    );
  });
});

describe("threads", () => {
  const govern = (samples: { free: number; own: number }[]): number[] => {
    const times = { wall: 0, idle: 0, own: 0 };
    const governor = createThreadGovernor(
      4,
      () => ({ ...times }),
      () => times.wall,
    );
    return samples.map(({ free, own }) => {
      times.wall += 500;
      times.idle += 500 * free;
      times.own += 500 * own;
      return governor.advise();
    });
  };

  it("uses all cores of an idle machine and gives way to others at once", () => {
    assert.deepEqual(
      govern([
        { free: 4, own: 0 },
        { free: 0, own: 4 },
        { free: 0, own: 2.3 },
        { free: 0, own: 0.4 },
      ]),
      [4, 4, 2, 1],
    );
  });

  it("takes a core back only when two samples agree", () => {
    assert.deepEqual(
      govern([
        { free: 0, own: 1 },
        { free: 3, own: 1 },
        { free: 0, own: 1 },
        { free: 3, own: 1 },
        { free: 3, own: 1 },
      ]),
      [1, 1, 1, 1, 4],
    );
  });

  it("does not measure more often than every 300 ms", () => {
    const times = { wall: 0, idle: 0, own: 0 };
    let reads = 0;
    const read = (): typeof times => ((reads += 1), { ...times });
    const governor = createThreadGovernor(2, read, () => times.wall);
    for (; times.wall < 1000; times.wall += 10) governor.advise();
    assert.ok(reads <= 5, `${reads}`);
  });
});

describe("restarts", () => {
  it("pauses longer with each crash and stops after three in five minutes", () => {
    let now = 0;
    const restarts = createRestarts({ now: () => now, sleep: () => Promise.resolve() });
    assert.equal(restarts.delay(), 0);
    restarts.recordCrash("SIGSEGV");
    assert.equal(restarts.delay(), 500);
    now = 200;
    assert.equal(restarts.delay(), 300);
    restarts.recordCrash("SIGABRT");
    assert.equal(restarts.delay(), 1000);
    assert.equal(restarts.isBroken(), false);
    restarts.recordCrash("SIGKILL");
    assert.ok(restarts.isBroken() && restarts.lastReason === "SIGKILL");
    now = 5 * 60_000 + 1;
    assert.equal(restarts.isBroken(), false);
  });
});

describe("queue", () => {
  it("lets in one after another in order, and forgets who gave up", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), async (staying) => {
        const queue = createQueue();
        const order: number[] = [];
        const visits = staying.map(async (stays, index) => {
          const controller = new AbortController();
          const entered = queue.enter(controller.signal);
          if (!stays) controller.abort();
          const leave = await entered.catch(() => null);
          if (leave === null) return;
          order.push(index);
          await Promise.resolve();
          leave();
          leave();
        });
        await Promise.all(visits);
        const holder = staying.indexOf(true); // before it, the place is free for a moment
        const isFree = (index: number): boolean => holder === -1 || index < holder;
        const expected = staying.flatMap((stays, index) => (stays || isFree(index) ? [index] : []));
        assert.deepEqual(order, expected);
        assert.equal(queue.waiting, 0);
      }),
    );
  });

  it("is left by the signal alone, by all who share it", async () => {
    const queue = createQueue();
    const shared = new AbortController();
    const inside = queue.enter(shared.signal);
    const waiting = queue.enter(shared.signal);
    const other = queue.enter(new AbortController().signal);
    await inside;
    shared.abort();
    await assert.rejects(waiting, { name: "AbortError" });
    await other;
    assert.equal(queue.waiting, 0);
  });
});

describe("processor", () => {
  const block = (core: number): string =>
    `processor : 0\nphysical id : 0\ncore id : ${core}\nflags : fpu avx avx2 fma f16c\n`;

  it("counts cores, not hyper-threads, and no more than may be used", () => {
    const text = [0, 0, 1, 1].map(block).join("\n");
    assert.equal(fromCpuInfo(text, 4).cores, 2);
    assert.equal(fromCpuInfo(text, 1).cores, 1);
    const many = fromCpuInfo("processor: 0\nFeatures : asimd asimddp\n", 6);
    assert.deepEqual([many.cores, many.threads], [6, 5], "a core is left for everything else");
    assert.deepEqual(
      [1, 4].map((usable) => fromCpuInfo(text, usable).threads),
      [1, 2],
    );
  });

  it("sees that an engine lacks a vector unit of the processor", () => {
    const processor = fromCpuInfo(block(0), 2);
    assert.deepEqual(findMissingUnits(processor, "CPU : SSE3 = 1 | AVX = 1 | REPACK = 1"), ["AVX2", "FMA", "F16C"]);
    assert.deepEqual(findMissingUnits(processor, "CPU : AVX2 = 1 | FMA = 1 | F16C = 1"), []);
  });
});
