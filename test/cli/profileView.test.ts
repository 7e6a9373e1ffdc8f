import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ModelProfile } from "../../src/app/index.ts";
import type { Screen } from "../../src/cli/terminal/screen.ts";
import { createStyle } from "../../src/cli/terminal/style.ts";
import { widthOf } from "../../src/cli/terminal/text.ts";
import { createUi } from "../../src/cli/terminal/ui.ts";
import { bringTexts } from "../../src/cli/texts/index.ts";
import { showProfile } from "../../src/cli/view/profile.ts";
import { createSetupView } from "../../src/cli/view/setup.ts";

await bringTexts("en");
await bringTexts("de");

function paper(columns: number): Screen & { lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    columns,
    isLive: false,
    style: createStyle(false),
    line: (text = "") => void lines.push(...text.split("\n")),
    write: (text) => void lines.push(text),
    endLine: () => undefined,
    status: () => undefined,
  };
}

const PROFILE: ModelProfile = {
  id: "seer",
  name: "Seer",
  kind: "installed",
  installed: true,
  bytes: 2e9,
  sha256: "ab",
  licence: "MIT",
  engine: "llama.cpp b1",
  ability: {
    model: "seer",
    contextTokens: 8192,
    choose: 1,
    schema: 0.75,
    tools: 2 / 3,
    german: 6 / 7,
    tokensPerSecond: 24.3,
    promptTokensPerSecond: 100,
  },
  depth: {
    model: "seer",
    contextTokens: 8192,
    checkedTokens: 7370,
    foundTokens: 3900,
    isFull: true,
    firstMs: 310,
    speeds: [
      { tokens: 500, promptTokensPerSecond: 110.5, tokensPerSecond: 24 },
      { tokens: 7370, promptTokensPerSecond: 80, tokensPerSecond: null },
    ],
    vision: false,
  },
  memoryBytes: 3.1e9,
  offered: { contextTokens: 3900, failed: ["vision", "tools"] },
};

const show = (profile: ModelProfile, language: "de" | "en", columns = 60): { text: string; lines: string[] } => {
  const screen = paper(columns);
  showProfile(profile, screen, createUi(language, {}));
  return { text: screen.lines.join(" ").replaceAll(/\s+/g, " "), lines: screen.lines };
};

describe("what is known of a model, as a person reads it", () => {
  test("all of it, within the width, in both languages", () => {
    for (const [language, parts] of [
      [
        "en",
        [
          "German 85 %",
          "beyond 3,900 tokens it no longer",
          "not offered pictures, its own way",
          "reading 80, writing ?",
        ],
      ],
      [
        "de",
        [
          "Deutsch 85 %",
          "jenseits von 3.900 Token findet",
          "nicht angeboten Bilder, seine eigene",
          "Lesen 80, Schreiben ?",
        ],
      ],
    ] as const) {
      const { text, lines } = show(PROFILE, language);
      for (const part of parts) assert.ok(text.includes(part), `${part} in ${text}`);
      for (const line of lines) assert.ok(widthOf(line) <= 60, line);
    }
  });

  test("what was never measured says how to", () => {
    const bare = { ...PROFILE, ability: null, depth: null, engine: null, offered: null, memoryBytes: null };
    assert.match(show(bare, "en").text, /Never measured here: `kralle models probe seer`/);
    assert.match(show({ ...PROFILE, depth: null }, "en").text, /8,192 tokens, not checked: `kralle models probe seer`/);
  });

  test("names of other programs bring no control characters to the terminal", () => {
    const hostile = { ...PROFILE, licence: "\u001b[31mred\u001b[0m", id: "x\u0007y", engine: "\u001b]0;z" };
    for (const profile of [hostile, { ...hostile, depth: null }, { ...hostile, ability: null }]) {
      const { text } = show(profile, "en");
      assert.ok(!text.includes("\u001b") && !text.includes("\u0007"), JSON.stringify(text));
    }
  });
});

test("set-up says why the engine for a card is not used, in the person's language", () => {
  const reason = "its engine starts without cuda";
  for (const [language, told] of [
    ["en", /The engine for the graphics card \(linux-x64-cuda\) is not used: its engine starts without cuda\./],
    ["de", /Die Engine für die Grafikkarte \(linux-x64-cuda\) wird nicht benutzt: ihre Engine startet ohne cuda\./],
  ] as const) {
    const [full, brief] = [paper(200), paper(200)];
    const event = { type: "packPassed" as const, name: "linux-x64-cuda", reason };
    createSetupView(full, createUi(language, {}), true)(event);
    createSetupView(brief, createUi(language, {}), false)(event);
    assert.match(full.lines.join(" "), told);
    assert.deepEqual(brief.lines, []);
  }
});
