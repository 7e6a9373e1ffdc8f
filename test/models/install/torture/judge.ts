import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256 } from "../modelServer.ts";

interface RecordFile {
  sha256: string;
  file: string;
  path?: string;
  parts?: { file: string; sha256: string }[];
  details?: { projector?: { sha256: string } };
}

/**
 * What is wrong with a home, judged from its files alone and by its own hashing: whatever counts as installed must be,
 * byte for byte, one of the true files; a digest that is pinned must be that of an installed or true model.
 */
export function findCorruption(home: string, truth: readonly Buffer[]): string[] {
  const folder = join(home, "models");
  if (!existsSync(folder)) return [];
  const faults: string[] = [];
  const known = new Set(truth.map(sha256));
  for (const name of readdirSync(folder)) {
    if (!/^sha256-[0-9a-f]{64}\.json$/.test(name)) continue;
    const record = JSON.parse(readFileSync(join(folder, name), "utf8")) as RecordFile;
    const eyes = record.details?.projector;
    const projector = join(folder, `sha256-${record.sha256}.projector.gguf`);
    if (eyes && !existsSync(projector)) faults.push(`${projector} is recorded and not there`);
    const all = [...filesOf(record, folder), ...(eyes ? [{ path: projector, digest: eyes.sha256 }] : [])];
    for (const { path, digest } of all) {
      if (!existsSync(path)) continue; // a record without its file is not installed
      const actual = sha256(readFileSync(path));
      if (actual !== digest) faults.push(`${path} is recorded as ${digest} and has ${actual}`);
      if (!known.has(actual)) faults.push(`${path} is none of the true files`);
    }
  }
  return faults;
}

function filesOf(record: RecordFile, folder: string): { path: string; digest: string }[] {
  if (record.parts) {
    const base = record.path ? dirname(record.path) : join(folder, `sha256-${record.sha256}`);
    return record.parts.map((part) => ({ path: join(base, part.file), digest: part.sha256 }));
  }
  return [{ path: record.path ?? join(folder, `sha256-${record.sha256}.gguf`), digest: record.sha256 }];
}

/** What pulls leave that ended well: nothing but the weights, their records and the lists. */
export function findLeftovers(home: string): string[] {
  const partial = join(home, "models", ".partial");
  return existsSync(partial) ? readdirSync(partial) : [];
}
