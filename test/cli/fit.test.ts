import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { openApp, type FitReport, type PlanReport } from "../../src/app/index.ts";
import { run as runFit } from "../../src/cli/commands/models/fit.ts";
import { run as runPlan } from "../../src/cli/commands/models/plan.ts";
import type { Language } from "../../src/cli/language.ts";
import { createFormat } from "../../src/cli/terminal/format.ts";
import type { Screen } from "../../src/cli/terminal/screen.ts";
import { createStyle } from "../../src/cli/terminal/style.ts";
import { widthOf } from "../../src/cli/terminal/text.ts";
import { GOOD_FOR } from "../../src/cli/texts/de/goodFor.ts";
import { bringTexts, textsOf } from "../../src/cli/texts/index.ts";
import { listCatalogue } from "../../src/models/index.ts";
import { createContext } from "../store/_setup.ts";
import { run, tempFolder } from "./_setup.ts";

await bringTexts("en");
await bringTexts("de");

const homeOf = (t: TestContext): string => join(tempFolder(t), "home");

interface Asked {
  words?: string[];
  options?: Record<string, unknown>;
  columns?: number;
  language?: Language;
}

/** What `kralle models fit` (or `plan`) shows, without the start of a program. */
async function shown(t: TestContext, action: "fit" | "plan", asked: Asked): Promise<string[]> {
  const { words = [], options = {}, columns = 80, language = "en" } = asked;
  const lines: string[] = [];
  const screen: Screen = {
    columns,
    isLive: false,
    style: createStyle(false),
    line: (text = "") => void lines.push(...text.split("\n")),
    write: (text) => void lines.push(text),
    endLine: () => undefined,
    status: () => undefined,
  };
  const app = await openApp({ home: homeOf(t), env: {}, interactive: false }, createContext());
  t.after(() => app.close());
  const ui = { language, texts: textsOf(language), format: createFormat(language), out: screen, err: screen };
  const session = { app: { ...app, app, gateway: null }, ctx: createContext(), ui, onInterrupt: () => undefined };
  const code = await { fit: runFit, plan: runPlan }[action](session, { words, options, isJson: false });
  assert.equal(code, 0);
  return lines;
}

const flat = (lines: readonly string[]): string => lines.join(" ").replaceAll(/\s+/g, " ");

describe("kralle models fit", () => {
  test("shows every model with size, context, speed, licence, use and verdict, at 80 and at 60 columns", async (t) => {
    for (const columns of [80, 60]) {
      const lines = await shown(t, "fit", { options: { machine: "RTX 4090 24GB" }, columns });
      for (const { id } of listCatalogue()) {
        const isThere = lines.some((line) => line.startsWith(`  ${id}`));
        assert.ok(isThere, id);
      }
      for (const group of ["Entry", "Middle", "Heavy", "gpt-oss", "Coding", "Vision", "Embeddings"]) {
        assert.ok(lines.includes(group), group);
      }
      const text = flat(lines);
      assert.match(
        text,
        /^Machine: NVIDIA RTX 4090 \(24 GB\), 32 GB of memory Assumed: 32 GB of memory; memory as fast as/,
      );
      assert.match(
        text,
        /needs 10\.2 GB of 23\.7 GB graphics memory · pictures and text in many languages · Gemma Terms/,
      );
      assert.match(
        text,
        /a little more than the 23\.7 GB meant for models|of 23\.7 GB graphics memory: close other programs/,
      );
    }
  });

  test("no line is longer than the screen, in either language, on any kind of machine", async (t) => {
    for (const machine of ["RTX 4090 24GB", "4GB laptop", "8x H100 2TB", "Mac mini 64GB"]) {
      for (const columns of [40, 60, 80, 120]) {
        for (const language of ["en", "de"] as const) {
          const asked = { options: { machine }, columns, language };
          const one = { ...asked, words: ["deepseek-r1-distill-llama-70b"] };
          const check = { ...asked, options: { check: true } };
          const all = [shown(t, "fit", asked), shown(t, "fit", one), shown(t, "fit", check), shown(t, "plan", asked)];
          for (const line of (await Promise.all(all)).flat()) {
            assert.ok(widthOf(line) <= columns, `${columns}: ${line}`);
          }
        }
      }
    }
  });

  test("one model: its context, speeds, and every quantisation", async (t) => {
    const asked = { words: ["qwen3", "8b"], options: { machine: "Mac mini M4 Pro 64GB" } };
    const english = (await shown(t, "fit", asked)).join("\n");
    assert.match(english, /^great: needs /m);
    assert.match(english, /^Writing: .* tokens\/s \(predicted\)$/m);
    assert.match(english, /^Q8_0 +q8_0 /m);
    const german = (await shown(t, "fit", { ...asked, language: "de" })).join("\n");
    assert.match(german, /^bestens: braucht /m);
    assert.match(german, /^Gut für: Agent für jeden Tag$/m);
  });

  test("--check prints predictions beside published measurements with their errors", async (t) => {
    const lines = await shown(t, "fit", { options: { check: true } });
    assert.ok(lines.some((line) => /^ {2}RTX 5070 +qwen3-30b-a3b +25\.7 +\d+(?:\.\d)? +[+-]\d+ %$/.test(line)));
    assert.match(flat(lines), /Median error \d+ % over 24 measurements .* largest \d+ %\./);
  });

  test("an option that is no number, words that are too many, are told", async (t) => {
    await assert.rejects(
      shown(t, "fit", { options: { context: "many" }, language: "de" }),
      /--context braucht eine Zahl/,
    );
    await assert.rejects(shown(t, "plan", { words: ["something"], language: "de" }), /mehr Argumente/);
  });

  test("what models are good for has its German", () => {
    const missing = listCatalogue().filter(({ goodFor }) => !Object.hasOwn(GOOD_FOR, goodFor));
    assert.deepEqual(
      missing.map(({ id, goodFor }) => `${id}: ${goodFor}`),
      [],
    );
    const used = new Set(listCatalogue().map(({ goodFor }) => goodFor));
    assert.deepEqual(
      Object.keys(GOOD_FOR).filter((text) => !used.has(text)),
      [],
    );
  });
});

