import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { fromMarkdown, toPlain } from "../../../src/channels/telegram/out/markdown.ts";
import { MOST_CHARS, splitText } from "../../../src/channels/telegram/out/split.ts";
import { readUpdate } from "../../../src/channels/telegram/in/update.ts";

const marked = (source: string): [string, string[]] => {
  const { text, entities } = fromMarkdown(source);
  return [text, entities.map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`)];
};

describe("the text of a model on Telegram", () => {
  test("marks become entities, and the text stays readable", () => {
    assert.deepEqual(marked("# Prices\n\n- **chair**: 20 €\n- `W-03`: *new*\n> said"), [
      "Prices\n\n• chair: 20 €\n• W-03: new\nsaid",
      ["bold Prices", "bold chair", "code W-03", "italic new", "blockquote said"],
    ]);
    assert.deepEqual(marked("```ts\nlet a = *b*;\n\nlet c;\n```\nafter"), [
      "let a = *b*;\n\nlet c;\nafter",
      ["pre let a = *b*;\n\nlet c;"],
    ]);
    assert.deepEqual(marked("2 * 3 * 4, snake_case_name, **open"), ["2 * 3 * 4, snake_case_name, **open", []]);
  });

  test("a link shows where it goes, and nothing of HTML or of Telegram's own marks counts", () => {
    assert.deepEqual(marked("[my bank](https://evil.example/x)"), ["my bank (https://evil.example/x)", []]);
    assert.deepEqual(marked("![x](https://evil.example/p.png)"), ["x (https://evil.example/p.png)", []]);
    const hostile = '<a href="tg://user?id=1">x</a> </b> &lt; [a](tg://x) \\*';
    assert.equal(fromMarkdown(hostile).text, hostile.replace("[a](tg://x)", "a (tg://x)"));
    assert.equal(toPlain("a\u0000b\u202ec\r\nd"), "abc\nd");
  });

  test("whatever the text: entities lie inside, pieces fit, and no word is lost", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("**", "*", "_", "`", "```", "\n", "# ", "> ", "[", "](", ")", "😀", " "),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 200 }), fc.integer({ min: 8, max: 60 }), (parts, most) => {
        const whole = fromMarkdown(parts.join(""));
        const pieces = splitText(whole, most);
        for (const { text, entities } of [whole, ...pieces]) {
          for (const { offset, length } of entities) {
            assert.ok(length > 0 && offset >= 0 && offset + length <= text.length);
          }
        }
        const bare = (text: string) => text.replaceAll(/\s+/gu, "");
        assert.equal(bare(pieces.map(({ text }) => text).join("")), bare(whole.text));
        for (const { text, entities } of pieces) {
          assert.ok(text.length <= most && text.length > 0 && text === text.trim() && entities.length <= 100);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a long text is broken at paragraphs and never amid a character", () => {
    const paragraph = `${"word ".repeat(300).trim()}\n\n`;
    const pieces = splitText(fromMarkdown(paragraph.repeat(6)));
    assert.equal(pieces.length, 3);
    assert.ok(pieces.every(({ text }) => text.length <= MOST_CHARS && text.endsWith("word")));
    const emoji = splitText({ text: "😀".repeat(3_000), entities: [] });
    assert.ok(emoji.every(({ text }) => text.isWellFormed()));
    const [code, rest] = splitText(fromMarkdown(`\`\`\`\n${"x".repeat(5_000)}\n\`\`\``));
    assert.deepEqual([code?.entities[0]?.length, rest?.entities[0]?.length], [4_096, 904]);
  });
});

test("whatever comes as an update: it is read, or it is none", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, id) => {
      readUpdate(value, 1);
      const read = readUpdate({ update_id: id, message: value, callback_query: value }, 1);
      assert.ok(read === null || read.id === id);
    }),
    { numRuns: 300 },
  );
  assert.deepEqual(readUpdate({ update_id: 3, message: { chat: 1 } }, 1), { id: 3, incoming: null });
  assert.equal(readUpdate("x", 1), null);
});
