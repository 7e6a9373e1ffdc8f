import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../../src/core/index.ts";
import { readGgufHeader } from "../../../src/models/gguf/index.ts";
import { createGguf, entry, ggufText, standard, TENSOR, TENSOR_BYTES, u32, u64 } from "./ggufFile.ts";
import { tempFolder } from "../install/support.ts";

const good = createGguf({ tensors: [TENSOR], data: TENSOR_BYTES });

function writer(t: TestContext) {
  const path = join(tempFolder(t), "model.gguf");
  return (bytes: Uint8Array): string => {
    writeFileSync(path, bytes);
    return path;
  };
}

async function fault(path: string): Promise<string> {
  const thrown: unknown = await readGgufHeader(path).then(
    () => assert.fail("it was read"),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  assert.equal(thrown.code, "E_MODEL_CORRUPT");
  return thrown.message;
}

test("reads what a header says", async (t) => {
  assert.deepEqual(await readGgufHeader(writer(t)(good)), {
    version: 3,
    architecture: "llama",
    name: "Tiny",
    contextTokens: 2048,
    chatTemplate: "{{ messages }}",
    quantisation: "Q4_K_M",
    tokenizer: null,
    licence: null,
    split: null,
    parameters: 512,
    tensors: 1,
    fileBytes: good.length,
    metadata: new Map<string, unknown>([
      ["general.architecture", "llama"],
      ["general.name", "Tiny"],
      ["general.file_type", 15],
      ["llama.context_length", 2048],
      ["tokenizer.ggml.scores", [0, 0]],
      ["tokenizer.chat_template", "{{ messages }}"],
    ]),
  });
});

test("keeps short lists of numbers, and only so many of them", async (t) => {
  const list = (count: number) =>
    Buffer.concat([u32(4), u64(count), ...Array.from({ length: count }, (_n, at) => u32(at))]);
  const lists = Array.from({ length: 100 }, (_list, at) => entry(`list${at}`, 9, list(1000)));
  const metadata = [...standard(), entry("heads", 9, list(30)), entry("long", 9, list(1025)), ...lists];
  const header = await readGgufHeader(writer(t)(createGguf({ metadata })));
  assert.deepEqual(header.metadata.get("heads"), [...Array.from({ length: 30 }).keys()]);
  assert.ok(!header.metadata.has("long"));
  const kept = lists.filter((_list, at) => header.metadata.has(`list${at}`));
  assert.equal(kept.length, 65);
});

test("says what is wrong", async (t) => {
  const write = writer(t);
  const nested = (depth: number): Buffer =>
    depth === 0 ? Buffer.concat([u32(0), u64(0)]) : Buffer.concat([u32(9), u64(1), nested(depth - 1)]);
  const cases: [Uint8Array, RegExp][] = [
    [Buffer.alloc(0), /cut off/],
    [Buffer.from("PK\u0003\u0004 this is a zip file"), /is no GGUF file/],
    [createGguf({ version: 1 }), /version 1; 2 and 3 are known/],
    [createGguf({ version: 0x03_00_00_00 }), /big-endian/],
    [good.subarray(0, good.length - 1), /cut off: \d+ bytes are described, \d+ are there/],
    [good.subarray(0, 40), /cut off or damaged/],
    [Buffer.concat([Buffer.from("GGUF"), u32(3), u64(2n ** 60n), u64(1)]), /impossibly large/],
    [Buffer.concat([Buffer.from("GGUF"), u32(3), u64(1), u64(60_000)]), /would reach beyond its end/],
    [createGguf({ metadata: [entry("a", 77, u32(0))] }), /unknown type 77/],
    [createGguf({ metadata: [entry("a", 9, Buffer.concat([u32(4), u64(2n ** 40n)]))] }), /would reach beyond its end/],
    [createGguf({ metadata: [entry("a", 9, Buffer.concat([u32(8), u64(2n ** 40n)]))] }), /would reach beyond its end/],
    [createGguf({ metadata: [entry("a", 9, nested(9))] }), /nested too deep/],
    [createGguf({ metadata: [entry("general.name", 8, ggufText("x"))] }), /names no architecture/],
    [createGguf({ metadata: [...standard(), entry("general.alignment", 4, u32(0))] }), /alignment is impossible/],
    [createGguf({ tensors: [{ ...TENSOR, dimensions: Array.from({ length: 9 }, () => 1) }] }), /9 dimensions/],
  ];
  for (const [bytes, reason] of cases) assert.match(await fault(write(bytes)), reason);
});

test("a file that is not there is E_NOT_FOUND", async (t) => {
  await assert.rejects(readGgufHeader(join(tempFolder(t), "none")), { code: "E_NOT_FOUND" });
});

test("of a split model only the first part says what it is; parts that cannot be are refused", async (t) => {
  const write = writer(t);
  const split = (index: number, count: number) => [
    entry("split.no", 2, u32(index).subarray(0, 2)),
    entry("split.count", 2, u32(count).subarray(0, 2)),
  ];
  const first = await readGgufHeader(write(createGguf({ metadata: [...standard(), ...split(0, 3)] })));
  assert.deepEqual([first.architecture, first.split], ["llama", { index: 0, count: 3 }]);
  const later = await readGgufHeader(write(createGguf({ metadata: split(2, 3) })));
  assert.deepEqual([later.architecture, later.split], ["", { index: 2, count: 3 }]);
  assert.match(await fault(write(createGguf({ metadata: split(3, 3) }))), /part 4 of 3/);
  assert.match(await fault(write(createGguf({ metadata: split(0, 3) }))), /names no architecture/);
});

test("says tokenizer, licence, and the quantisation that most weights have when the file does not", async (t) => {
  const metadata = [
    entry("general.architecture", 8, ggufText("llama")),
    entry("general.license", 8, ggufText("apache-2.0")),
    entry("tokenizer.ggml.model", 8, ggufText("gpt2")),
  ];
  const tensors = [TENSOR, { name: "norm", dimensions: [8], type: 0, offset: TENSOR_BYTES }];
  const header = await readGgufHeader(writer(t)(createGguf({ metadata, tensors, data: TENSOR_BYTES + 32 })));
  assert.deepEqual([header.licence, header.tokenizer, header.quantisation], ["apache-2.0", "gpt2", "Q4_K"]);
});

test("texts are kept up to a bound, however many there are", async (t) => {
  const texts = Array.from({ length: 20 }, (_text, at) => entry(`text${at}`, 8, ggufText("x".repeat(900_000))));
  const header = await readGgufHeader(writer(t)(createGguf({ metadata: [...standard(), ...texts] })));
  const kept = [...header.metadata.values()].reduce(
    (sum: number, one) => sum + (typeof one === "string" ? one.length : 0),
    0,
  );
  assert.ok(kept <= 4 * 1024 * 1024, `${kept} characters were kept`);
});

/** Counts and lengths that a file may claim: nothing, one too many, what overflows. */
const CLAIMS = [0n, 1n, 255n, 65_536n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

test("1,000 mutated headers are read or refused, quickly and in little memory", async (t) => {
  const write = writer(t);
  const end = good.length - TENSOR_BYTES;
  const patch = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 9 }),
    fc.constantFrom(...CLAIMS).map((claim) => u64(claim)),
  );
  const mutation = fc.record({ at: fc.nat(end), bytes: patch });
  const before = process.resourceUsage().maxRSS; // kilobytes, the most that there ever was
  let read = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      fc.option(fc.nat(good.length), { freq: 2 }),
      async (list, cut) => {
        const bytes = Buffer.from(good);
        for (const { at, bytes: piece } of list) bytes.set(piece.subarray(0, bytes.length - at), at);
        const path = write(cut === null ? bytes : bytes.subarray(0, cut));
        try {
          const header = await readGgufHeader(path);
          assert.ok(header.architecture.length > 0 || header.split !== null);
          read += 1;
        } catch (thrown) {
          assert.ok(thrown instanceof AppError && thrown.code === "E_MODEL_CORRUPT", String(thrown));
          refused += 1;
        }
      },
    ),
    { numRuns: 1000 },
  );
  const grownBytes = (process.resourceUsage().maxRSS - before) * 1024;
  t.diagnostic(`${read} read, ${refused} refused, the process grew by at most ${Math.round(grownBytes / 1e6)} MB`);
  assert.ok(read > 20 && refused > 300, `${read} read, ${refused} refused`);
  assert.ok(grownBytes < 96 * 1024 * 1024, `the process grew by ${grownBytes} bytes`);
});
