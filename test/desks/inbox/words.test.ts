import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SERVICE } from "../../../src/desks/inbox/knowledge/service.ts";
import { TRADES } from "../../../src/desks/inbox/knowledge/trades.ts";
import { readAsks } from "../../../src/desks/inbox/reply/asks.ts";
import { cognateOf } from "../../../src/desks/inbox/reply/cognate.ts";
import { strength, toHaystack } from "../../../src/desks/inbox/reply/match.ts";
import { monthsOf } from "../../../src/desks/inbox/reply/months.ts";

interface Line {
  id: string;
  de: string[];
  en: string[];
}

const LINES = `${SERVICE}${TRADES}`.split("\n").flatMap((line): Line[] => {
  const [, id, de, en] = /^(\w+): (.*?) \| (.*)$/.exec(line) ?? [];
  return id === undefined || de === undefined || en === undefined
    ? []
    : [{ id, de: de.split(", "), en: en.split(", ") }];
});

describe("words of two languages", () => {
  test("each line of the lexicon has a name of its own", () => {
    assert.ok(LINES.length > 400, String(LINES.length));
    assert.equal(new Set(LINES.map(({ id }) => id)).size, LINES.length);
  });

  test("words that are spelt alike mean the same, for all words of the lexicon", () => {
    const wrong: string[] = [];
    let right = 0;
    for (const word of LINES.flatMap(({ de }) => de)) {
      for (const other of LINES.flatMap(({ en }) => en)) {
        const key = cognateOf(word);
        if (key === null || key !== cognateOf(other) || word === other) continue;
        if (LINES.some(({ de, en }) => de.includes(word) && en.includes(other))) right += 1;
        else wrong.push(`${word}/${other}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(right >= 50, String(right));
    assert.equal(cognateOf("Tag"), null); // control: short words would be "tag"
  });

  test("a word of the other language counts only where the text is in it", () => {
    const [ask] = readAsks("Do you sell cryolite?", "", "en");
    const word = ask?.words.find(({ text }) => text === "cryolite");
    assert.ok(word);
    const hay = toHaystack("Kryolith für Gäste");
    assert.ok(strength(word, hay, true) > 0);
    assert.equal(strength(word, hay, false), 0);
  });

  test("a stretch of months holds those between", () => {
    assert.deepEqual([...monthsOf("Mai bis September")].toSorted(), [4, 5, 6, 7, 8]);
    assert.deepEqual([...monthsOf("from 1 November 2026 to 31 March")].toSorted(), [0, 1, 10, 11, 2]);
    assert.deepEqual([...monthsOf("April und Oktober")].toSorted(), [3, 9]);
    assert.deepEqual([...monthsOf("May we come? You may.")], []);
  });
});

describe("what a question says", () => {
  const only = (text: string, language: "de" | "en") => readAsks(text, "", language)[0];

  test("the stretch of time that a price is for, which is no word of the thing", () => {
    assert.equal(only("Was kostet ein Kajak für einen ganzen Tag?", "de")?.period, "day");
    assert.deepEqual(
      only("How much is a kayak per night?", "en")?.words.map(({ text }) => text),
      ["kayak"],
    );
    assert.ok(only("How much is the night tour?", "en")?.words.some(({ text }) => text === "night"));
  });

  test("a child is meant by its age, which is no count", () => {
    const ask = only("Was kosten Passbilder für ein 4-jähriges Kind?", "de");
    assert.equal(ask?.quantity, null);
    assert.ok(
      only("How much are passport photos for a four-year-old?", "en")?.words.some(({ keys }) =>
        keys.includes("+children"),
      ),
    );
    assert.ok(
      !only("How much are photos for a 40-year-old?", "en")?.words.some(({ keys }) => keys.includes("+children")),
    );
  });

  test("both sides of a size are exact, and which of several is no mere decoration", () => {
    const words = only("How much is a black frame, 50x70 cm?", "en")?.words ?? [];
    assert.deepEqual(
      words.filter(({ isExact }) => isExact).map(({ text }) => text),
      ["50", "70"],
    );
    assert.ok(
      only("Was kostet die große Inspektion?", "de")?.words.some(({ text, isNoun }) => text === "große" && isNoun),
    );
  });

  test("months, by name or in a date", () => {
    assert.deepEqual([...(only("Habt ihr am 10. August offen?", "de")?.months ?? [])], [7]);
    assert.deepEqual([...(only("Habt ihr am Montag offen?", "de")?.months ?? [])], []);
  });

  test("two counts are not multiplied by guess, and a name is no count", () => {
    assert.equal(only("Was kosten zwei Boote?", "de")?.quantity, 2);
    assert.equal(only("Was kosten zwei Boote für drei Stunden?", "de")?.quantity, null);
    assert.equal(only("Was kostet die Tour Drei Seen?", "de")?.quantity, null);
  });

  test("what stands behind a number tells models apart", () => {
    const words = only("Was kostet der Akku für das Nordo 12 Pro?", "de")?.words ?? [];
    assert.deepEqual(
      words.filter(({ isExact }) => isExact).map(({ text }) => text),
      ["12", "Pro"],
    );
    assert.ok(!only("Was kostet das Zimmer 12 pro Nacht?", "de")?.words.some(({ text }) => text === "pro"));
  });
});
