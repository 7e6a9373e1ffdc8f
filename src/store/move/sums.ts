import { createHash } from "node:crypto";
import type { SqlValue } from "../database.ts";

/** What a table holds, in whatever order it is read. */
export interface TableSum {
  rows: number;
  /** Sum of the digests of its rows, modulo 2^128, as hexadecimal digits. */
  sum: string;
}

const SIZE = 128n;

export interface Summing {
  add(values: readonly SqlValue[]): void;
  result(): TableSum;
}

export function createSumming(): Summing {
  let rows = 0;
  let sum = 0n;
  return {
    add(values) {
      const text = JSON.stringify(values.map((value) => (value instanceof Uint8Array ? { hex: toHex(value) } : value)));
      sum = BigInt.asUintN(
        Number(SIZE),
        sum + BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 32)}`),
      );
      rows += 1;
    },
    result: () => ({ rows, sum: sum.toString(16) }),
  };
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
