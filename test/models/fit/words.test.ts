import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../../src/core/index.ts";
import { fromWords, type FitMachine } from "../../../src/models/fit/index.ts";
import { hardwareFacts } from "../../../src/models/fit/data.ts";

const GIB = 1024 ** 3;
const short = ({ devices, memory }: FitMachine): [string[], number] => [
  devices.map(({ name, memoryBytes }) => `${name}/${Math.round(memoryBytes / GIB)}`),
  memory.totalBytes / GIB,
];

describe("a machine in words", () => {
  const understood: [words: string, devices: string[], gib: number][] = [
    ["RTX 4090 24GB", ["NVIDIA RTX 4090/24"], 32],
    ["rtx4090 64gb", ["NVIDIA RTX 4090/24"], 64],
    ["2x RTX 3090", ["NVIDIA RTX 3090/24", "NVIDIA RTX 3090/24"], 32],
    ["2 x 3090 + 128 GB RAM", ["NVIDIA RTX 3090/24", "NVIDIA RTX 3090/24"], 128],
    ["dual RTX 3090 128GB", ["NVIDIA RTX 3090/24", "NVIDIA RTX 3090/24"], 128],
    ["RTX 3090 24GB x2 and RTX 4090", ["NVIDIA RTX 4090/24", "NVIDIA RTX 3090/24", "NVIDIA RTX 3090/24"], 32],
    ["NVIDIA GeForce RTX 4060 Ti 16GB, 32 GB DDR5-5600", ["NVIDIA RTX 4060 Ti 16GB/16"], 32],
    ["RX 7900 XTX und 64 GB Arbeitsspeicher", ["AMD RX 7900 XTX/24"], 64],
    ["7900xt", ["AMD RX 7900 XT/20"], 32],
    ["A100 80GB", ["NVIDIA A100 80GB SXM/80"], 32],
    ["Mac mini M4 Pro 64GB", ["Apple M4 Pro/48"], 64],
    ["Mac mini 64GB", ["Apple M4 Pro/48"], 64],
    ["Mac mini", ["Apple M4/12"], 16],
    ["MacBook Pro 128 GB", ["Apple M4 Max/96"], 128],
    ["M4 Max 64", ["Apple M4 Max/48"], 64],
    ["Mac Studio M3 Ultra 512GB", ["Apple M3 Ultra/384"], 512],
    ["DGX Spark", ["NVIDIA DGX Spark (GB10)/96"], 128],
    ["Strix Halo 128GB", ["AMD Ryzen AI Max+ 395 (Strix Halo)/96"], 128],
    ["laptop 16GB", [], 16],
    ["4 GB Laptop", [], 4],
    ["my gaming pc with 32gb of memory", [], 32],
    ["DDR5-5600 64GB", [], 64],
    ["Ryzen 7 5800X 32GB", [], 32],
    ["i5-1135G7 16GB", [], 16],
    ["Raspberry Pi 5", [], 8],
    ["server 1,5 TB", [], 1536],
  ];
  for (const [words, devices, gib] of understood) {
    test(words, () => assert.deepEqual(short(fromWords(words)), [devices, gib]));
  }

  test("what was assumed is said", () => {
    const codes = (words: string): string[] => fromWords(words).assumptions.map(({ code }) => code);
    assert.deepEqual(codes("RTX 4090 64GB DDR5-6000"), []);
    assert.deepEqual(codes("Mac mini 64GB"), ["product"]);
    assert.deepEqual(codes("RTX 4090"), ["memory-size", "memory-speed"]);
    assert.deepEqual(codes("laptop 16GB"), ["cores", "memory-speed"]);
    assert.deepEqual(codes("laptop with RTX 4070 32GB"), ["laptop-card", "memory-speed"]);
    assert.deepEqual(codes("shiny 16GB"), ["cores", "memory-speed", "ignored"]);
  });

  test("memory's speed and channels, and cores", () => {
    assert.equal(fromWords("DDR5-5600 64GB").memory.bytesPerSecond, 89.6e9);
    const server = fromWords("server DDR5-4800 12-channel 512GB 64 cores");
    assert.deepEqual([server.memory.bytesPerSecond, server.cores], [460.8e9, 64]);
    assert.equal(fromWords("LPDDR5X 8533 32GB").memory.bytesPerSecond, 136.528e9);
  });

  test("every card of the table is found by its name", () => {
    for (const { name, kind } of hardwareFacts().accelerators) {
      const [device] = fromWords(`${name} 512GB`).devices;
      assert.equal(device?.name, name);
      assert.equal(device?.kind, kind);
    }
  });

  test("what is not known is refused, with the nearest names", () => {
    const refused = (words: string): AppError => {
      try {
        fromWords(words);
      } catch (thrown) {
        if (thrown instanceof AppError) return thrown;
        throw thrown;
      }
      throw new Error(`${words} was understood`);
    };
    for (const words of [
      "RTX 9999",
      "GTX 1080 Ti 11GB",
      "foo",
      "",
      "   ",
      "?!",
      "99999999 GB",
      "0 GB",
      "RTX 4090 and 17 cats",
      "RTX 3080 Ti",
    ]) {
      assert.equal(refused(words).code, "E_INPUT", words);
    }
    assert.match(refused("RTX 4190 24GB").hint ?? "", /Nearest: .*RTX 4090/);
    assert.match(refused("RTX 9999").message, /what is "rtx 9999"/);
  });

  test("any text is understood or refused, quickly, and never more than 64 cards", () => {
    const pieces = fc.constantFrom(
      "RTX ",
      "4090",
      "x",
      "2x",
      " ",
      "GB",
      "64",
      "m4",
      "mac mini",
      ",",
      "ddr5-",
      "(",
      "\u0000",
      "ß",
      "9999999999",
      "-",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(pieces, { maxLength: 60 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (words) => {
        const began = performance.now();
        try {
          const machine = fromWords(words);
          assert.ok(machine.devices.length <= 64 && machine.memory.totalBytes > 0 && machine.cores > 0);
        } catch (thrown) {
          assert.ok(thrown instanceof AppError && thrown.code === "E_INPUT", String(thrown));
        }
        assert.ok(performance.now() - began < 1_000);
      }),
      { numRuns: 200 },
    );
  });
});
