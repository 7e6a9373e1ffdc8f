import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import type { Gpu } from "../../../src/models/hardware/index.ts";
import { ensureEnginePack, installedEnginePack, packChoices, rejectPack } from "../../../src/models/pack/index.ts";
import { packFolder } from "../../../src/models/pack/ensure.ts";
import { PACKS, createContext, createNpm, failure, tempFolder } from "./_setup.ts";

const card = (vendor: Gpu["vendor"], more: Partial<Gpu> = {}): Gpu => ({
  vendor,
  name: `${vendor} card`,
  memoryBytes: 24e9,
  memoryFree: null,
  backend: vendor === "nvidia" ? "cuda" : vendor === "amd" ? "rocm" : "metal",
  unified: false,
  ...more,
});
const linux = (gpus: Gpu[]) => ({ platform: "linux", arch: "x64", libc: "glibc" as const, gpus });
const names = (hardware: Parameters<typeof packChoices>[0]): string[] => packChoices(hardware).map(({ name }) => name);

test("the packs follow from the cards, and end with one that needs none", () => {
  assert.deepEqual(names(linux([])), ["linux-x64"]);
  assert.deepEqual(names(linux([card("nvidia")])), ["linux-x64-cuda", "linux-x64-vulkan", "linux-x64"]);
  assert.deepEqual(names(linux([card("amd")])), ["linux-x64-vulkan", "linux-x64"]);
  assert.deepEqual(names({ platform: "win32", arch: "x64", libc: null, gpus: [card("nvidia")] }), [
    "win-x64-cuda",
    "win-x64-vulkan",
    "win-x64",
  ]);
  assert.deepEqual(names(linux([card("nvidia", { memoryBytes: 1e9 })])), ["linux-x64"], "too small to be worth it");
  assert.deepEqual(names(linux([card("amd", { unified: true })])), ["linux-x64"], "no memory of its own");
  for (const [platform, arch, name] of [
    ["darwin", "arm64", "mac-arm64-metal"],
    ["darwin", "x64", "mac-x64"],
    ["win32", "arm64", "win-arm64"],
    ["linux", "arm64", "linux-arm64"],
  ] as const) {
    assert.deepEqual(names({ platform, arch, libc: null, gpus: [card("apple", { unified: true })] }), [name]);
  }
  assert.throws(
    () => names({ ...linux([]), libc: "musl" }),
    (thrown) => (thrown as AppError).code === "E_PACK",
  );
});

test("every pack that can be chosen has a lock file: exact versions, integrity, every platform's packages, no host", () => {
  const machines = [
    ...(["x64", "arm64"] as const).map((arch) => ({ ...linux([card("nvidia")]), arch })),
    ...(["x64", "arm64"] as const).map((arch) => ({ platform: "win32", arch, libc: null, gpus: [card("nvidia")] })),
    ...(["x64", "arm64"] as const).map((arch) => ({ platform: "darwin", arch, libc: null, gpus: [card("apple")] })),
  ];
  const chosen = [...new Set(machines.flatMap(names))].toSorted();
  const there = globSync("*/package.json", { cwd: PACKS }).map((file) => file.split("/")[0] ?? "");
  assert.deepEqual(chosen, there.filter((name) => name !== "node").toSorted(), "no pack without use, none missing");
  for (const name of chosen) {
    const own = [`@node-llama-cpp/${name}`, ...(name.endsWith("-cuda") ? [`@node-llama-cpp/${name}-ext`] : [])];
    const manifest = JSON.parse(readFileSync(join(PACKS, name, "package.json"), "utf8"));
    const wanted = Object.fromEntries([...own, "node-llama-cpp"].map((dependency) => [dependency, "3.21.1"]));
    assert.deepEqual(manifest.dependencies, wanted, name);
    const text = readFileSync(join(PACKS, name, "package-lock.json"), "utf8");
    assert.ok(!text.includes('"resolved"'), name);
    const packages: Record<string, { integrity?: string; version?: string; optional?: boolean }> =
      JSON.parse(text).packages;
    for (const [path, entry] of Object.entries(packages)) {
      if (path !== "") assert.match(entry.integrity ?? "", /^sha512-/, `${name}: ${path}`);
    }
    const binaries = Object.entries(packages).filter(([path]) => path.includes("/@node-llama-cpp/"));
    assert.equal(binaries.length, 14, `${name}: npm ci wants all of them, also where they are left out`);
    const kept = binaries.filter(([, { optional }]) => !optional).map(([path]) => path.replace("node_modules/", ""));
    assert.deepEqual(kept.toSorted(), own.toSorted(), `${name}: only its own is installed`);
  }
});

