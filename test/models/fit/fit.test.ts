import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../../src/core/index.ts";
import { listCatalogue, listStarters, type CatalogueModel } from "../../../src/models/catalogue/index.ts";
import {
  fitAll,
  fitModel,
  fromHardware,
  fromWords,
  type FitMachine,
  type ModelFit,
} from "../../../src/models/fit/index.ts";
import { toDevice } from "../../../src/models/fit/accelerators.ts";
import { calibrateMemory } from "../../../src/models/fit/calibrate.ts";
import { groupFacts } from "../../../src/models/fit/data.ts";
import { detectHardware } from "../../../src/models/hardware/index.ts";
import { context, MACHINES, openMachine } from "../hardware/_machines.ts";

const GIB = 1024 ** 3;

function modelOf(id: string): CatalogueModel {
  const model = listCatalogue().find((known) => known.id === id);
  assert.ok(model, id);
  return model;
}

const on = (id: string, words: string, contextTokens?: number): ModelFit =>
  fitModel(modelOf(id), fromWords(words), contextTokens === undefined ? {} : { contextTokens });

describe("memory", () => {
  test("need = weights + overhead + cache, by the facts' formula", () => {
    // 5.05 GB of weights, 0.8 GB + 5 %, 147,456 bytes a token
    const { needBytes, budgetBytes } = on("qwen3-8b", "RTX 4090 24GB", 4096);
    assert.equal(needBytes, Math.round(5_046_586_572 * 1.05 + 0.8e9 + 4096 * 147_456));
    assert.equal(budgetBytes, Math.round(24 * GIB * 0.92));
    assert.equal(on("qwen3-8b", "RTX 3070 8GB", 4096).budgetBytes, 7 * GIB);
    assert.equal(on("qwen3-8b", "Mac mini 64GB", 4096).budgetBytes, 48 * GIB);
    assert.equal(on("qwen3-8b", "laptop 16GB", 4096).budgetBytes, Math.round(16 * GIB * 0.8));
    assert.equal(on("qwen3-8b", "2x RTX 3090", 4096).budgetBytes, Math.round(2 * 24 * GIB * 0.92));
  });

  test("a narrower cache takes 0.53 and 0.28 of it; sliding windows count once; encoders have none", () => {
    const machine = fromWords("RTX 4090");
    const need = (cache: "f16" | "q8_0" | "q4_0"): number =>
      fitModel(modelOf("qwen3-8b"), machine, { contextTokens: 10_000, cache }).needBytes;
    const full = 10_000 * 147_456;
    assert.ok(Math.abs(need("f16") - need("q8_0") - full * 0.47) < 10);
    assert.ok(Math.abs(need("f16") - need("q4_0") - full * 0.72) < 10);
    const gemma = modelOf("gemma3-12b");
    const grown = fitModel(gemma, machine, { contextTokens: 20_000 }).needBytes;
    assert.ok(Math.abs(grown - fitModel(gemma, machine, { contextTokens: 10_000 }).needBytes - 10_000 * 65_536) < 10);
    assert.ok(on("bge-m3", "laptop 4GB").needBytes < 0.6e9);
    assert.equal(on("bge-m3", "laptop 4GB").decode, null);
  });

  test("on a processor it meets what the starters were measured to take", () => {
    const machine = fromWords("laptop 16GB");
    for (const { id, bytes, memoryBytes } of listStarters()) {
      const model = { ...modelOf(id), sizes: { Q4_K_M: bytes } };
      const { needBytes } = fitModel(model, machine);
      assert.ok(Math.abs(needBytes / memoryBytes - 1) < 0.2, `${id}: ${needBytes}, measured ${memoryBytes}`);
    }
  });

  test("a card that is left out for its driver is said", async () => {
    const hardware = await detectHardware(context, "/home", openMachine("broken-nvidia-driver"));
    assert.deepEqual(
      fromHardware(hardware).assumptions.map(({ code }) => code),
      ["driver", "memory-speed"],
    );
  });

  test("where no source gives the attention, the cache is estimated and said so", () => {
    const fit = on("gemma4-31b", "Mac mini 64GB");
    assert.ok(fit.cacheEstimated);
    assert.equal(on("qwen3-8b", "Mac mini 64GB").cacheEstimated, false);
  });

  test("verdicts at their bounds", () => {
    const verdict = (id: string, words: string, tokens?: number): string => on(id, words, tokens).verdict;
    assert.equal(verdict("qwen3-8b", "RTX 4090"), "great");
    assert.equal(verdict("qwen3-30b-a3b", "RTX 4090"), "fits");
    assert.equal(verdict("qwen3-32b", "RTX 4090", 2048), "tight");
    assert.equal(
      verdict("qwen3-30b-a3b", "RX 7900 XT"),
      "tight",
      "only by what is kept for the screen; measured: it runs",
    );
    assert.equal(verdict("llama3.3-70b", "RTX 4090 64GB"), "partial");
    assert.equal(verdict("deepseek-v3.2", "RTX 4090 64GB"), "no");
    assert.equal(verdict("qwen3-32b", "Mac mini 16GB"), "no", "shared memory is not counted twice");
    assert.equal(on("deepseek-v3.2", "laptop 16GB").decode, null);
  });

  test("the largest context is where the verdict turns", () => {
    const machines = ["RTX 3060", "RTX 4090 64GB", "2x RTX 3090", "Mac mini 24GB", "laptop 16GB", "laptop 4GB"].map(
      fromWords,
    );
    const generated = fc.tuple(fc.constantFrom(...machines), fc.constantFrom(...listCatalogue()), fc.nat(3));
    fc.assert(
      fc.property(generated, ([machine, model, at]) => {
        const base = fitModel(model, machine, { contextTokens: Math.min(256 << at, model.contextTokens) });
        const largest = base.largestContext;
        assert.ok(largest >= 0 && largest <= model.contextTokens);
        if (base.verdict === "no") assert.ok(largest < base.contextTokens);
        if (largest === 0) return;
        const there = fitModel(model, machine, { contextTokens: largest });
        assert.notEqual(there.verdict, "no");
        if (base.runsOn === "gpu") assert.equal(there.runsOn, "gpu");
        if (largest + 512 > model.contextTokens || base.runsOn === "both") return;
        assert.notEqual(fitModel(model, machine, { contextTokens: largest + 512 }).runsOn, there.runsOn);
      }),
    );
  });

  test("more context never fits better, and more memory never worse", () => {
    const order = ["great", "fits", "tight", "partial", "no"];
    fc.assert(
      fc.property(fc.constantFrom(...listCatalogue()), fc.integer({ min: 1, max: 200 }), (model, gib) => {
        const rank = (memory: number, tokens: number): number =>
          order.indexOf(fitModel(model, fromWords(`laptop ${memory}GB`), { contextTokens: tokens }).verdict);
        const small = Math.min(512, model.contextTokens);
        assert.ok(rank(gib, small) <= rank(gib, model.contextTokens));
        assert.ok(rank(gib + 8, small) <= rank(gib, small));
      }),
    );
  });

  test("bad wishes are told", () => {
    const isInput = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === "E_INPUT";
    assert.throws(() => on("qwen3-8b", "RTX 4090", 1e9), isInput);
    assert.throws(() => fitModel(modelOf("qwen3-8b"), fromWords("RTX 4090"), { quantisation: "Q1" }), isInput);
    assert.throws(() => fitModel(modelOf("gpt-oss-20b"), fromWords("RTX 4090"), { quantisation: "Q8_0" }), isInput);
  });
});

