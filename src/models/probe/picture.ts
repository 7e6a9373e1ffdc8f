import { crc32, deflateSync } from "node:zlib";

/** 5 x 7 points of each digit; "1" is ink. */
const DIGITS: Record<string, string> = {
  "3": "01110 10001 00001 00110 00001 10001 01110",
  "7": "11111 00001 00010 00100 01000 01000 01000",
};

export type Colour = readonly [red: number, green: number, blue: number];

/** A square PNG in one colour, with a digit in white or without. */
export function toPicture(colour: Colour, digit: string | null = null, side = 112): Uint8Array {
  const rows = digit === null ? [] : (DIGITS[digit] ?? "").split(" ");
  const point = side / 9; // the digit with a margin around
  const isInk = (x: number, y: number): boolean => rows[Math.floor(y / point) - 1]?.[Math.floor(x / point) - 2] === "1";
  const pixels = Buffer.alloc(side * (1 + side * 3));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1)
      pixels.set(isInk(x, y) ? [255, 255, 255] : colour, y * (1 + side * 3) + 1 + x * 3);
  }
  return toPng(pixels, side);
}

/** PNG (ISO/IEC 15948): signature, IHDR with 8 bits of red, green and blue, IDAT, IEND. */
function toPng(rows: Buffer, side: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [toChunk("IHDR", head), toChunk("IDAT", deflateSync(rows)), toChunk("IEND", Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
