import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import type { PullProgress } from "../../src/app/index.ts";
import { showApproval } from "../../src/cli/terminal/confirm.ts";
import { createFormat } from "../../src/cli/terminal/format.ts";
import { createStyle, wantsColour } from "../../src/cli/terminal/style.ts";
import { cut, toColumns, widthOf, wrap } from "../../src/cli/terminal/text.ts";
import { createUi } from "../../src/cli/terminal/ui.ts";
import { bringTexts } from "../../src/cli/texts/index.ts";
import { bar, createProgressLine, toPullLine } from "../../src/cli/view/progress.ts";
import { showError } from "../../src/cli/view/error.ts";
import { showDiff } from "../../src/cli/view/diff.ts";
import type { Screen } from "../../src/cli/terminal/screen.ts";
import { languageOf } from "../../src/cli/language.ts";
import { createApproval } from "../../src/guard/index.ts";
import { HOSTILE, UNSEEN } from "../guard/_hostile.ts";

await bringTexts("en");
await bringTexts("de");

function paper(columns: number, isLive = false): Screen & { lines: string[]; states: (string | null)[] } {
  const lines: string[] = [];
  const states: (string | null)[] = [];
  return {
    lines,
    states,
    columns,
    isLive,
    style: createStyle(false),
    line: (text = "") => void lines.push(...text.split("\n")),
    write: (text) => void lines.push(text),
    endLine: () => undefined,
    status: (text) => void states.push(text),
  };
}

const words = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), { maxLength: 20 });

describe("text on a terminal", () => {
  test("wrapped lines are never longer than the screen, and no word is lost", () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 20, max: 100 }),
        fc.integer({ min: 0, max: 6 }),
        (parts, columns, indent) => {
          const text = parts.join(" ");
          const shown = wrap(text, columns, " ".repeat(indent), "> ");
          for (const line of shown.split("\n")) assert.ok(widthOf(line) <= columns, `${widthOf(line)} of ${columns}`);
          const bare = (value: string) => value.replaceAll(/\s+/gu, "");
          assert.equal(bare(shown.slice(2)), bare(text));
        },
      ),
    );
  });

  test("a cut text fits and says that it is cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const shown = cut(text, columns);
        assert.ok(widthOf(shown) <= columns);
        assert.ok(shown === text || shown.endsWith("…"));
      }),
    );
  });

  test("wide characters take two columns, marks none", () => {
    assert.deepEqual(["ab", "日本", "e\u0301", "\u001b[31mred\u001b[39m"].map(widthOf), [2, 4, 1, 3]);
    assert.deepEqual(["Größe – 3 €…", "a\u00adb", "·日", ""].map(widthOf), [12, 2, 3, 0]);
  });

  test("columns line up", () => {
    assert.deepEqual(
      toColumns(
        [
          ["a", "10", "x"],
          ["bcd", "9", ""],
        ],
        [1],
      ),
      ["a    10  x", "bcd   9"],
    );
  });

  test("colours only where they are wanted", () => {
    assert.equal(createStyle(true).red("x"), "\u001b[31mx\u001b[39m");
    assert.equal(createStyle(false).red("x"), "x");
    assert.deepEqual(
      [
        wantsColour(true, {}),
        wantsColour(false, {}),
        wantsColour(true, { NO_COLOR: "1" }),
        wantsColour(true, { TERM: "dumb" }),
        wantsColour(true, { NO_COLOR: "" }),
      ],
      [true, false, false, false, true],
    );
  });
});

describe("numbers as people write them", () => {
  const german = createFormat("de");
  const english = createFormat("en");
  test("sizes", () => {
    assert.deepEqual(
      [0, 999, 1_500, 98_362_432, 1_117_320_768].map((bytes) => english.size(bytes)),
      ["0 B", "999 B", "1.5 kB", "98 MB", "1.1 GB"],
    );
    assert.equal(german.size(1_117_320_768), "1,1 GB");
  });
  test("durations", () => {
    assert.deepEqual(
      [840, 12_400, 75_000, 3_720_000].map((ms) => english.duration(ms)),
      ["0.8 s", "12 s", "1 min 15 s", "1 h 2 min"],
    );
    assert.equal(german.duration(840), "0,8 s");
  });
  test("a share below the whole is never 100 %", () => {
    assert.deepEqual(
      [0, 0.999, 1].map((share) => english.percent(share)),
      ["0 %", "99 %", "100 %"],
    );
  });
});

describe("the language", () => {
  test("is that of the first locale variable that is set", () => {
    assert.equal(languageOf({ LC_ALL: "de_AT.UTF-8", LANG: "en_GB" }), "de");
    assert.equal(languageOf({ LC_ALL: "", LANG: "de_DE" }), "de");
    assert.equal(languageOf({ LANG: "fr_FR.UTF-8" }), "en");
    assert.equal(languageOf({ LC_ALL: "C", LANG: "de_DE" }), "en");
  });
});

