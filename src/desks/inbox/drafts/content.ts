import { z } from "zod";

const evidence = z.discriminatedUnion("type", [
  z.object({ type: z.literal("quote"), source: z.string(), text: z.string() }),
  z.object({ type: z.literal("fact"), name: z.string(), value: z.string(), source: z.string() }),
]);

/** What a draft says, as it is kept. */
export const draftContent = z.object({
  language: z.enum(["de", "en"]),
  subject: z.string().max(998),
  text: z.string().max(100_000),
  /** Each sentence with what it stands on. */
  sentences: z.array(z.object({ text: z.string(), sources: z.array(evidence) })),
  complete: z.boolean(),
  /** To the owner. */
  questions: z.array(z.string()),
  confidence: z.number().min(0).max(1),
  /** The owner wrote it anew, or changed it: then sentences that are theirs have no source. */
  edited: z.boolean().default(false),
  /** The answer to an invitation, for the calendar of its organiser, to whom the letter goes then. */
  calendar: z
    .object({
      to: z.email().max(254),
      uid: z.string(),
      answer: z.enum(["accepted", "declined", "tentative"]),
      /** iCalendar, METHOD:REPLY. */
      text: z.string().max(100_000),
    })
    .optional(),
});
export type DraftContent = z.infer<typeof draftContent>;

/** The owner's words in the place of the draft's. Sentences that stayed keep their sources. */
export function editContent(before: DraftContent, { subject, text }: { subject: string; text: string }): DraftContent {
  const known = new Map(before.sentences.map((sentence) => [sentence.text.trim(), sentence]));
  const lines = text.split(/(?<=[.!?:])\s+|\n+/u).map((line) => line.trim());
  const sentences = lines.filter((line) => line !== "").map((line) => known.get(line) ?? { text: line, sources: [] });
  return { ...before, subject, text, sentences, complete: true, questions: [], edited: true };
}
