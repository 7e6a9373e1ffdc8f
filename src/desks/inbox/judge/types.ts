import type { Level, ReasonPart } from "../../../store/index.ts";

/** One of the default classes, or one that the owner added. */
export type MailClass = string;

/** The default classes in the order of the shipped head. `invoice` and `reminder` are those that the owner is to pay. */
export const CLASSES = [
  "question",
  "order",
  "complaint",
  "invoice",
  "reminder",
  "appointment",
  "application",
  "supplier",
  "newsletter",
  "spam",
  "private",
  "automatic",
] as const;

export interface Sender {
  name: string;
  address: string;
}

/** As much of a mail as judging needs; a stored mail is one. */
export interface MailToJudge {
  from: Sender | null;
  subject: string;
  /** What the writer wrote: without markup, quoted history and signature. */
  text: string;
  language: "de" | "en" | null;
  /** ms UTC. */
  at: number;
  inReplyTo: string | null;
  /** Why nobody may answer it by himself (RFC 3834), or null. */
  automatic: string | null;
  unsubscribe: unknown;
  verified: "pass" | "fail" | "none";
  attachments: readonly { name: string; type: string }[];
}

/** A mail of which the owner said what it is. */
export interface Example {
  class: MailClass;
  subject: string;
  text: string;
  /** Address. */
  sender: string;
  language: "de" | "en" | null;
  /** When it was said, ms UTC. */
  at: number;
  /** The encoder's vector of it, where there is one: a class of the owner's own is then learned far better. */
  meaning?: Float32Array;
}

/** What passed between the owner and the sender before this mail. */
export interface Person {
  received: number;
  sent: number;
  firstAt: number | null;
  lastAt: number | null;
}

export interface JudgeContext {
  /** The owner's corrections; the same list is learned from once. */
  examples: readonly Example[];
  /** Classes that count, the owner's own among them. */
  classes: readonly MailClass[];
  person: Person;
  /** The owner's addresses. */
  own: readonly string[];
  /** ms UTC */
  now: number;
  /** IANA time zone in which "by Friday" counts. */
  zone: string;
}

export interface Judgement {
  class: MailClass;
  /** Chance that the class is right, calibrated on mails that were not learned from. */
  confidence: number;
  /** Chance that it is spam. */
  spam: number;
  needsAction: boolean;
  needsReply: boolean;
  importance: Level;
  urgency: Level;
  /** End of the local day until which something is to happen, ms UTC; null: none is named. */
  due: number | null;
  /** In the order in which it is told. */
  why: ReasonPart[];
  /** The words of subject or text that decided most, literally; "" where there are none. */
  quote: string;
  /** What decided the class: a rule of the mail's own marks, the owner's corrections, the shipped head, a model. */
  by: "rule" | "owner" | "head" | "model";
  /** Named numbers from 0 to about 1, for ranking and explaining. */
  features: Record<string, number>;
}
