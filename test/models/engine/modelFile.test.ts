import assert from "node:assert/strict";
import { randomFillSync } from "node:crypto";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../../src/core/index.ts";
import { readGgufHeader } from "../../../src/models/gguf/index.ts";
import { checkMemory, toMemoryNeed } from "../../../src/models/engine/memory.ts";
import { createSmol, need, toContext } from "./_setup.ts";

describe("model files", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "kralle-test-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, bytes: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };
  const readStart = async (length: number): Promise<Buffer> => {
    const file = await open(need("KRALLE_TEST_SMOL"));
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, 0);
    await file.close();
    return bytes;
  };
  const load = (modelPath: string): Promise<unknown> => createSmol({ modelPath }).load(toContext());

  it("reads what the header says", async () => {
    const header = await readGgufHeader(need("KRALLE_TEST_SMOL"));
    assert.equal(header.architecture, "llama");
    assert.equal(header.metadata.get("llama.context_length"), 8192);
    assert.equal(header.parameters, 134_515_008);
    assert.match(String(header.metadata.get("tokenizer.chat_template")), /im_start/);
  });

  it("says that a file is missing", () => assert.rejects(load(join(folder, "none.gguf")), { code: "E_NOT_FOUND" }));

  it("says that a file is truncated, and by how much", async () => {
    const path = await write("short.gguf", await readStart(20_000_000));
    await assert.rejects(load(path), {
      code: "E_MODEL_CORRUPT",
      message: /cut off: 98\d+ bytes are described, 20000000 are there/,
    });
  });

  it("says that a file ends inside its header", async () => {
    await assert.rejects(load(await write("head.gguf", await readStart(5000))), { code: "E_MODEL_CORRUPT" });
  });

  it("refuses random bytes, an empty file, and random bytes behind the magic", async () => {
    const noise = randomFillSync(Buffer.alloc(100_000));
    await assert.rejects(load(await write("noise.gguf", noise)), { code: "E_MODEL_CORRUPT", message: /no GGUF/ });
    await assert.rejects(load(await write("empty.gguf", Buffer.alloc(0))), { code: "E_MODEL_CORRUPT" });
    const magic = Buffer.concat([Buffer.from("GGUF\u0003\0\0\0"), noise]);
    await assert.rejects(load(await write("magic.gguf", magic)), { code: "E_MODEL_CORRUPT" });
  });

  it("refuses damaged headers in bounded time, whatever is in them", async () => {
    const start = await readStart(3000);
    const path = join(folder, "damaged.gguf");
    const change = fc.array(fc.tuple(fc.integer({ min: 8, max: 2999 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const bytes = Buffer.from(start);
        for (const [at, value] of changes) bytes[at] = value;
        await writeFile(path, bytes);
        const error = await readGgufHeader(path)
          .then(() => null)
          .catch((thrown: unknown) => thrown);
        assert.ok(error instanceof AppError && error.code === "E_MODEL_CORRUPT", String(error));
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a model that the memory cannot hold, with the figures", async () => {
    const error = await createSmol({ memory: 100e6 })
      .load(toContext())
      .then(() => null)
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "E_MODEL_TOO_LARGE");
    assert.equal(error.data?.freeBytes, 100e6);
    assert.ok(Number(error.data?.neededBytes) > 98e6 * 1.3);
    assert.match(error.message, /0\.2 GB of memory.*0\.1 GB are free/);
  });

  it("computes memory from file and context", async () => {
    const header = await readGgufHeader(need("KRALLE_TEST_SMOL"));
    const small = toMemoryNeed(header, 1000);
    const large = toMemoryNeed(header, 2000);
    // 30 layers, 3 heads for keys and values, 64 wide, two bytes each
    assert.equal(large.leastBytes - small.leastBytes, 1000 * 30 * 3 * (64 + 64) * 2);
    assert.equal(toMemoryNeed(header, 100_000).contextTokens, 8192, "never more than the model was trained for");
    checkMemory("m", small, small.leastBytes);
    assert.throws(() => checkMemory("m", small, small.leastBytes - 1), { code: "E_MODEL_TOO_LARGE" });
  });
});
