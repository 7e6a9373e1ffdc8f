/** What is looked at; each is a number, mostly between 0 and 1. Their meaning: `features.ts`. */
export const FEATURES = [
  "due",
  "overdue",
  "urgency",
  "importance",
  "reply",
  "waiting",
  "known",
  "amount",
  "promised",
  "anomaly",
  "class",
  "spam",
  "doubt",
] as const;
export type Feature = (typeof FEATURES)[number];

/** How much each feature counts for its owner: 1 (also without an entry) is as it is meant, 0 not at all. */
export type Weights = Readonly<Record<string, number>>;

export interface Contribution {
  feature: Feature;
  /** Of the feature. */
  value: number;
  /** What it adds to being urgent, and to being important. */
  urgent: number;
  important: number;
}
