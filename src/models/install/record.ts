import type { Stats } from "node:fs";
import { z } from "zod";
import type { FetchableModel } from "../catalogue/index.ts";
import { readJsonOrNull, statOrNull, writeJsonAtomically } from "./files.ts";
import type { StorePaths } from "./paths.ts";

/** How a file looked when its digest was checked; when it looks the same, it is not read again. */
const stampSchema = z.object({ size: z.number(), mtimeMs: z.number(), inode: z.string() });

const detailsSchema = z.object({
  quantisation: z.string(),
  /** From where the name comes: what stands before the colon where two models have the same one. */
  origin: z.enum(["catalogue", "hub", "ollama", "lmstudio", "file"]),
  /** Whose word the digest is: the catalogue's, the source's at the first pull, or what the file had when it was taken. */
  pinned: z.enum(["catalogue", "first-pull", "import"]),
  /** The whole name at the source: `hf:owner/repo:Q4_K_M`. */
  reference: z.string().nullable(),
  architecture: z.string().nullable(),
  /** The file by which it sees pictures; `path` where it lies outside the store. */
  projector: z.object({ bytes: z.number(), sha256: z.string(), path: z.string().optional() }).optional(),
});

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
  /** Absent: weights that the catalogue knows by their digest. */
  details: detailsSchema.optional(),
  /** The files of a split model, in order; `sha256` above is then that of the list. */
  parts: z
    .array(z.object({ file: z.string(), bytes: z.number(), sha256: z.string(), verified: stampSchema }))
    .optional(),
});

export type StoredRecord = z.infer<typeof recordSchema>;
export type Details = z.infer<typeof detailsSchema>;

export async function readRecord(path: string): Promise<StoredRecord | null> {
  const parsed = recordSchema.safeParse(await readJsonOrNull(path));
  return parsed.success ? parsed.data : null;
}

export interface FoundWeights {
  path: string;
  source: string;
  now: number;
  details?: Details | undefined;
  parts?: StoredRecord["parts"];
}

/** Remembers that `path` was verified; `path` is kept in the record only when it lies outside the store. */
export async function writeRecord(paths: StorePaths, model: FetchableModel, found: FoundWeights): Promise<void> {
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
    ...(found.details ? { details: found.details } : {}),
    ...(found.parts ? { parts: found.parts } : {}),
  };
  await writeJsonAtomically(paths.record, record);
}

/** True when the file still looks as it did when its digest was checked. */
export function isUnchanged(record: Pick<StoredRecord, "verified">, stats: Stats): boolean {
  const now = stampOf(stats);
  const then = record.verified;
  return now.size === then.size && now.mtimeMs === then.mtimeMs && now.inode === then.inode;
}

export const stampOf = (stats: Stats): StoredRecord["verified"] => ({
  size: stats.size,
  mtimeMs: stats.mtimeMs,
  inode: String(stats.ino),
});
