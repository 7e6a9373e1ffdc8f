import type { Config, Context } from "../core/index.ts";
import type { Effects, Queue, WorkflowRun } from "../durable/index.ts";
import type { Permits } from "../guard/index.ts";
import type { Item, ProposedAction, Store } from "../store/index.ts";

/** Durable work that begins surely, or later: by the clockwork where one goes, else by the next one that does. */
export interface Later {
  /** The same id is the same run, however often it is promised. */
  promise(start: { id: string; workflow: string; input: unknown }): Promise<void>;
  /** Begins once, at `due` (ms UTC) or when somebody is there again. The same id again moves it. */
  setTimer(timer: { id: string; workflow: string; input: unknown; due: number }): Promise<void>;
  /** False when there is none (any more). */
  cancelTimer(id: string): Promise<boolean>;
}

/** The one way outside: the journal, and the mint for what the owner, or a rule of theirs, released. */
export interface DeskOutside {
  perform: Effects["perform"];
  mint: Permits["mint"];
}

/** What every desk is handed. No desk is handed another one: they share through the store. */
export interface DeskParts {
  store: Store;
  later: Later;
  /** Opened by the first act; takes the home. */
  outside(): Promise<DeskOutside>;
  /** Tells those who show it. */
  changed(type: "items" | "briefings", id?: string): void;
  /** As the file stands now. */
  settings(): Promise<Config>;
  /** The encoder's vector of a text, computed beside what a person waits for; null where there is no encoder on this machine. */
  meaning(text: string, ctx: Context): Promise<Float32Array | null>;
}

/** A kind of durable work of a desk. `name` is stored with each run: it never changes. */
export interface DeskWork {
  name: string;
  queue?: Queue;
}

/**
 * One job of the staff. Contract: `run` is the body of its durable work and keeps the rules for bodies of workflows; it may be called
 * before `start` and without it, for what a crash left. `start` begins what the desk does by itself, and resolves when that is under
 * way; `close` ends it and waits. Opening a desk costs no outside act, no model and no connection.
 */
export interface Desk {
  run(work: string, input: unknown, run: WorkflowRun): Promise<unknown>;
  start(): Promise<void>;
  /** A person released exactly this action of an item of this desk. Throws AppError; a desk without it has none to release. */
  act?(item: Item, action: ProposedAction): Promise<void>;
  close(): Promise<void>;
}

/** What is known of a desk before its code is read. */
export interface DeskEntry {
  id: string;
  work: readonly DeskWork[];
  /** Whether it has anything to do in this home: only then its code is read at a start. */
  isNeeded(store: Store): Promise<boolean>;
  open(parts: DeskParts, ctx: Context): Promise<Desk>;
}
