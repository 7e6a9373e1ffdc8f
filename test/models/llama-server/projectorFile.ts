import {
  paddingAfter,
  toGgufHead,
  type GgufEntry,
  type GgufTensor,
} from "../../../src/models/embed/convert/ggufWriter.ts";

const WIDTH = 32;
const INNER = 64;
const IMAGE = 64;
const PATCH = 16;
export const PATCHES = (IMAGE / PATCH) ** 2;
const F32 = 0;

/**
 * A projector for pictures with random weights, in the form that llama.cpp's mtmd reads (LLaVA's: a vision transformer of one layer, a
 * perceptron of two). It sees nothing; it lets a picture travel all the way into a prompt. Names and keys: tools/mtmd/clip-impl.h.
 */
export function toProjector(modelWidth: number): Buffer {
  const entries: GgufEntry[] = [
    ["general.architecture", "text", "clip"],
    ["general.file_type", "u32", 0],
    ["clip.has_vision_encoder", "bool", 1],
    ["clip.projector_type", "text", "mlp"],
    ["clip.use_gelu", "bool", 1],
    ["clip.vision.image_size", "u32", IMAGE],
    ["clip.vision.patch_size", "u32", PATCH],
    ["clip.vision.embedding_length", "u32", WIDTH],
    ["clip.vision.feed_forward_length", "u32", INNER],
    ["clip.vision.projection_dim", "u32", modelWidth],
    ["clip.vision.attention.head_count", "u32", 2],
    ["clip.vision.attention.layer_norm_epsilon", "f32", 1e-5],
    ["clip.vision.block_count", "u32", 1],
    ["clip.vision.image_mean", "f32s", [0.5, 0.5, 0.5]],
    ["clip.vision.image_std", "f32s", [0.5, 0.5, 0.5]],
  ];
  const shapes: [name: string, ...shape: number[]][] = [
    ["v.patch_embd.weight", PATCH, PATCH, 3, WIDTH],
    ["v.position_embd.weight", WIDTH, PATCHES],
    ...["attn_q", "attn_k", "attn_v", "attn_out"].flatMap((name): [string, ...number[]][] => [
      [`v.blk.0.${name}.weight`, WIDTH, WIDTH],
      [`v.blk.0.${name}.bias`, WIDTH],
    ]),
    ...["v.pre_ln", "v.post_ln", "v.blk.0.ln1", "v.blk.0.ln2"].flatMap((name): [string, ...number[]][] => [
      [`${name}.weight`, WIDTH],
      [`${name}.bias`, WIDTH],
    ]),
    ["v.blk.0.ffn_up.weight", WIDTH, INNER],
    ["v.blk.0.ffn_up.bias", INNER],
    ["v.blk.0.ffn_down.weight", INNER, WIDTH],
    ["v.blk.0.ffn_down.bias", WIDTH],
    ["mm.0.weight", WIDTH, INNER],
    ["mm.0.bias", INNER],
    ["mm.2.weight", INNER, modelWidth],
    ["mm.2.bias", modelWidth],
  ];
  const tensors = shapes.map(([name, ...shape]): GgufTensor => {
    return { name, shape, type: F32, bytes: shape.reduce((product, size) => product * size, 4) };
  });
  let seed = 1;
  const bodies = tensors.map(({ bytes }) => {
    const body = Buffer.alloc(bytes + paddingAfter(bytes));
    for (let at = 0; at < bytes; at += 4) {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      body.writeFloatLE((seed / 2 ** 31 - 0.5) / 8, at);
    }
    return body;
  });
  return Buffer.concat([toGgufHead(entries, tensors), ...bodies]);
}
