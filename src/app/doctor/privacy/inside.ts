import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../../core/index.ts";
import { createContext } from "../../context.ts";
import { listTries, type Try } from "./tries.ts";
import type { InsideOrder, TryReport, TryResult } from "./types.ts";

/* Runs in a namespace whose only way out is `k0`; the kernel's counters of it are the judge. Prints a TryReport. */

const order = JSON.parse(process.argv[2] ?? "") as InsideOrder;
const ctx = createContext({ home: order.home, env: process.env, signal: AbortSignal.timeout(120_000) });

/** What was sent out of k0 so far, as /proc/net/dev says it: columns 9 and 10 behind the name. */
function sent(): { packets: number; bytes: number } {
  const line =
    readFileSync("/proc/net/dev", "utf8")
      .split("\n")
      .find((one) => one.trim().startsWith("k0:")) ?? "";
  const figures = line.split(":")[1]?.trim().split(/\s+/).map(Number) ?? [];
  return { bytes: figures[8] ?? Number.NaN, packets: figures[9] ?? Number.NaN };
}

/** The kernel itself says hello when an interface comes up; afterwards it is silent. */
async function untilSilent(): Promise<void> {
  while (!existsSync(order.readyFile)) await sleep(25);
  for (let last = -1, since = 0; since < 12; since += 1) {
    const { packets } = sent();
    if (packets !== last) since = 0;
    last = packets;
    await sleep(100);
  }
}

async function perform(one: Try): Promise<TryResult> {
  const before = sent().packets;
  const work = order.isLocked ? one.run : (one.control ?? one.run);
  const outcome = await work().then(
    () => "sent",
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : "failed"),
  );
  return { name: one.name, packets: sent().packets - before, outcome };
}

await untilSilent();
const begun = sent();
const tries: TryResult[] = [];
for (const one of await listTries(order, ctx)) tries.push(await perform(one));
await sleep(200); // what is under way arrives
const { packets, bytes } = sent();
const report: TryReport = { tries, packets: packets - begun.packets, bytes: bytes - begun.bytes };
process.stdout.write(JSON.stringify(report), () => process.exit(0));