/** npm in whose packs an engine starts with what `starts` says for the pack's name, or fails. */
const npmWith = (folder: string, starts: Record<string, string>) =>
  createNpm(
    folder,
    `
const fs = require("node:fs");
const path = require("node:path");
const { name } = JSON.parse(fs.readFileSync("package.json", "utf8"));
const pack = name.replace("kralle-pack-", "");
fs.appendFileSync(log, pack + "\\n");
const put = (file, text) => {
  const whole = path.join(process.cwd(), "node_modules", file);
  fs.mkdirSync(path.dirname(whole), { recursive: true });
  fs.writeFileSync(whole, text);
};
const starts = ${JSON.stringify(starts)}[pack];
if (starts === "404") {
  console.error("npm error code E404\\nnpm error 404 Not Found");
  process.exit(1);
}
put("node-llama-cpp/package.json", '{ "type": "module" }');
put("node-llama-cpp/dist/index.js", "export async function getLlama() {" + starts + "}");
put("@node-llama-cpp/" + pack + "/bins/x/llama-addon.node", "binary");
`,
  );
const WORKS = (gpu: string): string =>
  `return { gpu: ${gpu}, getGpuDeviceNames: async () => ["card"], getVramState: async () => ({ total: 24e9, free: 2e9 }) };`;

test("a pack whose engine does not start is passed over, said why, removed, and not asked for until a day later", async (t) => {
  const folder = tempFolder(t);
  const npm = npmWith(folder, {
    "linux-x64-cuda": `throw new Error("libcuda.so.1: cannot open shared object file");`,
    "linux-x64-vulkan": WORKS('"vulkan"'),
  });
  const options = { home: join(folder, "home"), hardware: linux([card("nvidia")]), env: process.env, npm };
  const phases: string[] = [];
  const onProgress = ({ phase, name }: { phase: string; name?: string }): void => void phases.push(`${phase} ${name}`);
  assert.equal(await installedEnginePack(options, Date.now()), null);
  const found = await ensureEnginePack({ ...options, onProgress }, createContext());
  assert.deepEqual([found.name, found.gpu], ["linux-x64-vulkan", "vulkan"]);
  assert.deepEqual(found.passedOver, [
    {
      name: "linux-x64-cuda",
      reason: "its engine does not start: Error: libcuda.so.1: cannot open shared object file",
    },
  ]);
  assert.ok(phases.includes("try linux-x64-cuda") && phases.includes("try linux-x64-vulkan"));
  assert.equal(existsSync(await packFolder(options, "linux-x64-cuda")), false);
  assert.deepEqual(npm.calls(), ["linux-x64-cuda", "linux-x64-vulkan"]);
  const again = await ensureEnginePack(options, createContext());
  assert.deepEqual([again.dir, again.passedOver], [found.dir, found.passedOver]);
  assert.deepEqual(await installedEnginePack(options, Date.now()), again);
  assert.equal(npm.calls().length, 2, "nothing was fetched again");

  const later = { ...createContext(), clock: { ...createContext().clock, now: () => Date.now() + 25 * 3_600_000 } };
  await ensureEnginePack(options, later);
  assert.deepEqual(npm.calls().slice(2), ["linux-x64-cuda"], "a day later it is tried once more");
  await ensureEnginePack({ ...options, hardware: linux([card("nvidia", { name: "other" })]) }, createContext());
  assert.deepEqual(npm.calls().slice(3), ["linux-x64-cuda"], "and when the card is another");
});

const faults: [string, Record<string, string>, RegExp][] = [
  ["crashes", { "linux-x64-vulkan": "process.abort();" }, /its engine ended with a crash/],
  ["ends silently", { "linux-x64-vulkan": "process.exit(3);" }, /its engine ended with code 3/],
  ["starts without the card", { "linux-x64-vulkan": WORKS("false") }, /its engine starts without vulkan/],
  ["says nonsense", { "linux-x64-vulkan": `console.log("{"); process.exit(0);` }, /its engine ended with code 0/],
  ["is not in the registry", { "linux-x64-vulkan": "404" }, /E404 404 Not Found/],
];
for (const [what, starts, reason] of faults) {
  test(`the processor's pack is used when the card's ${what}`, async (t) => {
    const folder = tempFolder(t);
    const options = {
      home: join(folder, "home"),
      hardware: linux([card("amd")]),
      env: process.env,
      npm: npmWith(folder, starts),
    };
    const found = await ensureEnginePack(options, createContext());
    assert.deepEqual([found.name, found.gpu], ["linux-x64", null]);
    assert.match(found.passedOver[0]?.reason ?? "", reason);
  });
}

test("a pack that proved wrong later is passed over; cancelling is no verdict", async (t) => {
  const folder = tempFolder(t);
  const npm = npmWith(folder, { "linux-x64-vulkan": WORKS('"vulkan"') });
  const options = { home: join(folder, "home"), hardware: linux([card("amd")]), env: process.env, npm };
  const cancelled = await failure(ensureEnginePack(options, createContext(AbortSignal.abort())));
  assert.equal(cancelled.code, "E_CANCELLED");
  assert.equal((await ensureEnginePack(options, createContext())).gpu, "vulkan");
  await rejectPack(options, "linux-x64-vulkan", "the model did not load", Date.now());
  const { name, passedOver } = await ensureEnginePack(options, createContext());
  assert.deepEqual([name, passedOver[0]?.reason], ["linux-x64", "the model did not load"]);
});
