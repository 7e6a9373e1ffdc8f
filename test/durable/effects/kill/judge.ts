import type { EffectRecord } from "../../../../src/store/index.ts";

/** How often each act happened, by the other side's own account: its name and count. */
export type Happened = ReadonlyMap<string, number>;

export interface Verdict {
  acts: number;
  /** Acts of class neither of which nobody can tell. */
  unknown: number;
  faults: string[];
}

/**
 * What the peers say against what the journal says. `told`: acts of which the worker said that they had ended. Keyed and queryable:
 * none lost, none doubled, none open. Neither: none doubled, and every one whose outcome is not certain says so.
 */
export function judge(records: readonly EffectRecord[], happened: Happened, told: ReadonlySet<string>): Verdict {
  const faults: string[] = [];
  let unknown = 0;
  const known = new Set(records.map(({ ref }) => ref));
  for (const { ref, effectClass, state } of records) {
    const times = happened.get(ref) ?? 0;
    const say = (fault: string): number => faults.push(`${ref} (${effectClass}, ${state}): ${fault}`);
    if (times > 1) say(`happened ${times} times`);
    if (state === "confirmed" && times === 0) say("is lost");
    if (state === "failed" && times > 0) say("happened all the same");
    if (state === "intended" || state === "sent") say("is left open");
    if (state === "unknown" && effectClass !== "neither") say("could have been found out");
    if (state === "unknown") unknown += 1;
  }
  for (const ref of happened.keys()) if (!known.has(ref)) faults.push(`${ref}: happened and is not recorded`);
  for (const ref of told) if (!known.has(ref)) faults.push(`${ref}: was told as ended and is not recorded`);
  return { acts: records.length, unknown, faults };
}
