import type { Clock } from "../../core/index.ts";
import type { PullPhase, PullProgress } from "./types.ts";

const EVERY_MS = 100;
const WINDOW_MS = 5_000;

/** Turns "so many bytes are here" into progress events: at most ten a second, speed over the last five seconds. */
export interface Meter {
  /** Starts a phase; `received` is where it starts, so that resumed bytes do not count as speed. */
  begin(phase: PullPhase, source: string, received: number): void;
  at(received: number): void;
}

export function createMeter(total: number, clock: Clock, emit: (progress: PullProgress) => void): Meter {
  let phase: PullPhase = "probe";
  let source = "";
  let samples: { time: number; bytes: number }[] = [];
  let lastEmit = Number.NEGATIVE_INFINITY;
  let shown = 0; // within a phase the bar never goes back

  const report = (received: number, now: number): void => {
    lastEmit = now;
    const oldest = samples[0] ?? { time: now, bytes: received };
    const elapsed = now - oldest.time;
    const bytesPerSecond = elapsed > 0 ? Math.max(0, Math.round(((received - oldest.bytes) * 1000) / elapsed)) : 0;
    const etaMs = bytesPerSecond > 0 ? Math.round(((total - received) * 1000) / bytesPerSecond) : null;
    emit({ phase, source, receivedBytes: received, totalBytes: total, bytesPerSecond, etaMs });
  };

  return {
    begin(nextPhase, nextSource, received) {
      phase = nextPhase;
      source = nextSource;
      const now = clock.now();
      shown = received;
      samples = [{ time: now, bytes: received }];
      report(received, now);
    },
    at(received) {
      const now = clock.now();
      if (now - lastEmit < EVERY_MS && received < total) return;
      const capped = Math.max(shown, Math.min(received, total));
      shown = capped;
      samples.push({ time: now, bytes: capped });
      while (samples.length > 2 && now - (samples[0]?.time ?? now) > WINDOW_MS) samples.shift();
      report(capped, now);
    },
  };
}