describe("progress", () => {
  const progress: PullProgress = {
    phase: "download",
    source: "a hub",
    receivedBytes: 480_000_000,
    totalBytes: 1_117_320_768,
    bytesPerSecond: 12_300_000,
    etaMs: 52_000,
  };
  test("fits on every screen and says speed and time left where there is room for it", () => {
    const ui = createUi("en", {});
    assert.match(
      toPullLine("Qwen", progress, ui, 100),
      /^Fetching Qwen from a hub {2}[█░]+ {2}42 % {2}480 MB \/ 1\.1 GB {2}12 MB\/s {2}52 s left$/,
    );
    for (const phase of ["probe", "wait", "download", "verify", "done"] as const) {
      for (const columns of [20, 40, 80]) {
        const line = toPullLine("Qwen2.5-Coder-1.5B-Instruct", { ...progress, phase }, ui, columns);
        assert.ok(widthOf(line) <= columns, `${columns}: ${line}`);
      }
    }
    for (const columns of [20, 40, 60, 80, 120]) {
      const line = toPullLine("Qwen2.5-Coder-1.5B-Instruct", progress, ui, columns);
      assert.ok(widthOf(line) < Math.max(columns, 30), line);
      assert.match(line, /42 %/);
      if (columns >= 40) assert.match(line, /[█░]{8}.*12 MB\/s {2}52 s left$/);
    }
  });
  test("the bar is as long as it should be", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (share, width) => bar(share, width).length === width,
      ),
    );
  });
  test("is replaced on a terminal, and a line every few seconds elsewhere", () => {
    let now = 0;
    const file = paper(80);
    const line = createProgressLine(file, () => now);
    for (; now < 12_000; now += 100) line.show(`at ${now}`, "download");
    line.show("checking", "verify");
    assert.deepEqual(file.lines, ["at 0", "at 5000", "at 10000", "checking"]);
    const narrow = paper(20);
    createProgressLine(narrow, () => now).show("x".repeat(60), "download");
    assert.deepEqual(narrow.lines, [`${"x".repeat(19)}…`]);
    const screen = paper(80, true);
    createProgressLine(screen, () => now).show("at once", "download");
    assert.deepEqual([screen.lines, screen.states], [[], ["at once"]]);
  });
});

describe("an error", () => {
  const { texts } = createUi("en", {});
  const german = createUi("de", {}).texts;
  test("is three lines: what, why, next", () => {
    const screen = paper(80);
    showError(
      { code: "E_DISK_FULL", message: "The disk is full.", hint: "Free 2 GB.", cause: new Error("no space left") },
      screen,
      texts,
      "en",
    );
    assert.deepEqual(screen.lines, ["✗ The disk is full.", "  Because: no space left", "  Next: Free 2 GB."]);
  });
  test("without a hint still says what to do", () => {
    const screen = paper(80);
    showError({ code: "E_NOTHING_TO_UNDO", message: "Nothing." }, screen, texts, "en");
    assert.match(screen.lines[1] ?? "", /^ {2}Next: ./);
  });
  test("in German, with the same values", () => {
    const screen = paper(100);
    const cause = new Error("EACCES: permission denied, open '/x'");
    const message = 'No model is known as "x".';
    showError({ code: "E_MODEL_UNKNOWN", message, hint: "Say which: y, z.", cause }, screen, german, "de");
    assert.deepEqual(screen.lines, [
      "✗ Ein Modell „x“ ist nicht bekannt.",
      "  Grund: keine Berechtigung (EACCES), open '/x'",
      "  Weiter: Eines davon nennen: y, z.",
    ]);
  });
  test("a fault of the program is said to be one, in German with the exact message as the reason", () => {
    const screen = paper(100);
    showError({ code: "E_BUG", message: "x is undefined" }, screen, german, "de");
    assert.deepEqual(screen.lines.slice(0, 2), ["✗ Das ist ein Fehler von Kralle selbst.", "  Grund: x is undefined"]);
  });
});

describe("an approval", () => {
  test("shows the exact text, whole, with nothing hidden in it", () => {
    const screen = paper(40);
    const ui = createUi("en", {});
    const text = `run "rm -rf old"\u202e\u001b[2K and ${"more ".repeat(30)}end`;
    const question = {
      tool: "run_command",
      describe: text,
      details: '{\n  "argv": 1\n}',
      argumentsHash: "0123456789abcdef",
    };
    showApproval(question, screen, ui);
    const shown = screen.lines.join("\n");
    assert.match(shown, /run_command wants to do this/);
    assert.match(shown, /run "rm -rf old" and .*more end$/m);
    assert.match(shown, /^ {6}"argv": 1$/m);
    assert.match(shown, /0123456789abcdef/);
    assert.ok(!/[\u202e\u001b]/.test(shown)); // oxlint-disable-line no-control-regex
  });
});

test("hostile texts in a question: nothing on the terminal is unseen, and the whole fingerprint stands below", () => {
  const ui = createUi("en", {});
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  for (const text of [...HOSTILE, `\u202e${"long ".repeat(20_000)}`]) {
    const call = { tool: "send", version: "v", input: { text }, place: "/w", session: "ses_1" };
    const { tool, title, details, hash } = createApproval(call, text, { clock });
    const screen = paper(60);
    showApproval({ tool, describe: title, details, argumentsHash: hash }, screen, ui);
    const shown = screen.lines.join("\n");
    assert.doesNotMatch(shown, UNSEEN, JSON.stringify(text.slice(0, 40)));
    for (const line of details.split("\n")) assert.ok(shown.includes(line), "nothing is cut");
    assert.ok(shown.endsWith(`#${hash}`));
  }
});

describe("a difference", () => {
  test("shows what changed without the headers, and counts what is too much", () => {
    const screen = paper(40);
    const lines = Array.from({ length: 60 }, (_value, at) => `+line ${at}`);
    showDiff(`--- a\n+++ a\n@@ -1 +1 @@\n-old\n${lines.join("\n")}\n`, screen, (count) => `${count} more`);
    assert.deepEqual(screen.lines.slice(0, 3), ["  @@ -1 +1 @@", "  -old", "  +line 0"]);
    assert.equal(screen.lines.at(-1), "  … 22 more");
  });
});
