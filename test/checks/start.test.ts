import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { run } from "./program.ts";
import { ROOT } from "./project.ts";

const KRALLE = join(ROOT, "bin/kralle.js");
const RUNS = 7;
const ALLOWED_MS = 150;

/** The shortest of some runs: what the program needs when nothing else takes the cores. */
async function shortest(args: string[]): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < RUNS; count += 1) times.push((await run(process.execPath, args, ROOT)).ms);
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
