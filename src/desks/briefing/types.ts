import type { Evidence } from "../../store/index.ts";
import type { Contribution } from "./rank/types.ts";

export type Language = "en" | "de";

/** The calendar of a briefing: its local day, the zone, and in which language it is written. */
export interface Day {
  date: string;
  zone: string;
  language: Language;
}

/** urgent: loses by waiting until tomorrow · important: matters, not today · later: can wait. */
export type Group = "urgent" | "important" | "later";

/** How a number is written: as it is, as a local day, as a time of the clocks, or as days between its day and that of the briefing. */
export type FactForm = "number" | "day" | "time" | "days";

/** A number of the briefing: where it is stored, and what it was when it was composed. */
export interface Fact {
  /** Where it stands: see `readFact`. */
  source: string;
  value: number;
  form: FactForm;
  /** As it stands in the text. */
  shown: string;
}

/** A sentence with the numbers in it. `quotes` are words of others that stand in it literally, with their own numbers. */
export interface Line {
  text: string;
  facts: Fact[];
  quotes: string[];
}

/** What can be released from the message itself. */
export interface EntryAction {
  item: string;
  /** Of the proposed action of that item. */
  action: string;
  kind: string;
  title: string;
  /** SHA-256 of its kind and arguments: what is released is exactly what was shown. */
  hash: string;
}

export interface Entry {
  item: string;
  desk: string;
  kind: string;
  /** Of the item in its desk: what the link opens. */
  source: string;
  title: string;
  who: string | null;
  /** ms UTC: since when it waits, and until when it must be done. */
  since: number;
  due: number | null;
  why: Line;
  /** Words of the source that show it. */
  quote: Extract<Evidence, { type: "quote" }> | null;
  /** Why it stands here: what counted how much. */
  because: Contribution[];
  action: EntryAction | null;
}

/** Something that Kralle cannot go on with: a question, an act whose end is not known, work that failed. */
export interface Waiting {
  type: "approval" | "effect" | "question" | "schedule";
  id: string;
  line: Line;
}

export interface Appointment {
  /** Null: it stands in a calendar alone. */
  item: string | null;
  /** ms UTC */
  at: number;
  line: Line;
}

/** A number that left its usual range. */
export interface Moved {
  metric: string;
  name: string;
  unit: string;
  at: number;
  value: number;
  /** Of the `n` values before: their mean, and where the next one would be expected 19 times of 20. */
  mean: number;
  low: number;
  high: number;
  n: number;
  /** Oldest first, with the last one that is told of. */
  points: { at: number; value: number }[];
  line: Line;
}

/** A briefing as it is stored: every text of it, and every number with where it comes from. */
export interface Composition extends Day {
  version: 1;
  /** ms UTC: when it was composed, and up to when the one before told. */
  at: number;
  since: number;
  groups: Record<Group, Entry[]>;
  /** What had no room, and what wants nothing. */
  more: Line | null;
  silent: Line | null;
  done: Line[];
  waits: Waiting[];
  appointments: Appointment[];
  moved: Moved[];
  /** Of a day on which nothing wants the owner: all that is said. */
  quiet: Line[] | null;
}
