import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** What was sent out of k0 so far, as /proc/net/dev says it: columns 9 and 10 behind the name. */
export function sent(): { packets: number; bytes: number } {
  const line =
    readFileSync("/proc/net/dev", "utf8")
      .split("\n")
      .find((one) => one.trim().startsWith("k0:")) ?? "";
  const figures = line.split(":")[1]?.trim().split(/\s+/).map(Number) ?? [];
  return { bytes: figures[8] ?? Number.NaN, packets: figures[9] ?? Number.NaN };
}

/** Waits for the peer, too. The kernel itself says hello when an interface comes up; afterwards it is silent. */
export async function untilSilent(readyFile: string): Promise<void> {
  while (!existsSync(readyFile)) await sleep(25);
  for (let last = -1, since = 0; since < 12; since += 1) {
    const { packets } = sent();
    if (packets !== last) since = 0;
    last = packets;
    await sleep(100);
  }
}
