import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { StoredState } from "./types.ts";

const stateRecord = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{64}$/),
  tokens: z.int().positive(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  conversation: z.string().nullable(),
});

export const toRecord = (state: StoredState): string => JSON.stringify({ version: 1, ...state });

/** Records whose file is there. What no record belongs to was being written when its process ended. */
export async function readRecords(folder: string): Promise<StoredState[]> {
  const names = new Set(await readdir(folder));
  const found: StoredState[] = [];
  for (const name of names) {
    if (!name.endsWith(".json") || name.startsWith(".")) continue;
    const parsed = stateRecord.safeParse(await readJson(join(folder, name)));
    if (parsed.success && name === `${parsed.data.id}.json` && names.has(`${parsed.data.id}.state`)) {
      const { version: _version, ...state } = parsed.data;
      found.push(state);
    }
  }
  const owned = new Set(found.flatMap(({ id }) => [`${id}.json`, `${id}.state`]));
  for (const name of names) {
    if (!owned.has(name) && !isBeingWritten(name)) await rm(join(folder, name), { force: true, recursive: true });
  }
  return found;
}

/** Removes what killed processes left in the folders of other models and of earlier builds. */
export async function tidyOthers(folder: string, own: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== own) await readRecords(join(folder, entry.name));
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return null; // half written, or no JSON: it counts as not there
  }
}

/** Scratch files are named after their process; those of one that has ended are leftovers. */
function isBeingWritten(name: string): boolean {
  const pid = /^\.(\d+)-/.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false; // no such process
  }
}
