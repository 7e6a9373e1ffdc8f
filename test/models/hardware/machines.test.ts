import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { describeHardware, detectHardware } from "../../../src/models/hardware/index.ts";
import { parseDrmCard, parseRocmSmi } from "../../../src/models/hardware/amd.ts";
import { parseNvidiaSmi } from "../../../src/models/hardware/nvidia.ts";
import { context, MACHINES, openMachine, readRecorded, textsOf } from "./_machines.ts";

describe("recorded machines", () => {
  test("are at least twelve, and say where they come from", () => {
    assert.ok(MACHINES.length >= 12);
    for (const name of MACHINES) assert.ok(readRecorded(name).source.length > 10, name);
    assert.ok(MACHINES.some((name) => !readRecorded(name).synthetic));
  });

  for (const name of MACHINES) {
    test(name, async () => {
      const { expect, synthetic } = readRecorded(name);
      const hardware = await detectHardware(context, "/home", openMachine(name));
      const { model, physicalCores, logicalCores, usableCores, isa } = hardware.cpu;
      assert.deepEqual(
        { model, physicalCores, logicalCores, usableCores },
        {
          model: expect.model,
          physicalCores: expect.physicalCores,
          logicalCores: expect.logicalCores,
          usableCores: expect.usableCores,
        },
        synthetic ? "synthetic" : "recorded",
      );
      for (const flag of expect.isa) assert.ok(isa.includes(flag), flag);
      assert.equal(isa.includes("avx2"), expect.isa.includes("avx2"));
      assert.deepEqual([hardware.ramTotal, hardware.ramFree], [expect.ramTotal, expect.ramFree]);
      assert.deepEqual(hardware.gpus, expect.gpus);
      assert.deepEqual(hardware.notes, expect.notes);
    });
  }

  test("are told in one line each", async () => {
    const line = async (name: string) =>
      describeHardware(await detectHardware(context, "/home", openMachine(name)), "en");
    assert.match(await line("workstation-2x-rtx-3090"), /, 2x NVIDIA GeForce RTX 3090 \(25\.8 GB\), /);
    assert.match(await line("mac-mini-m4-pro-64gb"), /^Apple M4 Pro, 14 cores \(NEON\), .*Apple M4 Pro \(51\.5 GB\)/);
    assert.match(await line("broken-nvidia-driver"), /, NVIDIA driver does not answer, /);
    assert.match(await line("laptop-4gb"), /, no GPU, /);
    assert.match(await line("container-cgroup-v2"), /2\.5 of 16 cores \(AVX-512\), 6\.4 GB memory \(4\.6 GB free\)/);
    for (const name of MACHINES) assert.doesNotMatch(await line(name), /[\p{Cc}]/u, name);
  });
});

describe("hostile outputs", () => {
  const mutation = fc.tuple(fc.nat(6000), fc.nat(200), fc.string({ maxLength: 20, unit: "binary" }), fc.nat(3));
  test("never throw, and leave sane figures", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MACHINES), mutation, async (name, [at, length, patch, kind]) => {
        const change = (text: string): string => {
          const start = text.length === 0 ? 0 : at % text.length;
          if (kind === 0) return text.slice(0, start); // cut off
          if (kind === 1) return text + patch.repeat(500); // much too long
          return text.slice(0, start) + patch + text.slice(start + length);
        };
        const hardware = await detectHardware(context, "/home", openMachine(name, change));
        assert.ok(hardware.cpu.usableCores > 0);
        assert.ok(hardware.ramTotal > 0 && hardware.ramFree >= 0);
        for (const gpu of hardware.gpus) {
          assert.ok(Number.isFinite(gpu.memoryBytes) && gpu.memoryBytes > 0);
          assert.ok(gpu.memoryFree === null || (gpu.memoryFree >= 0 && gpu.memoryFree <= gpu.memoryBytes));
        }
        assert.doesNotMatch(describeHardware(hardware, "de"), /[\p{Cc}]/u);
      }),
      { numRuns: 300 },
    );
  });

  test("the parsers take any text of any machine, and a huge one, in a moment", () => {
    const texts = [...MACHINES.flatMap(textsOf), "x".repeat(5e6), "NVIDIA X, 1, 1\n".repeat(300_000), "[".repeat(1e6)];
    const began = performance.now();
    for (const text of texts) {
      assert.ok(parseNvidiaSmi(text).gpus.length <= 64);
      parseRocmSmi(text);
      parseDrmCard({ vendor: "0x1002", device: text, vramTotal: text, vramUsed: text, gttTotal: text });
    }
    assert.ok(performance.now() - began < 2_000);
  });

  test("names are shown without what a terminal would obey", () => {
    const { gpus } = parseNvidiaSmi("RTX \u001b[31m4090\u0007, 24564, 100\n");
    assert.equal(gpus[0]?.name, "RTX [31m4090");
  });
});
