import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { run, start } from "./program.ts";
import { exportProject, ROOT } from "./project.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const UNREACHABLE = { npm_config_registry: "http://127.0.0.1:9/" };
const DEBIAN_NPM = "/usr/share/nodejs/npm/bin/npm-cli.js";

/** A program that says that it runs, waits, and ends with 7 when it is asked to end. */
const WAITING = `
process.once("SIGTERM", () => process.exit(7));
setTimeout(() => {}, 60_000);
console.log("runs");
`;

/** A Node of this machine that is too old to run TypeScript. */
function findOldNode(): string | null {
  for (const folder of [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"]) {
    const node = join(folder, "node");
    const found = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "";
    const major = Number(/^v(\d+)\./.exec(found)?.[1] ?? 0);
    if (major >= 18 && major < 24) return node;
  }
  return null;
}

describe("bin/kralle.js in a fresh checkout", () => {
  const oldNode = findOldNode();
  const needsOldNode = { skip: oldNode === null ? "this machine has no Node older than 24" : false };
  const folder = mkdtempSync(join(tmpdir(), "kralle-bootstrap-"));
  const checkout = join(folder, "checkout");
  const kralle = join(checkout, "bin/kralle.js");
  const home = { KRALLE_HOME: join(folder, "home") };
  const withOld = (args: string[], env = {}) => run(oldNode ?? "", [kralle, ...args], folder, { ...home, ...env });
  const withNew = (args: string[], env = {}) => run(process.execPath, [kralle, ...args], folder, { ...home, ...env });
  const forget = () => rmSync(join(checkout, "node_modules"), { recursive: true, force: true });

  before(() => exportProject(checkout));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  test("without a network it says so, in German too, and leaves nothing half", async () => {
    const empty = { ...UNREACHABLE, npm_config_cache: join(folder, "empty-cache"), LC_ALL: "de_DE.UTF-8" };
    const ended = await withNew(["--version"], empty);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /Die Paketquelle war nicht zu erreichen\. Verbinden Sie sich/);
    assert.equal(ended.stdout, "");
    assert.ok(!existsSync(join(checkout, "node_modules")));
    assert.deepEqual(
      readdirSync(join(checkout, ".runtime")).filter((name) => /^(stage|install)/.test(name)),
      [],
    );
  });

  test("an old Node installs what is needed, says so, and answers", needsOldNode, async () => {
    const ended = await withOld(["--version"]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(ended.stdout.trim(), version);
    assert.match(ended.stderr, /^Kralle: Getting Node 24 .*\nKralle: Installing the locked dependencies .*\n$/);
  });

  test("the next start says nothing, needs no network, and is fast", needsOldNode, async () => {
    const ended = await withOld(["--version"], UNREACHABLE);
    assert.deepEqual([ended.code, ended.stdout.trim(), ended.stderr], [0, version, ""]);
    assert.ok(ended.ms < 2_000, `${ended.ms} ms`);
    assert.equal((await withOld(["--nonsense"])).code, 2, "the exit code comes through");
  });

  test("a kill -9 in the middle is healed by the next start, and by two at once that do not fight", async () => {
    forget();
    const first = start(process.execPath, [kralle, "--version"], folder, home);
    const runtime = join(checkout, ".runtime");
    const isAtWork = () => existsSync(runtime) && readdirSync(runtime).some((name) => name.startsWith("stage-"));
    for (let tries = 0; tries < 500 && !isAtWork(); tries += 1) await new Promise((wake) => setTimeout(wake, 10));
    assert.ok(isAtWork());
    first.child.kill("SIGKILL");
    await first.ended;
    assert.ok(!existsSync(join(checkout, "node_modules")), "nothing half is in place");
    const both = await Promise.all([withNew(["--version"]), withNew(["--version"])]);
    assert.deepEqual(
      both.map((ended) => [ended.code, ended.stdout.trim()]),
      [0, 1].map(() => [0, version]),
      both.map((ended) => ended.stderr).join("\n"),
    );
    const said = both.map((ended) => ended.stderr).join("");
    assert.equal(said.match(/Installing/g)?.length, 1, said);
    assert.equal((await withNew(["--version"], UNREACHABLE)).stderr, "");
  });

  test("a node_modules that was made by hand from the same lock file is kept", async () => {
    rmSync(join(checkout, "node_modules/.kralle-stamp"));
    const ended = await withNew(["--version"], UNREACHABLE);
    assert.deepEqual([ended.code, ended.stdout.trim(), ended.stderr], [0, version, ""]);
  });

  test("signals, exit codes and a kill of the launching Node come through", needsOldNode, async () => {
    writeFileSync(join(checkout, "src/cli/main.ts"), WAITING);
    const began = async () => {
      const running = start(oldNode ?? "", [kralle], folder, home);
      await new Promise((resolve) => running.child.stdout?.once("data", resolve));
      return running;
    };
    const asked = await began();
    asked.child.kill("SIGTERM");
    assert.equal((await asked.ended).code, 7);
    const killed = await began();
    killed.child.kill("SIGKILL");
    const { ms } = await killed.ended; // its output closes when the last process that holds it is gone
    assert.ok(ms < 10_000, `the program lived on for ${ms} ms`);
  });

  test("without npm it says what to install", { skip: existsSync(DEBIAN_NPM) || needsOldNode.skip }, async () => {
    forget();
    const own = readdirSync(join(checkout, ".runtime")).find((name) => name.startsWith("node-")) ?? "";
    const packages = join(checkout, ".runtime", own, "node_modules");
    const platform = readdirSync(packages).find((name) => name.startsWith("node-")) ?? "";
    const ended = await run(join(packages, platform, "bin/node"), [kralle, "--version"], folder, { PATH: folder });
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /npm was not found.*Install npm/);
  });
});
