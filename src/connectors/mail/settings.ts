import { isIP } from "node:net";
import { getCACertificates, type ConnectionOptions } from "node:tls";
import { z } from "zod";

const server = z.strictObject({
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[\w.:-]+$/, "no name of a server"),
  port: z.int().min(1).max(65_535),
  /** From the first byte; without it the connection is turned into an encrypted one (STARTTLS), but for this machine's own. */
  tls: z.boolean(),
});

/** Settings of a mailbox behind IMAP and SMTP. */
export const imapSettings = z.strictObject({
  user: z.string().min(1).max(320),
  imap: server,
  smtp: server,
  /** Certificates (PEM) that are trusted besides those of Node: of a server whose certificate the owner made himself. */
  ca: z
    .string()
    .max(65_536)
    .regex(/-----BEGIN CERTIFICATE-----/, "no certificate in PEM")
    .optional(),
  /** How many days back the first reading goes; older mail is left alone. */
  days: z.int().min(0).max(3650).default(30),
});
export type ImapSettings = z.infer<typeof imapSettings>;
export type MailServerSettings = z.infer<typeof server>;

/** Whether a connection to this host does not leave the machine: only there may it be unencrypted. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|.+\.localhost)$/i.test(host) || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/**
 * How TLS to a server is checked: by the certificates of Node and those of the settings. On this machine, where nobody is in between, a
 * program of a provider (a bridge) shows a certificate that it made itself: there it is taken as it is, unless the settings name one.
 */
export function toTls(host: string, ca: string | undefined): ConnectionOptions {
  if (ca !== undefined) return { ca: [...getCACertificates("default"), ca] };
  return isLoopback(host) ? { rejectUnauthorized: false } : {};
}
