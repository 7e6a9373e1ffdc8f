import { z } from "zod";

/** Something that a mail may be asked for. All conditions of a rule have to hold; of several values of one, any. */
const condition = z.discriminatedUnion("type", [
  z.object({ type: z.literal("class"), classes: z.array(z.string()).min(1), isNot: z.boolean() }),
  z.object({ type: z.literal("sender"), senders: z.array(z.string()).min(1), isNot: z.boolean() }),
  z.object({
    type: z.literal("contains"),
    where: z.enum(["subject", "text", "either"]),
    words: z.array(z.string()).min(1),
  }),
  z.object({ type: z.literal("attachment"), isNot: z.boolean() }),
  /** Any amount of money in the mail; `limit` is a decimal string. */
  z.object({
    type: z.literal("amount"),
    than: z.enum(["over", "under"]),
    limit: z.string(),
    currency: z.string().nullable(),
  }),
  z.object({ type: z.literal("language"), language: z.enum(["de", "en"]) }),
  /** Somebody to whom the owner has written before. */
  z.object({ type: z.literal("known"), isNot: z.boolean() }),
]);
export type RuleCondition = z.infer<typeof condition>;

const action = z.discriminatedUnion("type", [
  z.object({ type: z.literal("archive") }),
  z.object({ type: z.literal("move"), folder: z.string().min(1).max(100) }),
  z.object({ type: z.literal("done") }),
  z.object({ type: z.literal("notify") }),
  z.object({ type: z.literal("importance"), level: z.literal([0, 1, 3]) }),
  z.object({ type: z.literal("neverAnswer") }),
  z.object({ type: z.literal("draft") }),
  /** Sends the answer by itself where all gates let it: 0 at once, else after an undo window of so many minutes. */
  z.object({
    type: z.literal("send"),
    afterMinutes: z
      .int()
      .min(0)
      .max(7 * 24 * 60),
  }),
  /** Brings the mail back when nobody has answered the owner's reply within so many days. */
  z.object({ type: z.literal("followUp"), days: z.int().min(1).max(365) }),
]);
export type RuleAction = z.infer<typeof action>;

/** What a rule was understood to be. Kept as JSON, and read through this schema: what does not fit does nothing. */
export const mailRule = z.object({ when: z.array(condition), acts: z.array(action).min(1) });
export type MailRule = z.infer<typeof mailRule>;
