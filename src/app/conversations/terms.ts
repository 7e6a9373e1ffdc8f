import { z } from "zod";

/** What the sender of a message says about its work; kept with the message, so that it holds after a crash too. */
const terms = z.object({
  /** Folder to work in, where it is another than the session's. */
  workspace: z.string().min(1).optional(),
  /** Goes before the session's. */
  model: z.string().min(1).optional(),
  /** The day that counts as today. */
  today: z.iso.date().optional(),
  budget: z
    .object({
      steps: z.int().positive().optional(),
      tokens: z.int().positive().optional(),
      seconds: z.number().positive().optional(),
    })
    .optional(),
  /** Nobody can be asked: what would need it is refused. */
  unattended: z.boolean().optional(),
  /** Another program wrote it: nothing of it counts as the owner's own words. */
  sender: z.literal("agent").optional(),
  /** Others than the owner read along: what lies in the owner's mailbox is not told here. */
  shared: z.boolean().optional(),
});
export type Terms = z.output<typeof terms>;

/** Of the data of a message; nothing where it says nothing about its work. */
export function readTerms(data: unknown): Terms {
  const parsed = terms.safeParse(data);
  return parsed.success ? parsed.data : {};
}
