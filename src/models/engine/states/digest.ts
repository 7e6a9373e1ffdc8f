import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of the first tokens, at each of some lengths, in one pass. Lengths ascending. */
export function digestTokens(tokens: readonly number[], lengths: readonly number[]): string[] {
  const hash = createHash("sha256");
  let at = 0;
  return lengths.map((length) => {
    feed(hash, tokens, at, length);
    at = length;
    return hash.copy().digest("hex");
  });
}

function feed(hash: Hash, tokens: readonly number[], from: number, to: number): void {
  if (to > from) hash.update(new Uint8Array(Uint32Array.from(tokens.slice(from, to)).buffer));
}

export async function digestFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
