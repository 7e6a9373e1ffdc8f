import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { isMissing, syncPath } from "../backup/files.ts";

/** Lies in a home while its tables are on their way. */
const MOVING_FILE = "moving.json";
/** Lies in a home whose tables are in a PostgreSQL database, and says so for good. */
const MOVED_FILE = "moved.json";
/** Behind the names of the files that held them. */
const KEPT = ".moved";

/** `id` is also in the database that they go to; `to` is its address without the password. */
const moving = z.object({ id: z.uuid(), to: z.string() });
export type Moving = z.infer<typeof moving>;

const moved = moving.extend({ at: z.int() });
export type Moved = z.infer<typeof moved>;

export const readMoved = (home: string): Promise<Moved | null> => read(home, MOVED_FILE, moved);

/** The move of this home to a database that was begun and did not come to its end, or a new one. On disk when it resolves. */
export async function beginMove(home: string, to: string): Promise<Moving> {
  const known = await read(home, MOVING_FILE, moving);
  if (known?.to === to) return known;
  const fresh = { id: randomUUID(), to };
  await write(home, MOVING_FILE, fresh);
  return fresh;
}

/** From here on the home is moved. */
export async function markMoved(home: string, move: Moved): Promise<void> {
  await write(home, MOVED_FILE, move);
}

/** Puts the files that held the tables aside. What a process that ended left undone is done by the next one. */
export async function finishMove(home: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    for (const beside of ["", "-wal", "-shm"]) {
      await rename(join(home, file + beside), join(home, file + KEPT + beside)).catch(unlessMissing);
    }
  }
  await rm(join(home, MOVING_FILE), { force: true });
  await syncPath(home);
}

/** An empty file in the place of the tables would look like a history that is lost. Throws E_STORE for a home that was moved. */
export async function requireUnmoved(home: string): Promise<void> {
  const known = await readMoved(home);
  if (!known) return;
  throw new AppError("E_STORE", `The tables of this home are in the database ${known.to} now.`, {
    hint: "Set DATABASE_URL to it, with its password.",
    data: { to: known.to },
  });
}

async function read<T>(home: string, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const path = join(home, name);
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw new AppError("E_STORE", `${path} does not say where the tables of this home are.`, {
      hint: "Put it back from a backup; if the home was never moved to PostgreSQL, remove it.",
      cause: thrown,
    });
  }
}

async function write(home: string, name: string, value: unknown): Promise<void> {
  const path = join(home, name);
  await writeFile(`${path}.tmp`, JSON.stringify(value), { mode: 0o600, flush: true });
  await rename(`${path}.tmp`, path);
  await syncPath(home);
}

function unlessMissing(thrown: unknown): void {
  if (!isMissing(thrown)) throw thrown;
}
