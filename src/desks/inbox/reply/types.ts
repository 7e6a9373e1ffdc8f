import type { Evidence } from "../../../store/index.ts";

/** What a reply needs of a mail. */
export interface Letter {
  id: string;
  direction: "in" | "out";
  from: { name: string; address: string } | null;
  subject: string;
  /** What the writer wrote: quoted history and signature cut. */
  text: string;
  /** ms UTC */
  at: number;
  language: "de" | "en" | null;
}

/** One sentence of a draft, and what it stands on; none: it says nothing about the world ("Thank you for your message."). */
export interface DraftSentence {
  text: string;
  sources: Evidence[];
}

export interface Draft {
  language: "de" | "en";
  subject: string;
  text: string;
  sentences: DraftSentence[];
  /** Everything that was asked is answered from a source. */
  complete: boolean;
  /** To the owner, in their language: what nothing is known about. */
  questions: string[];
  /** 0..1, how surely each answer is the one to its question: the least of them. A rank, no measured chance. */
  confidence: number;
}

/** How the owner writes, told by them or learned from what they sent. */
export interface OwnerProfile {
  name: string | null;
  language: "de" | "en";
  /** How customers are spoken to in German. */
  address: "du" | "sie";
  /** The word before the name, by language ("Hallo"); null: the usual one. */
  greeting: { de: string | null; en: string | null };
  /** Lines above the name, by language; null: the usual ones. */
  signOff: { de: string | null; en: string | null };
  /** Below the name, as it stands in sent mail. */
  signature: string | null;
}

/** A stretch of time that is free. ms UTC. */
export interface Slot {
  start: number;
  end: number;
}

/** The owner's calendar, as far as a reply asks it. */
export interface FreeTimes {
  free(from: number, to: number, minutes: number): Promise<Slot[]>;
}
