import { open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "../../core/index.ts";
import { partNames } from "./parts.ts";
import { GgufFault, GgufReader } from "./reader.ts";
import { FILE_TYPES, TENSOR_TYPES, TYPE_ARRAY, TYPE_STRING, VALUE_SIZES } from "./types.ts";

export interface GgufHeader {
  version: number;
  /** Empty in the later parts of a split model, which leave all of this to the first one. */
  architecture: string;
  name: string | null;
  /** The context that the model was trained for; null when the file does not say. */
  contextTokens: number | null;
  chatTemplate: string | null;
  /** `Q4_K_M` …, as the file says or as most of its weights are; null when neither is known. */
  quantisation: string | null;
  /** `gpt2`, `llama`, `bert` …: how text becomes tokens. */
  tokenizer: string | null;
  /** As its author calls it: `apache-2.0`. */
  licence: string | null;
  /** Which part of a split model this file is, from 0 on; null when it is whole. */
  split: { index: number; count: number } | null;
  /** Elements of all tensors. */
  parameters: number;
  tensors: number;
  /** Of all its files, when this is the first part of a split model whose parts lie beside it. */
  fileBytes: number;
  /** What the file says under a key: numbers (a flag is 0 or 1), texts, and short lists of numbers; the rest is left out. */
  metadata: ReadonlyMap<string, GgufValue>;
}

type GgufValue = number | string | number[];

const MAX_HEADER = 256 * 1024 * 1024;
const MAX_ENTRIES = 65_536;
const MAX_TENSORS = 262_144;
const MAX_TEXT = 1024 * 1024;
const MAX_NAME = 65_535;
const MAX_ARRAY_DEPTH = 4;
/** Lists that are kept have at most this many numbers (one for each layer), all lists of a file together this many. */
const MAX_NUMBERS = 1024;
const MAX_ALL_NUMBERS = 65_536;
/** Texts that are kept, all together; a chat template has some ten thousand bytes. */
const MAX_ALL_TEXT = 4 * 1024 * 1024;
const MAX_DIMENSIONS = 8;
/** The least bytes that an entry or a tensor description takes, to refuse absurd counts at once. */
const LEAST_ENTRY = 13;
const LEAST_TENSOR = 24;

/**
 * Reads the head of a GGUF file and checks that it is whole: magic, version, counts, every key, every tensor's place
 * inside the file. Weights are not read; time and memory are bounded, whatever the file says. Throws E_MODEL_CORRUPT with
 * what is wrong, E_NOT_FOUND when it is not there or cannot be opened. `isAlone`: the other parts of a split model are not looked for.
 * Format: ggml docs/gguf.md.
 */
export async function readGgufHeader(path: string, isAlone = false): Promise<GgufHeader> {
  const handle = await open(path, "r").catch((thrown: unknown) => {
    throw new AppError("E_NOT_FOUND", `The model file ${path} cannot be opened.`, {
      hint: "Check the path and its permissions, or fetch the model again.",
      cause: thrown,
    });
  });
  try {
    const { size } = await handle.stat();
    const header = await readHeader(new GgufReader(handle, size, MAX_HEADER), size);
    return header.split?.index === 0 && !isAlone
      ? { ...header, fileBytes: await sizeOfParts(path, header.split.count) }
      : header;
  } catch (thrown) {
    if (!(thrown instanceof GgufFault)) throw thrown;
    throw new AppError("E_MODEL_CORRUPT", `${path} ${thrown.message}.`, {
      hint: "Fetch the model again; `kralle models` shows how.",
      cause: thrown,
    });
  } finally {
    await handle.close();
  }
}

/** A split model is loaded by its first part; the engine looks for the others under their names. */
async function sizeOfParts(path: string, count: number): Promise<number> {
  const names = partNames(basename(path)) ?? [basename(path)]; // a part that is being fetched has another name
  if (names.length > 1 && names.length !== count) {
    throw new GgufFault(`is the first of ${count} parts, and its name says ${names.length}`);
  }
  let bytes = 0;
  for (const name of names) {
    const stats = await stat(join(dirname(path), name)).catch(() => null);
    if (!stats?.isFile()) throw new GgufFault(`is one part of ${names.length}, and ${name} does not lie beside it`);
    bytes += stats.size;
  }
  return bytes;
}

type Metadata = Map<string, GgufValue>;

async function readHeader(reader: GgufReader, fileBytes: number): Promise<GgufHeader> {
  const version = await readVersion(reader);
  const tensors = await reader.u64("the tensor count");
  const entries = await reader.u64("the metadata count");
  if (tensors > MAX_TENSORS || entries > MAX_ENTRIES)
    throw new GgufFault("is damaged: its counts are impossibly large");
  reader.expect(entries, LEAST_ENTRY, "the metadata");
  const metadata: Metadata = new Map();
  const left: Room = { numbers: MAX_ALL_NUMBERS, text: MAX_ALL_TEXT };
  for (let index = 0; index < entries; index += 1) await readEntry(reader, metadata, left);
  reader.expect(tensors, LEAST_TENSOR, "the tensor list");
  const { parameters, mostly } = await checkTensors(reader, tensors, metadata, fileBytes);
  const split = splitOf(metadata);
  const architecture = text(metadata, "general.architecture") ?? (split && split.index > 0 ? "" : null);
  if (architecture === null) throw new GgufFault("is damaged: it names no architecture");
  const fileType = metadata.get("general.file_type");
  return {
    version,
    architecture,
    parameters,
    tensors,
    fileBytes,
    name: text(metadata, "general.name"),
    contextTokens: positive(metadata.get(`${architecture}.context_length`)),
    chatTemplate: text(metadata, "tokenizer.chat_template"),
    metadata,
    quantisation: (typeof fileType === "number" ? FILE_TYPES.get(fileType) : undefined) ?? mostly,
    tokenizer: text(metadata, "tokenizer.ggml.model"),
    licence: text(metadata, "general.license"),
    split,
  };
}

/** Source of the keys: llama.cpp tools/gguf-split. */
function splitOf(metadata: Metadata): GgufHeader["split"] {
  const [index, count] = [metadata.get("split.no"), metadata.get("split.count")];
  if (typeof index !== "number" || typeof count !== "number" || count < 2) return null;
  if (index >= count) throw new GgufFault(`is damaged: it is part ${index + 1} of ${count}`);
  return { index, count };
}

/** What may still be kept. */
interface Room {
  numbers: number;
  text: number;
}

async function readVersion(reader: GgufReader): Promise<number> {
  const magic = (await reader.bytes(4, "its first bytes")).toString("latin1");
  if (magic !== "GGUF") throw new GgufFault("is no GGUF file");
  const version = await reader.u32("its version");
  if (version === 2 || version === 3) return version;
  if (version === 0x02_00_00_00 || version === 0x03_00_00_00) throw new GgufFault("is a big-endian GGUF file");
  throw new GgufFault(`has GGUF version ${version}; 2 and 3 are known`);
}

async function readEntry(reader: GgufReader, metadata: Metadata, left: Room): Promise<void> {
  const key = await reader.text(MAX_NAME, "a key");
  if (key === null || key === "") throw new GgufFault("is damaged: a key has an impossible length");
  const type = await reader.u32(`the type of ${shown(key)}`);
  if (type === TYPE_STRING) {
    const value = await reader.text(Math.min(MAX_TEXT, left.text), shown(key));
    if (value !== null) metadata.set(key, value);
    left.text -= value?.length ?? 0;
  } else if (type === TYPE_ARRAY) {
    const numbers = await readArray(reader, shown(key), Math.min(MAX_NUMBERS, left.numbers));
    if (numbers !== null) metadata.set(key, numbers);
    left.numbers -= numbers?.length ?? 0;
  } else {
    const bytes = VALUE_SIZES.get(type);
    if (bytes === undefined) throw new GgufFault(`is damaged: ${shown(key)} has the unknown type ${type}`);
    const value = toNumber(await reader.bytes(bytes, shown(key)), type);
    if (value !== null) metadata.set(key, value);
  }
}

/** A list of at most `most` numbers; null for any other one, which is skipped. */
async function readArray(reader: GgufReader, what: string, most: number): Promise<number[] | null> {
  const type = await reader.u32(what);
  const bytes = VALUE_SIZES.get(type);
  if (bytes === undefined) {
    await skipArray(reader, what, 1, type);
    return null;
  }
  const count = await reader.u64(what);
  reader.expect(count, bytes, what);
  if (count > most) {
    reader.skip(count * bytes, what);
    return null;
  }
  const numbers: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = toNumber(await reader.bytes(bytes, what), type);
    if (value !== null) numbers.push(value);
  }
  return numbers.length === count ? numbers : null;
}

