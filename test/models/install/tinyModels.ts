import { createGguf, entry, ggufText, standard, u32 } from "../gguf/ggufFile.ts";
import { createBytes } from "./support.ts";

/** A file with a GGUF head that llama.cpp's rules allow, and weights that are noise. */
export function createTinyModel(bytes: number, seed = 1, more: Buffer[] = []): Buffer {
  const elements = bytes; // type I8: one byte each
  const tensors = [{ name: "blk.0.noise", dimensions: [elements], type: 24, offset: 0 }];
  const head = createGguf({ metadata: [...standard(), ...more], tensors });
  return Buffer.concat([head, createBytes(bytes, seed)]);
}

/** The parts of a split model, as llama.cpp's gguf-split writes them: only the first one says what it is. */
export function createTinyParts(count: number, bytes: number, seed = 1): Buffer[] {
  return Array.from({ length: count }, (_part, index) => {
    const split = [entry("split.no", 4, u32(index)), entry("split.count", 4, u32(count))];
    const tensors = [{ name: `blk.${index}.noise`, dimensions: [bytes], type: 24, offset: 0 }];
    const metadata = index === 0 ? [...standard(), ...split] : split;
    return Buffer.concat([createGguf({ metadata, tensors }), createBytes(bytes, seed * 100 + index)]);
  });
}

export const partName = (stem: string, index: number, count: number): string =>
  `${stem}-${String(index + 1).padStart(5, "0")}-of-${String(count).padStart(5, "0")}.gguf`;

export const licenceEntry = (name: string): Buffer => entry("general.license", 8, ggufText(name));
