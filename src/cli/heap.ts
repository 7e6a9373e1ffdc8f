import { setFlagsFromString } from "node:v8";

/** Commands that run for days. */
export const SERVING: ReadonlySet<string> = new Set(["start", "up", "demo"]);

/**
 * For a program that runs for days. Has to come before its modules are read: the space for young objects grows while they are, by 12 MB,
 * and later with a flood of requests, by 100 MB, and does not shrink again. V8 reads both settings whenever a space is about to grow.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  // And garbage is not let grow to three times of what lives before it is collected.
  setFlagsFromString("--heap-growing-percent=40");
}
