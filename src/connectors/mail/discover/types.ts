import type { MailServerSettings } from "../settings.ts";

/**
 * With what a mailbox is entered. usual: the password of the mailbox · app: an own one for programs, made in the provider's settings ·
 * bridge: only through a program of the provider on this machine · signIn: only by signing in at the provider (OAuth 2), which IMAP with a
 * password cannot do.
 */
export type PasswordKind = "usual" | "app" | "bridge" | "signIn";

/** Servers of a mailbox as they were found, for a person to look at before a password goes anywhere. */
export interface FoundServers {
  /** Who runs it; null where that is not known. */
  provider: string | null;
  /** table: known to Kralle · mx: known by where the domain's mail goes · autoconfig, srv: what the domain says of itself · guess: tried. */
  by: "table" | "mx" | "autoconfig" | "srv" | "guess";
  user: string;
  imap: MailServerSettings;
  smtp: MailServerSettings;
  password: PasswordKind;
  /** Where the provider says how it is done. */
  help: string | null;
  /** The mailbox may have to be opened for mail programs first, in the provider's settings. */
  mustBeEnabled: boolean;
}
