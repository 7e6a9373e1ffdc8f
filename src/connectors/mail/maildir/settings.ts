import { isAbsolute } from "node:path";
import { z } from "zod";

/** Settings of a mailbox that is a folder: https://cr.yp.to/proto/maildir.html */
export const maildirSettings = z.strictObject({
  /** Holds `cur`, `new` and `tmp`; below it `.Sent`, `.Junk` and others of the same form (Maildir++). */
  path: z.string().min(1).max(4_096).refine(isAbsolute, "not a whole path"),
  /** How many days back mail counts as new; older mail is known, and nobody is told of it. */
  days: z.int().min(0).max(3650).default(30),
  /** The owner's address. */
  address: z.email().max(254),
  /** What is sent is put into `.Sent` and goes nowhere: for trying. Without it nothing can be sent. */
  keepsSent: z.boolean().default(false),
  /** Kralle may move mail between its folders and mark it; without it the mailbox is only read. */
  mayFile: z.boolean().default(false),
});
export type MaildirSettings = z.infer<typeof maildirSettings>;
