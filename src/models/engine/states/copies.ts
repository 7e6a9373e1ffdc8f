import { rm } from "node:fs/promises";
import { join } from "node:path";
import { copyForStreams } from "./streams.ts";

const MOST = 4;

/** Copies of states in the form that a context of several sequences reads. They go with this process. */
export interface Copies {
  get(path: string, id: string, sequences: number): Promise<string>;
  close(): Promise<void>;
}

export function createCopies(folder: string): Copies {
  const made = new Map<string, Promise<string>>();
  const remove = (target: string, copy: Promise<string>): Promise<void> => {
    made.delete(target);
    return copy.catch(() => "").then(() => rm(target, { force: true }));
  };
  return {
    get(path, id, sequences) {
      const target = join(folder, `.${process.pid}-${id}-${sequences}.part`);
      const copy = made.get(target) ?? copyForStreams(path, target, sequences).then(() => target);
      made.delete(target); // and to the end: the least recently used goes first
      made.set(target, copy);
      copy.catch(() => made.delete(target));
      for (const [oldest, file] of [...made].slice(0, -MOST)) void remove(oldest, file);
      return copy;
    },
    async close() {
      await Promise.all([...made].map(([target, copy]) => remove(target, copy)));
    },
  };
}
