import { stat } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "../../src/store/index.ts";
import { buildLibrary } from "../search/build.ts";
import { measureSearch, percentile } from "../search/measure.ts";
import type { Bench, Figure } from "../types.ts";

const SIZE = { sessions: 10_000, messages: 1_000_000, seed: 1 };
const AT_MOST_MS = 50;

const NAMES = {
  list: "list of sessions, 50 a page",
  open: "last 100 messages of one",
  older: "100 messages before those",
  pairs: "two words, 20 best",
  common: "one very common word, 20 best",
  inside: "a common word in one session",
} as const;

/** Conversations of years: 10,000 sessions with 1,000,000 messages. */
export async function benchSearch(bench: Bench): Promise<Figure[]> {
  const home = join(bench.scratch, "search");
  const start = performance.now();
  const library = await buildLibrary(home, SIZE, bench.ctx);
  const { size } = await stat(join(home, "kralle.db"));
  bench.note(
    `${SIZE.messages} messages, ${Math.round(size / 1e6)} MB, made in ${Math.round((performance.now() - start) / 1e3)} s`,
  );
  const opening = performance.now();
  const store = await openStore(home, bench.ctx);
  const openMs = performance.now() - opening;
  try {
    const times = await measureSearch(store, library, bench.ctx);
    const figures = Object.entries(NAMES).flatMap(([key, name]): Figure[] => {
      const values = times[key as keyof typeof NAMES];
      const p50 = { name: `search: ${name}, median`, value: percentile(values, 0.5), unit: "ms", n: values.length };
      return [p50, { ...p50, name: `search: ${name}, p95`, value: percentile(values, 0.95), atMost: AT_MOST_MS }];
    });
    return [...figures, { name: "search: opening that store", value: openMs, unit: "ms", n: 1 }];
  } finally {
    await store.close();
  }
}
