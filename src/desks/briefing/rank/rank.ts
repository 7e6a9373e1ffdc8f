import type { Item } from "../../../store/index.ts";
import type { Group } from "../types.ts";
import { toFeatures, weightOfClass } from "./features.ts";
import { FEATURES, type Contribution, type Feature, type Weights } from "./types.ts";

/** What a feature of 1 adds. Chosen by hand on simulated days other than those that it is measured on (`npm run eval -- briefing`). */
export const SHARES: Readonly<Record<Feature, { urgent: number; important: number }>> = {
  due: { urgent: 1.4, important: 0.3 },
  overdue: { urgent: 0.7, important: 0.3 },
  urgency: { urgent: 1.2, important: 0 },
  importance: { urgent: 0.2, important: 1.2 },
  reply: { urgent: 0.1, important: 0.3 },
  waiting: { urgent: 0.3, important: 0.2 },
  known: { urgent: 0.1, important: 0.3 },
  amount: { urgent: 0, important: 0.5 },
  promised: { urgent: 0.5, important: 0.3 },
  anomaly: { urgent: 0.8, important: 0.8 },
  class: { urgent: 1, important: 1 },
  spam: { urgent: -2, important: -2 },
  doubt: { urgent: -0.2, important: -0.2 },
};

const URGENT_FROM = 1.35;
const IMPORTANT_FROM = 1.2;
/** What is under it in both wants nothing: newsletters, notices. */
const SILENT_UNDER = 0.25;

export interface Ranked {
  item: Item;
  /** null: it wants nothing, and is counted only. */
  group: Group | null;
  urgent: number;
  important: number;
  /** What counted, the strongest first. */
  because: Contribution[];
}

/** Where an item belongs at a moment, and why. By code alone: the same item, moment and weights give the same place. */
export function rank(item: Item, { now, zone, weights }: { now: number; zone: string; weights: Weights }): Ranked {
  const features = toFeatures(item, now, zone);
  const because = FEATURES.map((feature): Contribution => {
    const weight = weights[feature] ?? 1;
    const share = SHARES[feature];
    if (feature === "class") {
      const { urgent, important } = weightOfClass(item.class);
      return {
        feature,
        value: Math.abs(urgent) > Math.abs(important) ? urgent : important,
        urgent: weight * share.urgent * urgent,
        important: weight * share.important * important,
      };
    }
    const value = features[feature];
    return { feature, value, urgent: weight * share.urgent * value, important: weight * share.important * value };
  });
  const urgent = because.reduce((sum, one) => sum + one.urgent, 0);
  const important = because.reduce((sum, one) => sum + one.important, 0);
  const strength = ({ urgent: a, important: b }: Contribution): number => Math.max(Math.abs(a), Math.abs(b));
  const counted = because.filter((one) => strength(one) > 0).toSorted((a, b) => strength(b) - strength(a));
  const group = toGroup(urgent, important, weightOfClass(item.class).important < 0);
  return { item, group, urgent, important, because: counted };
}

/** `isNoise`: of a class that wants nothing as a rule. */
function toGroup(urgent: number, important: number, isNoise: boolean): Group | null {
  if (urgent >= URGENT_FROM) return "urgent";
  if (important >= IMPORTANT_FROM) return "important";
  return isNoise || Math.max(urgent, important) < SILENT_UNDER ? null : "later";
}

export interface Picked {
  groups: Record<Group, Ranked[]>;
  /** What found no room, and what wants nothing. */
  more: number;
  silent: number;
}

/** At most `most` together: what is urgent first, then what is important, then the rest; in each the highest first. */
export function pick(ranked: readonly Ranked[], most: number): Picked {
  const groups: Picked["groups"] = { urgent: [], important: [], later: [] };
  let room = most;
  let more = 0;
  for (const group of ["urgent", "important", "later"] as const) {
    const by = group === "urgent" ? "urgent" : "important";
    const all = ranked
      .filter((one) => one.group === group)
      .toSorted((a, b) => b[by] - a[by] || a.item.at - b.item.at || (a.item.id < b.item.id ? -1 : 1));
    groups[group] = all.slice(0, room);
    room -= groups[group].length;
    more += all.length - groups[group].length;
  }
  return { groups, more, silent: ranked.filter(({ group }) => group === null).length };
}
