import type { FileHandle } from "node:fs/promises";

/** What is wrong with a GGUF file; the message ends a sentence that begins with its path. */
export class GgufFault extends Error {
  override readonly name = "GgufFault";
}

const WINDOW = 256 * 1024;

/**
 * Reads a file forwards through one small window. Nothing that the file says can make it allocate more than the caller's
 * own bound: lengths are checked against what is left before a byte is read.
 */
export class GgufReader {
  readonly #handle: FileHandle;
  readonly #size: number;
  readonly #limit: number;
  #window = Buffer.alloc(0);
  #windowStart = 0;
  #position = 0;

  /** `limit`: the header may not be longer than this. */
  constructor(handle: FileHandle, size: number, limit: number) {
    this.#handle = handle;
    this.#size = size;
    this.#limit = Math.min(size, limit);
  }

  get position(): number {
    return this.#position;
  }

  /** Throws unless `count` items of at least `bytes` each can still follow. */
  expect(count: number, bytes: number, what: string): void {
    if (count * bytes <= this.#limit - this.#position) return;
    if (count * bytes <= this.#size - this.#position) throw new GgufFault(`has a header that is too long (${what})`);
    throw new GgufFault(`is cut off or damaged: ${what} would reach beyond its end`);
  }

  async u32(what: string): Promise<number> {
    return (await this.#take(4, what)).readUInt32LE();
  }

  /** A count or an offset; beyond 2^53 is damage. */
  async u64(what: string): Promise<number> {
    return toNumber((await this.#take(8, what)).readBigUInt64LE(), what);
  }

  async bytes(count: number, what: string): Promise<Buffer> {
    return Buffer.from(await this.#take(count, what));
  }

  /** Text of at most `maxBytes`; longer is skipped and null. */
  async text(maxBytes: number, what: string): Promise<string | null> {
    const length = await this.u64(what);
    this.expect(length, 1, what);
    if (length > maxBytes) {
      this.skip(length, what);
      return null;
    }
    return (await this.#take(length, what)).toString("utf8");
  }

  skip(bytes: number, what: string): void {
    this.expect(bytes, 1, what);
    this.#position += bytes;
  }

  /** Passes over `count` texts. A vocabulary has hundreds of thousands, so nothing is awaited for what is in the window. */
  async skipTexts(count: number, what: string): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      this.expect(8, 1, what);
      if (!this.#holds(8)) await this.#fill(8, what);
      const length = toNumber(this.#window.readBigUInt64LE(this.#position - this.#windowStart), what);
      this.#position += 8;
      this.skip(length, what);
    }
  }

  #holds(count: number): boolean {
    const start = this.#position - this.#windowStart;
    return start >= 0 && start + count <= this.#window.length;
  }

  async #take(count: number, what: string): Promise<Buffer> {
    this.expect(count, 1, what);
    if (!this.#holds(count)) await this.#fill(count, what);
    const from = this.#position - this.#windowStart;
    this.#position += count;
    return this.#window.subarray(from, from + count);
  }

  async #fill(count: number, what: string): Promise<void> {
    const wanted = Math.min(Math.max(WINDOW, count), this.#size - this.#position);
    const buffer = Buffer.alloc(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.#handle.read(buffer, filled, wanted - filled, this.#position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled < count) throw new GgufFault(`is cut off in ${what}`);
    this.#window = buffer.subarray(0, filled);
    this.#windowStart = this.#position;
  }
}

function toNumber(value: bigint, what: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new GgufFault(`is damaged: ${what} is impossibly large`);
  return Number(value);
}
