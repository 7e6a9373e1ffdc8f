import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { memoryOf } from "../../bench/memory.ts";
import { startGateway } from "../gateway/_gateway.ts";
import { run } from "./program.ts";
import { ROOT } from "./project.ts";

const KRALLE = join(ROOT, "bin/kralle.js");
const RUNS = 7;
const ALLOWED_MS = 150;

interface Start {
  modules: string[];
  /** Of the process, once it is there: other than the time on the clock it hardly depends on what else the machine does. */
  cpuMs: number;
}

async function start(args: string[], t: TestContext): Promise<Start> {
  const home = mkdtempSync(join(tmpdir(), "kralle-start-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const record = join(home, "start");
  const recorder = new URL("./recordStart.ts", import.meta.url).href;
  const env = { KRALLE_HOME: home, KRALLE_TEST_START: record, NODE_OPTIONS: `--import ${recorder}` };
  const { code, stderr } = await run(process.execPath, args, ROOT, env);
  assert.equal(code, 0, stderr);
  return JSON.parse(readFileSync(record, "utf8")) as Start;
}

/** The least of some runs. */
async function costOf(args: string[], t: TestContext): Promise<number> {
  const costs: number[] = [];
  for (let count = 0; count < RUNS; count += 1) costs.push((await start(args, t)).cpuMs);
  return Math.min(...costs);
}

describe("kralle --help", () => {
  test(`costs less than ${ALLOWED_MS} ms of a processor`, async (t) => {
    const help = await costOf([KRALLE, "--help"], t);
    assert.ok(help < ALLOWED_MS, `${help.toFixed(0)} ms`);
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
  const own = pathToFileURL(join(ROOT, "src/")).href;
  const { modules } = await start(args, t);
  return modules.filter((url) => url.startsWith(own)).map((url) => `src/${url.slice(own.length)}`);
}

describe("what a start reads", () => {
  const OPEN_APP = `
    const { createContext, openApp } = await import("./src/app/index.ts");
    const home = process.env.KRALLE_HOME;
    const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
    await (await openApp({ home, env: {}, interactive: false }, ctx)).close();
  `;

  test("conversations of a home without a bot read nothing of Telegram", async (t) => {
    const talk = OPEN_APP.replace("await (await openApp(", "const app = await openApp(").replace(
      ").close();",
      "; await app.conversations(); await app.run('telegram', {}, {}, ctx); await app.close();",
    );
    const files = await readBy(["--input-type=module", "--eval", talk], t);
    assert.ok(files.includes("src/app/channels/open.ts"), "the files are seen at all");
    assert.deepEqual(
      files.filter((path) => /^src\/channels\/|^src\/app\/channels\/telegram/.test(path)),
      [],
    );
  });

  test("the app, opened, is few files: each command brings its own", async (t) => {
    const files = await readBy(["--input-type=module", "--eval", OPEN_APP], t);
    assert.ok(files.includes("src/app/services.ts"), "the files are seen at all");
    assert.ok(files.length <= 170, `${files.length} files`);
    const heavy = files.filter((path) =>
      /^src\/(agent|files|durable|app\/doctor)\/|^src\/app\/commands\/(?!index)/.test(path),
    );
    assert.deepEqual(heavy, []);
  });

  test("kralle models fit is not all that fetches and runs models", async (t) => {
    const files = await readBy([KRALLE, "models", "fit"], t);
    assert.ok(files.includes("src/models/fit/fitModel.ts"), "the files are seen at all");
    assert.ok(files.length <= 225, `${files.length} files`);
    const heavy = files.filter((path) =>
      /builtin|openWire|remoteEngine|embed\/encoder|install\/pull|probe\/ability/.test(path),
    );
    assert.deepEqual(heavy, []);
  });
});

describe("kralle models fit", () => {
  // 230 ms on an idle machine, up to 430 where others take the caches; how long it takes by the clock, says the bench.
  test("costs at most 600 ms of a processor", async (t) => {
    const fit = await costOf([KRALLE, "models", "fit"], t);
    t.diagnostic(`${fit.toFixed(0)} ms`);
    assert.ok(fit <= 600, `${fit.toFixed(0)} ms`);
  });
});

describe("kralle up", () => {
  const isLinux = process.platform === "linux";
  // 111 MB; the bench says it of the installed package, with a page that listens.
  test("holds at most 120 MB when it serves", { skip: isLinux ? false : "told by /proc" }, async (t) => {
    const home = mkdtempSync(join(tmpdir(), "kralle-start-"));
    t.after(() => rmSync(home, { recursive: true, force: true }));
    const held: number[] = [];
    for (const _ of ["first", "compiled before"]) {
      const gateway = await startGateway(home, { NODE_V8_COVERAGE: "", NODE_COMPILE_CACHE: join(home, "compiled") });
      held.push((memoryOf(gateway.child.pid ?? 0).resident ?? 0) / 1e6);
      await gateway.end("SIGTERM");
    }
    const [, compiledBefore = 0] = held;
    t.diagnostic(held.map((megabytes) => `${megabytes.toFixed(0)} MB`).join(", "));
    assert.ok(compiledBefore > 40 && compiledBefore <= 120, `${compiledBefore.toFixed(0)} MB`);
  });
});
