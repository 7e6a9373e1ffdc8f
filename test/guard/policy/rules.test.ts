import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { parsePolicyLine, toReasonWords, toWords } from "../../../src/guard/index.ts";
import { AppError } from "../../../src/core/index.ts";
import { isError } from "../../store/_setup.ts";

test("the typed form, and how it is shown in plain words", () => {
  const shown: [string, string, string][] = [
    [
      "ask send_mail unless recipient in contacts",
      "Ask first: send_mail unless everyone it reaches is known to you.",
      "Erst fragen: send_mail, außer wenn Sie alle kennen, die es erreicht.",
    ],
    [
      "refuse * amount > 100 EUR",
      "Never: anything if it moves more than 100 EUR.",
      "Nie: alles, wenn es mehr als 100 EUR bewegt.",
    ],
    ["allow mcp:calendar.list", "Without asking: mcp:calendar.list.", "Ohne Frage: mcp:calendar.list."],
    [
      "allow fetch_url even from outside if recipient is news.example and uses <= 20",
      "Without asking: fetch_url if it reaches news.example and it happens at most 20 times a day (even after text from outside).",
      "Ohne Frage: fetch_url, wenn es news.example erreicht und es höchstens 20-mal am Tag geschieht (auch nach Text von außen).",
    ],
    ["contact *@firma.example", "*@firma.example is known to you.", "*@firma.example ist Ihnen bekannt."],
    [
      "trust /data/notes/",
      "What lies in /data/notes was written by you.",
      "Was in /data/notes liegt, haben Sie geschrieben.",
    ],
    [
      "refuse send_mail if from outside and private",
      "Never: send_mail if text from outside led to it and private data is among what led to it.",
      "Nie: send_mail, wenn Text von außen dazu geführt hat und private Daten dabei sind.",
    ],
  ];
  for (const [text, en, de] of shown) assert.deepEqual(toWords(parsePolicyLine(text)), { en, de }, text);
});

test("what is wrong is refused with what is wrong", () => {
  const wrong: [string, RegExp][] = [
    ["", /begins with a verb/],
    ["permit x", /"permit"/],
    ["allow", /No tool/],
    ["allow send mail", /condition "mail"/],
    ["allow send_mail if recipient in friends", /recipient in friends/],
    ["refuse x amount > 100", /amount > 100/],
    ["refuse x amount > 1,5 EUR", /condition/],
    ["ask x even from outside", /even from outside/],
    ["ask x unless private unless private", /once/],
    ["trust notes", /whole path/],
    ["contact a@*b.example", /no address/],
    ["contact", /no address/],
    ["allow send_mail\u200b", /nobody sees/],
    [`allow x if ${"private and ".repeat(60)}private`, /too long/],
  ];
  for (const [text, fault] of wrong) assert.throws(() => parsePolicyLine(text), isError("E_INPUT", fault), text);
});

test("whatever comes in is a line or E_INPUT, and is shown in one line of both languages", () => {
  const word = fc.constantFrom("allow", "ask", "refuse", "if", "unless", "and", "private", "from", "outside", "even", "*", "x", "amount", ">", "5", "EUR", "recipient", "in", "contacts", "is", "\n", "contact", "trust", "/a"); // prettier-ignore
  const text = fc.oneof(
    fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
  let read = 0;
  fc.assert(
    fc.property(text, (line) => {
      try {
        const { en, de } = toWords(parsePolicyLine(line));
        read += 1;
        assert.ok(en.length > 0 && de.length > 0 && !/\n/u.test(en + de));
      } catch (thrown) {
        assert.ok(thrown instanceof AppError && thrown.code === "E_INPUT", String(thrown));
      }
    }),
    { seed: 7, numRuns: 3_000 },
  );
  assert.ok(read > 20, `${read} were lines`);
});

test("every reason has words in both languages", () => {
  const types = ["harmless", "off", "asked", "ruleOfTwo", "fromOutside", "command", "outside"] as const;
  for (const type of types) for (const said of Object.values(toReasonWords({ type }))) assert.match(said, /\.$/u);
  for (const type of ["rule", "unreadable", "stranger"] as const)
    assert.match(toReasonWords({ type, line: "ask x" }).de, /ask x$/u);
});
