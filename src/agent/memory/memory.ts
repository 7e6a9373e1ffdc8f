import type { Context } from "../../core/index.ts";
import { fromLabelWords, joinLabels, labelsOf, toLabelWords, type Labels } from "../../guard/index.ts";
import type { Memory, Profile, ProfilePatch, Store } from "../../store/index.ts";
import type { Plan } from "../plan/types.ts";
import { readMemory, type Read } from "./match.ts";

/** A memory that went into an answer. */
export interface UsedMemory {
  id: string;
  text: string;
}

/**
 * What one request may do with what is remembered. Contract: reads see what this request wrote; only what the person said
 * is ever handed to `add` and `correct`; `use` notes what went into an answer where no result carries it.
 */
export interface Remembered {
  all(): Promise<readonly Read[]>;
  profile(): Promise<Profile>;
  add(text: string): Promise<Memory>;
  correct(id: string, text: string): Promise<Memory>;
  /** How many wordings are gone; 0 when there was none. */
  forget(id: string): Promise<number>;
  setProfile(patch: ProfilePatch): Promise<Profile>;
  /** Where they came from: what was written from text of others stays theirs. */
  labelsOf(memories: readonly UsedMemory[]): Promise<Labels>;
  use(memories: readonly UsedMemory[]): void;
  readonly used: readonly UsedMemory[];
}

/** `said`: the conversation in which something is told; `origin`: of what is told now. */
export function createRemembered(
  store: Store,
  said: Memory["said"],
  origin: (text: string) => Labels,
  ctx: Context,
): Remembered {
  const { memories, profile } = store;
  const used: UsedMemory[] = [];
  let read: Promise<readonly Read[]> | null = null;
  const changed = <T>(work: Promise<T>): Promise<T> => {
    read = null;
    return work;
  };
  return {
    all: () => (read ??= readAll(store)),
    profile: () => profile.get(),
    add: (text) => changed(memories.add(text, said, ctx, toLabelWords(origin(text)))),
    correct: (id, text) => changed(memories.correct(id, text, said, ctx, toLabelWords(origin(text)))),
    forget: (id) => changed(memories.forget(id)),
    setProfile: (patch) => profile.set(patch, ctx),
    async labelsOf(found) {
      const kept = await Promise.all(found.map(({ id }) => store.labels.of(at(id))));
      return joinLabels(...kept.map(({ words }) => joinLabels(TOLD, fromLabelWords(words))));
    },
    use: (found) => void used.push(...found.map(({ id, text }) => ({ id, text }))),
    used,
  };
}

/** What the owner told is theirs, and nobody else's to know. */
const TOLD = labelsOf("owner", true);

const at = (id: string) => ({ kind: "memory", place: "", subject: id, detail: "" }) as const;

/** Memories taken apart, by id: the text of an id never changes. What is forgotten goes, too. */
const caches = new WeakMap<Store, Map<string, Read>>();

async function readAll(store: Store): Promise<readonly Read[]> {
  const known = caches.get(store);
  const reads = (await store.memories.list()).map((memory): Read => {
    const read = known?.get(memory.id);
    return read ? { ...read, memory } : readMemory(memory);
  });
  caches.set(store, new Map(reads.map((read) => [read.memory.id, read])));
  return reads;
}

const OPERATIONS: ReadonlySet<string> = new Set(["remember", "recall", "correctMemory", "forget", "setProfile"]);

/** Whether a plan did nothing but with the memory. */
export function isAboutMemory(plan: Plan | null): boolean {
  return plan !== null && plan.steps.length > 0 && plan.steps.every(({ op }) => OPERATIONS.has(op));
}

/** Evidence names a memory by its id where it names a file by its path. */
export function isMemoryId(path: string): boolean {
  return /^mem_[0-9a-z]{21}$/u.test(path);
}
