import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Context } from "../../src/core/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createRandom, createVocabulary } from "./words.ts";

export interface Library {
  sessions: string[];
  words: string[];
  /** Pairs of words, half of them out of one message, half of them chance. */
  pairs: string[];
  common: string[];
}

const SHORTEST = 4;
const LONGEST = 40;
const START = 1_700_000_000_000;
const PAIRS = 100;
const COMMON = 20;

/**
 * Fills the store of a home with messages, past the store and without fsync, and builds the index of words at once. A tenth of the
 * messages is in one session in a hundred, so that there are long ones.
 */
export async function buildLibrary(
  home: string,
  size: { sessions: number; messages: number; seed: number },
  ctx: Context,
): Promise<Library> {
  await (await openStore(home, ctx)).close();
  const raw = new DatabaseSync(join(home, "kralle.db"), { enableForeignKeyConstraints: false });
  try {
    raw.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -100000; BEGIN");
    const triggers = dropTriggers(raw);
    const library = fill(raw, size);
    raw.exec("UPDATE sessions SET updated = (SELECT MAX(at) FROM messages WHERE session = sessions.id)");
    raw.exec("INSERT INTO message_index (message_index) VALUES ('rebuild')");
    for (const sql of triggers) raw.exec(sql);
    raw.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    return library;
  } finally {
    raw.close();
  }
}

function dropTriggers(raw: DatabaseSync): string[] {
  const found = raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of found) raw.exec(`DROP TRIGGER "${String(name)}"`);
  return found.map(({ sql }) => String(sql));
}

function fill(raw: DatabaseSync, size: { sessions: number; messages: number; seed: number }): Library {
  const random = createRandom(size.seed);
  const { words, pick } = createVocabulary(random);
  const sessions = Array.from({ length: size.sessions }, (_, n) => `ses_${n.toString(32).padStart(21, "0")}`);
  const session = raw.prepare("INSERT INTO sessions (id, title, created) VALUES (?, ?, ?)");
  for (const id of sessions) session.run(id, `${pick()} ${pick()}`, START);
  const insert = raw.prepare(
    `INSERT INTO messages (id, session, seq, role, text, state, data, at) VALUES (?, ?, ?, ?, ?, 'done', 'null', ?)`,
  );
  const long = Math.ceil(sessions.length / 100);
  const lengths = new Map<string, number>();
  const pairs: string[] = [];
  for (let n = 0; n < size.messages; n += 1) {
    const among = random() < 0.1 ? long : sessions.length;
    const where = sessions[Math.floor(random() * among)] ?? "";
    const seq = (lengths.get(where) ?? 0) + 1;
    lengths.set(where, seq);
    const length = SHORTEST + Math.floor(random() * (LONGEST - SHORTEST));
    const text = Array.from({ length }, pick);
    const id = `msg_${n.toString(32).padStart(21, "0")}`;
    insert.run(id, where, seq, seq % 2 === 1 ? "user" : "assistant", text.join(" "), START + n * 1_000);
    if (n % Math.floor(size.messages / PAIRS) === 0) {
      pairs.push(pairs.length % 2 === 0 ? `${text[0]} ${text[length >> 1]}` : `${pick()} ${pick()}`);
    }
  }
  return { sessions, words, pairs: pairs.slice(0, PAIRS), common: words.slice(0, COMMON) };
}
