import { z } from "zod";
import type { Context } from "../../core/index.ts";
import type { Act, EffectAdapter } from "../../durable/index.ts";

const flag = z.enum(["\\Seen", "\\Flagged", "\\Answered"]);

/** What an act of the kind `mail.file` is asked for with. Nothing of it destroys a mail. */
const filing = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("archive"), mail: z.string() }),
  z.strictObject({
    action: z.literal("move"),
    mail: z.string(),
    folder: z.string().min(1).max(200),
    /** Where it was moved to since the mailbox was read; without it, the archive. */
    from: z.string().min(1).max(200).optional(),
  }),
  z.strictObject({ action: z.literal("flag"), mail: z.string(), add: z.array(flag), remove: z.array(flag) }),
]);
export type Filing = z.infer<typeof filing>;

/** Where a mail lay when the mailbox was read last. */
export interface PlacedMail {
  messageId: string | null;
  places: readonly { folder: string; uidValidity: string; uid: number }[];
}

/** How one kind of mailbox files. `find` gives the receipt of what was done, null where it was not. */
export interface Filer {
  file(asked: Filing, placed: PlacedMail | null, ctx: Context): Promise<Act>;
  find(asked: Filing, placed: PlacedMail, ctx: Context): Promise<unknown>;
}

export const refuseFiling = (message: string): Act => ({
  outcome: "refused",
  fault: { code: "E_EFFECT_FAILED", message },
});

/** Moves mails between folders of a mailbox, and sets flags. Asked whether it was done, it looks where the mail lies. */
export function createFiling(find: (mail: string) => Promise<PlacedMail | null>, filer: Filer): EffectAdapter {
  return {
    effectClass: "queryable",
    async act({ arguments: given }, ctx) {
      const parsed = filing.safeParse(given);
      if (parsed.success) return filer.file(parsed.data, await find(parsed.data.mail), ctx);
      return {
        outcome: "refused",
        fault: { code: "E_INPUT", message: "It is not said what is to be done with the mail." },
      };
    },
    async query({ arguments: given }, ctx) {
      const asked = filing.parse(given);
      const placed = await find(asked.mail);
      return placed && filer.find(asked, placed, ctx);
    },
  };
}
