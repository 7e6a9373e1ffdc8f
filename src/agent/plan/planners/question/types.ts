import type { ValueKind } from "../../types.ts";

/** A possible answer with the place that supports it. */
export interface Candidate {
  /** Normalised. */
  value: string;
  kind: Exclude<ValueKind, "absent">;
  /** As it stands in the file. */
  shown: string;
  path: string;
  quote: string;
  /** About 0..1.4; comparable within one question. */
  score: number;
  /** How surely the asked attribute (not only the subject) is meant, 0..1. */
  attribute: number;
  /** One line for the model. */
  about: string;
  /** The place speaks of every day that the question names. */
  day: boolean;
  /** Of numbers: "%", "kg" … as the place tells; null = none. */
  unit: string | null;
  source: "text" | "row";
  /** Values of one slot (a sentence, a column) differ in little; a smaller lead decides between them. */
  slot: string;
}
