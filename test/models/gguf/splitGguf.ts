import { entry, ggufText, u32, u64 } from "./ggufFile.ts";

interface Tensor {
  name: string;
  dimensions: bigint[];
  type: number;
  bytes: Buffer;
}

const ALIGN = 32;
const SCALARS = new Map([
  [0, 1],
  [1, 1],
  [7, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [10, 8],
  [11, 8],
  [12, 8],
]);

/**
 * Cuts a real GGUF file (version 3, little endian) into parts, as llama.cpp's gguf-split lays them out: the first has all
 * metadata, each has `split.*`, its own tensors and their bytes.
 */
export function splitGguf(file: Buffer, count: number): Buffer[] {
  const { metadata, entries, tensors } = readAll(file);
  const each = Math.ceil(tensors.length / count);
  return Array.from({ length: count }, (_part, index) => {
    const own = tensors.slice(index * each, (index + 1) * each);
    const split = [
      entry("split.no", 2, u32(index).subarray(0, 2)),
      entry("split.count", 2, u32(count).subarray(0, 2)),
      entry("split.tensors.count", 5, u32(tensors.length)),
    ];
    const all = index === 0 ? [metadata, ...split] : split;
    return build(all, (index === 0 ? entries : 0) + split.length, own);
  });
}

function build(metadata: Buffer[], entries: number, tensors: Tensor[]): Buffer {
  let offset = 0;
  const described = tensors.map(({ name, dimensions, type, bytes }) => {
    const at = offset;
    offset = pad(offset + bytes.length);
    return Buffer.concat([ggufText(name), u32(dimensions.length), ...dimensions.map(u64), u32(type), u64(at)]);
  });
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(tensors.length),
    u64(entries),
    ...metadata,
    ...described,
  ]);
  const padded = tensors.map(({ bytes }) => Buffer.concat([bytes, Buffer.alloc(pad(bytes.length) - bytes.length)]));
  return Buffer.concat([head, Buffer.alloc(pad(head.length) - head.length), ...padded]);
}

const pad = (length: number): number => Math.ceil(length / ALIGN) * ALIGN;

function readAll(file: Buffer): { metadata: Buffer; entries: number; tensors: Tensor[] } {
  let at = 8;
  const u64At = (): number => Number(file.readBigUInt64LE((at += 8) - 8));
  const u32At = (): number => file.readUInt32LE((at += 4) - 4);
  const skipBytes = (length: number): void => {
    at += length;
  };
  const count = u64At();
  const entries = u64At();
  const skip = (type: number): void => {
    if (type === 8) skipBytes(u64At());
    else if (type === 9) {
      const inner = u32At();
      const length = u64At();
      for (let index = 0; index < length; index += 1) skip(inner);
    } else at += SCALARS.get(type) ?? 0;
  };
  const start = at;
  for (let index = 0; index < entries; index += 1) {
    skipBytes(u64At());
    skip(u32At());
  }
  const metadata = file.subarray(start, at);
  const described = Array.from({ length: count }, () => {
    const length = u64At();
    const name = file.toString("utf8", at, (at += length));
    const dimensions = Array.from({ length: u32At() }, () => BigInt(u64At()));
    return { name, dimensions, type: u32At(), offset: u64At() };
  });
  const data = pad(at);
  const offsets = [...described.map(({ offset }) => offset), file.length - data].toSorted((a, b) => a - b);
  const tensors = described.map(({ name, dimensions, type, offset }) => {
    const end = offsets.find((one) => one > offset) ?? file.length - data;
    return { name, dimensions, type, bytes: file.subarray(data + offset, data + end) };
  });
  return { metadata, entries, tensors };
}
