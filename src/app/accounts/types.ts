import type { z } from "zod";
import type { CalendarChange, Check, Connector, MailChange, PlacedMail } from "../../connectors/index.ts";
import type { Context, Endpoint, Purpose } from "../../core/index.ts";
import type { EffectAdapter } from "../../durable/index.ts";
import type { Account } from "../../store/index.ts";

/** An account whose settings were read, and what it is let in with. */
export interface Opened<Settings> {
  account: Account;
  settings: Settings;
  /** Empty where it needs none. */
  secret: string;
  purpose: Purpose;
  /** Where a mail of the account lies, as it was read last. */
  find?(mail: string): Promise<PlacedMail | null>;
  /** Keeps another secret in its place: some servers give a new one with each use. */
  keep(secret: string): Promise<void>;
}

/** How far a check has come. */
export type CheckPhase = "imap" | "smtp" | "sent" | "folder" | "bot" | "calendar";

/**
 * What is known of one kind of account. Contract: nothing here reads a store or asks a person; `check` leaves nothing behind on the other
 * side that a person would see. Its code is read when it is first called.
 */
export interface AccountType<Settings> {
  settings: z.ZodType<Settings>;
  purpose(id: string): Purpose;
  /** Where it has to go: what its purpose is granted. */
  places(settings: Settings): readonly Endpoint[];
  /** Whether it is let in with a password or a token. */
  needsSecret: boolean;
  /** Throws E_ACCOUNT where it is not let in, E_NETWORK where nobody is there. */
  check(opened: Opened<Settings>, onPhase: (phase: CheckPhase) => void, ctx: Context): Promise<Check>;
  /** Of a mailbox: how it is read. */
  connector?(opened: Opened<Settings>): Promise<Connector<MailChange>>;
  /** Of calendars: how they are read. */
  calendar?(opened: Opened<Settings>): Promise<Connector<CalendarChange>>;
  /** Ways of acting outside, by the kind of effect. */
  adapters: Readonly<Record<string, (opened: Opened<Settings>) => Promise<EffectAdapter>>>;
}
