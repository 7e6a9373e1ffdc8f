import { mkdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../../core/index.ts";
import { digestFile, digestTokens } from "./digest.ts";
import { createCopies } from "./copies.ts";
import { readRecords, tidyOthers, toRecord } from "./records.ts";
import { makeRoom } from "./room.ts";
import { toOneStream } from "./streams.ts";
import type { NewState, StateStore, StoredState } from "./types.ts";

export interface StateStoreOptions {
  /** Of the states of all models. */
  folder: string;
  /** Names weights, chat template, build of the engine and form of the cache: other states would be misread. */
  model: string;
  /** Of the states of all models together. */
  maxBytes: number;
  warn(message: string): void;
}

/** Opens the states of one model; unreadable records are left out, leftovers of a process that was killed are removed. */
export async function createStateStore(options: StateStoreOptions): Promise<StateStore> {
  const folder = join(options.folder, options.model);
  const known = new Map<string, StoredState>();
  /** Files that this process wrote or read whole: their bytes need no second look. */
  const verified = new Set<string>();
  const copies = createCopies(folder);
  let scratch = 0;

  const pathOf = (id: string): string => join(folder, `${id}.state`);
  const drop = async ({ id }: StoredState): Promise<void> => {
    known.delete(id);
    verified.delete(id);
    await copies.forget(id);
    await Promise.all([rm(join(folder, `${id}.json`), { force: true }), rm(pathOf(id), { force: true })]);
  };
  const save = async (id: string, what: NewState, write: (path: string) => Promise<void>): Promise<void> => {
    const { conversation, sequences } = what;
    const temporary = join(folder, `.${process.pid}-${(scratch += 1)}.part`);
    try {
      await write(temporary);
      await toOneStream(temporary, sequences);
      const { size } = await stat(temporary);
      if (size > options.maxBytes) return; // it would push out all others
      const sha256 = await digestFile(temporary);
      const whole = { id, tokens: what.tokens.length, bytes: size, sha256, conversation };
      await rename(temporary, pathOf(id));
      await writeFile(`${temporary}.json`, toRecord(whole), { mode: 0o600 });
      await rename(`${temporary}.json`, join(folder, `${id}.json`));
      known.set(id, whole);
      verified.add(id);
    } finally {
      await Promise.all([rm(temporary, { force: true }), rm(`${temporary}.json`, { force: true })]);
    }
  };

  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const state of await readRecords(folder)) known.set(state.id, state);
    await tidyOthers(options.folder, options.model);
  } catch (error) {
    options.warn(`States in ${folder} cannot be read: ${String(error)}`);
  }

  return {
    find: (tokens, most) => findLongest(known, tokens, most),
    async open(state, sequences) {
      const path = pathOf(state.id);
      try {
        const fault = verified.has(state.id) ? await findChange(path, state) : await findDamage(path, state);
        if (fault !== null) {
          options.warn(`A state file ${fault} and is removed: ${path}`);
          await drop(state);
          return null;
        }
        verified.add(state.id);
        const now = new Date(systemClock.now());
        await utimes(path, now, now).catch((error: unknown) => options.warn(String(error)));
        return sequences === 1 ? { path, release: () => {} } : await copies.get(path, state.id, sequences);
      } catch (error) {
        options.warn(`A state file cannot be read now: ${String(error)}`);
        return null;
      }
    },
    async put(what, write) {
      const { tokens, conversation } = what;
      const [id = ""] = digestTokens(tokens, [tokens.length]);
      if (known.has(id)) return;
      const older = [...known.values()].filter((state) => conversation !== null && state.conversation === conversation);
      try {
        await save(id, what, write);
        for (const state of older) await drop(state);
        const gone = await makeRoom(options.folder, options.maxBytes, pathOf(id));
        for (const state of known.values()) if (gone.has(pathOf(state.id))) await drop(state);
      } catch (error) {
        options.warn(`A state could not be kept: ${String(error)}`);
      }
    },
    drop,
    close: () => copies.close(),
  };
}

function findLongest(
  known: ReadonlyMap<string, StoredState>,
  tokens: readonly number[],
  most: number,
): StoredState | null {
  const lengths = [...new Set([...known.values()].map((state) => state.tokens))]
    .filter((length) => length <= Math.min(most, tokens.length))
    .toSorted((a, b) => a - b);
  const ids = digestTokens(tokens, lengths);
  return ids.map((id) => known.get(id)).findLast((state) => state !== undefined) ?? null;
}

/** What is wrong with the file, in words; null when its bytes are those that were stored. */
async function findDamage(path: string, state: StoredState): Promise<string | null> {
  const change = await findChange(path, state);
  return change ?? ((await digestFile(path)) === state.sha256 ? null : "was damaged");
}

async function findChange(path: string, state: StoredState): Promise<string | null> {
  try {
    return (await stat(path)).size === state.bytes ? null : "was cut";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "is gone";
    throw error;
  }
}