describe("speed", () => {
  test("decode by the formula: fixed time and bytes over what the bandwidth gives", () => {
    const { decode } = on("qwen3-8b", "RTX 4080", 4096);
    const seconds = 0.0015 + (5_046_586_572 + 512 * 147_456) / (0.8 * 717e9);
    assert.ok(Math.abs((decode?.expected ?? 0) * seconds - 1) < 1e-9);
    assert.ok(Math.abs((decode?.low ?? 0) / (decode?.expected ?? 1) - 0.8) < 1e-9);
  });

  test("what was fitted to a device counts for it; experts count 1.4; two cards are as fast as one", () => {
    const speed = (id: string, words: string): number => on(id, words).decode?.expected ?? 0;
    assert.ok(Math.abs(speed("qwen3-14b", "Mac mini M4 Pro 64GB") - 25.5) < 1.5);
    assert.ok(speed("qwen3-30b-a3b", "RTX 5090") > 3 * speed("qwen3-32b", "RTX 5090"));
    assert.ok(Math.abs(speed("qwen3-8b", "2x RTX 3090") - speed("qwen3-8b", "RTX 3090")) < 1e-6);
    assert.ok(speed("llama3.3-70b", "2x RTX 3090 64GB") > 5 * speed("llama3.3-70b", "RTX 3090 64GB"), "spilling");
  });

  test("reading a prompt goes by arithmetic, and a processor without vector units is slow in both", () => {
    const fit = on("llama3.1-8b", "RTX 3080");
    assert.ok(Math.abs((fit.prefill?.expected ?? 0) / 3806 - 1) < 0.2, "as published for this card");
    const machine = fromWords("laptop 16GB");
    const [quick, slow] = (["avx2", "none"] as const).map((vector) =>
      fitModel(modelOf("qwen3-4b"), { ...machine, vector }),
    );
    assert.ok((quick?.decode?.expected ?? 0) > 2 * (slow?.decode?.expected ?? 0));
    assert.ok((quick?.prefill?.expected ?? 0) > 10 * (slow?.prefill?.expected ?? 0));
  });

  test("what was measured here replaces the prediction, and tells of the memory's speed for the others", () => {
    const machine = fromWords("laptop 16GB");
    const measured = new Map([["qwen2.5-coder-1.5b", { decode: 26, prefill: 100 }]]);
    const fit = fitModel(modelOf("qwen2.5-coder-1.5b"), machine, {}, measured);
    assert.deepEqual(fit.decode, { expected: 26, low: 26, high: 26, basis: "measured" });
    assert.equal(fit.prefill?.basis, "measured");
    assert.equal(
      fitModel(modelOf("qwen2.5-coder-1.5b"), machine, { quantisation: "Q8_0" }, measured).decode?.basis,
      "predicted",
    );
    const large = new Map([["qwen3-8b", { decode: 5, prefill: null }]]);
    const bytesPerSecond = calibrateMemory(large, 1) ?? 0;
    assert.ok(Math.abs(bytesPerSecond / 1e9 - 5.046586572 / (1 / 5 - 0.003)) < 0.01);
    const small = new Map([["qwen2.5-coder-0.5b", { decode: 35, prefill: null }]]);
    assert.equal(calibrateMemory(small, 25e9), null, "a small model alone does not show more than is assumed");
    assert.ok((calibrateMemory(small, 60e9) ?? 0) < 35e9);
    assert.equal(calibrateMemory(new Map(), 1), null);
  });
});

