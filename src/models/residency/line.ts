import type { Priority } from "./types.ts";

/** Somebody who waits. `passed` counts the later ones that were served before. */
export interface Waiting {
  readonly priority: Priority;
  readonly seq: number;
  passed: number;
}

/**
 * Nobody is passed more often than this: then the oldest goes first whatever it is, and until it is served nobody passes.
 * That is what keeps background work from waiting for ever beside a busy chat.
 */
export const MOST_PASSES = 8;

/** The order of serving: who was passed too often, then chat before background; the older first. */
export function inOrder<W extends Waiting>(waiting: Iterable<W>): W[] {
  return [...waiting].toSorted((a, b) => rankOf(a) - rankOf(b) || a.seq - b.seq);
}

export const mayBePassed = (one: Waiting): boolean => one.passed < MOST_PASSES;

function rankOf(one: Waiting): number {
  if (!mayBePassed(one)) return 0;
  return one.priority === "chat" ? 1 : 2;
}
