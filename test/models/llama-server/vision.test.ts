import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import type { ChildEngine } from "../../../src/models/engine/childEngine.ts";
import type { Message } from "../../../src/models/engine/types.ts";
import { NO_LLAMA_SERVER, ask, say, toContext } from "../engine/_setup.ts";
import { createServerSmol } from "./_setup.ts";
import { PATCHES, toProjector } from "./projectorFile.ts";

const SMOL_WIDTH = 576;

/** Pictures through the real mtmd of llama.cpp; the projector's weights are random, so only their way is tested. */
describe("pictures through a managed llama-server", { skip: NO_LLAMA_SERVER }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-vision-"));
  let engine: ChildEngine;
  before(async () => {
    const projectorPath = join(folder, "mmproj-random.gguf");
    writeFileSync(projectorPath, toProjector(SMOL_WIDTH));
    engine = await createServerSmol({ projectorPath });
  });
  after(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const see = (...pictures: Uint8Array[]): Message[] => [
    {
      role: "user",
      content: "What is it?",
      images: pictures.map((bytes) => ({ mediaType: "image/png" as const, bytes })),
    },
  ];

  it("are seen by a model with a projector, and counted as they are evaluated", async () => {
    assert.deepEqual((await engine.load(toContext())).features, ["vision"]);
    const bare = await engine.count(say("What is it?").messages, toContext());
    const messages = see(toPng(64, 200));
    const counted = await engine.count(messages, toContext());
    assert.ok(counted >= bare + PATCHES, `${counted} ${bare}`);
    const { end, text } = await ask(engine, { messages, maxTokens: 4 });
    assert.equal(end.usage.promptTokens, counted);
    assert.ok(text.length > 0);
    assert.ok((await engine.count(see(toPng(64, 200), toPng(64, 10)), toContext())) >= bare + 2 * PATCHES);
  });

  it("that are too much for the context are refused with the figures", async () => {
    const pictures = Array.from({ length: 130 }, () => toPng(64, 99));
    await assert.rejects(ask(engine, { messages: see(...pictures), maxTokens: 4 }), { code: "E_PROMPT_TOO_LONG" });
    assert.notEqual((await ask(engine, say("hello", 4))).end.reason, "error", "and it goes on");
  });

  it("that are none are refused", async () => {
    await assert.rejects(ask(engine, { messages: see(new Uint8Array(10)), maxTokens: 4 }), { code: "E_INPUT" });
  });
});

/** A square of one grey. */
function toPng(size: number, grey: number): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const data = Buffer.concat([Buffer.from(type), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(data));
    return Buffer.concat([length, data, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 0], 8); // 8 bits, grey
  const rows = Buffer.alloc((size + 1) * size, grey);
  for (let row = 0; row < size; row += 1) rows[row * (size + 1)] = 0; // no filter
  const magic = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([magic, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
