import type { Stats } from "node:fs";
import { z } from "zod";
import type { StarterModel } from "../catalogue/index.ts";
import { readJsonOrNull, statOrNull, writeJsonAtomically } from "./files.ts";
import type { StorePaths } from "./paths.ts";

/** How a file looked when its digest was checked; when it looks the same, it is not read again. */
const stampSchema = z.object({ size: z.number(), mtimeMs: z.number(), inode: z.string() });

const recordSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  name: z.string(),
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  licence: z.string(),
  contextTokens: z.number(),
  source: z.string(),
  /** ISO 8601 */
  installedAt: z.string(),
  /** Where the weights are, when they are used in place outside the store. */
  path: z.string().optional(),
  verified: stampSchema,
});

export type StoredRecord = z.infer<typeof recordSchema>;

export async function readRecord(path: string): Promise<StoredRecord | null> {
  const parsed = recordSchema.safeParse(await readJsonOrNull(path));
  return parsed.success ? parsed.data : null;
}

/** Remembers that `path` was verified; `path` is kept in the record only when it lies outside the store. */
export async function writeRecord(
  paths: StorePaths,
  model: StarterModel,
  found: { path: string; source: string; now: number },
): Promise<void> {
  const stats = await statOrNull(found.path);
  if (!stats) throw new Error(`${found.path} vanished while it was installed`);
  const { id, name, file, bytes, sha256, licence, contextTokens } = model;
  const record: StoredRecord = {
    schema: 1,
    id,
    name,
    file,
    bytes,
    sha256,
    licence,
    contextTokens,
    source: found.source,
    installedAt: new Date(found.now).toISOString(),
    ...(found.path === paths.file ? {} : { path: found.path }),
    verified: stampOf(stats),
  };
  await writeJsonAtomically(paths.record, record);
}

/** True when the file still looks as it did when its digest was checked. */
export function isUnchanged(record: StoredRecord, stats: Stats): boolean {
  const now = stampOf(stats);
  const then = record.verified;
  return now.size === then.size && now.mtimeMs === then.mtimeMs && now.inode === then.inode;
}

export const stampOf = (stats: Stats): StoredRecord["verified"] => ({
  size: stats.size,
  mtimeMs: stats.mtimeMs,
  inode: String(stats.ino),
});
