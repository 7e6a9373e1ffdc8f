import { open, type FileHandle } from "node:fs/promises";
import { AppError, toAppError } from "../../core/index.ts";

/** What the header of a GGUF file says (format: ggml-org/ggml `docs/gguf.md`, versions 2 and 3). */
export interface GgufHeader {
  fileBytes: number;
  architecture: string;
  /** Scalars and strings; arrays of numbers up to 4096 items; other arrays are left out. */
  metadata: ReadonlyMap<string, GgufValue>;
  parameters: number;
}

export type GgufValue = string | number | boolean | number[];

const FIRST_READ = 1 << 20;
const MAX_HEADER = 256 << 20;

/**
 * Reads and checks the header. Throws E_NOT_FOUND, or E_MODEL_CORRUPT when the file is no GGUF, damaged, or shorter than
 * the tensors it announces.
 */
export async function readGguf(path: string): Promise<GgufHeader> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    throw new AppError("E_NOT_FOUND", `The model file ${path} cannot be opened.`, {
      hint: "Install the model again, or check the path and its permissions.",
      cause: error,
    });
  }
  try {
    const { size } = await file.stat();
    for (let length = Math.min(FIRST_READ, size); ; length = Math.min(length * 4, size)) {
      const bytes = Buffer.alloc(length);
      await readFully(file, bytes);
      try {
        return parse(bytes, size, path);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        if (length >= size || length >= MAX_HEADER) throw corrupt(path, "it ends inside its own header", error);
      }
    }
  } catch (error) {
    throw toAppError(error, "E_MODEL_CORRUPT");
  } finally {
    await file.close();
  }
}

async function readFully(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
    if (bytesRead === 0) return;
    at += bytesRead;
  }
}

interface Cursor {
  readonly bytes: Buffer;
  readonly path: string;
  at: number;
}

function parse(bytes: Buffer, fileBytes: number, path: string): GgufHeader {
  if (bytes.length < 24 || bytes.toString("latin1", 0, 4) !== "GGUF") throw corrupt(path, "it is no GGUF file");
  const cursor: Cursor = { bytes, path, at: 4 };
  const version = u32(cursor);
  if (version !== 2 && version !== 3) throw corrupt(path, `its GGUF version ${version} is unknown`);
  const tensors = u64(cursor);
  const pairs = u64(cursor);
  if (tensors > 1_000_000 || pairs > 1_000_000) throw corrupt(path, "its header is damaged");
  const metadata = new Map<string, GgufValue>();
  for (let pair = 0; pair < pairs; pair += 1) {
    const key = text(cursor);
    const value = readValue(cursor, u32(cursor));
    if (value !== null) metadata.set(key, value);
  }
  const { parameters, dataBytes } = readTensors(cursor, tensors);
  const alignment = Number(metadata.get("general.alignment") ?? 32);
  const start = Math.ceil(cursor.at / alignment) * alignment;
  if (start + dataBytes > fileBytes) {
    throw corrupt(path, `it is truncated: ${fileBytes} bytes instead of ${start + dataBytes}`);
  }
  return { fileBytes, architecture: String(metadata.get("general.architecture") ?? ""), metadata, parameters };
}

function readTensors(cursor: Cursor, count: number): { parameters: number; dataBytes: number } {
  let parameters = 0;
  let dataBytes = 0;
  for (let tensor = 0; tensor < count; tensor += 1) {
    text(cursor);
    const dimensions = u32(cursor);
    if (dimensions > 8) throw corrupt(cursor.path, "its list of tensors is damaged");
    let elements = 1;
    for (let dimension = 0; dimension < dimensions; dimension += 1) elements *= u64(cursor);
    const [block, bytes] = TYPES[u32(cursor)] ?? [1, 0];
    dataBytes = Math.max(dataBytes, u64(cursor) + (elements / block) * bytes);
    parameters += elements;
  }
  return { parameters, dataBytes };
}

/** Elements and bytes of one block, by ggml type number (ggml.h, ggml-common.h). An unknown type counts no bytes. */
const TYPES: Record<number, readonly [number, number]> = {
  0: [1, 4], // F32
  1: [1, 2], // F16
  2: [32, 18], // Q4_0
  3: [32, 20], // Q4_1
  6: [32, 22], // Q5_0
  7: [32, 24], // Q5_1
  8: [32, 34], // Q8_0
  10: [256, 84], // Q2_K
  11: [256, 110], // Q3_K
  12: [256, 144], // Q4_K
  13: [256, 176], // Q5_K
  14: [256, 210], // Q6_K
  16: [256, 66], // IQ2_XXS
  17: [256, 74], // IQ2_XS
  18: [256, 98], // IQ3_XXS
  19: [256, 50], // IQ1_S
  20: [32, 18], // IQ4_NL
  21: [256, 110], // IQ3_S
  22: [256, 82], // IQ2_S
  23: [256, 136], // IQ4_XS
  24: [1, 1], // I8
  25: [1, 2], // I16
  26: [1, 4], // I32
  27: [1, 8], // I64
  28: [1, 8], // F64
  29: [256, 56], // IQ1_M
  30: [1, 2], // BF16
  39: [32, 17], // MXFP4
};

const STRING = 8;
const ARRAY = 9;
const WIDTHS: Record<number, number> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };

function readValue(cursor: Cursor, type: number): GgufValue | null {
  if (type === STRING) return text(cursor);
  if (type !== ARRAY) return readScalar(cursor, type);
  const itemType = u32(cursor);
  const count = u64(cursor);
  const width = WIDTHS[itemType];
  if (width !== undefined && count > 4096) {
    skip(cursor, width * count);
    return null;
  }
  const numbers: number[] = [];
  for (let item = 0; item < count; item += 1) {
    const value = itemType === STRING ? skip(cursor, u64(cursor)) : readValue(cursor, itemType);
    if (typeof value === "number") numbers.push(value);
  }
  return numbers.length === count ? numbers : null;
}

function readScalar(cursor: Cursor, type: number): number | boolean {
  const width = WIDTHS[type];
  if (width === undefined) throw corrupt(cursor.path, "its header is damaged");
  const at = cursor.at;
  skip(cursor, width);
  const { bytes } = cursor;
  if (type === 6) return bytes.readFloatLE(at);
  if (type === 12) return bytes.readDoubleLE(at);
  if (type === 7) return bytes.readUInt8(at) !== 0;
  if (type === 11) return Number(bytes.readBigInt64LE(at));
  if (type === 10) return Number(bytes.readBigUInt64LE(at));
  return type % 2 === 0 ? bytes.readUIntLE(at, width) : bytes.readIntLE(at, width);
}

function u32(cursor: Cursor): number {
  const at = cursor.at;
  skip(cursor, 4);
  return cursor.bytes.readUInt32LE(at);
}

function u64(cursor: Cursor): number {
  const at = cursor.at;
  skip(cursor, 8);
  return Number(cursor.bytes.readBigUInt64LE(at));
}

function text(cursor: Cursor): string {
  const length = u64(cursor);
  const at = cursor.at;
  skip(cursor, length);
  return cursor.bytes.toString("utf8", at, at + length);
}

/** Throws a RangeError, which means "read more of the file", when the bytes end. */
function skip(cursor: Cursor, length: number): null {
  if (cursor.at + length > cursor.bytes.length) throw new RangeError("end of bytes");
  cursor.at += length;
  return null;
}

function corrupt(path: string, why: string, cause?: unknown): AppError {
  return new AppError("E_MODEL_CORRUPT", `The model file ${path} cannot be used: ${why}.`, {
    hint: "Remove it and install the model again.",
    cause,
  });
}
