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

/** None, low, normal, high. */
export type Level = 0 | 1 | 2 | 3;

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
