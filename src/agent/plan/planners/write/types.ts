import { z } from "zod";

const letterFactSchema = z.object({
  /** What it is, in the letter's language or as the file calls it. */
  label: z.string(),
  /** As the letter should write it. */
  text: z.string(),
  /** number: decimal string; date: ISO; time: "HH:mm"; text: words that must stand there; gist: a sentence to be retold. */
  kind: z.enum(["number", "date", "time", "text", "gist"]),
  value: z.string(),
  /** A letter without it is wrong. */
  required: z.boolean(),
  path: z.string(),
  quote: z.string(),
});
/** Something that the letter says, with where it comes from. */
export type LetterFact = z.infer<typeof letterFactSchema>;

const occasionSchema = z.enum([
  "reply",
  "reminder",
  "invitation",
  "announcement",
  "thanks",
  "apology",
  "confirmation",
  "cancellation",
  "inquiry",
  "congratulation",
  "letter",
]);

export const letterSchema = z.object({
  occasion: occasionSchema,
  /** The person's words. */
  request: z.string(),
  lang: z.enum(["de", "en"]),
  maxWords: z.number().int().positive(),
  /** "" when nobody was named. */
  recipient: z.string(),
  greeting: z.string(),
  closing: z.string(),
  /** Sentences by code that hold every required fact: what is written when the model fails. */
  fallback: z.array(z.string()).min(1),
  facts: z.array(letterFactSchema),
  /** The mail that is answered, as data; "" when none. */
  mail: z.string(),
  /** How the owner likes to write, where they told. */
  tone: z.enum(["friendly", "formal", "brief"]).optional(),
});
export type Letter = z.infer<typeof letterSchema>;

/** Facts and the sentences that tell them. */
export interface Collected {
  facts: LetterFact[];
  sentences: string[];
}
