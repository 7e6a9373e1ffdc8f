import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Message } from "../../src/models/index.ts";
import { SYSTEM_PROMPT } from "../../src/agent/index.ts";
import { toFigure, toRatio } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";
import { ask, toQuestion } from "./requests.ts";
import type { Place } from "./types.ts";

const ROUNDS = 5;

/** Time to the first token behind a stable beginning of about 1,200 tokens: all new, known, and known from before a restart. */
export async function measurePrefix(place: Place, bench: Bench): Promise<Figure[]> {
  const states = { folder: mkdtempSync(join(bench.scratch, "states-")), maxBytes: 1e9 };
  const cold: number[] = [];
  const warm: number[] = [];
  const restarted: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bench.note(`prefix, round ${round + 1} of ${ROUNDS}`);
    const fresh = place.createEngine({});
    const kept = place.createEngine({ states });
    try {
      await fresh.load(bench.ctx);
      await ask(fresh, HELLO, 1, bench.ctx); // the first evaluation of all is slower
      cold.push((await ask(fresh, toQuestion(1), 1, bench.ctx)).firstMs);
      await fresh.close();
      await kept.load(bench.ctx);
      await ask(kept, HELLO, 1, bench.ctx);
      const first = await ask(kept, toQuestion(100 + round), 1, bench.ctx);
      if (round > 0) restarted.push(first.firstMs); // in the first round it is read and stored
      await ask(kept, HELLO, 1, bench.ctx);
      warm.push((await ask(kept, toQuestion(200 + round), 1, bench.ctx)).firstMs);
    } finally {
      await Promise.all([fresh.close(), kept.close()]);
    }
  }
  const name = "models: first token behind 1,200 known tokens";
  return [
    toFigure("models: first token behind 1,200 new tokens", cold, "ms"),
    toFigure(`${name}, new session`, warm, "ms"),
    { ...toRatio(`${name}, new session / all new`, warm, cold), atMost: 0.1 },
    toFigure(`${name}, after a restart`, restarted, "ms"),
    { ...toRatio(`${name}, after a restart / all new`, restarted, cold), atMost: 0.1 },
  ];
}

const HELLO: Message[] = [
  { role: "system", content: SYSTEM_PROMPT },
  { role: "user", content: "hello" },
];

/** First token of a bare "hello" in a new session, the model loaded, as the product sends it. */
export async function measureHello(place: Place, bench: Bench): Promise<Figure[]> {
  const states = { folder: mkdtempSync(join(bench.scratch, "states-")), maxBytes: 1e9 };
  const times: number[] = [];
  const startMs: number[] = [];
  const grown: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const engine = place.createEngine({ states });
    const before = process.memoryUsage.rss();
    try {
      const start = performance.now();
      await engine.load(bench.ctx);
      const readyMs = performance.now() - start;
      if (round > 0) startMs.push(readyMs - (engine.child?.loadMs ?? 0));
      if (round === 0) await engine.prepare?.(HELLO.slice(0, 1), bench.ctx); // as set-up does
      else times.push((await ask(engine, HELLO, 8, bench.ctx)).firstMs);
      grown.push((process.memoryUsage.rss() - before) / 1e6);
    } finally {
      await engine.close();
    }
  }
  return [
    toFigure('models: first token of "hello", new session', times, "ms", 1000),
    toFigure("models: start of the child to ready, beside loading the weights", startMs, "ms", 200),
    // The first one also compiles code and fills caches of its own, whatever is loaded.
    toFigure("models: growth of the main process by the first model that is loaded", grown.slice(0, 1), "MB"),
    toFigure("models: growth of the main process by a model that is loaded", grown.slice(1), "MB", 5),
  ];
}
