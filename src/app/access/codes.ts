import { createCode, hashSecret, isCode, type Scope } from "../../core/index.ts";

/** What a one-time code gives to who brings it. */
export interface Grant {
  scope: Scope;
}

/**
 * One-time codes for signing in. They live in memory only: a restart makes all of them void, and what was taken once can
 * never be taken again, however many ask at the same moment.
 */
export interface Codes {
  make(grant: Grant): { code: string; expires: number };
  /** What the code gives, once; null for all that is wrong with one. */
  take(code: string): Grant | null;
}

const CODE_MS = 10 * 60_000;
const MOST_CODES = 16;

export function createCodes(now: () => number): Codes {
  const open = new Map<string, Grant & { expires: number }>();
  return {
    make({ scope }) {
      for (const [hash, { expires }] of open) if (expires <= now()) open.delete(hash);
      const [oldest] = open.keys();
      if (open.size >= MOST_CODES && oldest !== undefined) open.delete(oldest);
      const [code, expires] = [createCode(), now() + CODE_MS];
      open.set(hashSecret(code), { scope, expires });
      return { code, expires };
    },
    take(code) {
      if (!isCode(code)) return null;
      // Found by its hash: the time that this takes says nothing about codes that are open.
      const hash = hashSecret(code);
      const found = open.get(hash);
      open.delete(hash);
      return found === undefined || found.expires <= now() ? null : { scope: found.scope };
    },
  };
}
