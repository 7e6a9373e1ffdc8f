import type { Token } from "./tokens.ts";

/** What concerns the connection and not the data, and is answered here. */
export type SessionStatement =
  | { kind: "begin"; readOnly: boolean }
  | { kind: "commit" }
  | { kind: "rollback" }
  | { kind: "listen"; channel: string }
  | { kind: "notify"; channel: string; payload: string }
  | { kind: "notifyAll" }
  | { kind: "answer"; rows: readonly Record<string, string>[] };

type Reader = readonly [RegExp, (found: RegExpExecArray) => SessionStatement];

// Matched against the whole statement, its pieces joined by one space.
const READERS: readonly Reader[] = [
  // One transaction at a time is more than any of them asks for.
  [
    /^BEGIN(?: ISOLATION LEVEL (?:READ COMMITTED|REPEATABLE READ|SERIALIZABLE))?$/,
    () => ({ kind: "begin", readOnly: false }),
  ],
  [/^BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY$/, () => ({ kind: "begin", readOnly: true })],
  [/^COMMIT$/, () => ({ kind: "commit" })],
  [/^ROLLBACK$/, () => ({ kind: "rollback" })],
  // A bound on the time of one read: here a read runs at once and blocks nobody's clean-up.
  [/^SET LOCAL statement_timeout = \d+$/, () => ({ kind: "answer", rows: [] })],
  [/^LISTEN (\w+)$/, ([, channel = ""]) => ({ kind: "listen", channel })],
  [/^NOTIFY (\w+) , '([^']*)'$/, ([, channel = "", payload = ""]) => ({ kind: "notify", channel, payload })],
  [/^SELECT pg_notify \( \$1 , p \) FROM unnest \( \$2 :: text \[ \] \) AS p$/, () => ({ kind: "notifyAll" })],
  [/^SELECT version \( \) AS version$/, () => ({ kind: "answer", rows: [{ version: "SQLite" }] })],
  [
    /^SELECT table_name FROM information_schema \. tables WHERE table_schema = \$1 AND table_name = 'dbos_migrations'$/,
    () => ({ kind: "answer", rows: [{ table_name: "dbos_migrations" }] }),
  ],
];

export function findSession(tokens: readonly Token[]): SessionStatement | null {
  if (tokens.length > 24) return null;
  const text = tokens.map((token) => token.text).join(" ");
  for (const [pattern, read] of READERS) {
    const found = pattern.exec(text);
    if (found) return read(found);
  }
  return null;
}
