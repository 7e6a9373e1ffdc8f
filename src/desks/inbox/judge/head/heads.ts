import { readFileSync } from "node:fs";
import { HASHED, SIZE } from "../features/features.ts";
import { STRUCTURE } from "../features/structure.ts";
import { CLASSES } from "../types.ts";
import type { Head } from "./linear.ts";

/** Numbers of the encoder's vector, which stand behind all other places. */
export const MEANING = 384;
export const PLACES = SIZE + MEANING;

/** Yes-or-no questions that have a head of one class each. */
export const QUESTIONS = ["spam", "action", "reply", "urgent"] as const;
export type Question = (typeof QUESTIONS)[number];

/** Slope and offset that turn a score into a chance (Platt 1999), fitted on mails that the head had not seen. */
export interface Sigmoid {
  slope: number;
  offset: number;
}

export interface Calibration {
  /** Divides the scores of the classes; one with the encoder's vector, one without. */
  temperature: { text: number; meaning: number };
  questions: Record<Question, Sigmoid>;
}

export interface Heads {
  classes: Head;
  questions: Record<Question, Head>;
  calibration: Calibration;
  /** Middle of all vectors of the encoder: they lie close together, and what tells them apart is the rest. */
  middle: Float32Array;
  /** How much a place tells one mail from another (inverse document frequency), 0 to 1; for likeness of mails. */
  rarity: Float32Array;
}

export const HEADS_FILE = new URL("../../data/heads.bin", import.meta.url);

/** What stands before the weights, as JSON. */
interface Header {
  structure: readonly string[];
  classes: readonly string[];
  calibration: Calibration;
  /** Per head and class: what one step of its 8-bit weights is worth. */
  steps: number[];
  biases: number[];
}

const COLUMNS = CLASSES.length + QUESTIONS.length;

/**
 * The weights as they are shipped: length of the header (u32, little endian), the header, then 8-bit steps of the hashed places
 * (place by place, for all heads), rarity (u8), and 32-bit floats of the named places and of those for the encoder's vector.
 */
export function toBytes(heads: Heads): Uint8Array {
  const columns = listColumns(heads);
  const steps = columns.map(({ head, c }) => largest(head, c) / 127 || 1);
  const header: Header = {
    structure: STRUCTURE,
    classes: CLASSES,
    calibration: heads.calibration,
    steps,
    biases: columns.map(({ head, c }) => head.bias[c] ?? 0),
  };
  const head = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const hashed = new Int8Array(HASHED * COLUMNS);
  const exact = new Float32Array((PLACES - HASHED) * COLUMNS);
  columns.forEach(({ head: { weights, classes }, c }, column) => {
    for (let place = 0; place < PLACES; place += 1) {
      const weight = weights[place * classes + c] as number;
      if (place < HASHED) hashed[place * COLUMNS + column] = Math.round(weight / (steps[column] as number));
      else exact[(place - HASHED) * COLUMNS + column] = weight;
    }
  });
  const rarity = Uint8Array.from(heads.rarity.subarray(0, HASHED), (value) => Math.round(value * 255));
  return Buffer.concat([
    length,
    head,
    Buffer.from(hashed.buffer),
    rarity,
    Buffer.from(exact.buffer),
    Buffer.from(heads.middle.buffer),
  ]);
}

/** The heads that were shipped with this version. A file of other features is a fault of the build, and said at once. */
export function readHeads(file: URL = HEADS_FILE): Heads {
  const bytes = readFileSync(file);
  const start = 4 + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString("utf8", 4, start)) as Header;
  if (header.structure.join() !== STRUCTURE.join() || header.classes.join() !== CLASSES.join())
    throw new Error("The weights of the judge are of other features: build them again (`node eval/inbox/train.ts`).");
  const hashed = new Int8Array(bytes.buffer, bytes.byteOffset + start, HASHED * COLUMNS);
  const rarityAt = start + hashed.length;
  const exactAt = rarityAt + HASHED;
  const exact = floats(bytes, exactAt, (PLACES - HASHED) * COLUMNS);
  const heads = createHeads(header.calibration);
  listColumns(heads).forEach(({ head: { weights, classes, bias }, c }, column) => {
    const step = header.steps[column] ?? 1;
    bias[c] = header.biases[column] ?? 0;
    for (let place = 0; place < PLACES; place += 1)
      weights[place * classes + c] =
        place < HASHED
          ? (hashed[place * COLUMNS + column] as number) * step
          : (exact[(place - HASHED) * COLUMNS + column] as number);
  });
  heads.rarity.set(Float32Array.from(bytes.subarray(rarityAt, exactAt), (value) => value / 255));
  heads.middle.set(floats(bytes, exactAt + exact.byteLength, MEANING));
  return heads;
}

/** Copied, since the offset need not be a multiple of four. */
const floats = (bytes: Buffer, at: number, length: number): Float32Array =>
  new Float32Array(Uint8Array.from(bytes.subarray(at, at + length * 4)).buffer);

/** Heads that know nothing yet. */
export function createHeads(calibration: Calibration): Heads {
  const create = (classes: number): Head => ({
    classes,
    weights: new Float32Array(PLACES * classes),
    bias: new Float32Array(classes),
  });
  return {
    classes: create(CLASSES.length),
    questions: { spam: create(1), action: create(1), reply: create(1), urgent: create(1) },
    calibration,
    middle: new Float32Array(MEANING),
    rarity: new Float32Array(PLACES),
  };
}

const listColumns = ({ classes, questions }: Heads): { head: Head; c: number }[] => [
  ...CLASSES.map((_name, c) => ({ head: classes, c })),
  ...QUESTIONS.map((name) => ({ head: questions[name], c: 0 })),
];

function largest({ weights, classes }: Head, c: number): number {
  let most = 0;
  for (let place = 0; place < HASHED; place += 1)
    most = Math.max(most, Math.abs(weights[place * classes + c] as number));
  return most;
}
