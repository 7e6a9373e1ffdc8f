import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../../core/index.ts";
import { createContext } from "../../context.ts";
import { sent, untilSilent } from "./counter.ts";
import { openNeighbours } from "./neighbours.ts";
import { listTries } from "./tries/index.ts";
import type { InsideOrder, Try, TryReport, TryResult } from "./types.ts";

/* Runs in a namespace whose only way out is `k0`; the kernel's counters of it are the judge. Prints a TryReport. */

const order = JSON.parse(process.argv[2] ?? "") as InsideOrder;
const ctx = createContext({ home: order.home, env: process.env, signal: AbortSignal.timeout(120_000) });

async function perform(one: Try): Promise<TryResult> {
  const before = sent().packets;
  const work = order.isLocked ? one.run : (one.control ?? one.run);
  const outcome = await work().then(
    () => "sent",
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : "failed"),
  );
  return { actor: one.actor, way: one.way, packets: sent().packets - before, outcome };
}

await Promise.all([untilSilent(order.readyFile), openNeighbours(order)]);
const begun = sent();
const tries: TryResult[] = [];
for (const one of await listTries(order, ctx)) tries.push(await perform(one));
await sleep(200); // what is under way arrives
const { packets, bytes } = sent();
const report: TryReport = { tries, packets: packets - begun.packets, bytes: bytes - begun.bytes };
process.stdout.write(JSON.stringify(report), () => process.exit(0));
