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

test("mutated headers are read or refused, quickly and in little memory", async (t) => {
  const write = writer(t);
  const mutation = fc.record({
    at: fc.nat(good.length - TENSOR_BYTES),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }),
  });
  const before = process.memoryUsage().rss;
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(good.length)),
      async (list, cut) => {
        const bytes = Buffer.from(good);
        for (const { at, bytes: patch } of list) bytes.set(patch.subarray(0, bytes.length - at), at);
        const path = write(cut === null ? bytes : bytes.subarray(0, cut));
        try {
          const header = await readGgufHeader(path);
          assert.ok(header.architecture.length > 0);
        } catch (thrown) {
          assert.ok(thrown instanceof AppError && thrown.code === "E_MODEL_CORRUPT", String(thrown));
        }
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024);
});
