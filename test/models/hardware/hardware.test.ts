import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { AppError, silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import {
  chooseStarter,
  describeHardware,
  detectHardware,
  type Hardware,
  type Machine,
} from "../../../src/models/hardware/index.ts";
import { parseDrmCard } from "../../../src/models/hardware/amd.ts";
import { parseNvidiaSmi } from "../../../src/models/hardware/nvidia.ts";
import * as linux from "../../../src/models/hardware/linux.ts";
import { parseSysctl, parseVmStat } from "../../../src/models/hardware/mac.ts";
import * as recorded from "./recorded.ts";
import { plainNet } from "../../../scripts/testing/net.ts";

const context: Context = {
  signal: new AbortController().signal,
  clock: systemClock,
  net: plainNet,
  log: silentLogger,
};

/** A machine out of recorded files and program outputs. */
function createMachine(files: Record<string, string>, more: Partial<Machine> = {}): Machine {
  return {
    platform: "linux",
    arch: "x64",
    libc: "glibc",
    cpuModel: "fallback",
    logicalCores: 4,
    availableCores: 4,
    ramTotal: 8e9,
    ramFree: 1e9,
    readText: (path) => Promise.resolve(files[path] ?? null),
    list: (folder) => Promise.resolve(folder === "/sys/class/drm" ? ["card0", "card0-DP-1", "version"] : []),
    run: (command) =>
      Promise.resolve({ code: command in files ? 0 : null, stdout: files[command] ?? "", timedOut: false }),
    diskFree: () => Promise.resolve(50e9),
    ...more,
  };
}

test("an x86 server: model, threads of a core counted once, instruction sets, card", async () => {
  const machine = createMachine({
    "/proc/cpuinfo": recorded.XEON_CPUINFO,
    "/proc/meminfo": recorded.MEMINFO,
    "nvidia-smi": recorded.NVIDIA,
  });
  const hardware = await detectHardware(context, "/home", machine);
  assert.equal(hardware.cpu.model, "Intel(R) Xeon(R) Platinum 8488C");
  assert.deepEqual([hardware.cpu.physicalCores, hardware.cpu.logicalCores, hardware.cpu.usableCores], [2, 4, 4]);
  for (const flag of ["avx2", "avx512f", "amx_int8"]) assert.ok(hardware.cpu.isa.includes(flag), flag);
  assert.equal(hardware.ramTotal, 16_265_548 * 1024);
  assert.equal(hardware.ramFree, 9_123_456 * 1024);
  assert.deepEqual(hardware.gpus[0], {
    vendor: "nvidia",
    name: "NVIDIA GeForce RTX 4070",
    memoryBytes: 12_282 * 1024 * 1024,
    memoryFree: null,
    backend: "cuda",
    unified: false,
  });
  assert.equal(
    describeHardware(hardware, "de"),
    "Intel Xeon Platinum 8488C, 4 Kerne (AVX-512), 16,7 GB Speicher (9,3 GB frei), NVIDIA GeForce RTX 4070 (12,9 GB) + NVIDIA RTX A2000 (6,4 GB), 50 GB Platte frei",
  );
});

test("a container of cgroup v2: the narrowest limit of all ancestors counts, file cache is free", async () => {
  const scope = "/sys/fs/cgroup/system.slice/docker-abc.scope";
  const machine = createMachine({
    "/proc/cpuinfo": recorded.XEON_CPUINFO,
    "/proc/meminfo": recorded.MEMINFO,
    "/proc/self/cgroup": recorded.CGROUP_V2,
    [`${scope}/cpu.max`]: "150000 100000\n",
    [`${scope}/memory.max`]: "max\n",
    "/sys/fs/cgroup/system.slice/cpu.max": "max 100000\n",
    "/sys/fs/cgroup/system.slice/memory.max": `${4 * 2 ** 30}\n`,
    "/sys/fs/cgroup/system.slice/memory.current": `${2 * 2 ** 30}\n`,
    "/sys/fs/cgroup/system.slice/memory.stat": recorded.MEMORY_STAT,
  });
  const hardware = await detectHardware(context, "/home", machine);
  assert.equal(hardware.cpu.usableCores, 1.5);
  assert.equal(hardware.ramTotal, 4 * 2 ** 30);
  assert.equal(hardware.ramFree, 2.25 * 2 ** 30);
  assert.match(describeHardware(hardware, "en"), /1\.5 of 4 cores .*, no GPU,/);
});

test("a container of cgroup v1, and one that names no limit", async () => {
  const files = {
    "/proc/cpuinfo": recorded.XEON_CPUINFO,
    "/proc/meminfo": recorded.MEMINFO,
    "/proc/self/cgroup": recorded.CGROUP_V1,
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": String(2 ** 31),
    "/sys/fs/cgroup/memory/memory.usage_in_bytes": String(2 ** 30),
  };
  const limited = await detectHardware(context, "/home", createMachine(files));
  assert.deepEqual([limited.cpu.usableCores, limited.ramTotal, limited.ramFree], [2, 2 ** 31, 2 ** 30]);
  const free = await detectHardware(
    context,
    "/home",
    createMachine({
      ...files,
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
    }),
  );
  assert.deepEqual([free.cpu.usableCores, free.ramTotal], [4, 16_265_548 * 1024]);
});

test("an ARM board, an Apple laptop, an Intel Mac, Windows", async () => {
  const board = await detectHardware(
    context,
    "/home",
    createMachine({ "/proc/cpuinfo": recorded.PI_CPUINFO, "/proc/meminfo": recorded.MEMINFO }, { arch: "arm64" }),
  );
  assert.equal(board.cpu.model, "Raspberry Pi 5 Model B Rev 1.0");
  assert.deepEqual(board.cpu.isa, ["neon", "dotprod"]);
  const mac = { platform: "darwin", libc: null };
  const apple = await detectHardware(
    context,
    "/home",
    createMachine({ sysctl: recorded.M2_SYSCTL, vm_stat: recorded.VM_STAT }, mac),
  );
  assert.equal(apple.cpu.physicalCores, 10);
  assert.equal(apple.ramFree, 315_000 * 16_384);
  const [unit] = apple.gpus;
  assert.deepEqual([unit?.name, unit?.memoryBytes, unit?.unified], ["Apple M2 Pro", 12_884_901_888, true]);
  const intel = await detectHardware(context, "/home", createMachine({ sysctl: recorded.INTEL_MAC_SYSCTL }, mac));
  assert.deepEqual(intel.gpus, []);
  assert.ok(intel.cpu.isa.includes("avx2"));
  assert.equal(intel.ramFree, 1e9, "the system's figure where vm_stat says nothing");
  assert.match(describeHardware(intel, "en"), /^Intel Core i7-9750H, 4 of 12 cores \(AVX2\)/);
  const windows = await detectHardware(context, "/home", createMachine({}, { platform: "win32", libc: null }));
  assert.equal(windows.cpu.model, "fallback");
  assert.equal(windows.ramFree, 1e9);
});

test("this machine: figures are sane and the home need not exist", async () => {
  const hardware = await detectHardware(context, "/nonexistent/home/of/nobody");
  assert.ok(hardware.cpu.usableCores > 0 && hardware.cpu.usableCores <= hardware.cpu.logicalCores);
  assert.ok(hardware.ramFree > 0 && hardware.ramFree <= hardware.ramTotal);
  assert.ok(hardware.diskFree > 0);
  assert.ok(!describeHardware(hardware, "en").includes("\n"));
});

test("the starter follows from the free memory", () => {
  const choose = (gigabytes: number): string => chooseStarter({ ramFree: gigabytes * 1e9 }).id;
  assert.equal(choose(24), "qwen2.5-coder-1.5b");
  assert.equal(choose(3), "qwen2.5-coder-1.5b");
  assert.equal(choose(2.9), "qwen2.5-coder-0.5b");
  assert.equal(choose(1), "qwen2.5-coder-0.5b");
  assert.throws(
    () => choose(0.9),
    (thrown) =>
      thrown instanceof AppError && thrown.code === "E_MODEL_TOO_LARGE" && /0\.9 GB are free/.test(thrown.message),
  );
});

test("no parser throws, whatever a system says", () => {
  const parsers: ((text: string) => unknown)[] = [
    linux.parseCpuInfo,
    linux.parseMemInfo,
    linux.parseCgroupPaths,
    linux.parseCpuMax,
    linux.parseMemoryLimit,
    linux.parseReclaimable,
    (text) => linux.parseCpuQuotaV1(text, text),
    parseNvidiaSmi,
    (text) => parseSysctl(text, 8e9),
    parseVmStat,
  ];
  const samples = Object.values(recorded);
  const mutated = fc
    .tuple(fc.constantFrom(...samples), fc.nat(400), fc.nat(40), fc.string({ maxLength: 10, unit: "binary" }))
    .map(([text, at, length, patch]) => text.slice(0, at) + patch + text.slice(at + length));
  fc.assert(
    fc.property(mutated, (text) => {
      for (const parse of parsers) parse(text);
    }),
  );
  assert.equal(linux.parseCpuMax("50000 100000"), 0.5);
  assert.equal(linux.parseCpuMax("max 100000"), null);
  const card = { device: "0x744c\n", vramTotal: "21458059264\n", vramUsed: null, gttTotal: null };
  assert.equal(parseDrmCard({ ...card, vendor: "0x1002\n" })?.name, "AMD Radeon RX 7900 XT");
  assert.equal(parseDrmCard({ ...card, vendor: "0x8086\n" }), null);
});

test("a description has its parts in both languages", () => {
  const hardware: Hardware = {
    platform: "linux",
    arch: "arm64",
    libc: "glibc",
    cpu: { model: "Neoverse-N1", physicalCores: 1, logicalCores: 1, usableCores: 1, isa: ["neon"] },
    ramTotal: 2e9,
    ramFree: 1.25e9,
    gpus: [],
    diskFree: 1e12,
    notes: [],
  };
  assert.equal(
    describeHardware(hardware, "en"),
    "Neoverse-N1, 1 core (NEON), 2 GB memory (1.3 GB free), no GPU, 1,000 GB disk free",
  );
  assert.equal(
    describeHardware(hardware, "de"),
    "Neoverse-N1, 1 Kern (NEON), 2 GB Speicher (1,3 GB frei), keine GPU, 1.000 GB Platte frei",
  );
});
