import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { readFrontMatter } from "../../../src/agent/skills/frontMatter.ts";
import { readSkillText } from "../../../src/agent/skills/read.ts";
import { AppError } from "../../../src/core/index.ts";
import { isError } from "../../store/_setup.ts";
import { skillText } from "./_setup.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (head: string, body = "Do it.", folder = "letters") =>
  readSkillText(bytes(`---\n${head}\n---\n${body}\n`), folder);
const BASE = "name: letters\ndescription: Writes letters.";

describe("the front matter of a SKILL.md", () => {
  test("is read as skills write it", () => {
    const { head, text } = read(
      `# a comment
name: letters
description: >-
  Writes letters in the
  style of the house.

  Use it: always.
license: 'Apache-2.0 # no comment, Anna''s'
allowed-tools: Read, Bash(git add:*) write_file
metadata:
  author: "Änne \\u00e4"
  version: 1.0   # a comment`,
      "# Letters\r\n\r\nBe kind.",
    );
    assert.deepEqual(head, {
      name: "letters",
      description: "Writes letters in the style of the house. Use it: always.",
      license: "Apache-2.0 # no comment, Anna's",
      allowedTools: ["Read", "Bash(git add:*)", "write_file"],
      metadata: { author: "Änne ä", version: "1.0" },
    });
    assert.equal(text, "# Letters\n\nBe kind.");
    for (const list of ["[read_file, 'search']", "\n  - read_file\n  - search", "\n- read_file\n- search"])
      assert.deepEqual(read(`${BASE}\nallowed-tools: ${list}`).head.allowedTools, ["read_file", "search"], list);
    const folded = readFrontMatter("\uFEFF---\r\na: one\r\n  two\r\nb: |\r\n  x\r\n   y\r\nc:\r\n---\r\nrest");
    assert.deepEqual(
      [...folded.fields],
      [
        ["a", "one two"],
        ["b", "x\n y"],
        ["c", ""],
      ],
    );
  });

  test("what is missing, wrong or more than skills need is refused with what is wrong", () => {
    const wrong: [head: string, says: RegExp][] = [
      ["description: x", /small letters/],
      ["name: Letters\ndescription: x", /small letters/],
      ["name: le--tters\ndescription: x", /small letters/],
      ["name: ../letters\ndescription: x", /small letters/],
      ["name: mail\ndescription: x", /folder/],
      ["name: letters", /description/],
      [`name: letters\ndescription: ${"x".repeat(1_025)}`, /description/],
      ["name: letters\ndescription: \u202e\u200b", /description/],
      ["name: letters\nname: letters\ndescription: x", /twice/],
      ["name: letters\ndescription: a: b", /quotes/],
      ["name: letters\ndescription: &a x", /Line 3/],
      ["name: letters\ndescription: *a", /Line 3/],
      ["name: letters\ndescription: !!js/function x", /Line 3/],
      ['name: letters\ndescription: "x" y', /Line 3/],
      ['name: letters\ndescription: "\\x"', /Line 3/],
      ["name: letters\ndescription: {a: b}", /Line 3/],
      ["name: letters\ndescription:\n  - a", /no text/],
      ["name: letters\ndescription: x\nmetadata:\n  a:\n    b: c", /Line 4/],
      ["name: letters\ndescription: x\nallowed-tools:\n  a: b", /no list/],
      ["name: letters\ndescription: x\n<script>", /Line 4/],
      [`${BASE}\n${"# x\n".repeat(300)}`, /too long/],
    ];
    for (const [head, says] of wrong) assert.throws(() => read(head), isError("E_INPUT", says), head);
    assert.throws(() => read(BASE, " \u200b "), isError("E_INPUT", /no instructions/));
    assert.throws(() => readSkillText(bytes("name: letters"), "letters"), isError("E_INPUT", /first line/));
    assert.throws(() => readSkillText(bytes("---\nname: letters"), "letters"), isError("E_INPUT", /no end/));
    assert.throws(() => readSkillText(new Uint8Array([0xff, 0xfe]), "letters"), isError("E_INPUT", /UTF-8/));
    assert.ok(read(BASE), "control: without a fault it is read");
  });

  test("whatever stands there, it is read safely or refused, and never takes long", () => {
    const piece = fc.constantFrom(
      ..."---|\n|: |- |name|description|letters|\"|'|[|]|{|#|  |>|\\|\u202e|\u001b[31m|\u0000|&a|*a|__proto__: x\n|é".split(
        "|",
      ),
    );
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: "binary" }).map((text) => bytes(`---\n${BASE}\n${text}\n---\n${text}`)),
      fc.array(piece, { maxLength: 80 }).map((parts) => bytes(`---\n${BASE}\n${parts.join("")}\n---\nx`)),
      fc.array(piece, { maxLength: 80 }).map((parts) => bytes(parts.join(""))),
    );
    let readable = 0;
    fc.assert(
      fc.property(hostile, (content) => {
        try {
          const { head, text } = readSkillText(content, "letters");
          readable += 1;
          const shown = JSON.stringify([head.description, head.license, head.allowedTools, head.metadata, text]);
          assert.doesNotMatch(`${head.description}${text}`, /[^\P{Cc}\n\t]|\p{Cf}/u);
          assert.ok(head.name === "letters" && shown.length < 20_000);
          assert.equal(Object.getPrototypeOf(head.metadata), Object.prototype);
        } catch (thrown) {
          if (!(thrown instanceof AppError) || thrown.code !== "E_INPUT") throw thrown;
        }
      }),
      { numRuns: 2_000 },
    );
    assert.ok(readable > 50, `${readable} of them could be read: the rest of the property says something`);
    const long = [
      `"${"\\".repeat(15_000)}`,
      `[${"a,".repeat(7_000)}`,
      `${"x #".repeat(5_000)}`,
      `${": ".repeat(7_000)}`,
    ];
    for (const value of long) {
      const began = performance.now();
      try {
        readFrontMatter(`---\na: ${value}\n---\n`);
      } catch (thrown) {
        assert.ok(thrown instanceof AppError);
      }
      assert.ok(performance.now() - began < 500, value.slice(0, 10));
    }
  });

  test("any description in quotes comes back as it was", () => {
    const words = fc.stringMatching(/^[A-Za-zÄöß:#'"\\,[\]{}& -]{1,200}$/).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(words, fc.boolean(), (text, isDouble) => {
        const quoted = isDouble ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
        const { head } = readSkillText(bytes(skillText("letters", quoted, "x")), "letters");
        assert.equal(head.description, text.replaceAll(/\s+/g, " ").trim());
      }),
      { numRuns: 500 },
    );
  });
});
