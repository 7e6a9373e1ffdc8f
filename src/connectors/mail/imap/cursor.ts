import { z } from "zod";

/** How far a folder was read. */
const folder = z.object({
  uidValidity: z.string(),
  /** Every mail up to this number was brought, or is older than what was asked for. */
  lastUid: z.number(),
  /** Those that were brought and are still there, as ranges. */
  uids: z.string(),
  /** Mails in it when it was read last; null: not known well enough to see by it whether some went. */
  exists: z.number().nullable(),
  /** HIGHESTMODSEQ (RFC 7162) up to which flags are known; null where the server has none. */
  modseq: z.string().nullable(),
});
export type FolderCursor = z.infer<typeof folder>;

const cursor = z.object({
  /** Mails that the server got before this moment (ms UTC) are left alone. */
  from: z.number(),
  folders: z.record(z.string(), folder),
});
export type ImapCursor = z.infer<typeof cursor>;

/** One of another form begins anew: what is brought twice then begins nothing twice. */
export const readCursor = (since: unknown, from: number): ImapCursor =>
  cursor.safeParse(since).data ?? { from, folders: {} };
