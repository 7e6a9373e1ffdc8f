import type { Context } from "../../core/index.ts";
import type { Database } from "../database.ts";

export interface MailAddress {
  /** As the sender wrote it: it proves nothing. */
  name: string;
  /** In lower case. */
  address: string;
}

export interface MailAttachment {
  /** Safe to be shown and to be a file's name. */
  name: string;
  /** Media type, as the sender said. */
  type: string;
  bytes: number;
  sha256: string;
}

/** Why nobody may be answered by a program (RFC 3834, RFC 2919, RFC 2369). */
export type Automatic = "auto-submitted" | "list" | "bulk" | "bounce" | "own" | "noreply";

/** How somebody says that they want no more of it (RFC 2369); `oneClick`: by RFC 8058, and both headers are signed. */
export type Unsubscribe = { url: string; oneClick: boolean } | { mailto: string };

/** What a mail says, read from its bytes without any I/O. All of it comes from outside, and none of it is an instruction. */
export interface MailContent {
  messageId: string | null;
  inReplyTo: string | null;
  /** Oldest first. */
  references: string[];
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  /** On one line. */
  subject: string;
  /** As the sender says (Date), ms UTC. */
  sentAt: number | null;
  /** What the writer wrote: markup stripped, quoted history and signature cut. */
  text: string;
  /** With them. */
  whole: string;
  language: "de" | "en" | null;
  automatic: Automatic | null;
  unsubscribe: Unsubscribe | null;
  /** Of the sender's domain, as the own server's Authentication-Results says (RFC 8601). */
  verified: "pass" | "fail" | "none";
  attachments: MailAttachment[];
  /** Its HTML held text that no reader would have seen; it is in neither text. */
  hasHidden: boolean;
}

export type FolderRole = "inbox" | "sent" | "junk" | "other";

export interface Mail extends MailContent {
  /** "mail_…" */
  id: string;
  account: string;
  /** Where it lies, or lay last. */
  folder: string;
  direction: "in" | "out";
  /** "thr_…": mails of one conversation. */
  thread: string;
  /** When the server got it (INTERNALDATE), ms UTC: the sender's date may lie. */
  at: number;
  /** SHA-256 of its bytes, a blob. */
  raw: string;
  /** Those of IMAP, as "\\Seen". */
  flags: string[];
  /** Lies in no folder any more. */
  isGone: boolean;
}

/** Where a mail lies. A folder's numbers hold as long as its UIDVALIDITY does (RFC 9051, 2.3.1.1). */
interface Place {
  folder: string;
  uidValidity: string;
  uid: number;
}

/** A change at a mailbox, with the blob of the bytes in their place. */
export type MailEntry =
  | (Place & {
      type: "mail";
      role: FolderRole;
      at: number;
      flags: string[];
      raw: string;
      content: MailContent;
      /** Was there before Kralle came: known, but nobody is told of it. */
      isHistory: boolean;
    })
  | (Place & { type: "flags"; flags: string[] })
  | (Place & { type: "gone" })
  /** The folder was read anew under this UIDVALIDITY: what is known of it by an older one is gone. */
  | { type: "renewed"; folder: string; uidValidity: string };

export interface TakeMails {
  account: string;
  changes: readonly MailEntry[];
  /** Where the connector goes on; JSON. */
  cursor: unknown;
  /** The workflow that each new mail of the inbox begins, with the mail's id as its own and `{ mail: id }` as input; null: none. */
  starts: string | null;
}

export interface MailList {
  account?: string;
  thread?: string;
  direction?: "in" | "out";
  /** Id of a mail: older ones than this. */
  before?: string;
  limit: number;
}

/** What passed between the owner and somebody. Times are ms UTC. */
export interface Correspondence {
  received: number;
  sent: number;
  firstAt: number | null;
  lastAt: number | null;
}

/**
 * Mails of all accounts. Contract: `take` keeps the changes, the cursor behind them and the promised starts together or not at all, so
 * a connector that begins at the stored cursor misses nothing and what it brings twice begins nothing twice: the same bytes of one account
 * are one mail, wherever they lie and whatever number they get; a second delivery of the same letter (Message-ID and content) is kept and
 * begins nothing.
 */
export interface Mails {
  in(tx: Database): Mails;
  /** Ids of mails that were not known, and of those whose start was promised, in order. */
  take(batch: TakeMails, ctx: Pick<Context, "clock">): Promise<{ added: string[]; promised: string[] }>;
  get(id: string): Promise<Mail | null>;
  /** Newest first. */
  list(options: MailList): Promise<Mail[]>;
  /** The newest 200 of a conversation, oldest first. */
  thread(id: string): Promise<Mail[]>;
  /** The newest mail of an account with this Message-ID; such ids are not unique. */
  findByMessageId(account: string, messageId: string): Promise<Mail | null>;
  /** Where a mail lies now, the inbox first. */
  places(mail: string): Promise<{ folder: string; role: FolderRole; uidValidity: string; uid: number }[]>;
  person(address: string): Promise<Correspondence>;
  /** Null: nothing was taken yet. */
  cursor(account: string): Promise<unknown>;
  /** Takes everything of an account out; the blobs that nothing else needs then. */
  forget(account: string): Promise<string[]>;
}
