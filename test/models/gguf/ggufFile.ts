/** Builds small GGUF files (version 3, little endian) for tests. */
export interface GgufParts {
  metadata?: Buffer[];
  tensors?: { name: string; dimensions: number[]; type: number; offset: number }[];
  data?: number;
  version?: number;
}

export function createGguf({ metadata = standard(), tensors = [], data = 0, version = 3 }: GgufParts = {}): Buffer {
  const described = tensors.map(({ name, dimensions, type, offset }) =>
    Buffer.concat([ggufText(name), u32(dimensions.length), ...dimensions.map(u64), u32(type), u64(offset)]),
  );
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(version),
    u64(tensors.length),
    u64(metadata.length),
    ...metadata,
    ...described,
  ]);
  const padding = (32 - (head.length % 32)) % 32;
  return Buffer.concat([head, Buffer.alloc(padding + data)]);
}

export function standard(): Buffer[] {
  return [
    entry("general.architecture", 8, ggufText("llama")),
    entry("general.name", 8, ggufText("Tiny")),
    entry("general.file_type", 4, u32(15)),
    entry("llama.context_length", 4, u32(2048)),
    entry("tokenizer.ggml.tokens", 9, Buffer.concat([u32(8), u64(3), ggufText("a"), ggufText("b"), ggufText("cc")])),
    entry("tokenizer.ggml.scores", 9, Buffer.concat([u32(6), u64(2), Buffer.alloc(8)])),
    entry("tokenizer.chat_template", 8, ggufText("{{ messages }}")),
  ];
}

export const TENSOR = { name: "blk.0.attn_q.weight", dimensions: [256, 2], type: 12, offset: 0 };
export const TENSOR_BYTES = 288;

export const entry = (key: string, type: number, value: Buffer): Buffer =>
  Buffer.concat([ggufText(key), u32(type), value]);

export function ggufText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([u64(bytes.length), bytes]);
}

export function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

export function u64(value: number | bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}
