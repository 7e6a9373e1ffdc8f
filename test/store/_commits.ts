import { readFileSync } from "node:fs";

const HEADER = 32;
const FRAME = 24;

/**
 * How many commits a write-ahead log holds (https://www.sqlite.org/fileformat2.html#walformat): frames of its present
 * generation that say how large the database is after them. Each is one fsync.
 */
export function countCommits(walPath: string): number {
  const wal = readFileSync(walPath);
  if (wal.length < HEADER) return 0;
  const page = wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let at = HEADER; at + FRAME + page <= wal.length; at += FRAME + page) {
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    if (wal.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}
