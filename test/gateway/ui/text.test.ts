import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { createTwoFilesPatch } from "diff";
import { toLines } from "../../../web/src/chat/diff.ts";
import { toBlocks, type Block, type Inline } from "../../../web/src/chat/markdown.ts";
import { apply, emptyTimeline, toTurns, type Timeline } from "../../../web/src/chat/timeline.ts";
import { shortHash, visible } from "../../../web/src/lib/safe.ts";
import type { MessageInfo, WireEvent } from "../../../web/src/lib/wire.ts";

function* inlinesOf(blocks: readonly Block[]): Generator<Inline> {
  for (const block of blocks) {
    if (block.type === "paragraph" || block.type === "heading") yield* deep(block.inline);
    else if (block.type === "quote") yield* inlinesOf(block.blocks);
    else if (block.type === "list") for (const item of block.items) yield* inlinesOf(item.blocks);
    else if (block.type === "table") for (const cell of [...block.head, ...block.rows.flat()]) yield* deep(cell.inline);
  }
}

function* deep(parts: readonly Inline[]): Generator<Inline> {
  for (const part of parts) {
    yield part;
    if ("inline" in part) yield* deep(part.inline);
  }
}

const linksOf = (text: string): string[] =>
  [...inlinesOf(toBlocks(text))].flatMap((part) => (part.type === "link" ? [part.href] : []));
const wordsOf = (text: string): string =>
  [...inlinesOf(toBlocks(text))].map((part) => ("text" in part ? part.text : "")).join("");

describe("markdown of a model", () => {
  const refused = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,hi)",
    "[x](vbscript:x)",
    "[x](/api/sign-out)",
    "[x](//example.org/x)",
    "[x](#code=1)",
    "[x](file:///etc/passwd)",
    "<a href='https://example.org'>x</a>",
    "[x](java\tscript:alert(1))",
  ];
  for (const text of refused) test(`${JSON.stringify(text)} is no link`, () => assert.deepEqual(linksOf(text), []));

  test("a picture is a link to it, never a picture", () => {
    assert.deepEqual(linksOf("![secret](https://example.org/p.png?q=1)"), ["https://example.org/p.png?q=1"]);
  });

  test("HTML stays the text that it is", () => {
    assert.match(wordsOf("a <img src=x onerror=alert(1)> b"), /<img src=x onerror=alert\(1\)>/u);
    assert.match(wordsOf("<script>alert(1)</script>"), /<script>alert\(1\)<\/script>/u);
  });

  test("control: links and entities that are fine come through", () => {
    assert.deepEqual(linksOf("[a](https://example.org/a) and https://example.org/b and <mailto:a@example.org>"), [
      "https://example.org/a",
      "https://example.org/b",
      "mailto:a@example.org",
    ]);
    assert.equal(wordsOf("R&D &amp; `a < b` &lt;b&gt;"), "R&D & a < b <b>");
  });

  test("any text is read, in time, into what there are elements for", () => {
    const types = new Set(["paragraph", "heading", "code", "quote", "list", "table", "rule"]);
    const piece = fc.constantFrom(
      "*",
      "_",
      "`",
      "```\n",
      "[",
      "](",
      ")",
      "<",
      ">",
      "|",
      "\n",
      "\n\n",
      "- ",
      "1. ",
      "> ",
      "#",
      "![",
      "&lt;",
      "javascript:",
      "https://a.b",
      " ",
      "x",
      "~~",
      "\\",
      "    ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        const blocks = toBlocks(pieces.join(""));
        assert.ok(blocks.every(({ type }) => types.has(type)));
        for (const href of linksOf(pieces.join(""))) assert.match(href, /^(?:https?:\/\/|mailto:)/u);
      }),
      { numRuns: 300 },
    );
    assert.ok(toBlocks("> ".repeat(3_000) + "deep").length > 0);
  });
});

const at = "2026-11-26T10:00:00.000Z";
const event = (seq: number, type: string, rest: Record<string, unknown> = {}): WireEvent => ({
  seq,
  at,
  session: "ses_1",
  type,
  ...rest,
});
const message = (id: string, role: "user" | "assistant", rest: Partial<MessageInfo> = {}): MessageInfo => {
  return {
    id,
    session: "ses_1",
    seq: 1,
    role,
    text: "t",
    state: "done",
    key: null,
    replyTo: null,
    run: null,
    data: null,
    at,
    ...rest,
  };
};

