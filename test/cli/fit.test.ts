import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import type { FitReport, PlanReport } from "../../src/app/index.ts";
import { listCatalogue } from "../../src/models/index.ts";
import { GOOD_FOR } from "../../src/cli/texts/de/goodFor.ts";
import { widthOf } from "../../src/cli/terminal/text.ts";
import { run, tempFolder } from "./_setup.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const homeOf = (t: TestContext): string => join(tempFolder(t), "home");

describe("kralle models fit", () => {
  test("shows every model with size, context, speed, licence, use and verdict, at 80 and at 60 columns", async (t) => {
    const home = homeOf(t);
    for (const columns of [80, 60]) {
      const env = { COLUMNS: String(columns) };
      const { code, stdout, stderr } = await run(["models", "fit", "--machine", "RTX 4090 24GB"], { home, env });
      assert.deepEqual([code, stderr], [0, ""]);
      const lines = stdout.split("\n");
      for (const line of lines) assert.ok(widthOf(line) <= columns, `${columns}: ${line}`);
      for (const { id } of listCatalogue())
        assert.ok(
          lines.some((line) => line.startsWith(`  ${id}`)),
          id,
        );
      for (const group of ["Entry", "Middle", "Heavy", "gpt-oss", "Coding", "Vision", "Embeddings"]) {
        assert.ok(lines.includes(group), group);
      }
      assert.match(stdout, /^Machine: NVIDIA RTX 4090 \(24 GB\), 32 GB of\s+memory$/m);
      assert.match(stdout, /Assumed: 32 GB of memory; memory as fast as DDR4-3200/);
      assert.match(
        stdout.replaceAll(/\s+/g, " "),
        /needs 10\.2 GB of 23\.7 GB graphics memory · pictures and text in many languages · Gemma Terms of Use/,
      );
    }
  });

  test("one model: its context, speeds, and every quantisation; German", async (t) => {
    const home = homeOf(t);
    const args = ["models", "fit", "qwen3", "8b", "--machine", "Mac mini M4 Pro 64GB"];
    const [english, german] = await Promise.all([run(args, { home }), run(args, { home, env: GERMAN })]);
    assert.match(english.stdout, /^great: needs /m);
    assert.match(english.stdout, /^Writing: .* tokens\/s \(predicted\)$/m);
    assert.match(english.stdout, /^Q8_0 +q8_0 /m);
    assert.match(german.stdout, /^bestens: braucht /m);
    assert.match(german.stdout, /^Gut für: Agent für jeden Tag$/m);
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

  test("--check prints predictions beside published measurements with their errors", async (t) => {
    const { code, stdout } = await run(["models", "fit", "--check"], { home: homeOf(t) });
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}RTX 5070 +qwen3-30b-a3b +25\.7 +\d+(?:\.\d)? +[+-]\d+ %$/m);
    assert.match(stdout.replaceAll(/\s+/g, " "), /Median error \d+ % over 24 measurements .* largest \d+ %\./);
  });

  const wrong: [args: string[], code: number, words: RegExp][] = [
    [["fit", "--machine", "RTX 9999"], 1, /„RTX 9999“ ist nicht bekannt.*Am ähnlichsten: NVIDIA RTX/],
    [["fit", "--context", "many"], 2, /--context braucht eine Zahl.*models --help/],
    [["plan", "something"], 2, /mehr Argumente/],
  ];
  for (const [args, code, words] of wrong) {
    test(`models ${args.join(" ")}: told`, async (t) => {
      const shown = await run(["models", ...args], { home: homeOf(t), env: GERMAN });
      assert.equal(shown.code, code);
      assert.match(shown.stderr.replaceAll(/\s+/g, " "), words);
    });
  }

  test("with --json a fault is one JSON document too", async (t) => {
    const { code, stdout } = await run(["models", "fit", "--machine", "RTX 9999", "--json"], { home: homeOf(t) });
    const { ok, error } = JSON.parse(stdout) as { ok: boolean; error: { code: string; message: string; hint: string } };
    assert.deepEqual([code, ok, error.code], [1, false, "E_INPUT"]);
    assert.match(error.hint, /^Nearest: /);
  });

  test("the help names fit, plan and their options", async (t) => {
    const { stdout } = await run(["models", "--help"], { home: homeOf(t) });
    for (const word of ["fit, plan", "--machine", "--context", "--check", "--json"])
      assert.ok(stdout.includes(word), word);
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
  test("a set with roles, memory and reasons, and as one JSON document", async (t) => {
    const home = homeOf(t);
    const args = ["models", "plan", "--machine", "Mac mini 64GB"];
    const [json, narrow] = await Promise.all([
      run([...args, "--json"], { home }),
      run(args, { home, env: { ...GERMAN, COLUMNS: "60" } }),
    ]);
    const text = await run(args, { home });
    for (const role of ["always on", "coder", "reasoner", "vision", "embedding"])
      assert.match(text.stdout, new RegExp(`^${role}: `, "m"));
    assert.match(text.stdout.replaceAll(/\s+/g, " "), /Always loaded: .* GB\. At most at once: .* GB of 51\.5 GB/);
    const { plan } = JSON.parse(json.stdout) as PlanReport;
    assert.ok(plan.peakBytes <= plan.budgetBytes);
    for (const line of narrow.stdout.split("\n")) assert.ok(widthOf(line) <= 60, line);
    assert.match(narrow.stdout, /^immer da: /m);
  });

  test("on a small machine: a smaller set, and said so", async (t) => {
    const { stdout } = await run(["models", "plan", "--machine", "4GB laptop"], { home: homeOf(t) });
    assert.match(stdout, /^The machine is small: a smaller set\.$/m);
    assert.match(stdout, /^Nothing that fits: vision\.$/m);
  });
});