describe("kralle models plan", () => {
  test("a set with roles, memory and reasons", async (t) => {
    const lines = await shown(t, "plan", { options: { machine: "Mac mini 64GB" } });
    for (const role of ["always on", "coder", "reasoner", "vision", "embedding"]) {
      assert.ok(
        lines.some((line) => line.startsWith(`${role}: `)),
        role,
      );
    }
    assert.match(flat(lines), /Always loaded: .* GB\. At most at once: .* GB of 51\.5 GB/);
  });

  test("on a small machine a smaller set, on a tiny one none: said so", async (t) => {
    const small = await shown(t, "plan", { options: { machine: "4GB laptop" } });
    assert.ok(small.includes("The machine is small: a smaller set."));
    assert.ok(small.includes("Nothing that fits: vision."));
    const tiny = await shown(t, "plan", { options: { machine: "0.1 GB" }, language: "de" });
    assert.ok(tiny.includes("Auf diesen Rechner passt kein Modell."));
  });
});

describe("the program itself", () => {
  test("plans as one JSON document, tells a fault as one too, and names all in its help", async (t) => {
    const home = homeOf(t);
    const [planned, failed, help] = await Promise.all([
      run(["models", "plan", "--machine", "Mac mini 64GB", "--json"], { home }),
      run(["models", "fit", "--machine", "RTX 9999", "--json"], { home, env: { LC_ALL: "de_DE.UTF-8" } }),
      run(["models", "--help"], { home }),
    ]);
    const { plan } = JSON.parse(planned.stdout) as PlanReport;
    assert.ok(plan.peakBytes <= plan.budgetBytes);
    const { ok, error } = JSON.parse(failed.stdout) as { ok: boolean; error: Record<string, string> };
    assert.deepEqual([failed.code, ok, error["code"]], [1, false, "E_INPUT"]);
    assert.match(error["hint"] ?? "", /^Am ähnlichsten: NVIDIA RTX/);
    for (const word of ["fit, plan", "--machine", "--context", "--check", "--json"]) {
      assert.ok(help.stdout.includes(word), word);
    }
  });

  test(
    "a card that nvidia-smi names is seen; one that never answers is left out and said",
    { skip: process.platform === "win32" },
    async (t) => {
      const withProgram = (script: string): Record<string, string> => {
        const folder = tempFolder(t);
        writeFileSync(join(folder, "nvidia-smi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        return { PATH: `${folder}:${process.env["PATH"] ?? ""}` };
      };
      const card = withProgram('echo "NVIDIA GeForce RTX 4090, 24564, 20000"');
      const [seen, hung] = await Promise.all([
        run(["models", "fit", "qwen3-8b", "--json"], { home: homeOf(t), env: card }),
        run(["models", "fit", "qwen3-8b"], { home: homeOf(t), env: withProgram("exec sleep 60") }),
      ]);
      const report = JSON.parse(seen.stdout) as FitReport;
      const [device] = report.machine.devices;
      assert.deepEqual([device?.accelerator, device?.freeBytes], ["nvidia-rtx-4090", 20_000 * 1024 ** 2]);
      assert.equal(report.models[0]?.runsOn, "gpu");
      assert.match(hung.stdout.replaceAll(/\s+/g, " "), /no NVIDIA card, since its driver does not answer/);
      assert.ok(hung.ms < 20_000, `${hung.ms}`);
    },
  );
});