async function skipArray(reader: GgufReader, what: string, depth: number, type: number): Promise<void> {
  if (depth > MAX_ARRAY_DEPTH) throw new GgufFault(`is damaged: ${what} is nested too deep`);
  const count = await reader.u64(what);
  const bytes = VALUE_SIZES.get(type);
  if (bytes !== undefined) {
    reader.expect(count, bytes, what);
    reader.skip(count * bytes, what);
  } else if (type === TYPE_STRING) {
    reader.expect(count, 8, what);
    await reader.skipTexts(count, what);
  } else if (type === TYPE_ARRAY) {
    reader.expect(count, 12, what);
    for (let index = 0; index < count; index += 1) await skipArray(reader, what, depth + 1, await reader.u32(what));
  } else throw new GgufFault(`is damaged: ${what} is an array of the unknown type ${type}`);
}

/** Checks that every tensor lies inside the file; returns the number of all elements, and the type that most have. */
async function checkTensors(
  reader: GgufReader,
  count: number,
  metadata: Metadata,
  fileBytes: number,
): Promise<{ parameters: number; mostly: string | null }> {
  const byType = new Map<string, number>();
  let parameters = 0;
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    const name = shown((await reader.text(MAX_NAME, "a tensor's name")) ?? "a tensor");
    const dimensions = await reader.u32(name);
    if (dimensions === 0 || dimensions > MAX_DIMENSIONS)
      throw new GgufFault(`is damaged: ${name} has ${dimensions} dimensions`);
    let elements = 1;
    for (let axis = 0; axis < dimensions; axis += 1) elements *= await reader.u64(name);
    const type = TENSOR_TYPES.get(await reader.u32(name));
    const offset = await reader.u64(name);
    // A type that is newer than this list still has its offset checked.
    const bytes = type ? Math.ceil(elements / type.block) * type.bytes : 1;
    end = Math.max(end, offset + bytes);
    parameters += elements;
    if (type) byType.set(type.name, (byType.get(type.name) ?? 0) + elements);
  }
  const alignment = metadata.get("general.alignment") ?? 32;
  if (typeof alignment !== "number" || alignment < 1 || alignment > 65_536) {
    throw new GgufFault("is damaged: its alignment is impossible");
  }
  const start = Math.ceil(reader.position / alignment) * alignment;
  if (count > 0 && start + end > fileBytes) {
    throw new GgufFault(`is cut off: ${start + end} bytes are described, ${fileBytes} are there`);
  }
  const mostly = [...byType].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
  return { parameters, mostly };
}

/** Numbers as JavaScript has them; 64-bit values beyond 2^53 say nothing that is needed here. */
function toNumber(bytes: Buffer, type: number): number | null {
  if (type === 10) return safe(bytes.readBigUInt64LE());
  if (type === 11) return safe(bytes.readBigInt64LE());
  if (type === 6) return bytes.readFloatLE();
  if (type === 12) return bytes.readDoubleLE();
  const signed = type === 1 || type === 3 || type === 5;
  return signed ? bytes.readIntLE(0, bytes.length) : bytes.readUIntLE(0, bytes.length);
}

const safe = (value: bigint): number | null => (Number.isSafeInteger(Number(value)) ? Number(value) : null);
const shown = (key: string): string => JSON.stringify(key.slice(0, 80));

function text(metadata: Metadata, key: string): string | null {
  const value = metadata.get(key);
  return typeof value === "string" && value !== "" ? value : null;
}

function positive(value: GgufValue | undefined): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}
