import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { GERMAN, OURS } from "../../src/cli/texts/german/index.ts";
import { toGerman } from "../../src/cli/texts/translate.ts";
import { readErrorTexts, type ErrorText } from "./errorTexts.ts";

const numbersOf = (text: string): number[] => [...text.matchAll(/\{~?(\d+)\}/g)].map(([, index]) => Number(index));

function untranslated(texts: readonly ErrorText[], german: Readonly<Record<string, string>>): string[] {
  return texts.flatMap(({ template, place }) => {
    return Object.hasOwn(german, template) ? [] : [`${place}: no German for ${JSON.stringify(template)}`];
  });
}

/** Values of a text that are texts themselves, and would stay English because their German is not marked `{~0}`. */
function unmarked(texts: readonly ErrorText[], german: Readonly<Record<string, string>>): string[] {
  return texts.flatMap(({ template, place, textual }) => {
    const missing = textual.filter((index) => german[template]?.includes(`{~${index}}`) === false);
    return missing.map((index) => `${place}: {${index}} of ${JSON.stringify(template)} is a text: mark it {~${index}}`);
  });
}

describe("German for what errors say", () => {
  const texts = readErrorTexts();

  test("every message and hint in src/ has it", () => {
    assert.ok(texts.length > 300, `${texts.length} texts were read`);
    assert.deepEqual(untranslated(texts, GERMAN), []);
  });

  test("parts of messages are translated with them", () => {
    assert.deepEqual(unmarked(texts, GERMAN), []);
  });

  test("no translation is left of a text that is gone, or stands twice", () => {
    const known = new Set(texts.map(({ template }) => template));
    const keys = OURS.flatMap(Object.keys);
    assert.deepEqual(
      keys.filter((key) => !known.has(key)),
      [],
    );
    assert.deepEqual(
      keys.filter((key, at) => keys.indexOf(key) !== at),
      [],
    );
  });

  test("it has the same values as the English", () => {
    for (const [source, german] of Object.entries(GERMAN)) {
      const allowed = numbersOf(source);
      const unknown = numbersOf(german).filter((index) => !allowed.includes(index));
      assert.deepEqual(unknown, [], source);
      if (OURS.some((catalogue) => Object.hasOwn(catalogue, source))) {
        assert.deepEqual(numbersOf(german).toSorted(), allowed.toSorted(), source);
      }
    }
  });

  test("a text that is filled with values finds its own translation, and no other", () => {
    for (const [source, german] of Object.entries(GERMAN)) {
      const isText = (index: string): boolean => german.includes(`{~${index}}`);
      const filled = source.replaceAll(/\{(\d+)\}/g, (_, index) => (isText(index) ? "does not exist" : `x${index}.y`));
      const expected = german.replaceAll(/\{(~?)(\d+)\}/g, (_, mark, index) => {
        return mark === "" ? `x${index}.y` : "gibt es nicht";
      });
      assert.equal(toGerman(filled), expected, source);
    }
  });

  test("a value may hold what stands between values, and lines are read one by one", () => {
    const gguf = "/models/LM Studio/a b.gguf is no GGUF file.";
    assert.equal(toGerman(gguf), "/models/LM Studio/a b.gguf ist keine GGUF-Datei.");
    assert.equal(toGerman("- /weights: does not exist"), "- /weights: gibt es nicht");
    assert.equal(
      toGerman("No source could deliver X:\n- /a: b: does not exist\n- hub h (r): cannot be reached (ECONNREFUSED)"),
      "Keine Quelle konnte X liefern:\n- /a: b: gibt es nicht\n- Hub h (r): ist nicht zu erreichen (ECONNREFUSED)",
    );
  });

  test("a text of any kind is read within a moment", () => {
    const pieces = fc.array(fc.constantFrom("a", ": ", " ", ".", "(", ")", "\n", "- ", '"', "is ", "{0}"), {
      maxLength: 3000,
    });
    const repeated = fc.tuple(pieces, fc.nat(400)).map(([some, count]) => some.slice(0, 7).join("").repeat(count));
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((some) => some.join("")),
          repeated,
        ),
        (text) => {
          const began = performance.now();
          toGerman(text);
          assert.ok(performance.now() - began < 3_000);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("what is German already, and what comes from elsewhere, has none", () => {
    for (const text of ["liste.csv gibt es schon, mit Inhalt.", "Segmentation fault.", "", "steps"]) {
      assert.equal(toGerman(text), null, text);
    }
    assert.equal(toGerman("steps is no longer there."), "steps ist nicht mehr da.");
  });

  test("control: a new message, its hint and its parts are seen with their lines", (t) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "kralle-messages-")));
    t.after(() => rmSync(root, { recursive: true, force: true }));
    mkdirSync(join(root, "src"));
    writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ compilerOptions: { noLib: true }, include: ["src"] }));
    const lines = [
      "class AppError { constructor(code: string, message: string, options?: { hint: string }) {} }",
      "const german = true;",
      'function refuse(name: string, why: string) { return new AppError("E_INPUT", `${name} was refused: ${why}.`); }',
      'export const a = refuse("x", "it is too red");',
      'const hint = german ? "Auf Deutsch." : "In both languages.";',
      'export const b = new AppError("E_INPUT", german ? "Zweisprachig hier." : "Both languages here.", { hint });',
      'export const c = new AppError("E_BUG", "A fault of the program.", { hint: "Report it." });',
      'export const d = new AppError("E_NETWORK", "A planted message.", { hint: "A planted hint." });',
    ];
    writeFileSync(join(root, "src/planted.ts"), lines.join("\n"));
    const planted = readErrorTexts(root);
    assert.deepEqual(
      untranslated(planted, {}).map((line) => line.replace("no German for ", "")),
      [
        'src/planted.ts:3: "{0} was refused: {1}."',
        'src/planted.ts:4: "it is too red"',
        'src/planted.ts:8: "A planted message."',
        'src/planted.ts:8: "A planted hint."',
      ],
    );
    assert.equal(unmarked(planted, { "{0} was refused: {1}.": "{0} wurde abgelehnt: {1}." }).length, 1);
  });
});
