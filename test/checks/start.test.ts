import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
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

/** The program's own files that a start reads, by their path in the repository. */
async function readBy(args: string[], t: TestContext): Promise<string[]> {
  const home = mkdtempSync(join(tmpdir(), "kralle-start-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const list = join(home, "modules");
  const recorder = new URL("./recordModules.ts", import.meta.url).href;
  const env = { KRALLE_HOME: home, KRALLE_TEST_MODULES: list, NODE_OPTIONS: `--import ${recorder}` };
  const { code, stderr } = await run(process.execPath, args, ROOT, env);
  assert.equal(code, 0, stderr);
  const own = pathToFileURL(join(ROOT, "src/")).href;
  const urls = readFileSync(list, "utf8").split("\n");
  return urls.filter((url) => url.startsWith(own)).map((url) => `src/${url.slice(own.length)}`);
}

describe("what a start reads", () => {
  const OPEN_APP = `
    const { createContext, openApp } = await import("./src/app/index.ts");
    const home = process.env.KRALLE_HOME;
    const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
    await (await openApp({ home, env: {}, interactive: false }, ctx)).close();
  `;

  test("the app, opened, is few files: each command brings its own", async (t) => {
    const files = await readBy(["--input-type=module", "--eval", OPEN_APP], t);
    assert.ok(files.includes("src/app/services.ts"), "the files are seen at all");
    assert.ok(files.length <= 150, `${files.length} files`);
    const heavy = files.filter((path) =>
      /^src\/(agent|files|durable|app\/doctor)\/|^src\/app\/commands\/(?!index)/.test(path),
    );
    assert.deepEqual(heavy, []);
  });

  test("kralle models fit is not all that fetches and runs models", async (t) => {
    const files = await readBy([KRALLE, "models", "fit"], t);
    assert.ok(files.includes("src/models/fit/fitModel.ts"), "the files are seen at all");
    assert.ok(files.length <= 205, `${files.length} files`);
    const heavy = files.filter((path) =>
      /builtin|openWire|remoteEngine|embed\/encoder|install\/pull|probe\/ability/.test(path),
    );
    assert.deepEqual(heavy, []);
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
