/** A value of GGUF metadata with the type that llama.cpp expects for its key. Format: ggml docs/gguf.md. */
export type GgufEntry =
  | [key: string, type: "u32" | "f32" | "bool", value: number]
  | [key: string, type: "text", value: string]
  | [key: string, type: "texts", value: readonly string[]]
  | [key: string, type: "f32s" | "i32s", value: readonly number[]];

export interface GgufTensor {
  name: string;
  /** Fastest axis first. */
  shape: readonly number[];
  /** `enum ggml_type`. */
  type: number;
  bytes: number;
}

const ALIGNMENT = 32;
const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, array: 9 };

export const paddingAfter = (bytes: number): number => (ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT;

/** Everything before the tensors' bytes, padded; those follow in the order given, each padded by `paddingAfter`. */
export function toGgufHead(entries: readonly GgufEntry[], tensors: readonly GgufTensor[]): Buffer {
  const parts: Buffer[] = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(entries.length)];
  for (const entry of entries) parts.push(text(entry[0]), toValue(entry));
  let offset = 0;
  for (const { name, shape, type, bytes } of tensors) {
    parts.push(text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset));
    offset += bytes + paddingAfter(bytes);
  }
  const head = Buffer.concat(parts);
  return Buffer.concat([head, Buffer.alloc(paddingAfter(head.length))]);
}

function toValue(entry: GgufEntry): Buffer {
  switch (entry[1]) {
    case "u32":
      return Buffer.concat([u32(TYPES.u32), u32(entry[2])]);
    case "f32":
      return Buffer.concat([u32(TYPES.f32), f32(entry[2])]);
    case "bool":
      return Buffer.concat([u32(TYPES.bool), Buffer.from([entry[2]])]);
    case "text":
      return Buffer.concat([u32(TYPES.text), text(entry[2])]);
    case "texts":
      return toArray(TYPES.text, entry[2].length, toTexts(entry[2]));
    default:
      return toArray(entry[1] === "f32s" ? TYPES.f32 : TYPES.i32, entry[2].length, toNumbers(entry[1], entry[2]));
  }
}

const toArray = (type: number, length: number, items: Buffer): Buffer =>
  Buffer.concat([u32(TYPES.array), u32(type), u64(length), items]);

/** In one buffer: a vocabulary has 250,000. */
function toTexts(texts: readonly string[]): Buffer {
  const bytes = Buffer.alloc(texts.reduce((sum, one) => sum + 8 + Buffer.byteLength(one), 0));
  let at = 0;
  for (const one of texts) {
    const length = bytes.write(one, at + 8);
    bytes.writeBigUInt64LE(BigInt(length), at);
    at += 8 + length;
  }
  return bytes;
}

function toNumbers(type: "f32s" | "i32s", numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries()) {
    if (type === "f32s") bytes.writeFloatLE(number, at * 4);
    else bytes.writeInt32LE(number, at * 4);
  }
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
};
