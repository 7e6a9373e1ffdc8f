import { rm } from "node:fs/promises";
import { join } from "node:path";
import { copyForStreams } from "./streams.ts";
import type { StateFile } from "./types.ts";

/** Copies that nobody reads now and that are kept all the same. */
const MOST_IDLE = 2;

/** Copies of states in the form that a context of several sequences reads. They go with this process. */
export interface Copies {
  get(path: string, id: string, sequences: number): Promise<StateFile>;
  /** The state is gone: its copies are not given out again. */
  forget(id: string): Promise<void>;
  close(): Promise<void>;
}

interface Copy {
  id: string;
  target: string;
  made: Promise<void>;
  users: number;
}

export function createCopies(folder: string): Copies {
  const known = new Map<string, Copy>();
  let serial = 0;

  const remove = async (copy: Copy): Promise<void> => {
    if (known.get(keyOf(copy)) === copy) known.delete(keyOf(copy));
    await copy.made.catch(() => undefined);
    await rm(copy.target, { force: true });
  };
  const tidy = (): void => {
    const idle = [...known.values()].filter(({ users }) => users === 0);
    for (const copy of idle.slice(0, -MOST_IDLE)) void remove(copy);
  };
  const keys = new WeakMap<Copy, string>();
  const keyOf = (copy: Copy): string => keys.get(copy) ?? "";

  return {
    async get(path, id, sequences) {
      const key = `${id}-${sequences}`;
      let copy = known.get(key);
      if (copy === undefined) {
        const target = join(folder, `.${process.pid}-${(serial += 1)}-${sequences}.part`);
        copy = { id, target, made: copyForStreams(path, target, sequences), users: 0 };
        keys.set(copy, key);
      }
      known.delete(key); // and to the end: the least recently used goes first
      known.set(key, copy);
      const used = copy;
      used.users += 1;
      try {
        await used.made;
      } catch (error) {
        used.users -= 1;
        await remove(used);
        throw error;
      }
      return {
        path: used.target,
        release() {
          used.users -= 1;
          if (known.get(key) !== used && used.users === 0) void remove(used);
          else tidy();
        },
      };
    },
    async forget(id) {
      for (const copy of [...known.values()].filter((other) => other.id === id)) {
        known.delete(keyOf(copy));
        if (copy.users === 0) await remove(copy);
      }
    },
    async close() {
      await Promise.all([...known.values()].map(remove));
    },
  };
}
