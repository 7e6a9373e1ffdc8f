import { cpus } from "node:os";
import { performance } from "node:perf_hooks";

/** Milliseconds since some moment: of the wall, of all processors idling, and of this process working. */
export interface CpuTimes {
  wall: number;
  idle: number;
  own: number;
}

export interface ThreadGovernor {
  /** How many threads pay off now; cheap, and measures anew at most every 300 ms. */
  advise(): number;
}

/** Always as many: for runs that must give the same bytes again. */
export const fixedThreads = (threads: number): ThreadGovernor => ({ advise: () => threads });

const EVERY_MS = 300;
/** Above this share of a further core a further thread pays off. */
const ENOUGH = 0.6;

/**
 * llama.cpp's threads wait for each other in busy loops. When another program takes one core away, every step waits for
 * the thread that was put aside: two threads on two busy cores were measured 6 to 25 times slower than one. So
 * only as many threads run as there are cores free: idle time of the machine plus what this process uses itself.
 * Fewer threads at once, one more only after two samples agree.
 */
export function createThreadGovernor(
  most: number,
  read: () => CpuTimes = readCpuTimes,
  now: () => number = () => performance.now(),
): ThreadGovernor {
  let last = read();
  let threads = most;
  let isRising = false;
  return {
    advise() {
      if (most === 1 || now() - last.wall < EVERY_MS) return threads;
      const next = read();
      const free = (next.idle - last.idle + (next.own - last.own)) / (next.wall - last.wall);
      last = next;
      const wanted = Math.max(1, Math.min(most, Math.floor(free + 1 - ENOUGH)));
      const isMore = wanted > threads;
      if (!isMore || isRising) threads = wanted;
      isRising = isMore && !isRising;
      return threads;
    },
  };
}

/** `os.cpus()` counts in steps of 10 ms, which is fine enough over 300 ms. */
function readCpuTimes(): CpuTimes {
  const { user, system } = process.cpuUsage();
  const idle = cpus().reduce((sum, { times }) => sum + times.idle, 0);
  return { wall: performance.now(), idle, own: (user + system) / 1000 };
}
