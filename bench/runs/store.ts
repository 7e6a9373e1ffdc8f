import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../src/store/index.ts";
import { toFigure } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const WRITERS = 20;
const CALLS = 2_000;
const ROUNDS = 3;
const PAYLOAD = { text: "x".repeat(200) };

/** The store: what writers that work side by side get on disk in a second, beside one fsync for each call on the same disk. */
export async function benchStore(bench: Bench): Promise<Figure[]> {
  const store = await openStore(join(bench.scratch, "store"), bench.ctx);
  const session = await store.sessions.create({ title: "bench" }, bench.ctx);
  const append = async (): Promise<unknown> => store.sessions.append(session.id, "x", PAYLOAD, bench.ctx);
  const single = openSingle(join(bench.scratch, "single.db"));
  const rates: Record<"single" | "one" | "many", number[]> = { single: [], one: [], many: [] };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.single.push(await perSecond(WRITERS, async () => single.append()));
      rates.one.push(await perSecond(1, append));
      rates.many.push(await perSecond(WRITERS, append));
    }
  } finally {
    single.close();
    await store.close();
  }
  return [
    toFigure(`store: calls of ${WRITERS} writers on disk, one fsync for each`, rates.single, "1/s"),
    toFigure("store: calls of one writer on disk", rates.one, "1/s"),
    { ...toFigure(`store: calls of ${WRITERS} writers on disk`, rates.many, "1/s"), atLeast: 5_000 },
  ];
}

async function perSecond(writers: number, call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let left = CALLS;
  const write = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (CALLS / (performance.now() - start)) * 1_000;
}

/** The comparison: the same table and row, each call its own commit. */
function openSingle(path: string): { append(): void; close(): void } {
  const raw = new DatabaseSync(path);
  raw.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (
    session TEXT NOT NULL, seq BIGINT NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (session, seq))`);
  const insert = raw.prepare(
    `INSERT INTO events (session, seq, type, payload, at)
     SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM events WHERE session = ? RETURNING seq`,
  );
  return {
    append: () => void insert.all("s", "x", JSON.stringify(PAYLOAD), 1, "s"),
    close: () => raw.close(),
  };
}