const STORY: WireEvent[] = [
  event(1, "message", { message: "msg_1" }),
  event(2, "request", { message: "msg_1", text: "a" }),
  event(3, "step", { step: { id: "$1", op: "query", why: "look" }, state: "started" }),
  event(4, "text", { text: "Hel" }),
  event(5, "step", { step: { id: "$1", op: "query", why: "look" }, state: "done", summary: "3 rows" }),
  event(6, "text", { text: "lo" }),
  event(7, "change", { path: "a.txt", kind: "edited", diff: "@@ -1 +1 @@\n-a\n+b" }),
  event(8, "tool", { name: "run_command", describe: "run ls", state: "started" }),
  event(9, "approval", { id: "ap_1", tool: "run_command", describe: "run ls" }),
  event(10, "approval", { id: "ap_1", tool: "run_command", describe: "run ls", decision: "allow" }),
  event(11, "tool", { name: "run_command", describe: "run ls", state: "done", summary: "ok" }),
  event(12, "result", {
    message: "msg_1",
    result: { ok: true, answer: "Hello", evidence: [], changed: [], model: "m", stopped: "done", error: null },
  }),
  event(13, "request", { message: "msg_2", text: "b" }),
  event(14, "text", { text: "Second" }),
];

const play = (events: readonly WireEvent[]): Timeline => {
  const timeline = emptyTimeline();
  for (const one of events) apply(timeline, one);
  return timeline;
};

describe("the timeline of a conversation", () => {
  test("tells each message's own work", () => {
    const turns = toTurns(
      [
        message("msg_1", "user"),
        message("msg_a", "assistant", { replyTo: "msg_1", text: "Hello" }),
        message("msg_2", "user", { state: "running" }),
      ],
      play(STORY),
    );
    assert.deepEqual(
      turns.map(({ work }) => work.text),
      ["Hello", "Second"],
    );
    const first = turns[0];
    assert.equal(first?.answer?.text, "Hello");
    assert.deepEqual(
      first?.work.items.map(({ kind, state, detail }) => [kind, state, detail]),
      [
        ["step", "done", "3 rows"],
        ["tool", "done", "ok"],
        ["approval", "done", "run_command"],
      ],
    );
    assert.deepEqual(
      first?.work.changes.map(({ path }) => path),
      ["a.txt"],
    );
  });

  test("is the same wherever the line broke, and however much was told twice", () => {
    const whole = play(STORY);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: STORY.length }), { maxLength: 8 }), (breaks) => {
        const timeline = emptyTimeline();
        for (const end of [...breaks, STORY.length]) for (const one of STORY.slice(0, end)) apply(timeline, one);
        assert.deepEqual(timeline, whole);
      }),
    );
  });

  test("an attempt that is taken up again begins anew", () => {
    const again = play([
      ...STORY.slice(0, 6),
      event(20, "request", { message: "msg_1", text: "a" }),
      event(21, "text", { text: "New" }),
    ]);
    assert.equal(again.work.get("msg_1")?.text, "New");
  });

  test("what it does not know, or has another shape, does no harm", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          "text",
          "step",
          "tool",
          "change",
          "approval",
          "result",
          "setup",
          "memories",
          "compacted",
          "news",
        ),
        fc.dictionary(
          fc.constantFrom("text", "step", "state", "result", "event", "used", "dropped", "path", "message"),
          fc.jsonValue(),
        ),
        (type, rest) => {
          const timeline = play(STORY.slice(0, 2));
          apply(timeline, {
            ...rest,
            ...event(3, type),
            ...(typeof rest["message"] === "string" ? { message: rest["message"] } : {}),
          });
          toTurns([message("msg_1", "user")], timeline);
        },
      ),
    );
  });
});

describe("a difference", () => {
  test("has the numbers of the lines before and after", () => {
    const diff = createTwoFilesPatch("a", "a", "1\n2\n3\n", "1\ntwo\n3\n4\n");
    assert.deepEqual(
      toLines(diff).map(({ kind, text, before, after }) => [kind, text, before, after]),
      [
        ["same", "1", 1, 1],
        ["removed", "2", 2, null],
        ["added", "two", null, 2],
        ["same", "3", 3, 3],
        ["added", "4", null, 4],
      ],
    );
  });
});

describe("what somebody agrees to", () => {
  test("hides nothing: unseen and turning characters are written out", () => {
    assert.equal(visible("rm \u202Etxt.exe\u200B\u0007\n\tx"), "rm ⟨U+202E⟩txt.exe⟨U+200B⟩⟨U+0007⟩\n\tx");
    assert.equal(visible("Grüße, 12 €"), "Grüße, 12 €");
  });

  test("has a fingerprint that can be compared by eye", () => {
    assert.equal(shortHash("sha256:588ec3ff8569aa"), "588e c3ff 8569");
  });
});