describe("all models", () => {
  test("every one of the catalogue is shown once, in a group", () => {
    const shown = groupFacts().groups.flatMap(({ models }) => models);
    assert.deepEqual(
      shown.toSorted(),
      listCatalogue()
        .map(({ id }) => id)
        .toSorted(),
    );
    assert.equal(fitAll(fromWords("RTX 4090")).length, listCatalogue().length);
  });

  test("those that the owner named stand where they were asked for", () => {
    const group = (id: string): string | undefined => groupFacts().groups.find(({ models }) => models.includes(id))?.id;
    for (const id of ["gemma3-12b", "phi4-14b"]) assert.equal(group(id), "entry");
    for (const id of ["qwen3-30b-a3b", "exaone4-32b", "lfm2-24b-a2b", "deepseek-r1-distill-llama-70b"]) {
      assert.equal(group(id), "middle");
    }
    for (const id of ["qwen3-235b-a22b", "deepseek-v3.2", "minimax-m2.5", "glm-4.7"]) assert.equal(group(id), "heavy");
  });

  test("on every recorded machine: figures are finite, ranges in order, speeds only where it runs", async () => {
    for (const name of MACHINES) {
      const hardware = await detectHardware(context, "/home", openMachine(name));
      const machine = fromHardware(hardware);
      for (const fit of fitAll(machine)) {
        const label = `${name}: ${fit.id}`;
        assert.ok(Number.isFinite(fit.needBytes) && fit.needBytes > fit.weightsBytes, label);
        assert.equal(fit.prefill === null, fit.verdict === "no", label);
        for (const speed of [fit.decode, fit.prefill]) {
          if (speed) assert.ok(speed.low > 0 && speed.low <= speed.expected && speed.expected <= speed.high, label);
        }
        assert.notEqual(fit.fitsNow, null);
      }
    }
  });

  test("a driver's name finds its version by memory; a variant that the table lacks is a guess by its sister", () => {
    const device = (name: string, gib: number, unified = false) =>
      toDevice({ name, memoryBytes: gib * GIB, freeBytes: null, unified }).device;
    assert.equal(device("NVIDIA A100-SXM4-80GB", 80).accelerator, "nvidia-a100-80gb-sxm");
    assert.equal(device("NVIDIA A100-PCIE-40GB", 40).accelerator, "nvidia-a100-40gb-pcie");
    assert.equal(device("NVIDIA GeForce RTX 3060", 12).accelerator, "nvidia-rtx-3060-12gb");
    assert.equal(device("NVIDIA GeForce RTX 4070 Ti SUPER", 16).accelerator, "nvidia-rtx-4070-ti-super");
    assert.equal(device("Tesla T4", 15).accelerator, "nvidia-t4");
    const ti = device("NVIDIA GeForce RTX 3080 Ti", 12);
    assert.deepEqual(
      [ti.accelerator, ti.basis, ti.bytesPerSecond, ti.name],
      [null, "guess", 760e9, "NVIDIA GeForce RTX 3080 Ti"],
    );
    assert.equal(device("NVIDIA A10G", 24).basis, "guess");
    const old = device("NVIDIA GeForce GTX 1050 Ti", 4);
    assert.deepEqual([old.basis, old.efficiency], ["guess", 0.4]);
    assert.deepEqual([device("Apple M9", 48, true).basis, device("Apple M9", 48, true).efficiency], ["guess", 0.85]);
  });

  test("recorded cards are found in the table; what is not known is said", async () => {
    const machineOf = async (name: string): Promise<FitMachine> =>
      fromHardware(await detectHardware(context, "/home", openMachine(name)));
    const ids = async (name: string) => (await machineOf(name)).devices.map(({ accelerator }) => accelerator);
    assert.deepEqual(await ids("workstation-2x-rtx-3090"), ["nvidia-rtx-3090", "nvidia-rtx-3090"]);
    assert.deepEqual(await ids("workstation-rx-7900-xtx"), ["amd-rx-7900-xtx"]);
    assert.deepEqual(await ids("mac-mini-m4-pro-64gb"), ["apple-m4-pro"]);
    assert.deepEqual(await ids("dgx-spark"), ["nvidia-dgx-spark"]);
    assert.deepEqual(await ids("strix-halo-128gb"), ["amd-ryzen-ai-max-395"]);
    assert.deepEqual([...new Set(await ids("server-8x-h100"))], ["nvidia-h100-sxm"]);
    const laptop = await machineOf("windows-rtx-4070-laptop");
    assert.deepEqual(
      laptop.assumptions.map(({ code }) => code),
      ["laptop-card", "memory-speed"],
    );
    assert.equal(laptop.devices[0]?.bytesPerSecond, 252e9);
    assert.equal(laptop.devices[0]?.name, "NVIDIA GeForce RTX 4070 Laptop GPU");
    const pro = await machineOf("workstation-amd-named-by-rocm-smi");
    assert.equal(pro.devices[0]?.basis, "guess");
    assert.equal((await machineOf("raspberry-pi-5-8gb")).memory.name, "Raspberry Pi 5");
    assert.equal((await machineOf("old-server-without-avx2")).vector, "none");
  });
});
