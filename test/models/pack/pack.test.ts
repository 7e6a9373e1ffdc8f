import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { AppError } from "../../../src/core/index.ts";
import { detectHardware } from "../../../src/models/hardware/index.ts";
import { ensurePack, packName, type PackOptions } from "../../../src/models/pack/index.ts";
import { createContext, createNpm, failure, tempFolder } from "./_setup.ts";
import { findNpm, npmEnvironment } from "../../../src/models/pack/npm.ts";
import { isUnneeded } from "../../../src/models/pack/prune.ts";

const LINUX = { platform: "linux", arch: "x64", libc: "glibc" } as const;

test("the pack follows from the machine; where there is none, it is said", () => {
  assert.equal(packName(LINUX), "linux-x64");
  assert.equal(packName({ platform: "darwin", arch: "arm64", libc: null }), "mac-arm64-metal");
  for (const none of [
    { platform: "linux", arch: "x64", libc: "musl" },
    { platform: "freebsd", arch: "x64", libc: null },
  ] as const) {
    assert.throws(
      () => packName(none),
      (thrown) => thrown instanceof AppError && thrown.code === "E_PACK",
    );
  }
});

test("installs from the lock without scripts, prunes, renames when whole; the second time asks nobody", async (t) => {
  const folder = tempFolder(t);
  const npm = createNpm(folder);
  const home = join(folder, "home");
  const phases: string[] = [];
  const options: PackOptions = {
    home,
    hardware: LINUX,
    env: process.env,
    npm,
    onProgress: ({ phase }) => phases.push(phase),
  };
  const pack = await ensurePack(options, createContext());
  assert.match(pack.dir, /packs\/[0-9a-f]{16}$/);
  assert.deepEqual(await import(pathToFileURL(pack.entry).href).then(({ ok }: { ok: boolean }) => ok), true);
  assert.match(npm.calls()[0] ?? "", /^ci --omit=optional --ignore-scripts --no-audit --no-fund /);
  const root = join(pack.dir, "node_modules", "node-llama-cpp");
  assert.deepEqual(readdirSync(root, { recursive: true }).toSorted(), ["LICENSE", "dist", "dist/index.js", "llama"]);
  assert.ok((pack.sizes?.installed ?? 0) > (pack.sizes?.kept ?? 0) + 1000);
  assert.deepEqual([...new Set(phases)], ["install", "prune", "done"]);
  assert.equal((await ensurePack(options, createContext())).dir, pack.dir);
  assert.equal(npm.calls().length, 1);
  assert.deepEqual(readdirSync(join(home, "packs")).filter((name) => name !== ".lock").length, 1);
});

test("two at once install once; what a killed install left is removed; a damaged pack is replaced", async (t) => {
  const folder = tempFolder(t);
  const npm = createNpm(folder);
  const home = join(folder, "home");
  const options = { home, hardware: LINUX, env: process.env, npm };
  const [a, b] = await Promise.all([ensurePack(options, createContext()), ensurePack(options, createContext())]);
  assert.equal(a.dir, b.dir);
  assert.equal(npm.calls().length, 1);
  const stale = join(home, "packs", `.tmp-${a.dir.slice(-16)}-dead`);
  mkdirSync(stale);
  rmSync(a.entry);
  await ensurePack(options, createContext());
  assert.equal(npm.calls().length, 2);
  assert.ok(existsSync(a.entry));
  assert.equal(existsSync(stale), false);
});

const failures: [string, RegExp, RegExp][] = [
  [
    "npm error code ENOTFOUND\\nnpm error syscall getaddrinfo\\nnpm error network request failed",
    /ENOTFOUND network request/,
    /could not reach its registry/,
  ],
  [
    "npm ERR! code EINTEGRITY\\nnpm ERR! sha512-x integrity checksum failed",
    /EINTEGRITY/,
    /other content than the lock/,
  ],
  ["npm error code E404\\nnpm error 404 Not Found", /E404 404 Not Found/, /does not have these packages/],
  ["segfault", /ended with code 1/, /Try again/],
];
for (const [stderr, message, hint] of failures) {
  test(`npm fails: ${message.source}`, async (t) => {
    const folder = tempFolder(t);
    const npm = createNpm(folder, `console.error("${stderr}"); process.exit(1);`);
    const home = join(folder, "home");
    const error = await failure(ensurePack({ home, hardware: LINUX, env: process.env, npm }, createContext()));
    assert.equal(error.code, "E_PACK");
    assert.match(error.message, message);
    assert.match(error.hint ?? "", hint);
  });
}

