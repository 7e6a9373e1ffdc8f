import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { readJsonOrNull, removeTree, statOrNull, writeJsonAtomically } from "./files.ts";
import type { StorePaths } from "./paths.ts";

const stateSchema = z.object({ schema: z.literal(1), received: z.int().min(0), contributors: z.array(z.string()) });

/**
 * The beginning of a file that is being fetched, and who delivered it. Only what `checkpoint` made durable counts after a
 * crash: the state is written after the bytes were synced, so it never promises more than the disk holds.
 */
export interface PartialFile {
  readonly received: number;
  readonly contributors: readonly string[];
  append(bytes: Uint8Array, source: string): Promise<void>;
  checkpoint(): Promise<void>;
  /** Forgets everything received. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openPartial(paths: StorePaths, checkpointBytes: number): Promise<PartialFile> {
  await mkdir(dirname(paths.partial), { recursive: true, mode: 0o700 });
  const state = await readState(paths);
  const handle = await open(paths.partial, state.received > 0 ? "r+" : "w+", 0o600);
  await handle.truncate(state.received); // what was written after the last checkpoint does not count
  return createPartial(handle, paths, state, checkpointBytes);
}

function createPartial(
  handle: FileHandle,
  paths: StorePaths,
  start: { received: number; contributors: string[] },
  checkpointBytes: number,
): PartialFile {
  let { received, contributors } = start;
  let durable = received;
  const checkpoint = async (): Promise<void> => {
    if (received === durable) return;
    await handle.datasync();
    await writeJsonAtomically(paths.partialState, { schema: 1, received, contributors });
    durable = received;
  };
  return {
    get received() {
      return received;
    },
    get contributors() {
      return contributors;
    },
    async append(bytes, source) {
      if (!contributors.includes(source)) contributors = [...contributors, source];
      await writeAll(handle, bytes, received);
      received += bytes.length;
      if (received - durable >= checkpointBytes) await checkpoint();
    },
    checkpoint,
    async reset() {
      received = 0;
      durable = 0;
      contributors = [];
      await removeTree(paths.partialState);
      await removeTree(paths.parts);
      await handle.truncate(0);
    },
    close: () => handle.close(),
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function readState(paths: StorePaths): Promise<{ received: number; contributors: string[] }> {
  const parsed = stateSchema.safeParse(await readJsonOrNull(paths.partialState));
  const size = (await statOrNull(paths.partial))?.size ?? 0;
  if (!parsed.success || parsed.data.received > size) return { received: 0, contributors: [] };
  return { received: parsed.data.received, contributors: parsed.data.contributors };
}
