import type { Context } from "../../core/index.ts";

/** A person who waits goes before work that nobody watches. */
export type Priority = "chat" | "background";

export interface MemoryClaim {
  /** Bytes of memory that the model takes: measured where it ever ran here, else predicted. */
  bytes: number;
  /** Bytes with which it works at all; taken as the claim when `bytes` can never be had. */
  leastBytes: number;
  /** Bytes that it would take of the graphics cards' own memory; with less it works, slower. Default none. */
  gpuBytes?: number;
}

/** A model that can be loaded. Two of the same id are the same model. */
export interface Loadable<T> extends MemoryClaim {
  id: string;
  /** Resolves when it can be used. Called at most once at a time, over all models. */
  load(ctx: Context): Promise<Loaded<T>>;
  /** Told what it really takes, after each use, so that the next load can be counted with it. */
  onMeasured?(bytes: number): void;
}

export interface Loaded<T> {
  value: T;
  /** Bytes that it takes now; 0 where that is not known yet. */
  readonly residentBytes: number;
  /** Resolves when its memory is returned. */
  close(): Promise<void>;
}

/** The right to use a loaded model: while it is held, the model stays. */
export interface Lease<T> {
  readonly value: T;
  /** May be called more than once. */
  release(): void;
}

export type ResidentState = "loading" | "resident" | "closing";

/** One model as `kralle models ps` shows it. */
export interface ResidentModel {
  id: string;
  state: ResidentState;
  /** What it is counted with, and whether that was measured or is a prediction. */
  bytes: number;
  isMeasured: boolean;
  /** Of the graphics cards' own memory, as predicted. */
  gpuBytes: number;
  users: number;
  isPinned: boolean;
  /** ms UTC of the last use, and when it goes if nobody uses it again; null while in use, pinned, or without an end. */
  lastUsed: number;
  expires: number | null;
}