test("no npm, no disk, a missing list, an npm that installs nothing, cancelling", async (t) => {
  const folder = tempFolder(t);
  const base = { home: join(folder, "home"), hardware: LINUX, env: process.env, npm: createNpm(folder) };
  const full = { ...base, statfs: () => Promise.resolve({ bavail: 1, bsize: 4096 }) };
  assert.equal((await failure(ensurePack(full, createContext()))).code, "E_DISK_FULL");
  assert.match((await failure(ensurePack({ ...base, packsDir: folder }, createContext()))).message, /is missing in/);
  const lazy = { ...base, npm: createNpm(folder, "") };
  assert.match((await failure(ensurePack(lazy, createContext()))).message, /did not install the engine/);
  assert.deepEqual(readdirSync(join(base.home, "packs")), [".lock"]);
  const slow = { ...base, npm: createNpm(folder, "setTimeout(() => {}, 60_000)") };
  const start = performance.now();
  assert.equal((await failure(ensurePack(slow, createContext(AbortSignal.timeout(300))))).code, "E_CANCELLED");
  assert.ok(performance.now() - start < 3000);
});

test("npm is found beside Node, by who started us, on PATH through a link, or as a program", async (t) => {
  const folder = tempFolder(t);
  const cli = join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js");
  mkdirSync(join(cli, ".."), { recursive: true });
  writeFileSync(cli, "");
  const node = join(folder, "bin", "node");
  assert.deepEqual(await findNpm({}, node), { command: node, args: [cli] });
  const elsewhere = join(folder, "else", "where", "node");
  assert.equal(await findNpm({}, elsewhere), null);
  assert.deepEqual((await findNpm({ npm_execpath: cli }, elsewhere))?.args, [cli]);
  const bin = join(folder, "path");
  mkdirSync(bin);
  symlinkSync(cli, join(bin, "npm"));
  assert.deepEqual((await findNpm({ PATH: `/nowhere:${bin}` }, elsewhere))?.args, [cli]);
  rmSync(join(bin, "npm"));
  writeFileSync(join(bin, "npm"), "#!/bin/sh\n");
  chmodSync(join(bin, "npm"), 0o755);
  assert.deepEqual(await findNpm({ PATH: bin }, elsewhere), { command: join(bin, "npm"), args: [] });
});

test("another npm run does not steer this one; registry and proxies stay", () => {
  const env = npmEnvironment({
    npm_config_omit: "dev",
    NPM_CONFIG_INCLUDE: "optional",
    npm_config_local_prefix: "/x",
    npm_package_name: "y",
    npm_config_registry: "r",
    HTTPS_PROXY: "p",
  });
  assert.deepEqual(env, { npm_config_registry: "r", HTTPS_PROXY: "p" });
});

test("licences stay, sources and maps go, code stays", () => {
  const gone = [
    "node_modules/node-llama-cpp/llama/gitRelease.bundle",
    "node_modules/a/b.js.map",
    "node_modules/a/b.d.ts",
  ];
  const kept = [
    "node_modules/a/LICENSE.d.ts",
    "node_modules/a/b.js",
    "node_modules/node-llama-cpp/llama/grammars",
    "node_modules/a/NOTICE",
  ];
  assert.deepEqual(gone.filter(isUnneeded), gone);
  assert.deepEqual(kept.filter(isUnneeded), []);
});

const skip = process.env["KRALLE_OFFLINE"] === "1" ? "KRALLE_OFFLINE is set" : false;

test(
  "the real pack installs, and its engine starts from there without compiling",
  { skip, timeout: 300_000 },
  async (t) => {
    const home = tempFolder(t);
    const context = createContext();
    const hardware = await detectHardware(context, home);
    const pack = await ensurePack({ home, hardware, env: process.env }, context);
    t.diagnostic(`bytes installed ${pack.sizes?.installed}, kept ${pack.sizes?.kept}`);
    assert.ok((pack.sizes?.kept ?? 0) < 60_000_000);
    const code = `const { getLlama } = await import(${JSON.stringify(pathToFileURL(pack.entry).href)});
    const llama = await getLlama({ gpu: false, build: "never", logLevel: "error" });
    console.log(JSON.stringify({ type: llama.buildType, gpu: llama.gpu, system: llama.systemInfo }));
    await llama.dispose();`;
    const script = join(home, "engine.mjs"); // a file: the engine forks itself with the arguments of its parent
    writeFileSync(script, code);
    const output = execFileSync(process.execPath, [script], { encoding: "utf8" });
    const engine = JSON.parse(output.trim().split("\n").at(-1) ?? "") as { type: string; gpu: unknown; system: string };
    assert.equal(engine.type, "prebuilt");
    assert.equal(engine.gpu, false);
    if (hardware.cpu.isa.includes("avx2")) assert.match(engine.system, /AVX2 = 1/);
  },
);
