import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { run } from "./program.ts";
import { ROOT } from "./project.ts";

const KRALLE = join(ROOT, "bin/kralle.js");
const RUNS = 7;
const ALLOWED_MS = 150;

/** The shortest of some runs: what the program needs when nothing else takes the cores. */
async function shortest(args: string[], env: Record<string, string> = {}): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < RUNS; count += 1) times.push((await run(process.execPath, args, ROOT, env)).ms);
  return Math.min(...times);
}

describe("kralle --help", () => {
  test(`costs less than ${ALLOWED_MS} ms more than Node alone`, async () => {
    const bare = await shortest(["--eval", "0"]);
    const help = await shortest([KRALLE, "--help"]);
    assert.ok(help - bare < ALLOWED_MS, `${help.toFixed(0)} ms, Node alone ${bare.toFixed(0)} ms`);
  });

  test("speaks English and German by the locale", async () => {
    const english = await run(process.execPath, [KRALLE, "--help"], ROOT);
    assert.match(english.stdout, /^Usage: kralle/);
    const german = await run(process.execPath, [KRALLE, "--help"], ROOT, { LC_ALL: "de_DE.UTF-8" });
    assert.match(german.stdout, /^Aufruf: kralle/);
  });
});

describe("kralle models fit", () => {
  test("costs at most 400 ms more than Node alone", async (t) => {
    const home = mkdtempSync(join(tmpdir(), "kralle-fit-"));
    t.after(() => rmSync(home, { recursive: true, force: true }));
    const bare = await shortest(["--eval", "0"]);
    const fit = await shortest([KRALLE, "models", "fit"], { KRALLE_HOME: home });
    assert.ok(fit - bare <= 400, `${fit.toFixed(0)} ms, Node alone ${bare.toFixed(0)} ms`);
  });
});
