import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Context } from "../../core/index.ts";

const CHUNK = 1024 * 1024;

/** SHA-256 of a file in lower-case hex, read in pieces; `onBytes` hears how far it is. */
export async function digestFile(path: string, onBytes: (done: number) => void, ctx: Context): Promise<string> {
  const hash = createHash("sha256");
  let done = 0;
  const stream = createReadStream(path, { highWaterMark: CHUNK, signal: ctx.signal });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    done += chunk.length;
    onBytes(done);
  }
  return hash.digest("hex");
}
