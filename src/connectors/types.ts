import type { Context } from "../core/index.ts";
import type { EffectClass, FolderRole } from "../store/index.ts";

/** What was found out of an account when it was asked. */
export interface Check {
  /** How the account is called on the other side. */
  address: string;
  /** Kinds of effects that it takes, each with the class that it can promise, as it was tried out. */
  effects: Readonly<Record<string, EffectClass>>;
  /** For a person, in English. */
  notes: readonly string[];
}

/**
 * One outside account that is read. Contract: `pull` brings what changed since a cursor, oldest first as far as it can, in pieces that each
 * carry the cursor behind them; who keeps both together misses nothing, and may be brought something twice. Null begins anew. It ends
 * when there is nothing left for now. `wait` resolves when something may have changed, and throws when the line broke. Errors are
 * E_ACCOUNT where the account does not let us in any more, E_NETWORK where it may go later.
 */
export interface Connector<Change> {
  /** What the account can do, tried out; leaves nothing behind that a person would see. */
  check(ctx: Context): Promise<Check>;
  pull(since: unknown, ctx: Context): AsyncIterable<{ changes: Change[]; cursor: unknown }>;
  wait(ctx: Context): Promise<void>;
  close(): Promise<void>;
}

/**
 * Where a mail lies: under a number that holds as long as the folder's UIDVALIDITY does (RFC 9051, 2.3.1.1). Accounts whose mails have
 * ids that never change put the id in the place of `uidValidity`, and 0 in that of `uid`.
 */
interface MailPlace {
  folder: string;
  uidValidity: string;
  uid: number;
}

/** A change at a mailbox. */
export type MailChange =
  | (MailPlace & {
      type: "mail";
      role: FolderRole;
      /** When the server got it, ms UTC. */
      at: number;
      /** Those of IMAP, as "\\Seen". */
      flags: string[];
      raw: Uint8Array;
      /** Was there before Kralle came, and before the days that it was asked to look back. */
      isHistory: boolean;
    })
  | (MailPlace & { type: "flags"; flags: string[] })
  | (MailPlace & { type: "gone" })
  /** The folder is read anew under this UIDVALIDITY: what was known of it by an older one is gone. */
  | { type: "renewed"; folder: string; uidValidity: string };

/** A change at a calendar. */
export type CalendarChange =
  /** `version` is another one after every change; `text` is iCalendar. */
  { type: "event"; url: string; version: string; text: string } | { type: "gone"; url: string };
