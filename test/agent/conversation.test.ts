import assert from "node:assert/strict";
import { test } from "node:test";
import { toHistory, type Turn } from "../../src/agent/conversation.ts";
import { resolveFollowUp } from "../../src/agent/plan/request/index.ts";
import { createFill } from "../../src/agent/plan/fill.ts";
import { strategyFor } from "../../src/agent/strategy.ts";
import { silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import type { Models } from "../../src/models/index.ts";
import { noNet } from "../../scripts/testing/net.ts";

const ctx: Context = {
  signal: new AbortController().signal,
  clock: systemClock,
  log: silentLogger,
  net: noNet,
};

/** Counts words; nothing else of a model is needed. */
const models = { count: (text: string) => Promise.resolve(text.split(/\s+/u).length) } as unknown as Models;

const turn = (at: number, length: number): Turn => ({
  request: `question ${at} about invoice RE-${at}`,
  answer: `answer ${at}: ${"word ".repeat(length)}`.trim(),
});

test("a conversation that fits goes along whole", async () => {
  const { messages, kept, dropped } = await toHistory({ turns: [turn(1, 10), turn(2, 10)], before: 0 }, models, ctx);
  assert.deepEqual([kept, dropped], [2, []]);
  assert.deepEqual(
    messages.map(({ role }) => role),
    ["user", "assistant", "user", "assistant"],
  );
});

test("of one that does not, the newest turns stay whole, the older ones leave a line with their names and figures", async () => {
  const turns = Array.from({ length: 12 }, (_, at) => turn(at, 200));
  const { messages, kept, dropped, droppedCount } = await toHistory({ turns, before: 0 }, models, ctx);
  assert.ok(kept >= 1 && kept < 12, String(kept));
  assert.equal(kept + droppedCount, 12);
  assert.equal(dropped.at(-1), turns[11 - kept]?.request);
  assert.equal(messages.at(-1)?.content, turns[11]?.answer);
  const notes = messages[0]?.content ?? "";
  assert.match(notes, new RegExp(`RE-${droppedCount - 1}\\b`, "u"), "the newest of the dropped turns is still known");
  const words = messages.reduce((total, { content }) => total + content.split(/\s+/u).length, 0);
  assert.ok(words < 1300, String(words));
});

test("the history of the next turn begins with that of the last one, but for the turns where the older half goes", async () => {
  const turns = Array.from({ length: 80 }, (_, at) => turn(at, 60));
  let breaks = 0;
  let before: string[] = [];
  for (let count = 1; count <= turns.length; count += 1) {
    const { messages } = await toHistory({ turns: turns.slice(0, count), before: 0 }, models, ctx);
    const contents = messages.map(({ content }) => content);
    const latest = Math.max(0, count - 70);
    const window = await toHistory({ turns: turns.slice(latest, count), before: latest }, models, ctx);
    assert.deepEqual(window.messages, messages, "the latest turns are enough");
    if (!before.every((content, at) => content === contents[at])) breaks += 1;
    before = contents;
  }
  assert.ok(breaks > 3 && breaks < 16, String(breaks));
});

test("a short follow-up takes the earlier request with another date, name or number", () => {
  const today = "2026-11-25";
  const cases: [string, string, string | null][] = [
    ["And in November?", "How many hours did Mara book in October?", "How many hours did Mara book in November?"],
    [
      "und für Jonas?",
      "Wie viele Stunden hat Mara im Oktober gebucht?",
      "Wie viele Stunden hat Jonas im Oktober gebucht?",
    ],
    ["What about RE-2026-104?", "Is RE-2026-103 paid?", "Is RE-2026-104 paid?"],
    ["und was ist mit Frau Köhler?", "Was schuldet uns Petra Novák?", null],
    ["And then move them to paid", "How many invoices are open?", null],
    ["How many invoices are paid?", "How many invoices are open?", null],
    ["And?", "How many invoices are open?", null],
  ];
  for (const [text, earlier, expected] of cases) {
    const found = resolveFollowUp(text, earlier, today);
    if (text.includes("Köhler")) assert.match(found ?? "", /^Was schuldet uns (?:Frau )?Köhler\?$/u);
    else assert.equal(found, expected, text);
  }
});

test("freedom follows from what was measured, not from a name", () => {
  const ability = { model: "any", contextTokens: 8192, choose: 1, schema: 1, tools: 1, tokensPerSecond: 20 };
  assert.equal(strategyFor(ability).free, true);
  assert.equal(strategyFor({ ...ability, tools: 0.75 }).free, false);
  assert.equal(strategyFor({ ...ability, choose: 0.4 }).free, false);
  assert.deepEqual(strategyFor(null), { free: false, chooser: "model" });
  assert.equal(strategyFor({ ...ability, choose: 0.5 }).chooser, "code", "little better than by chance");
});

test("where code chooses, no model is asked for one of several, and the choice is on record", async () => {
  const fill = createFill({} as Models, ctx, { chooser: () => Promise.resolve("code") });
  assert.equal(await fill.choose({ question: "Which?", options: [{ label: "a" }, { label: "b" }], none: "none" }), 0);
  const fields = [
    { name: "x", options: ["1", "2"] },
    { name: "y", options: ["3"] },
  ];
  assert.deepEqual(await fill.form({ question: "Fill in.", fields }), { x: "1", y: "3" });
  assert.deepEqual(
    fill.holes.map(({ offered, chosen }) => [offered, chosen]),
    [
      [3, "a"],
      [2, "1"],
    ],
  );
});
